#include "crypto/base/check.h"
#include "schemas/task/form_headers.h"
#include "schemas/task/form_manifest.h"
#include "tests/fuzz/targets.h"

namespace tacit::fuzz {
namespace {

void try_manifest(std::string_view text) {
    const auto manifest = task::load_form_manifest(text);
    if (!manifest) return;
    TACIT_ASSERT(task::to_text(*manifest) == text);
    for (const task::FormFile& file : manifest->files) {
        TACIT_ASSERT(task::is_form_path(file.path) && file.path.find("..") != 0);
        TACIT_ASSERT(manifest->find(file.path) == &file);
    }
}

void try_signature(std::string_view text) {
    const auto signature = task::load_form_signature(text);
    TACIT_ASSERT(!signature || task::load_form_signature(task::to_text(*signature)).value() == *signature);
}

// The signatures of another list never count.
void try_signature_lines(std::string_view text) {
    static const sign::SecretKey key = sign::SecretKey::from_seed(Bytes(32, 1)).value();
    const std::vector<std::string> files = {std::string(text)};
    TACIT_ASSERT(!task::is_form_signed_by("another list", files, key.public_key()));
}

// Whatever stands before it, a directive that allows something more is found.
void try_policy(std::string_view text) {
    (void)task::lax_form_policy(text);
    TACIT_ASSERT(!task::lax_form_policy(std::string(text) + "; frame-src *").empty());
    (void)task::lax_form_headers({{"Permissions-Policy", std::string(text)},
                                  {"Strict-Transport-Security", std::string(text)},
                                  {"Content-Security-Policy", std::string(text)}},
                                 true);
}

}  // namespace

void form(ByteView input) {
    const auto [which, bytes] = select(input);
    const std::string_view text = as_text(bytes);
    switch (which) {
        case 0: return try_manifest(text);
        case 1: return try_signature(text);
        case 2: return try_signature_lines(text);
        case 3: return try_policy(text);
        default: return;
    }
}

}  // namespace tacit::fuzz
