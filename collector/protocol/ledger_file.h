// One task's ledger on disk, beside the database: JSON Lines, only ever longer. It outlives a database that is put back
// to an earlier state, and tells what that one forgot.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/base/result.h"

namespace tacit::protocol {

class LedgerFile {
public:
    // Reads the file, or makes an empty one. Failures of the disk are Fault::unavailable and name the path.
    static Result<LedgerFile> open(std::filesystem::path path);

    const std::filesystem::path& path() const { return path_; }
    const std::vector<std::string>& lines() const { return lines_; }  // without line feeds
    const std::string& torn() const { return torn_; }  // of a line that the machine died in; nearly always empty
    std::string text() const;                          // the whole lines

    // Adds lines and returns when they are on disk. What a failed attempt left behind is cut off by the next one.
    Result<void> append(const std::vector<std::string>& lines);
    // Renames the file, so that a new one can be begun and this one be looked at. Not to be used afterwards.
    Result<void> set_aside() const;

private:
    explicit LedgerFile(std::filesystem::path path) : path_(std::move(path)) {}

    std::filesystem::path path_;
    std::vector<std::string> lines_;
    std::string torn_;
    std::size_t size_ = 0;  // of the whole lines
};

}  // namespace tacit::protocol
