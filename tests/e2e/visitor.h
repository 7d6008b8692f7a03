// A respondent in the test's own hands: believes the two aggregators as the client does, and then makes reports of any
// field elements, also such as no honest client sends, keeps their shares, and posts them with any headers from any
// address.
#pragma once
#include <chrono>
#include <functional>

#include "client/core/trust.h"
#include "crypto/circuits/questionnaire.h"
#include "crypto/vdaf/prio3_questionnaire.h"
#include "schemas/wire/upload.h"
#include "tests/e2e/deployment.h"

namespace tacit::test {

// A report with what only its sender knows.
struct Made {
    wire::Report report;
    Bytes encoded;       // the measurement, as field elements
    Bytes leader_share;  // both plaintext input shares
    Bytes helper_share;
    Bytes helper_measurement;  // what the helper's seed expands to
};

// How a request is sent.
struct Sending {
    std::string source_address;  // empty: the system's choice
    std::map<std::string, std::string> headers;
};

class Visitor {
public:
    // Waits until both aggregators confirm each other's keys, as the client needs it. Throws where that never happens.
    explicit Visitor(const Deployment& deployment);

    const client::Believed& believed() const { return believed_; }
    const wire::TaskConfiguration& configuration() const { return believed_.terms.configuration; }
    wire::Time today() const;

    circuits::Measurement measure(const std::string& json_line) const;
    SecretVector<field::Field64> encode(const std::string& json_line) const;

    Made make(std::span<const field::Field64> encoded, wire::Time time) const {
        return make(encoded, time, configuration());
    }
    Made make(std::span<const field::Field64> encoded, wire::Time time, const wire::TaskConfiguration& bound_to) const;
    // An honest one.
    Made make(const std::string& json_line) const { return make(encode(json_line), today()); }
    Made make(const std::string& json_line, wire::Time time) const { return make(encode(json_line), time); }

    std::string reports_url() const;
    HttpReply post(const std::vector<wire::Report>& reports, const Sending& sending = {}) const;
    HttpReply post(const Bytes& body, const Sending& sending = {}) const;

private:
    client::Believed believed_;
    vdaf::Prio3Questionnaire vdaf_;
};

Bytes upload_request(const std::vector<wire::Report>& reports);
// What the leader says of the only report that it did not take; throws where it says anything else.
wire::ReportError only_error(const HttpReply& reply);

// Any request, sent as `sending` says.
HttpReply http_send(const std::string& method, const std::string& url, const std::string& body, const Sending& sending);

// Looks again and again until it holds, or the time is over.
bool wait_until(const std::function<bool()>& condition, std::chrono::seconds limit = std::chrono::seconds(60));

// Lines of JSON Lines.
std::vector<std::string> lines_of(const std::string& text);

}  // namespace tacit::test
