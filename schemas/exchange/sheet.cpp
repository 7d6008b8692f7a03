#include "schemas/exchange/sheet.h"

#include <algorithm>

namespace tacit::exchange {
namespace {

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace

std::string Row::at(const std::string& column) const {
    const auto cell = cells.find(column);
    return cell == cells.end() ? std::string() : cell->second;
}

void add_row(Sheet& sheet, std::size_t number, const std::vector<std::string>& cells) {
    if (number == 1) {
        for (const std::string& cell : cells) sheet.columns.push_back(trimmed(cell));
        return;
    }
    Row row{number, {}};
    for (std::size_t i = 0; i < std::min(cells.size(), sheet.columns.size()); ++i) {
        std::string cell = trimmed(cells[i]);
        if (!cell.empty() && !sheet.columns[i].empty()) row.cells[sheet.columns[i]] = std::move(cell);
    }
    if (!row.cells.empty()) sheet.rows.push_back(std::move(row));
}

}  // namespace tacit::exchange
