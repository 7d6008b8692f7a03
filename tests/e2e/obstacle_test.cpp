// What is in the way for a while: a server says it once, goes on with the rest, and needs no restart when it has
// passed.
#include <gmock/gmock.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

#include <SQLiteCpp/SQLiteCpp.h>

#include "tests/e2e/visitor.h"

namespace tacit::test {
namespace {

using testing::HasSubstr;
using Who = Deployment::Who;

class Obstacle : public testing::Test {
protected:
    std::size_t said(Who who, const std::string& what) {
        const std::string log = deployment.log(who);
        std::size_t count = 0;
        for (std::size_t at = log.find(what); at != std::string::npos; at = log.find(what, at + 1)) ++count;
        return count;
    }

    Deployment deployment{{}};
};

// Some turns of the server's loop, which looks every two seconds.
constexpr std::chrono::seconds kSomeLooks{7};

TEST_F(Obstacle, AKeyFileInUseIsChangedAfterwards) {
    const std::string lock = (deployment.folder(Who::helper) / "keys.json.lock").string();
    const int fd = open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    ASSERT_EQ(flock(fd, LOCK_EX), 0);

    deployment.start(Who::helper, {{"TACIT_TEST_CLOCK_OFFSET", std::to_string(61 * 24 * 3600)}});
    std::this_thread::sleep_for(kSomeLooks);
    EXPECT_EQ(said(Who::helper, "keys_not_rotated"), 1u);
    EXPECT_EQ(said(Who::helper, "another command is changing the key file"), 1u);
    EXPECT_EQ(said(Who::helper, " keys_rotated"), 0u);
    close(fd);

    EXPECT_TRUE(wait_until([&] { return said(Who::helper, " keys_rotated") == 1; }));
}

TEST_F(Obstacle, ATaskThatTheDatabaseDoesNotTakeIsServedLater) {
    const auto folder = deployment.folder(Who::helper) / "tasks" / deployment.task_id();
    std::filesystem::rename(folder, deployment.file("away"));
    deployment.start(Who::helper);
    SQLite::Database database((deployment.folder(Who::helper) / "collector.db").string(), SQLite::OPEN_READWRITE);
    database.exec("BEGIN IMMEDIATE");

    std::filesystem::rename(deployment.file("away"), folder);
    ASSERT_TRUE(wait_until([&] { return said(Who::helper, "task_refused") > 0; }));
    std::this_thread::sleep_for(2 * kSomeLooks);
    EXPECT_EQ(said(Who::helper, "task_refused"), 1u);
    EXPECT_EQ(said(Who::helper, "task_loaded"), 0u);
    database.exec("ROLLBACK");

    EXPECT_TRUE(wait_until([&] { return said(Who::helper, "task_loaded") == 1; }));
}

// Without this a leader would wait a minute for the answer, and whoever stops it would kill it.
TEST_F(Obstacle, AHelperThatSaysNothingDoesNotHoldUpAStop) {
    const std::string url = deployment.url(Who::helper);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    ASSERT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(listen(fd, 8), 0);
    deployment.start(Who::leader);
    const int visit = accept(fd, nullptr, nullptr);  // the leader asks for keys and heads
    ASSERT_GE(visit, 0);

    const auto begun = std::chrono::steady_clock::now();
    EXPECT_EQ(deployment.stop(Who::leader), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(30));
    EXPECT_THAT(deployment.log(Who::leader), HasSubstr(" stopped"));
    close(visit);
    close(fd);
}

}  // namespace
}  // namespace tacit::test
