#include "crypto/base/check.h"
#include "schemas/json/reader.h"
#include "schemas/json/utf8.h"
#include "tests/fuzz/targets.h"

namespace tacit::fuzz {

void json(ByteView input) {
    const auto document = json::Document::parse(as_text(input));
    if (!document) {
        TACIT_ASSERT(json::is_utf8(document.error().where));
        return;
    }
    const std::string canonical = document->root().canonical();
    const auto again = json::Document::parse(canonical);
    TACIT_ASSERT(again.has_value());
    TACIT_ASSERT(again->root().canonical() == canonical);
    const auto pretty = json::Document::parse(json::pretty(document->root().node()));
    TACIT_ASSERT(pretty.has_value());
    TACIT_ASSERT(pretty->root().node() == document->root().node());
}

}  // namespace tacit::fuzz
