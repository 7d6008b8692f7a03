// The parts of a ZIP file that is in memory. Nothing is unpacked to a disk, so the name of a part is never a path.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "crypto/base/bytes.h"
#include "crypto/base/result.h"

struct zip;  // libzip's

namespace tacit::native {

class ZipArchive {
public:
    static constexpr std::size_t kPartMax = std::size_t{16} << 20;   // unpacked
    static constexpr std::size_t kTotalMax = std::size_t{48} << 20;  // of all parts that are asked for

    // `bytes` outlive the archive.
    static Result<ZipArchive> open(ByteView bytes);

    // The unpacked part; nothing where there is none. Capital and small letters are the same in the names of parts.
    Result<std::optional<std::string>> part(const std::string& name);

private:
    struct Discard {
        void operator()(zip* archive) const;
    };
    explicit ZipArchive(zip* archive) : archive_(archive) {}

    std::unique_ptr<zip, Discard> archive_;
    std::size_t left_ = kTotalMax;
};

}  // namespace tacit::native
