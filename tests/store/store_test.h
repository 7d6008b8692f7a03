// A store in a folder of its own, with one task, for each engine.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/store/engines.h"
#include "tests/support/temp_folder.h"

namespace tacit::test {

template <class Id>
Id id_of(std::uint8_t first, std::uint8_t last = 0) {
    Id id;
    id.bytes.front() = first;
    id.bytes.back() = last;
    return id;
}
inline wire::ReportId report_id(std::uint8_t number) { return id_of<wire::ReportId>(number, 0xee); }
inline Bytes blob(std::uint8_t byte, std::size_t size = 300) { return Bytes(size, byte); }

// What came out; a failure ends the test with its text.
template <class T>
T success(Result<T> result) {
    if (!result) throw std::runtime_error(to_text(result.error()));
    if constexpr (!std::is_void_v<T>) return *std::move(result);
}

class StoreTest : public testing::TestWithParam<EngineRow> {
protected:
    void SetUp() override {
        open();
        const auto made = store_->write(
            "set up", [](store::Tx& tx) { return tx.ensure_task(id_of<wire::TaskId>(1), wire::Role::leader); });
        ASSERT_TRUE(made) << to_text(made.error());
        task_ = *made;
    }
    void open(const store::Options& options = {}) {
        store_.reset();
        auto opened = GetParam().open(path(), options);
        ASSERT_TRUE(opened) << to_text(opened.error());
        store_ = *std::move(opened);
    }
    std::filesystem::path path() const { return folder_ / "store.db"; }

    // Run verbs in a transaction and give what comes out. A failure ends the test.
    template <class Body>
    auto write(Body&& body) {
        return success(store_->write("test", std::forward<Body>(body)));
    }
    template <class Body>
    auto read(Body&& body) {
        return success(store_->read("test", std::forward<Body>(body)));
    }
    bool insert(std::uint8_t number, wire::Time time) {
        return write([&](store::Tx& tx) { return tx.insert_report(task_, report_id(number), time, blob(number)); });
    }
    bool known(std::uint8_t number) {
        return read([&](store::Reader& reader) { return reader.report_known(task_, report_id(number)); });
    }
    std::vector<store::PendingReport> ready(wire::Time time, std::size_t count_max = 100) {
        return read([&](store::Reader& reader) { return reader.ready_reports(task_, time, count_max); });
    }

    TempFolder folder_;
    std::unique_ptr<store::Store> store_;
    store::TaskKey task_;
};

}  // namespace tacit::test

// Every engine passes the tests of this suite.
#define TACIT_EVERY_ENGINE(Suite) \
    INSTANTIATE_TEST_SUITE_P(Every, Suite, testing::ValuesIn(::tacit::test::kEngines), ::tacit::test::engine_name)
