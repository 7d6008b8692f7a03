// An XLSForm in a workbook: the whole file (first byte 0); or, because a checksum stands between the fuzzer and what is
// in such a file, the XML of its parts in the order of kWorkbookParts, each but the last ended by a record separator
// (0x1E), which XML never holds. What is read is a sheet like those of CSV, and what is imported of it loads.
#include "client/native/workbook.h"

#include <algorithm>

#include "crypto/base/check.h"
#include "schemas/json/utf8.h"
#include "schemas/survey/load.h"
#include "tests/fuzz/targets.h"
#include "tests/support/workbook_file.h"

namespace tacit::fuzz {
namespace {

Bytes workbook_of(std::string_view text) {
    test::ZipParts parts;
    for (const char* name : kWorkbookParts) {
        const std::size_t size = std::min(text.find('\x1e'), text.size());
        parts[name] = text.substr(0, size);
        text.remove_prefix(std::min(size + 1, text.size()));
    }
    return test::zip_of(parts);
}

void expect_sheet(const exchange::Sheet& sheet) {
    TACIT_ASSERT(sheet.columns.size() <= 1000 && sheet.rows.size() <= 10'000);
    std::size_t last = 1;
    for (const exchange::Row& row : sheet.rows) {
        TACIT_ASSERT(row.number > last && !row.cells.empty());
        last = row.number;
        for (const auto& [column, cell] : row.cells)
            TACIT_ASSERT(!column.empty() && !cell.empty() && json::is_utf8(column) && json::is_utf8(cell));
    }
}

}  // namespace

void workbook(ByteView input) {
    const auto [which, bytes] = select(input);
    if (which > 1) return;
    auto sheets =
        native::sheets_of_workbook(which == 0 ? Bytes(bytes.begin(), bytes.end()) : workbook_of(as_text(bytes)));
    if (!sheets) return;
    for (const exchange::Sheet* sheet : {&sheets->survey, &sheets->choices, &sheets->settings}) expect_sheet(*sheet);
    if (const auto imported = exchange::read_xlsform(*std::move(sheets), {}))
        TACIT_ASSERT(survey::load_file(json::pretty(imported->survey)).has_value());
}

}  // namespace tacit::fuzz
