// Writes the inputs that the fuzzers start from: samples that decode, so that mutations get deep at once.
//
//     make_corpus tests/fuzz/corpus
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "crypto/circuits/questionnaire_config.h"
#include "crypto/sign/minisign.h"
#include "schemas/release/shares.h"
#include "schemas/task/close.h"
#include "schemas/task/counted.h"
#include "schemas/task/form_headers.h"
#include "schemas/task/form_manifest.h"
#include "schemas/task/ledger.h"
#include "schemas/task/pairing.h"
#include "schemas/task/peer_hpke.h"
#include "schemas/task/texts.h"
#include "schemas/wire/media_type.h"
#include "schemas/wire/problem.h"
#include "tests/fuzz/targets.h"
#include "tests/support/workbook_file.h"
#include "tests/unit/task/sample_texts.h"
#include "tests/unit/task/samples.h"
#include "tests/unit/wire/samples.h"

namespace tacit::fuzz {
namespace {

class Corpus {
public:
    Corpus(std::filesystem::path root, const std::string& target) : folder_(std::move(root) / target) {
        std::filesystem::create_directories(folder_);
    }
    void add(const std::string& name, ByteView bytes) {
        std::ofstream file(folder_ / name, std::ios::binary);
        file << as_text(bytes);
    }
    void add(const std::string& name, std::string_view text) { add(name, as_bytes(text)); }
    // With the byte that selects a decoder.
    void add(const std::string& name, std::uint8_t which, ByteView bytes) {
        Bytes all = {which};
        append(all, bytes);
        add(name, all);
    }
    void add(const std::string& name, std::uint8_t which, std::string_view text) { add(name, which, as_bytes(text)); }

private:
    std::filesystem::path folder_;
};

template <class... M>
void add_messages(Corpus& corpus, wire::MessageList<M...>, std::uint8_t which) {
    const auto add_one = [&](const auto& samples) {
        int number = 0;
        for (const auto& sample : samples)
            corpus.add("message_" + std::to_string(which) + "_" + std::to_string(number++), which,
                       encode(sample).value());
        ++which;
    };
    (add_one(wire::samples::of<M>()), ...);
}

void make_wire(const std::filesystem::path& root) {
    Corpus corpus(root, "wire");
    add_messages(corpus, wire::ClosedMessages{}, 0);
    add_messages(corpus, wire::OpenEndedMessages{}, wire::ClosedMessages::kCount);
}

void make_http(const std::filesystem::path& root) {
    Corpus corpus(root, "http");
    corpus.add("media_type", 0, wire::text(wire::MediaType::upload_req) + "; version=\"18\"");
    corpus.add("problem", 1,
               json::canonical(wire::to_node(
                   {wire::ProblemType::unsupportedExtension, "why", 400, task::test::some_task(), {1, 0xFF01}})));
    corpus.add("url", 2, "https://helper.example:8443/tacit/");
    corpus.add("url_ipv4", 2, "http://127.0.0.1:80/");
    corpus.add("url_ipv6", 2, "http://[::1]:80/");
    corpus.add("key_list", 3, encode(wire::samples::of<wire::HpkeConfigList>()[0]).value());
}

void make_json(const std::filesystem::path& root) {
    Corpus corpus(root, "json");
    corpus.add("kinds", R"({"a":[null,true,false,-0,9007199254740992,"\u00e4\ud83d\ude00\n\u0000"],"b":{"":{}}})");
    corpus.add("fraction", "[1.5]");
    corpus.add("exponent", "[1e3]");
    corpus.add("duplicate", R"({"a":{"k":1,"k":2}})");
    corpus.add("half_surrogate", R"(["\udc00"])");
    corpus.add("deep", std::string(40, '[') + std::string(40, ']'));
    corpus.add("sorting", "{\"\xEF\xAC\xB3\":1,\"\xF0\x9F\x98\x80\":2,\"\xE2\x82\xAC\":3}");
    corpus.add("syntax", "{\"a\":1,\n\"b\" 2}");
}

json::Node survey_node() {
    const task::Task task = task::test::pinned_task();
    json::Node node = survey::definition_node(task.definition);
    node.set("texts", survey::texts_node(task.definition, task::test::sample_texts(task.definition)));
    return node;
}

// A survey with what the pinned one does not have: rules, a grid, derived items, ends.
constexpr std::string_view kWideSurvey = R"({"id":"wide","version":"2","profile":"wide","questions":[
{"id":"adult","kind":"single","options":["yes","unsure"],"ends":["no"]},
{"id":"since","kind":"single","options":["w4","w8","more"],"weeks_upto":[4,8]},
{"id":"tried","kind":"multiple","options":["walk","none"],"exclusive":["none"],"max":2,"may_be_empty":true},
{"id":"phq8","kind":"score","instrument":"phq8"},
{"id":"helped","kind":"grid","rows_from":"tried","options":["lot","bit"],"max":1,
 "ask_if":{"all":[{"question":"tried","in":["walk"]},{"any":[{"score":"phq8","min":5},{"journal":"start"}]},
 {"not":{"question":"adult","answered":true}}]}}],
"derived":[{"id":"better","kind":"change","score":"phq8","by":"response"},
{"id":"who","kind":"map","levels":["x"],"cases":[{"if":{"question":"adult","in":["yes"]},"level":"x"}]}],
"groups":[],"tables":[{"id":"t1","kind":"margin","of":["better"]},{"id":"t2","kind":"cross","of":["who","since"]},
{"id":"t3","kind":"margin","of":["helped"]}],"texts":{}})";

void make_survey(const std::filesystem::path& root) {
    Corpus corpus(root, "survey");
    corpus.add("small", json::canonical(survey_node()));
    corpus.add("wide", kWideSurvey);
}

void make_answers(const std::filesystem::path& root) {
    Corpus corpus(root, "answers");
    corpus.add("nothing", "{}");
    corpus.add("some", R"({"diagnosed":"yes","age_band":"a30","phq8":[0,1,2,3,0,1,2,3],"state":"in_tx","ad_trials":"n2",
"recent_tx":"antidepressant","tx_state":"on","weeks":"w5_8","not_helped_before":"f1","start_level":"mod","pgi":"p2",
"first_change":"w4","side_burden":"little","wins":["sleep","rest"]})");
    corpus.add("journal", R"({"state":"in_tx","recent_tx":"cbt","phq8":[0,1,null,3,0,1,2,3],
"journal":{"start":[3,3,3,3,2,2,2,2],"weeks":6}})");
    corpus.add("nulls", R"({"wins":null,"age_band":null,"state":"never"})");
}

void make_task(const std::filesystem::path& root) {
    Corpus corpus(root, "task");
    corpus.add("pinned", task::canonical(task::test::pinned_task()));
    corpus.add("typed", task::test::kPinnedTask);
    corpus.add("registered",
               task::test::with(task::test::kPinnedTask, task::test::kLastMember, task::test::kAnalysisRegistered));
}

void make_ledger(Corpus& corpus, const sign::SecretKey& key) {
    const task::Cost cost{{{"sleep", 3, 2, 40, dp::Rational::make(1, 40).value()}},
                          dp::Rational::make(1, 40).value(),
                          dp::Rational::make(1, 80).value(),
                          100};
    const std::vector<task::Event> events = {
        task::TaskCreated{cost, "tacit"},
        task::BatchCollected{{20'000, 7}, cost, {}, "tacit"},
        task::BatchRefused{{20'007, 1}, task::BatchRefused::Reason::corrupt},
        task::TaskClosed{20'010},
        task::TextsServed{1, {}},
        task::FormChecked{"https://form.example/", task::FormOutcome::as_signed, "1.0", {}},
        task::Incident{task::Incident::Kind::restored_backup},
    };
    static_assert(std::variant_size_v<task::Event> == 7, "an event has no sample");
    task::Chain chain;
    std::string text;
    for (const task::Event& event : events) {
        const task::Entry entry{
            chain.next_seq(), chain.last_hash(), wire::Role::helper, task::test::some_task(), 20'000, event};
        const std::string line = task::sign_entry(entry, key);
        corpus.add("entry_" + std::to_string(entry.seq), 0, line);
        chain.push(entry, line);
        text += line + "\n";
    }
    corpus.add("chain", 1, text);
    corpus.add("head", 1, task::sign_head(task::head_of(chain, task::test::some_task(), wire::Role::helper), key));
}

void make_pairing(Corpus& corpus, const sign::SecretKey& key) {
    test::SeededRandom random(1);
    const hpke::KeyPair pair = hpke::generate_key_pair(random);
    const wire::HpkeConfig config{1, hpke::kKemX25519HkdfSha256, hpke::kKdfHkdfSha256, hpke::kAeadChaCha20Poly1305,
                                  to_bytes(pair.public_key)};
    const task::Task pinned = task::test::pinned_task();
    const wire::TaskId id = task::task_id(pinned).value();
    corpus.add("offer", 4, task::to_text({pinned, task::test::sample_texts(pinned.definition), {{config}}}));
    corpus.add(
        "acceptance", 5,
        task::to_text({pinned,
                       task::sign_acceptance(id, key),
                       {{config}},
                       task::seal_secrets(random, hpke::chacha20_poly1305(), config, id, task::generate_secrets(random))
                           .value()}));
}

void make_task_files(const std::filesystem::path& root) {
    Corpus corpus(root, "task_files");
    const sign::SecretKey key = task::test::key_of(1);
    const wire::TaskId id = task::test::some_task();
    make_ledger(corpus, key);
    corpus.add("counted", 2, task::sign_counted({id, wire::Role::leader, {{1, 2}, {5, 1}}}, key));
    corpus.add("closing", 2, task::sign_closing({id, 20'010}, key));
    corpus.add("peer_hpke", 3, task::to_text({id, wire::Role::helper, sha256({}), sha256({})}));
    corpus.add("texts", 3, task::to_text(task::TextsList{id, {1, 2}}));
    make_pairing(corpus, key);
}

void make_questionnaire(const std::filesystem::path& root) {
    using namespace circuits;
    Corpus corpus(root, "questionnaire");
    const task::Terms terms = task::terms(task::test::pinned_task()).value();
    corpus.add("pinned", terms.configuration.vdaf_configuration);
    corpus.add("choice", encode_config({1, kProofs, {Choice{3}}, {0}}).value());
    corpus.add("crosses",
               encode_config({4,
                              kProofs,
                              {Choice{2}, Multi{3, 1}, Group{0, {{0}, {1}}}, Cross{2, 1}, Cross{3, 0}, Sum{0, {-1, 5}}},
                              {4, 5}})
                   .value());
}

void make_minisign(const std::filesystem::path& root) {
    Corpus corpus(root, "minisign");
    const sign::SecretKey key = task::test::key_of(1);
    corpus.add("public_key", 0, sign::minisign_public_key(key.public_key()));
    corpus.add("signature", 1, sign::minisign_sign(key, as_bytes("the file"), "a comment"));
}

void make_form(const std::filesystem::path& root) {
    Corpus corpus(root, "form");
    const sign::SecretKey key = task::test::key_of(1);
    const std::string list = task::to_text(task::FormManifest{
        "1.0.0", 0, {{"chunk/journal.js", 3, sha256(as_bytes("abc"))}, {"index.html", 0, sha256({})}}});
    const task::FormSignature signature = task::sign_form(list, key);
    corpus.add("manifest", 0, list);
    corpus.add("signature", 1, task::to_text(signature));
    corpus.add("lines", 2, task::form_signature_lines(std::vector{signature.signature, signature.signature}));
    corpus.add("policy", 3, task::form_policy(std::vector<std::string>{"https://helper.example"}));
    corpus.add("features", 3, "camera=(), geolocation=(self), max-age=63072000; preload");
}

void make_release(const std::filesystem::path& root) {
    Corpus corpus(root, "release");
    const std::string hash(64, '0');
    corpus.add("manifest", 0, hash + "  README.md\n" + hash + "  data/cells.csv\n");
    corpus.add("manifest_leaves", 0, hash + "  ../secret\n");
    corpus.add("table", 1, "release,table,row\nr,\"a,b\",\"x\"\"y\"\n,,\n");
    corpus.add("table_open", 1, "a,\"b\n");
    const Bytes share(16, 1);
    corpus.add("shares", 2,
               release::shares_json(task::test::some_task(), {{{3, 1}, share, share}, {{4, 2}, share, share}}));
    corpus.add("analysis", 3,
               R"({"format": "tacit-analysis-1", "mask_below": "cms", "primary": [{"table": "tx_outcome", )"
               R"("column": "better", "row": "medicine", "other": "talk"}]})");
    corpus.add("analysis_script", 3,
               R"({"format": "tacit-analysis-1", "script": {"name": "main.R", "sha256": ")" + hash + "\"}}");
}

void make_exchange(const std::filesystem::path& root) {
    Corpus corpus(root, "exchange");
    const auto example = [](const char* name) {
        std::ifstream file(std::string(TACIT_EXCHANGE_EXAMPLES) + name, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(file), {});
    };
    corpus.add("fhir", 0, example("/phq9.fhir.json"));
    corpus.add("xlsform", 1,
               example("/xlsform/survey.csv") + '\x1e' + example("/xlsform/choices.csv") + '\x1e' +
                   example("/xlsform/settings.csv"));
}

// A small form with every way to write a cell.
void make_workbook(const std::filesystem::path& root) {
    Corpus corpus(root, "workbook");
    const std::string survey =
        R"(<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="s"><v>2</v></c>)"
        R"(<c r="E1" t="inlineStr"><is><t>required</t></is></c></row><row r="3"><c r="A3" t="s"><v>3</v></c>)"
        R"(<c r="B3" t="str"><f>LOWER("Q")</f><v>q</v></c><c r="D3" t="inlineStr"><is><r><t>Did it </t></r><r><t>help?</t>)"
        R"(</r></is></c><c r="E3" t="b"><v>1</v></c></row><row><c s="1"/></row>)";
    const std::string choices =
        R"(<row r="1"><c r="A1" t="inlineStr"><is><t>list_name</t></is></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>)"
        R"(<row r="2"><c r="A2" t="s"><v>4</v></c><c><v>1</v></c><c t="s"><v>5</v></c></row>)"
        R"(<row r="3"><c r="A3" t="s"><v>4</v></c><c><v>2.5E0</v></c><c t="inlineStr"><is><t>No</t></is></c></row>)";
    const std::string texts =
        R"(<si><t>type</t></si><si><t>name</t></si><si><t xml:space="preserve"> label</t></si>)"
        R"(<si><t>select_one l</t></si><si><t>l</t></si><si><r><t>Y</t></r><r><t>es_x000D_</t></r><rPh><t>no</t></rPh></si>)";
    const test::ZipParts parts =
        test::workbook_parts({{"Survey", survey}, {"choices", choices, "state=\"hidden\""}}, texts);
    corpus.add("file", 0, test::zip_of(parts));
    std::string xml;
    for (const char* name : kWorkbookParts) xml += (xml.empty() ? "" : "\x1e") + parts.at(name);
    corpus.add("parts", 1, xml);
}

}  // namespace
}  // namespace tacit::fuzz

int main(int argc, char** argv) {
    using namespace tacit::fuzz;
    if (argc != 2) {
        std::fputs("usage: make_corpus FOLDER\n", stderr);
        return 2;
    }
    const std::filesystem::path root = argv[1];
    for (const auto make : {make_wire, make_http, make_json, make_survey, make_answers, make_task, make_task_files,
                            make_questionnaire, make_minisign, make_form, make_release, make_exchange, make_workbook})
        make(root);
}
