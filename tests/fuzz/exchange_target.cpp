// A survey of somebody else's making: a FHIR Questionnaire (first byte 0), or an XLSForm as its sheets one after the
// other, each but the last ended by a record separator (0x1E). What is imported loads, compiles and can be written as
// FHIR.
#include <algorithm>

#include "crypto/base/check.h"
#include "schemas/exchange/fhir_read.h"
#include "schemas/exchange/fhir_write.h"
#include "schemas/exchange/xlsform_read.h"
#include "schemas/survey/compile.h"
#include "schemas/survey/load.h"
#include "tests/fuzz/targets.h"

namespace tacit::fuzz {
namespace {

std::string_view next_sheet(std::string_view& text) {
    const std::size_t size = std::min(text.find('\x1e'), text.size());
    const std::string_view sheet = text.substr(0, size);
    text.remove_prefix(std::min(size + 1, text.size()));
    return sheet;
}

Result<exchange::Imported> import(std::uint8_t which, std::string_view text) {
    exchange::ImportOptions options;
    options.without_item_9 = true;
    if (which == 0) return exchange::read_fhir(text, options);
    exchange::XlsformTexts texts;
    texts.survey = next_sheet(text);
    texts.choices = next_sheet(text);
    texts.settings = next_sheet(text);
    TACIT_TRY(exchange::XlsformSheets sheets, exchange::sheets_of_csv(texts));
    return exchange::read_xlsform(std::move(sheets), options);
}

}  // namespace

void exchange(ByteView input) {
    const auto [which, bytes] = select(input);
    if (which > 1) return;
    const auto imported = import(which, as_text(bytes));
    if (!imported) return;
    const auto file = survey::load_file(json::pretty(imported->survey));
    TACIT_ASSERT(file.has_value());
    static_cast<void>(survey::compile(file->survey));  // may be too large to be run, which the compiler says
    TACIT_ASSERT(exchange::write_fhir(*file).file.find("resourceType") != nullptr);
}

}  // namespace tacit::fuzz
