#include "client/native/zip_archive.h"

#include <zip.h>

#include <algorithm>
#include <array>

namespace tacit::native {
namespace {

constexpr std::size_t kMiB = std::size_t{1} << 20;

tl::unexpected<Error> damaged(const std::string& what, const std::string& where) {
    return fail(Fault::malformed, what, where, "Copy the file again, or save it again where it comes from");
}

}  // namespace

void ZipArchive::Discard::operator()(zip* archive) const { zip_discard(archive); }

Result<ZipArchive> ZipArchive::open(ByteView bytes) {
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
    if (source == nullptr) return fail(Fault::internal, "the ZIP library takes no file");
    zip* archive = zip_open_from_source(source, ZIP_RDONLY, nullptr);
    if (archive == nullptr) {
        zip_source_free(source);
        return damaged("this is not a whole ZIP file", {});
    }
    return ZipArchive(archive);
}

Result<std::optional<std::string>> ZipArchive::part(const std::string& name) {
    const zip_int64_t index = zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_NOCASE);
    if (index < 0) return std::optional<std::string>();
    zip_stat_t about;
    zip_stat_init(&about);
    if (zip_stat_index(archive_.get(), static_cast<zip_uint64_t>(index), 0, &about) != 0)
        return damaged("a part of the ZIP file cannot be read", name);
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE)
        return fail(Fault::refused, "a part of the ZIP file is locked with a password", name,
                    "Save it again without one");
    if ((about.valid & ZIP_STAT_COMP_METHOD) != 0 && about.comp_method != ZIP_CM_STORE &&
        about.comp_method != ZIP_CM_DEFLATE)
        return fail(Fault::refused, "a part of the ZIP file is packed in a way that workbooks do not use", name,
                    "Save it again with a spreadsheet program");

    const auto close = [](zip_file_t* file) { zip_fclose(file); };
    const std::unique_ptr<zip_file_t, decltype(close)> file(
        zip_fopen_index(archive_.get(), static_cast<zip_uint64_t>(index), 0), close);
    if (!file) return damaged("a part of the ZIP file cannot be read", name);
    // What the file says about its own size is not asked: it is read until it ends, and then its checksum has been too.
    const std::size_t most = std::min(kPartMax, left_);
    std::string text;
    std::array<char, 1 << 16> buffer;
    for (;;) {
        const zip_int64_t read = zip_fread(file.get(), buffer.data(), buffer.size());
        if (read < 0) return damaged("a part of the ZIP file is damaged", name);
        if (read == 0) break;
        if (static_cast<std::size_t>(read) > most - text.size())
            return fail(Fault::refused,
                        "the file has more than " + std::to_string(kPartMax / kMiB) + " MiB in one part, or " +
                            std::to_string(kTotalMax / kMiB) + " MiB in all, when it is unpacked",
                        name, "Delete what is not part of the form");
        text.append(buffer.data(), static_cast<std::size_t>(read));
    }
    left_ -= text.size();
    return std::optional<std::string>(std::move(text));
}

}  // namespace tacit::native
