// Makes a survey of an XLSForm (xlsform.org), given as its sheets in CSV: select_one, select_multiple, integer and
// range with bounds, groups, relevant, labels in several languages. Repeats and cascading choices are errors; what else
// cannot be asked is a note.
#pragma once
#include <string_view>

#include "schemas/exchange/draft.h"

namespace tacit::exchange {

struct XlsformSheets {
    std::string_view survey, choices, settings;  // the texts of the CSV files; settings may be empty
};

Result<Imported> read_xlsform(const XlsformSheets& sheets, const ImportOptions& options);

}  // namespace tacit::exchange
