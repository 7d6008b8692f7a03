#include "collector/party_card.h"

#include "schemas/json/reader.h"
#include "schemas/task/fields.h"

namespace tacit::collector {
namespace {

constexpr std::string_view kCardFormat = "tacit-publisher-1";
constexpr std::string_view kAccessFormat = "tacit-access-1";

Result<void> check_format(const json::Value& root, std::string_view expected, std::string remedy) {
    TACIT_TRY(const std::string format, root.text("format"));
    if (format == expected) return {};
    return root.refused("this is a file of another kind (" + std::string(expected) + " was expected)",
                        std::move(remedy));
}

}  // namespace

task::Party own_party(const ops::Config& config, const ops::KeyFile& keys) {
    return {config.organisation_name, config.organisation_contact, config.public_url, keys.signing.public_key()};
}

Result<task::Publisher> own_publisher(const ops::Config& config, const ops::KeyFile& keys) {
    if (!keys.publisher)
        return fail(Fault::refused, "this collector has no publisher key", config.keys.string(),
                    "give the publisher's file with --publisher publisher.json, or make a collector with --roles "
                    "leader,publisher");
    task::Publisher publisher;
    static_cast<task::Party&>(publisher) = own_party(config, keys);
    publisher.hpke_config = keys.publisher->config();
    return publisher;
}

std::string to_text(const task::Publisher& publisher) {
    const auto config = encode(publisher.hpke_config);
    return json::pretty(json::Node::object({{"format", kCardFormat},
                                            {"party", task::to_node(static_cast<const task::Party&>(publisher))},
                                            {"hpke_config", config ? to_base64url(*config) : std::string()}}));
}

Result<task::Publisher> load_publisher_card(std::string_view text) {
    TACIT_TRY(const json::Document document, json::Document::parse(text));
    const json::Value root = document.root();
    TACIT_CHECK(check_format(root, kCardFormat, "give the publisher.json that the publisher's init made"));
    TACIT_CHECK(root.only({"format", "party", "hpke_config"}));
    TACIT_TRY(const json::Value party, root.at("party"));
    task::Publisher publisher;
    TACIT_TRY(static_cast<task::Party&>(publisher), task::load_party(party));
    TACIT_TRY(const Bytes config, task::load_base64url(root, "hpke_config"));
    TACIT_TRY(publisher.hpke_config, decode<wire::HpkeConfig>(config));
    return publisher;
}

std::string to_text(const Access& access) {
    return json::pretty(json::Node::object(
        {{"format", kAccessFormat}, {"task", task::to_node(access.task)}, {"token", as_text(access.token.view())}}));
}

Result<Access> load_access(std::string_view text) {
    TACIT_TRY(const json::Document document, json::Document::parse(text));
    const json::Value root = document.root();
    TACIT_CHECK(check_format(root, kAccessFormat, "give the access file that the leader's pair complete made"));
    TACIT_CHECK(root.only({"format", "task", "token"}));
    TACIT_TRY(const json::Value task, root.at("task"));
    Access access;
    TACIT_TRY(access.task, task::load_task(task));
    TACIT_TRY(const std::string token, root.text("token"));
    access.token = SecretBytes(as_bytes(token));
    return access;
}

}  // namespace tacit::collector
