// Reads a table as spreadsheets write it: RFC 4180, with the semicolon that some of them use taken as well. The first
// row names the columns.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/base/result.h"

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

Result<Sheet> read_csv(std::string name, std::string_view text);

}  // namespace tacit::exchange
