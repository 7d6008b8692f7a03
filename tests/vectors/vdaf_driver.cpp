#include "tests/vectors/vdaf_driver.h"

#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "crypto/field/vector.h"
#include "crypto/vdaf/aggregate.h"
#include "crypto/vdaf/prio3.h"
#include "crypto/vdaf/prio3_questionnaire.h"
#include "tests/vectors/json.h"

namespace tacit::test {
namespace {

template <class T>
T must(Result<T> result) {
    expect(result.has_value(), "the parameters were refused: " + (result ? std::string() : to_text(result.error())));
    return std::move(*result);
}

void expect_equal(ByteView ours, const Json& theirs, const std::string& what) {
    expect(to_hex(ours) == text(theirs), what + " is different");
}

// One file of a VDAF: its reports, and the states that the operations build up.
template <class Circuit>
class Replay {
public:
    using Vdaf = vdaf::Prio3<Circuit>;
    using Field = typename Circuit::Field;
    using Encode = std::function<Result<SecretVector<Field>>(const Circuit&, const Json&)>;

    Replay(const Json& file, Vdaf vdaf, Encode encode)
        : file_(file),
          vdaf_(std::move(vdaf)),
          encode_(std::move(encode)),
          ctx_(hex(member(file, "ctx"))),
          verify_key_(hex(member(file, "verify_key"))) {
        expect(text(member(file, "agg_param")).empty(), "Prio3 has no aggregation parameter");
    }

    Replayed run() {
        Replayed replayed;
        std::size_t index = 0;
        for (const Json& operation : member(file_, "operations").GetArray()) {
            const std::string name = text(member(operation, "operation"));
            const std::string where = "operation " + std::to_string(index++) + " (" + name + "): ";
            expect(member(operation, "success").IsBool(), where + "success is not a boolean");
            try {
                const std::optional<Error> refusal = carry_out(name, operation);
                if (operation["success"].GetBool())
                    expect(!refusal, refusal ? "failed: " + to_text(*refusal) : "");
                else
                    expect(refusal.has_value(), "succeeded and must fail");
                ++replayed.operations;
            } catch (const BadVector& bad) {
                replayed.complaints.push_back(where + bad.what());
            }
        }
        return replayed;
    }

private:
    // The refusal, or nothing after a success that agrees with the file.
    std::optional<Error> carry_out(const std::string& name, const Json& operation) {
        if (name == "shard") return shard(report(operation));
        if (name == "verify_init") return verify_init(operation);
        if (name == "verifier_shares_to_message") return to_message(operation);
        if (name == "verify_next") return verify_next(operation);
        if (name == "aggregate") return aggregate(agg_id(operation));
        if (name == "unshard") return unshard();
        throw BadVector("unknown operation");
    }

    const Json& report(const Json& operation) const {
        return item(member(file_, "reports"), number(member(operation, "report_index")));
    }
    static std::uint8_t agg_id(const Json& operation) {
        return static_cast<std::uint8_t>(number(member(operation, "aggregator_id")));
    }
    static std::pair<std::uint64_t, std::uint8_t> key(const Json& operation) {
        return {number(member(operation, "report_index")), agg_id(operation)};
    }

    // A measurement that has not even the right JSON type is refused like one out of range.
    Result<SecretVector<Field>> encode(const Json& measurement) const try {
        return encode_(vdaf_.circuit(), measurement);
    } catch (const BadVector& bad) {
        return fail(Fault::malformed, bad.what());
    }

    std::optional<Error> shard(const Json& report) {
        const auto encoded = encode(member(report, "measurement"));
        if (!encoded) return encoded.error();
        const auto sharded = vdaf_.shard(ctx_, *encoded, hex(member(report, "nonce")), hex(member(report, "rand")));
        if (!sharded) return sharded.error();

        expect_equal(sharded->public_share, member(report, "public_share"), "the public share");
        const Json& input_shares = member(report, "input_shares");
        expect(input_shares.Size() == sharded->input_shares.size(), "the number of input shares is different");
        for (std::size_t i = 0; i < sharded->input_shares.size(); ++i) {
            const ByteView share = sharded->input_shares[i].view();
            expect_equal(share, item(input_shares, i), "input share " + std::to_string(i));
            expect(share.size() == vdaf_.input_share_size(static_cast<std::uint8_t>(i)), "a size is not as announced");
        }
        return std::nullopt;
    }

    std::optional<Error> verify_init(const Json& operation) {
        const Json& of = report(operation);
        const std::uint8_t id = agg_id(operation);
        auto verifying = vdaf_.verify_init(verify_key_, ctx_, id, hex(member(of, "nonce")),
                                           hex(member(of, "public_share")), hex(item(member(of, "input_shares"), id)));
        if (!verifying) return verifying.error();
        states_[key(operation)] = std::move(verifying->state);
        expect_equal(verifying->verifier_share, item(item(member(of, "verifier_shares"), 0), id), "the verifier share");
        expect(verifying->verifier_share.size() == vdaf_.verifier_share_size(), "a size is not as announced");
        return std::nullopt;
    }

    std::optional<Error> to_message(const Json& operation) {
        const Json& of = report(operation);
        const std::uint64_t round = number(member(operation, "round"));
        std::vector<Bytes> shares;
        for (const Json& share : item(member(of, "verifier_shares"), round).GetArray()) shares.push_back(hex(share));
        const auto message =
            vdaf_.verifier_shares_to_message(ctx_, std::vector<ByteView>(shares.begin(), shares.end()));
        if (!message) return message.error();
        expect_equal(*message, item(member(of, "verifier_messages"), round), "the verifier message");
        return std::nullopt;
    }

    std::optional<Error> verify_next(const Json& operation) {
        const Json& of = report(operation);
        const std::uint64_t round = number(member(operation, "round"));
        const auto state = states_.find(key(operation));
        expect(state != states_.end() && round > 0, "there was no verify_init before it");
        auto out_share =
            vdaf_.verify_next(std::move(state->second), hex(item(member(of, "verifier_messages"), round - 1)));
        states_.erase(state);
        if (!out_share) return out_share.error();

        Bytes encoded(vdaf_.agg_share_size());
        field::encode<Field>(*out_share, encoded);
        expect_equal(encoded, item(member(of, "out_shares"), agg_id(operation)), "the output share");
        SecretVector<Field>& sum = agg_shares_.try_emplace(agg_id(operation), vdaf_.agg_init()).first->second;
        expect(vdaf_.agg_update(sum, *out_share).has_value(), "the output share cannot be added");
        return std::nullopt;
    }

    std::optional<Error> aggregate(std::uint8_t id) {
        const auto sum = agg_shares_.find(id);
        expect(sum != agg_shares_.end(), "there is no output share");
        Bytes encoded(vdaf_.agg_share_size());
        field::encode<Field>(sum->second, encoded);
        expect_equal(encoded, item(member(file_, "agg_shares"), id), "the aggregate share");
        return std::nullopt;
    }

    std::optional<Error> unshard() {
        std::vector<Bytes> shares;
        for (const Json& share : member(file_, "agg_shares").GetArray()) shares.push_back(hex(share));
        const auto total = vdaf_.unshard(std::vector<ByteView>(shares.begin(), shares.end()));
        if (!total) return total.error();

        const Json& expected = member(file_, "agg_result");
        const auto counters =
            expected.IsArray() ? numbers<std::int64_t>(expected) : std::vector<std::int64_t>{expected.GetInt64()};
        expect(counters.size() == total->size(), "the result has a different length");
        for (std::size_t i = 0; i < counters.size(); ++i) {
            const std::int64_t counter = counters[i];
            const Field as_field = counter < 0 ? -Field::from_u64(static_cast<std::uint64_t>(-counter))
                                               : Field::from_u64(static_cast<std::uint64_t>(counter));
            expect((*total)[i] == as_field, "counter " + std::to_string(i) + " is different");
            if constexpr (std::is_same_v<Field, field::Field64>)
                expect(vdaf::signed_total((*total)[i]) == counter, "the sign of a counter is different");
        }
        return std::nullopt;
    }

    const Json& file_;
    Vdaf vdaf_;
    Encode encode_;
    Bytes ctx_;
    Bytes verify_key_;
    std::map<std::pair<std::uint64_t, std::uint8_t>, typename Vdaf::State> states_;  // by report and aggregator
    std::map<std::uint8_t, SecretVector<Field>> agg_shares_;
};

// Runs `file` with the algorithm `id` over `circuit`.
template <class Circuit>
Replayed replay(const Json& file, std::uint32_t id, Circuit circuit, std::size_t proofs,
                typename Replay<Circuit>::Encode encode) {
    const std::size_t shares = number(member(file, "shares"));
    expect(shares <= 255 && proofs <= 255, "too many shares or proofs");
    auto prio3 = must(vdaf::Prio3<Circuit>::make(id, std::move(circuit), static_cast<std::uint8_t>(shares),
                                                 static_cast<std::uint8_t>(proofs)));
    return Replay<Circuit>(file, std::move(prio3), std::move(encode)).run();
}

template <class Field>
Replayed replay_sum_vec(const Json& file, std::uint32_t id, std::size_t proofs) {
    using Circuit = circuits::SumVec<Field>;
    return replay<Circuit>(file, id,
                           must(Circuit::make(number(member(file, "length")), number(member(file, "max_measurement")),
                                              number(member(file, "chunk_length")))),
                           proofs, [](const Circuit& circuit, const Json& measurement) {
                               return circuit.encode(numbers<std::uint64_t>(measurement));
                           });
}

std::uint16_t index16(const Json& value) {
    expect(number(value) <= 0xffff, "an index is too large");
    return static_cast<std::uint16_t>(number(value));
}

circuits::Block questionnaire_block(const Json& block) {
    const std::string type = text(item(block, 0));
    const std::uint16_t first = index16(item(block, 1));
    if (type == "choice") return circuits::Choice{first};
    if (type == "multi") return circuits::Multi{first, index16(item(block, 2))};
    if (type == "cross") return circuits::Cross{first, index16(item(block, 2))};
    if (type == "sum") return circuits::Sum{first, numbers<std::int32_t>(item(block, 2))};
    expect(type == "group", "unknown kind of block");
    circuits::Group group{first, {}};
    for (const Json& cells : item(block, 2).GetArray()) group.groups.push_back(numbers<std::uint16_t>(cells));
    return group;
}

circuits::Measurement questionnaire_measurement(const Json& measurement) {
    expect(measurement.IsArray(), "an array was expected");
    circuits::Measurement answers;
    for (const Json& answer : measurement.GetArray()) {
        if (answer.IsArray())
            answers.emplace_back(numbers<std::uint16_t>(answer));
        else
            answers.emplace_back(index16(answer));
    }
    return answers;
}

Replayed replay_questionnaire(const Json& file) {
    circuits::QuestionnaireConfig config;
    config.chunk_length = static_cast<std::uint32_t>(number(member(file, "chunk_length")));
    config.proofs = static_cast<std::uint8_t>(number(member(file, "proofs")));
    for (const Json& block : member(file, "blocks").GetArray()) config.blocks.push_back(questionnaire_block(block));
    config.release = numbers<std::uint16_t>(member(file, "release"));
    expect_equal(must(circuits::encode_config(config)), member(file, "vdaf_configuration"), "the configuration");
    expect(must(circuits::decode_config(hex(member(file, "vdaf_configuration")))) == config,
           "the decoded configuration is different");

    return replay<circuits::Questionnaire>(file, vdaf::kPrio3Questionnaire, must(circuits::Questionnaire::make(config)),
                                           config.proofs,
                                           [](const circuits::Questionnaire& circuit, const Json& measurement) {
                                               return circuit.encode(questionnaire_measurement(measurement));
                                           });
}

template <class Field>
void expect_expanded(const Json& file, const char* name) {
    if (!file.HasMember(name)) return;
    std::vector<Field> values(number(member(file, "length")));
    xof::XofTurboShake128 stream(hex(member(file, "seed")), {hex(member(file, "dst"))});
    stream.bind(hex(member(file, "binder")));
    stream.next_vector(std::span(values));
    Bytes encoded(values.size() * Field::kEncodedSize);
    field::encode<Field>(values, encoded);
    expect_equal(encoded, file[name], name);
}

Replayed replay_xof(const Json& file) {
    xof::XofTurboShake128 stream(hex(member(file, "seed")), {hex(member(file, "dst"))});
    stream.bind(hex(member(file, "binder")));
    Bytes derived(xof::kSeedSize);
    stream.next(derived);
    expect_equal(derived, member(file, "derived_seed"), "the derived seed");
    expect_expanded<field::Field64>(file, "expanded_vec_field64");
    expect_expanded<field::Field128>(file, "expanded_vec_field128");
    return {1, {}};
}

Replayed replay_file(std::string_view family, const Json& file) {
    if (family == "XofTurboShake128") return replay_xof(file);
    if (family == "Prio3Questionnaire") return replay_questionnaire(file);
    if (family == "Prio3SumVec") return replay_sum_vec<field::Field128>(file, 3, 1);
    if (family == "Prio3SumVecWithMultiproof")
        return replay_sum_vec<field::Field64>(file, 0xFFFFFFFF,
                                              number_or(file, "proofs", number_or(file, "num_proofs", 3)));
    if (family == "Prio3Count") {
        return replay<circuits::Count>(file, 1, {}, 1, [](const circuits::Count& circuit, const Json& measurement) {
            return circuit.encode(measurement.IsBool() ? measurement.GetBool() : number(measurement));
        });
    }
    if (family == "Prio3Sum") {
        return replay<circuits::BoundedSum>(file, 2,
                                            must(circuits::BoundedSum::make(number(member(file, "max_measurement")))),
                                            1, [](const circuits::BoundedSum& circuit, const Json& measurement) {
                                                return circuit.encode(number(measurement));
                                            });
    }
    if (family == "Prio3Histogram") {
        return replay<circuits::Histogram>(
            file, 4,
            must(circuits::Histogram::make(number(member(file, "length")), number(member(file, "chunk_length")))), 1,
            [](const circuits::Histogram& circuit, const Json& measurement) {
                return circuit.encode(number(measurement));
            });
    }
    expect(family == "Prio3MultihotCountVec", "the driver has no such family");
    return replay<circuits::MultihotCountVec>(
        file, 5,
        must(circuits::MultihotCountVec::make(number(member(file, "length")), number(member(file, "max_weight")),
                                              number(member(file, "chunk_length")))),
        1, [](const circuits::MultihotCountVec& circuit, const Json& measurement) {
            std::vector<bool> bits;
            for (const Json& bit : measurement.GetArray())
                bits.push_back(bit.IsBool() ? bit.GetBool() : number(bit) != 0);
            return circuit.encode(bits);
        });
}

}  // namespace

Replayed replay_vdaf_vector(std::string_view family, const std::string& json) {
    rapidjson::Document file;
    file.Parse(json.data(), json.size());
    try {
        expect(!file.HasParseError() && file.IsObject(), "the file is not a JSON object");
        Replayed replayed = replay_file(family, file);
        if (replayed.operations == 0 && replayed.complaints.empty())
            replayed.complaints.emplace_back("the file lists no operation");
        return replayed;
    } catch (const BadVector& bad) {
        return {0, {bad.what()}};
    }
}

}  // namespace tacit::test
