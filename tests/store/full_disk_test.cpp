// A disk that fills up: every failure is `unavailable`, nothing is half done, and it works again once there is space.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/store/store_test.h"

namespace tacit::test {
namespace {

class FullDisk : public StoreTest {
protected:
    // Uploads until something fails; how many were acknowledged.
    static std::uint8_t fill(store::Store& store, store::TaskKey task, Fault& fault) {
        for (std::uint8_t stored = 0; stored < 250; ++stored) {
            const auto inserted = store.write("test", [&](store::Tx& tx) -> Result<void> {
                TACIT_CHECK(tx.insert_report(task, report_id(stored), 20, blob(stored, 20'000)));
                return tx.append_ledger(task, stored + 1u, "line");
            });
            if (inserted) continue;
            fault = inserted.error().fault;
            return stored;
        }
        return 250;
    }
};
TACIT_EVERY_ENGINE(FullDisk);

TEST_P(FullDisk, EndsInUnavailableWithNothingHalfDone) {
    store_.reset();
    open({nullptr, 1 << 20});
    Fault fault{};

    const std::uint8_t stored = fill(*store_, task_, fault);

    EXPECT_EQ(fault, Fault::unavailable);
    EXPECT_GT(stored, 0);
    EXPECT_LT(stored, 250);
    EXPECT_EQ(ready(20, 1000).size(), stored);
    EXPECT_EQ(read([&](store::Reader& reader) { return reader.ledger(task_); }).size(), stored);
    EXPECT_FALSE(known(stored));
}

TEST_P(FullDisk, WorksAgainOnceThereIsSpace) {
    store_.reset();
    open({nullptr, 1 << 20});
    Fault fault{};
    const std::uint8_t stored = fill(*store_, task_, fault);

    write([&](store::Tx& tx) { return tx.forget_interval(task_, {20, 1}); });

    EXPECT_TRUE(insert(stored, 30));
    EXPECT_EQ(ready(30).size(), 1u);
}

// The kernel refuses to let any file grow: what a quota or a full file system does to the write-ahead log.
TEST_P(FullDisk, AFileThatMayNotGrowEndsInUnavailableAndKeepsWhatWasAcknowledged) {
    store_.reset();
    int answer[2];
    ASSERT_EQ(pipe(answer), 0);
    const pid_t child = fork();
    if (child == 0) {
        signal(SIGXFSZ, SIG_IGN);
        auto opened = GetParam().open(path(), {});
        if (!opened) _exit(2);
        const rlimit limit{1 << 20, 1 << 20};
        setrlimit(RLIMIT_FSIZE, &limit);
        Fault fault{};
        const std::uint8_t report[2] = {fill(**opened, task_, fault), static_cast<std::uint8_t>(fault)};
        const bool told = ::write(answer[1], report, 2) == 2;
        _exit(told ? 0 : 3);
    }
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_EQ(status, 0);
    std::uint8_t report[2] = {};
    ASSERT_EQ(::read(answer[0], report, 2), 2);
    close(answer[0]);
    close(answer[1]);

    EXPECT_EQ(static_cast<Fault>(report[1]), Fault::unavailable);
    EXPECT_GT(report[0], 0);
    EXPECT_LT(report[0], 250);
    open();
    EXPECT_EQ(ready(20, 1000).size(), report[0]);
    EXPECT_EQ(read([&](store::Reader& reader) { return reader.ledger(task_); }).size(), report[0]);
}

}  // namespace
}  // namespace tacit::test
