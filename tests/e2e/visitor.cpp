#include "tests/e2e/visitor.h"

#include <httplib.h>

#include <chrono>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "client/core/report.h"
#include "client/native/visit.h"
#include "crypto/hpke/aes_gcm.h"
#include "crypto/hpke/hpke.h"
#include "schemas/survey/answers.h"
#include "schemas/survey/measure.h"
#include "schemas/wire/labels.h"
#include "schemas/wire/media_type.h"

namespace tacit::test {
namespace {

template <class T, class E>
T must(Result<T, E> result) {
    if (result) return std::move(*result);
    throw std::runtime_error(to_text(result.error()));
}

client::Believed visit(const Deployment& deployment) {
    const auto address = must(native::parse_task_address(deployment.task_url()));
    std::string why;
    for (int attempt = 0; attempt < 300; ++attempt) {
        native::Transport transport({});
        auto believed = native::visit(transport, address);
        if (believed) return *std::move(believed);
        why = to_text(believed.error());
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    throw std::runtime_error("nobody can answer: " + why);
}

Bytes encoded_elements(std::span<const field::Field64> elements) {
    Bytes bytes(elements.size() * field::Field64::kEncodedSize);
    field::encode<field::Field64>(elements, bytes);
    return bytes;
}

HttpReply reply_of(const httplib::Result& result) {
    if (!result) return {};
    HttpReply reply{result->status, {}, result->body};
    for (const auto& [name, value] : result->headers) {
        std::string lower = name;
        for (char& letter : lower) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        reply.headers[lower] = value;
    }
    return reply;
}

}  // namespace

Visitor::Visitor(const Deployment& deployment)
    : believed_(visit(deployment)), vdaf_(must(vdaf::make_prio3_questionnaire(believed_.terms.compiled.config))) {}

wire::Time Visitor::today() const {
    return task::units(
        believed_.task,
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

circuits::Measurement Visitor::measure(const std::string& json_line) const {
    const survey::Survey& survey = believed_.task.definition;
    return must(survey::measure(survey, believed_.terms.compiled, must(survey::load_answers(survey, json_line))));
}

SecretVector<field::Field64> Visitor::encode(const std::string& json_line) const {
    return must(vdaf_.circuit().encode(measure(json_line)));
}

Made Visitor::make(std::span<const field::Field64> encoded, wire::Time time,
                   const wire::TaskConfiguration& bound_to) const {
    SystemRandom random;
    Made made;
    wire::Report& report = made.report;
    report.report_metadata = {{random.array<16>()}, time, {}};
    Bytes rand(vdaf_.rand_size());
    random.fill(rand);
    auto sharded = must(
        vdaf_.shard(wire::vdaf_context(believed_.terms.id), encoded, report.report_metadata.report_id.bytes, rand));
    report.public_share = std::move(sharded.public_share);
    const Bytes aad = must(
        tacit::encode(wire::InputShareAad{believed_.terms.id, bound_to, report.report_metadata, report.public_share}));
    const auto seal = [&](wire::Role role, const wire::HpkeConfigList& list, const SecretBytes& share) {
        const client::SealingKey key = must(client::choose_sealing_key(list, &hpke::aes_128_gcm()));
        auto sealed = must(hpke::seal(random, *key.aead, key.config.public_key, wire::input_share_info(role), aad,
                                      must(tacit::encode(wire::PlaintextInputShare{{}, to_bytes(share.view())}))));
        return wire::HpkeCiphertext{key.config.id, std::move(sealed.enc), std::move(sealed.ciphertext)};
    };
    report.leader_encrypted_input_share = seal(wire::Role::leader, believed_.leader_keys, sharded.input_shares[0]);
    report.helper_encrypted_input_share = seal(wire::Role::helper, believed_.helper_keys, sharded.input_shares[1]);

    made.encoded = encoded_elements(encoded);
    made.leader_share = to_bytes(sharded.input_shares[0].view());
    made.helper_share = to_bytes(sharded.input_shares[1].view());
    std::vector<field::Field64> own(encoded.size());
    const auto first = ByteView(made.leader_share).first(made.encoded.size());
    const auto decoded = field::decode<field::Field64>(first, std::span(own));
    if (!decoded) throw std::runtime_error("the leader's share does not begin with the measurement");
    for (std::size_t i = 0; i < own.size(); ++i) own[i] = encoded[i] - own[i];
    made.helper_measurement = encoded_elements(own);
    return made;
}

std::string Visitor::reports_url() const {
    return believed_.task.leader.url + "tasks/" + wire::to_text(believed_.terms.id) + "/reports";
}

HttpReply Visitor::post(const std::vector<wire::Report>& reports, const Sending& sending) const {
    return post(upload_request(reports), sending);
}

HttpReply Visitor::post(const Bytes& body, const Sending& sending) const {
    Sending typed = sending;
    typed.headers.emplace("Content-Type", wire::text(wire::MediaType::upload_req));
    return http_send("POST", reports_url(), std::string(as_text(body)), typed);
}

Bytes upload_request(const std::vector<wire::Report>& reports) { return must(encode(wire::UploadRequest{reports})); }

wire::ReportError only_error(const HttpReply& reply) {
    const auto errors = decode<wire::UploadErrors>(as_bytes(reply.body));
    if (reply.status != 200 || !errors || errors->status.size() != 1)
        throw std::runtime_error("not one refused report: status " + std::to_string(reply.status));
    return errors->status[0].error;
}

HttpReply http_send(const std::string& method, const std::string& url, const std::string& body,
                    const Sending& sending) {
    const std::size_t slash = url.find('/', url.find("//") + 2);
    httplib::Client client(url.substr(0, slash));
    client.set_read_timeout(std::chrono::seconds(60));
    if (!sending.source_address.empty()) client.set_interface(sending.source_address);
    httplib::Request request;
    request.method = method;
    request.path = url.substr(slash);
    request.headers.insert(sending.headers.begin(), sending.headers.end());
    request.body = body;
    return reply_of(client.send(request));
}

bool wait_until(const std::function<bool()>& condition, std::chrono::seconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return true;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

}  // namespace tacit::test
