// What survives kill -9: everything that was acknowledged, whole transactions only.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/store/store_test.h"

namespace tacit::test {
namespace {

class Crash : public StoreTest {
protected:
    void SetUp() override {
        StoreTest::SetUp();
        store_.reset();  // the child opens it
    }
    // Runs `body` in a process of its own that kills itself in the end, at the latest.
    template <class Body>
    void die_after(Body&& body) {
        const pid_t child = fork();
        if (child == 0) {
            auto opened = GetParam().open(path(), {});
            if (!opened) _exit(2);
            body(**opened);
            raise(SIGKILL);
        }
        int status = 0;
        waitpid(child, &status, 0);
        ASSERT_TRUE(WIFSIGNALED(status));
        open();
    }
};
TACIT_EVERY_ENGINE(Crash);

TEST_P(Crash, AnAcknowledgedTransactionSurvives) {
    die_after([&](store::Store& store) {
        (void)store.write("test", [&](store::Tx& tx) { return tx.insert_report(task_, report_id(1), 20, blob(1)); });
    });

    EXPECT_TRUE(known(1));
}

TEST_P(Crash, ATransactionThatDidNotEndNeverHappened) {
    die_after([&](store::Store& store) {
        (void)store.write("test", [&](store::Tx& tx) -> Result<void> {
            for (std::uint8_t i = 0; i < 200; ++i)
                TACIT_CHECK(tx.insert_report(task_, report_id(i), 20, blob(i, 20'000)));  // more than the page cache
            raise(SIGKILL);
            return {};
        });
    });

    EXPECT_EQ(ready(20, 1000).size(), 0u);
    EXPECT_TRUE(insert(1, 20));
}

TEST_P(Crash, AMomentOfItsOwnChoosingLeavesAllThatWasAcknowledgedAndNoHalves) {
    for (int round = 0; round < 5; ++round) {
        store_.reset();
        int acknowledged[2];
        ASSERT_EQ(pipe(acknowledged), 0);
        const pid_t child = fork();
        if (child == 0) {
            auto opened = GetParam().open(path(), {});
            if (!opened) _exit(2);
            for (std::uint8_t i = 0;; ++i) {
                const auto id = static_cast<std::uint8_t>(round * 50 + i % 50);
                (void)(*opened)->write("test", [&](store::Tx& tx) -> Result<void> {
                    TACIT_CHECK(tx.remember_report(task_, 20, report_id(id)));
                    TACIT_CHECK(tx.insert_report(task_, id_of<wire::ReportId>(id, 0x77), 20, blob(id, 20'000)));
                    return {};
                });
                if (::write(acknowledged[1], &id, 1) != 1) _exit(3);
            }
        }
        std::vector<std::uint8_t> ids;
        for (int n = 0; n < 10 + round; ++n) {
            std::uint8_t id = 0;
            ASSERT_EQ(::read(acknowledged[0], &id, 1), 1);
            ids.push_back(id);
        }
        kill(child, SIGKILL);
        int status = 0;
        waitpid(child, &status, 0);
        close(acknowledged[0]);
        close(acknowledged[1]);

        open();
        for (const std::uint8_t id : ids) EXPECT_TRUE(known(id));
        for (int id = 0; id < 250; ++id) {
            const bool stored = read([&](store::Reader& reader) {
                return reader.report_known(task_, id_of<wire::ReportId>(static_cast<std::uint8_t>(id), 0x77));
            });
            EXPECT_EQ(known(static_cast<std::uint8_t>(id)), stored) << "half of a transaction is there";
        }
    }
}

TEST_P(Crash, TheLockOfADeadProcessHoldsNobodyUp) {
    die_after([](store::Store&) {});

    EXPECT_TRUE(insert(1, 20));
}

}  // namespace
}  // namespace tacit::test
