// Callers without a token, and requests that are too large or not what they say.
#include "schemas/json/reader.h"
#include "schemas/wire/media_type.h"
#include "tests/e2e/attack.h"
#include "tests/support/raw_client.h"

namespace tacit::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Who = Deployment::Who;

class Stranger : public Attack {
protected:
    static std::string secret(Deployment& deployment, Who who, const std::string& name) {
        const std::string text = read_file(deployment.folder(who) / "keys.json");
        const auto document = json::Document::parse(text);
        const auto tasks = document.value().root().array("tasks");
        return tasks.value().front().text(name).value();
    }
};

TEST_F(Stranger, GetsNoFurtherThanTheDoor) {
    Deployment deployment({.noise = false, .min_batch_size = 50});
    deployment.start_both();
    const Visitor visitor(deployment);
    answer(visitor, small_answers(60, 17));
    ASSERT_TRUE(wait_until([&] { return aggregated(deployment) == 60; }));

    const std::string peer = secret(deployment, Who::leader, "peer_token");
    const std::string publisher = secret(deployment, Who::leader, "publisher_token");
    ASSERT_NE(peer, publisher);
    struct Door {
        std::string method, path, media_type, token;
    };
    const auto type = [](wire::MediaType media) { return std::string(wire::text(media)); };
    const std::string task = "tasks/" + deployment.task_id();
    const std::string id(22, 'A');
    const std::map<Who, std::vector<Door>> doors{
        {Who::leader,
         {{"POST", task + "/collection_jobs", type(wire::MediaType::collection_job_req), publisher},
          {"GET", task + "/collection_jobs/" + id, "", publisher},
          {"DELETE", task + "/collection_jobs/" + id, "", publisher},
          {"POST", "tacit/" + task + "/close", "application/json", publisher},
          {"POST", "tacit/" + task + "/ledger_head", "application/json", peer}}},
        {Who::helper,
         {{"POST", task + "/aggregation_jobs", type(wire::MediaType::aggregation_job_init_req), peer},
          {"GET", task + "/aggregation_jobs/" + id, "", peer},
          {"DELETE", task + "/aggregation_jobs/" + id, "", peer},
          {"POST", task + "/aggregate_shares", type(wire::MediaType::aggregate_share_req), peer},
          {"GET", task + "/aggregate_shares/" + id, "", peer},
          {"DELETE", task + "/aggregate_shares/" + id, "", peer},
          {"POST", "tacit/" + task + "/close", "application/json", peer},
          {"POST", "tacit/" + task + "/ledger_head", "application/json", peer}}}};

    for (const auto& [who, of_server] : doors) {
        const std::string before = dump(database(deployment, who));
        for (const Door& door : of_server) {
            std::string changed = door.token;
            changed.back() = changed.back() == 'A' ? 'B' : 'A';
            const std::string other = door.token == peer ? publisher : peer;
            const std::vector<std::pair<std::string, std::string>> keys{
                {"", ""},
                {"Authorization", "Bearer "},
                {"Authorization", "Bearer wrong"},
                {"Authorization", door.token},
                {"Authorization", "Basic " + door.token},
                {"Authorization", "Bearer " + door.token + "A"},
                {"Authorization", "Bearer " + door.token.substr(1)},
                {"Authorization", "Bearer " + changed},
                {"Authorization", "Bearer " + other},
                {"DAP-Auth-Token", "wrong"}};
            for (const auto& [header, value] : keys) {
                Sending sending;
                if (!door.media_type.empty()) sending.headers["Content-Type"] = door.media_type;
                if (!header.empty()) sending.headers[header] = value;
                const HttpReply reply =
                    http_send(door.method, deployment.url(who) + door.path, door.method == "POST" ? "{}" : "", sending);
                EXPECT_TRUE(reply.status == 401 || reply.status == 403)
                    << door.method << ' ' << door.path << " with '" << header << ": " << value << "': " << reply.status;
                EXPECT_EQ(reply.body.find(door.token), std::string::npos);
            }
        }
        EXPECT_EQ(dump(database(deployment, who)), before);
    }
    // Whoever has the key gets in: the doors are the right ones.
    Sending with_key{
        {}, {{"Authorization", "Bearer " + peer}, {"Content-Type", type(wire::MediaType::aggregate_share_req)}}};
    const HttpReply reply = http_send("POST", deployment.url(Who::helper) + task + "/aggregate_shares", "{}", with_key);
    EXPECT_EQ(reply.status, 400) << reply.body;
}

TEST_F(Stranger, CannotMakeAServerReadMoreThanItsLimits) {
    Deployment deployment({.noise = false, .min_batch_size = 50});
    deployment.start_both();
    const Visitor visitor(deployment);
    const std::string reports = "/tasks/" + deployment.task_id() + "/reports";
    const std::string type = "Content-Type: " + std::string(wire::text(wire::MediaType::upload_req)) + "\r\n";
    const int port = std::stoi(deployment.url(Who::leader).substr(std::string("http://127.0.0.1:").size()));
    const auto ask = [&](const std::string& head, const std::string& body) {
        RawClient client(port);
        EXPECT_TRUE(client.send(head + "Host: localhost\r\n\r\n"));
        client.send(body);  // the server may be gone by then
        const std::string answer = client.receive(std::chrono::milliseconds(3000));
        EXPECT_EQ(answer.find("EXCEPTION"), std::string::npos) << answer;
        return answer.substr(0, answer.find('\r'));
    };
    const std::string post = "POST " + reports + " HTTP/1.1\r\n" + type;

    EXPECT_THAT(ask(post + "Content-Length: 1048577\r\n", ""), HasSubstr(" 413 ")) << "before the body comes";
    EXPECT_THAT(ask(post + "Content-Length: 99999999999999999999\r\n", ""), HasSubstr(" 400 "));
    EXPECT_THAT(ask(post + "Content-Length: 5\r\nContent-Length: 7\r\n", "12345"), HasSubstr(" 400 "));
    EXPECT_THAT(ask(post + "Content-Length: -1\r\n", "12345"), HasSubstr(" 400 "));
    EXPECT_THAT(ask(post + "Transfer-Encoding: chunked\r\n", "5\r\n12345\r\n0\r\n\r\n"), HasSubstr(" 411 "));
    EXPECT_THAT(ask(post + "Content-Encoding: gzip\r\nContent-Length: 5\r\n", "12345"), HasSubstr(" 415 "));
    EXPECT_THAT(ask(post, ""), HasSubstr(" 411 "));
    EXPECT_THAT(ask("POST " + reports + " HTTP/1.1\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n", "12345"),
                HasSubstr(" 415 "));
    EXPECT_THAT(ask("GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\n", ""),
                ::testing::AnyOf(HasSubstr(" 400 "), HasSubstr(" 414 "), IsEmpty()));
    // Without a token not one byte of a large job is read.
    const int helper_port = std::stoi(deployment.url(Who::helper).substr(std::string("http://127.0.0.1:").size()));
    RawClient helper(helper_port);
    helper.send(
        "POST /tasks/" + deployment.task_id() + "/aggregation_jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: " +
        std::string(wire::text(wire::MediaType::aggregation_job_init_req)) + "\r\nContent-Length: 16000000\r\n\r\n");
    EXPECT_THAT(helper.receive(std::chrono::milliseconds(3000)), HasSubstr(" 401 "));

    answer(visitor, small_answers(60, 18));
    EXPECT_TRUE(wait_until([&] { return aggregated(deployment) == 60; })) << "and honest people are served as before";
}

}  // namespace
}  // namespace tacit::test
