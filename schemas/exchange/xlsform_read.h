// Makes a survey of an XLSForm (xlsform.org), given as its sheets: select_one, select_multiple, integer and range with
// bounds, groups, relevant, labels in several languages. Repeats and cascading choices are errors; what else cannot be
// asked is a note.
#pragma once
#include <string_view>

#include "schemas/exchange/draft.h"
#include "schemas/exchange/sheet.h"

namespace tacit::exchange {

struct XlsformTexts {
    std::string_view survey, choices, settings;  // of the CSV files; settings may be empty
};
struct XlsformSheets {
    Sheet survey, choices, settings;
};

Result<XlsformSheets> sheets_of_csv(const XlsformTexts& texts);
Result<Imported> read_xlsform(XlsformSheets sheets, const ImportOptions& options);

}  // namespace tacit::exchange
