#include "schemas/wire/extension.h"

namespace tacit::wire {

bool valid_report_extensions(const std::vector<Extension>& public_extensions,
                             const std::vector<Extension>& private_extensions,
                             std::span<const std::uint16_t> supported_public,
                             std::span<const std::uint16_t> supported_private) {
    if (!strictly_increasing(public_extensions) || !strictly_increasing(private_extensions)) return false;
    if (!unsupported(public_extensions, supported_public).empty()) return false;
    if (!unsupported(private_extensions, supported_private).empty()) return false;
    // Both lists are ordered by now, so one walk finds a type that is in both.
    auto other = private_extensions.begin();
    for (const Extension& extension : public_extensions) {
        while (other != private_extensions.end() && other->extension_type < extension.extension_type) ++other;
        if (other != private_extensions.end() && other->extension_type == extension.extension_type) return false;
    }
    return true;
}

}  // namespace tacit::wire
