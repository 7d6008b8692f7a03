#include "schemas/exchange/csv.h"

#include <algorithm>
#include <optional>

namespace tacit::exchange {
namespace {

constexpr std::size_t kSizeMax = std::size_t{4} << 20;

class Reader {
public:
    Reader(std::string_view text, char separator) : text_(text), separator_(separator) {}

    bool at_end() const { return text_.empty(); }
    // The cells of the next row; nothing where a quoted cell does not end.
    std::optional<std::vector<std::string>> row() {
        std::vector<std::string> cells;
        for (;;) {
            auto cell = text_.starts_with('"') ? quoted() : plain();
            if (!cell) return std::nullopt;
            cells.push_back(*std::move(cell));
            if (text_.starts_with(separator_)) {
                text_.remove_prefix(1);
                continue;
            }
            if (text_.starts_with('\r')) text_.remove_prefix(1);
            if (text_.starts_with('\n')) text_.remove_prefix(1);
            return cells;
        }
    }

private:
    std::optional<std::string> plain() {
        const char ends[] = {separator_, '\r', '\n', 0};
        const std::size_t end = std::min(text_.find_first_of(ends), text_.size());
        std::string cell(text_.substr(0, end));
        text_.remove_prefix(end);
        return cell;
    }
    std::optional<std::string> quoted() {
        std::string cell;
        for (std::size_t i = 1; i < text_.size(); ++i) {
            if (text_[i] != '"') {
                cell += text_[i];
            } else if (i + 1 < text_.size() && text_[i + 1] == '"') {
                cell += text_[i++];
            } else {
                text_.remove_prefix(i + 1);
                if (auto rest = plain()) cell += *rest;
                return cell;
            }
        }
        return std::nullopt;
    }

    std::string_view text_;
    char separator_;
};

}  // namespace

Result<Sheet> read_csv(std::string name, std::string_view text) {
    if (text.size() > kSizeMax) return fail(Fault::refused, "the sheet is larger than 4 MiB", name);
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    const std::string_view head = text.substr(0, text.find('\n'));
    const auto count = [&](char letter) { return std::count(head.begin(), head.end(), letter); };
    Reader reader(text, count(';') > count(',') ? ';' : ',');
    Sheet sheet{std::move(name), {}, {}};
    for (std::size_t number = 1; !reader.at_end(); ++number) {
        const auto cells = reader.row();
        if (!cells)
            return fail(Fault::malformed, "a cell in quotes does not end",
                        sheet.name + " row " + std::to_string(number), "Save the sheet again as CSV");
        add_row(sheet, number, *cells);
    }
    return sheet;
}

}  // namespace tacit::exchange
