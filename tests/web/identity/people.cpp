// What the engine of the form has to give, computed natively: for both bundled surveys and a few people, every question
// on the way, the review, the disclosure, and the bytes that the command line would send for a fixed random stream.
// identity.mjs asks the built module for the same.
//
//   form_identity_people FILE.json
#include <fstream>

#include "client/core/session.h"
#include "client/simulate/respond.h"
#include "crypto/seal/passphrase.h"
#include "schemas/survey/measure.h"
#include "tests/client/trial.h"

namespace tacit::test {
namespace {

using json::Node;

constexpr std::int64_t kNow = 1'798'800'000;
constexpr std::uint64_t kPeople = 3;
constexpr std::size_t kStream = 8192;

Node files_node(const client::Served& served) {
    Node list = Node::array();
    for (const Bytes* file : {&served.task_json, &served.texts_list, &served.texts, &served.texts_signature,
                              &served.hpke_config, &served.peer_hpke})
        list.push(to_base64url(*file));
    return list;
}

// Walks a survey as somebody would who takes the choices in turn, and keeps every view.
Node walk(client::Session& session) {
    Node views = Node::array();
    for (std::int64_t turn = 0;; ++turn) {
        Node step = session.step().value();
        if (step.is_null()) break;
        const std::int64_t count = static_cast<std::int64_t>(step.find("choices")->items()->size());
        const bool several = *step.find("kind")->text() == "multiple";
        Node act = Node::object({{"view", std::move(step)}});
        const std::int64_t choice = turn % count;
        const auto done =
            several ? session.mark("[" + std::to_string(choice) + "]") : session.choose(std::to_string(choice));
        if (!done) (void)session.skip();
        act.set("call", !done ? "skip" : several ? "mark" : "choose").set("choice", choice);
        views.push(std::move(act));
    }
    return views;
}

Node person(const Trial& trial, const survey::Answers& answers, std::uint64_t seed) {
    SeededRandom unused(0), stream(seed), same(seed);
    client::Session session(unused);
    const auto measurement = survey::measure(trial.survey(), trial.terms.compiled, answers).value();
    const Bytes upload = trial.reporter().upload_request(same, measurement, task::units(trial.task, kNow)).value();
    const std::string saved =
        json::canonical(Node::object({{"format", "tacit-interview-1"},
                                      {"survey", to_base64url(survey::definition_hash(trial.survey()))},
                                      {"answers", survey::answers_node(trial.survey(), answers)}}));
    (void)session.believe(wire::to_text(trial.terms.id), trial.served).value();
    (void)session.set_language("es").value();
    (void)session.restore(as_bytes(saved)).value();
    Bytes random(kStream);
    stream.fill(random);
    return Node::object({{"saved", saved},
                         {"random", to_base64url(random)},
                         {"upload", to_base64url(upload)},
                         {"review", session.review().value()},
                         {"disclosure", session.disclose().value()}});
}

Node survey_node(const std::string& name) {
    TrialOptions options;
    options.survey = survey_text(name);
    const Trial trial(options);
    const auto population = simulate::load_population(*simulate::bundled_population("default")).value();
    Node people = Node::array();
    people.push(person(trial, survey::Answers(trial.survey()), 100));
    for (std::uint64_t i = 0; i < kPeople; ++i)
        people.push(person(trial, simulate::simulated_answers(trial.survey(), population, 3, i), i));

    SeededRandom unused(0);
    client::Session session(unused);
    Node task = session.believe(wire::to_text(trial.terms.id), trial.served).value();
    (void)session.start("").value();
    return Node::object({{"survey", name},
                         {"taskId", wire::to_text(trial.terms.id)},
                         {"now", kNow},
                         {"leader", files_node(trial.served.leader)},
                         {"helper", files_node(trial.served.helper)},
                         {"task", std::move(task)},
                         {"walk", walk(session)},
                         {"people", std::move(people)}});
}

}  // namespace
}  // namespace tacit::test

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    tacit::json::Node surveys = tacit::json::Node::array();
    for (const char* name : {"core", "full"}) surveys.push(tacit::test::survey_node(name));
    tacit::test::SeededRandom random(1);
    const auto sealed =
        tacit::seal::seal_with_passphrase(random, tacit::as_bytes("correct horse"), tacit::as_bytes("went for a walk"));
    const auto all =
        tacit::json::Node::object({{"surveys", std::move(surveys)}, {"sealed", tacit::to_base64url(sealed.value())}});
    std::ofstream file(argv[1], std::ios::binary);
    file << tacit::json::canonical(all);
    return file.good() ? 0 : 1;
}
