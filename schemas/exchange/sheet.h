// A sheet of a form, whichever file it was read from: CSV (csv.h) or a workbook (client/native/workbook.h). The first
// row names the columns.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace tacit::exchange {

struct Row {
    std::size_t number = 0;                    // in the sheet, from 1; the names of the columns are row 1
    std::map<std::string, std::string> cells;  // by column; empty cells are not there

    // The cell, or an empty text.
    std::string at(const std::string& column) const;
};

struct Sheet {
    std::string name;  // for messages
    std::vector<std::string> columns;
    std::vector<Row> rows;  // empty ones are left out
};

// The row with this number, its cells from the first column on; white space around each goes. Row 1 names the columns,
// and cells of columns without a name are left out.
void add_row(Sheet& sheet, std::size_t number, const std::vector<std::string>& cells);

}  // namespace tacit::exchange
