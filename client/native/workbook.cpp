#include "client/native/workbook.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <vector>

#include "client/native/xml_walk.h"
#include "client/native/zip_archive.h"

namespace tacit::native {
namespace {

constexpr std::size_t kRowsMax = 10'000, kColumnsMax = 1'000, kCellsMax = 200'000;  // that are not empty
constexpr std::size_t kTextMax = std::size_t{4} << 20;                              // in a sheet, as for CSV
constexpr std::size_t kSharedMax = std::size_t{1} << 18;
constexpr double kIntegerMax = 9007199254740992;  // 2^53: up to here a double holds every whole number

constexpr const char* kSaveAgain = "Open it in a spreadsheet program and save it as .xlsx again";
constexpr const char* kSaveAs =
    "Save it as .xlsx (Excel workbook), or its sheets as survey.csv, choices.csv and settings.csv in a folder";

bool same_name(std::string_view a, std::string_view b) {
    const auto small = [](char letter) { return letter >= 'A' && letter <= 'Z' ? letter - 'A' + 'a' : letter; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return small(x) == small(y); });
}

template <class Number>
bool parse(std::string_view text, Number& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

void append_utf8(std::string& out, unsigned code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else {
        if (code < 0x800) {
            out += static_cast<char>(0xC0 | code >> 6);
        } else {
            out += static_cast<char>(0xE0 | code >> 12);
            out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
        }
        out += static_cast<char>(0x80 | (code & 0x3F));
    }
}

// Characters that XML cannot hold are written as _x000D_, and an underscore that would read like one as _x005F_.
std::string unescaped(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        unsigned code = 0;
        if (text.size() >= 7 && text.starts_with("_x") && text[6] == '_' &&
            std::from_chars(text.data() + 2, text.data() + 6, code, 16).ptr == text.data() + 6 &&
            (code < 0xD800 || code > 0xDFFF)) {
            append_utf8(out, code);
            text.remove_prefix(7);
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    return out;
}

// Where a cell stands, rows and columns from 1.
struct Position {
    std::size_t row = 0, column = 0;

    auto operator<=>(const Position&) const = default;
};

std::string to_text(Position position) {
    std::string letters;
    for (std::size_t rest = position.column; rest > 0; rest = (rest - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    return letters + std::to_string(position.row);
}

// Of "C5"; nothing where it is beyond XFD1048576, the last cell of any sheet.
std::optional<Position> position_of(std::string_view text) {
    Position position;
    while (!text.empty() && text.front() >= 'A' && text.front() <= 'Z' && position.column <= 16384) {
        position.column = position.column * 26 + static_cast<std::size_t>(text.front() - 'A' + 1);
        text.remove_prefix(1);
    }
    if (position.column == 0 || position.column > 16384 || !parse(text, position.row) || position.row == 0 ||
        position.row > 1048576)
        return std::nullopt;
    return position;
}

struct Relationship {
    std::string id, type, target;
};

// The relationships of a part to others within the file.
class RelationshipVisitor : public XmlVisitor {
public:
    Result<void> begin(std::string_view path, const XmlAttributes& attributes) override {
        if (path == "Relationships/Relationship" && attributes.at("TargetMode") != "External")
            found.push_back({std::string(attributes.at("Id")), std::string(attributes.at("Type")),
                             std::string(attributes.at("Target"))});
        return {};
    }
    void text(std::string_view, std::string_view) override {}
    Result<void> end(std::string_view) override { return {}; }

    std::vector<Relationship> found;
};

struct SheetEntry {
    std::string name, relationship;
};

class SheetListVisitor : public XmlVisitor {
public:
    Result<void> begin(std::string_view path, const XmlAttributes& attributes) override {
        if (path == "workbook/sheets/sheet")
            found.push_back({std::string(attributes.at("name")), std::string(attributes.at("id"))});
        return {};
    }
    void text(std::string_view, std::string_view) override {}
    Result<void> end(std::string_view) override { return {}; }

    std::vector<SheetEntry> found;
};

// A text is <t>, or the <t> of its runs; the <t> of a phonetic run says how to read it and is not part of it.
bool is_text(std::string_view path, std::string_view of) {
    if (!path.starts_with(of)) return false;
    path.remove_prefix(of.size());
    return path == "/t" || path == "/r/t";
}

class SharedTextVisitor : public XmlVisitor {
public:
    Result<void> begin(std::string_view path, const XmlAttributes&) override {
        if (path != kItem) return {};
        if (found.size() == kSharedMax)
            return fail(Fault::refused, "the workbook has more than " + std::to_string(kSharedMax) + " texts", {},
                        "Delete the sheets that are not part of the form");
        found.emplace_back();
        return {};
    }
    void text(std::string_view path, std::string_view piece) override {
        if (is_text(path, kItem)) found.back() += piece;
    }
    Result<void> end(std::string_view path) override {
        if (path == kItem) found.back() = unescaped(found.back());
        return {};
    }

    std::vector<std::string> found;

private:
    static constexpr std::string_view kItem = "sst/si";
};

class CellVisitor : public XmlVisitor {
public:
    CellVisitor(std::string sheet, const std::vector<std::string>& shared)
        : sheet_(std::move(sheet)), shared_(shared) {}

    Result<void> begin(std::string_view path, const XmlAttributes& attributes) override {
        if (path == "worksheet/sheetData") has_cells_ = true;
        if (path == "worksheet/sheetData/row") return begin_row(attributes.at("r"));
        if (path == kCell) return begin_cell(attributes);
        if (path == kFormula) is_formula_ = true;
        return {};
    }
    void text(std::string_view path, std::string_view piece) override {
        if (path == kValue) value_ += piece;
        if (is_text(path, kInline)) inline_text_ += piece;
    }
    Result<void> end(std::string_view path) override {
        if (path != kCell) return {};
        TACIT_TRY(std::string content, cell());
        return content.empty() ? Result<void>() : keep(std::move(content));
    }

    Result<exchange::Sheet> sheet() const {
        if (!has_cells_) return fail(Fault::malformed, "the sheet is not one of rows and columns", sheet_, kSaveAgain);
        exchange::Sheet sheet{sheet_, {}, {}};
        for (const auto& [number, cells] : rows_) {
            std::vector<std::string> row(cells.rbegin()->first);
            for (const auto& [column, cell] : cells) row[column - 1] = cell;
            add_row(sheet, number, row);
        }
        return sheet;
    }

private:
    static constexpr std::string_view kCell = "worksheet/sheetData/row/c";
    static constexpr std::string_view kValue = "worksheet/sheetData/row/c/v";
    static constexpr std::string_view kFormula = "worksheet/sheetData/row/c/f";
    static constexpr std::string_view kInline = "worksheet/sheetData/row/c/is";

    std::string place() const { return sheet_ + "!" + to_text(here_); }

    // Rows and cells that do not say where they are come right after the one before.
    Result<void> begin_row(std::string_view number) {
        here_.column = 0;
        ++here_.row;
        if (number.empty()) return {};
        const auto first = position_of("A" + std::string(number));
        if (!first)
            return fail(Fault::malformed, "a row has a number that no row can have",
                        sheet_ + " after row " + std::to_string(here_.row - 1), kSaveAgain);
        here_.row = first->row;
        return {};
    }
    Result<void> begin_cell(const XmlAttributes& attributes) {
        ++here_.column;
        if (const std::string_view reference = attributes.at("r"); !reference.empty()) {
            const auto position = position_of(reference);
            if (!position || position->row != here_.row)
                return fail(Fault::malformed, "a cell names a place where it cannot be", place(), kSaveAgain);
            here_ = *position;
        }
        type_ = attributes.at("t");
        value_.clear();
        inline_text_.clear();
        is_formula_ = false;
        return {};
    }

    // What the cell holds, as a spreadsheet program writes it into CSV.
    Result<std::string> cell() const {
        if (type_ == "inlineStr") return unescaped(inline_text_);
        if (type_ == "str") return unescaped(value_);
        if (is_formula_ && value_.empty())
            return fail(Fault::malformed, "a formula without its result", place(),
                        "Open the file in a spreadsheet program, which computes it, and save it again");
        if (value_.empty()) return std::string();
        if (type_ == "s") {
            std::size_t index = 0;
            if (!parse(value_, index) || index >= shared_.size())
                return fail(Fault::malformed, "a cell whose text the workbook does not have", place(), kSaveAgain);
            return shared_[index];
        }
        if (type_.empty() || type_ == "n") return number();
        if (type_ == "b" && (value_ == "0" || value_ == "1")) return std::string(value_ == "1" ? "TRUE" : "FALSE");
        if (type_ == "e")
            return fail(Fault::malformed, "the formula has no result but an error", place(),
                        "Correct the formula, or write what it should give");
        if (type_ == "d") return value_;
        return fail(Fault::malformed, "a cell of a kind that is not known", place(), kSaveAgain);
    }
    Result<std::string> number() const {
        double number = 0;
        if (!parse(value_, number) || !std::isfinite(number))
            return fail(Fault::malformed, "a cell that says it is a number and is none", place(), kSaveAgain);
        if (number != std::trunc(number)) {
            char text[40];
            return std::string(text, std::to_chars(text, std::end(text), number, std::chars_format::general, 15).ptr);
        }
        if (std::abs(number) > kIntegerMax)
            return fail(Fault::refused, "a whole number with so many digits that spreadsheets round it", place(),
                        "Format the cell as text and type the digits again");
        return std::to_string(static_cast<std::int64_t>(number));
    }

    Result<void> keep(std::string content) {
        if (here_.row > kRowsMax || here_.column > kColumnsMax)
            return fail(Fault::refused,
                        "a form has at most " + std::to_string(kRowsMax) + " rows and " + std::to_string(kColumnsMax) +
                            " columns, and this cell beyond is not empty",
                        place(), "Delete what is not part of the form");
        text_ += content.size();
        if (text_ > kTextMax || ++cells_ > kCellsMax)
            return fail(
                Fault::refused,
                "the sheet has more than 4 MiB of text or " + std::to_string(kCellsMax) + " cells that are not empty",
                place(), "Delete what is not part of the form");
        if (!rows_[here_.row].emplace(here_.column, std::move(content)).second)
            return fail(Fault::malformed, "a cell that is there twice", place(), kSaveAgain);
        return {};
    }

    std::string sheet_;
    const std::vector<std::string>& shared_;
    bool has_cells_ = false;
    Position here_;
    std::string type_, value_, inline_text_;
    bool is_formula_ = false;
    std::map<std::size_t, std::map<std::size_t, std::string>> rows_;
    std::size_t text_ = 0, cells_ = 0;
};

class WorkbookReader {
public:
    explicit WorkbookReader(ZipArchive& archive) : archive_(archive) {}

    Result<exchange::XlsformSheets> read() {
        TACIT_CHECK(read_parts());
        exchange::XlsformSheets sheets;
        TACIT_TRY(std::optional<exchange::Sheet> survey, sheet("survey"));
        if (!survey)
            return fail(Fault::malformed, "the workbook has no sheet with the name \"survey\"", {},
                        "An XLSForm has its questions in a sheet with this name, and answers in \"choices\"");
        sheets.survey = *std::move(survey);
        for (const auto& [name, place] :
             {std::pair("choices", &sheets.choices), std::pair("settings", &sheets.settings)}) {
            TACIT_TRY(std::optional<exchange::Sheet> other, sheet(name));
            *place = other ? *std::move(other) : exchange::Sheet{name, {}, {}};
        }
        return sheets;
    }

private:
    // Names of parts are relative to the part that names them, or begin with a slash.
    static std::string resolved(const std::string& base, const std::string& target) {
        const std::filesystem::path from = std::filesystem::path("/" + base).parent_path();
        return (from / target).lexically_normal().generic_string().substr(1);
    }
    static bool is_of_type(const Relationship& one, std::string_view kind) {
        return one.type.ends_with("/" + std::string(kind));  // two standards, two addresses before the slash
    }

    Result<std::string> part(const std::string& name) {
        TACIT_TRY(std::optional<std::string> text, archive_.part(name));
        if (!text) return fail(Fault::malformed, "the workbook lacks a part that it names", name, kSaveAgain);
        return *std::move(text);
    }
    // Of the part with this name; "" are those of the file as a whole.
    Result<std::vector<Relationship>> relationships(const std::string& of) {
        const std::size_t name = of.rfind('/') + 1;
        const std::string where = of.substr(0, name) + "_rels/" + of.substr(name) + ".rels";
        TACIT_TRY(const std::optional<std::string> text, archive_.part(where));
        RelationshipVisitor visitor;
        if (text) TACIT_CHECK(walk_xml(*text, where, visitor));
        for (Relationship& one : visitor.found) one.target = resolved(of, one.target);
        return std::move(visitor.found);
    }

    Result<void> read_parts() {
        TACIT_TRY(const std::vector<Relationship> roots, relationships({}));
        const auto root = std::find_if(roots.begin(), roots.end(),
                                       [](const Relationship& one) { return is_of_type(one, "officeDocument"); });
        if (root == roots.end() || root->target.ends_with(".bin"))
            return fail(Fault::refused, "this file is not an Excel workbook of the kind .xlsx", {}, kSaveAs);
        TACIT_TRY(const std::string workbook, part(root->target));
        SheetListVisitor list;
        TACIT_CHECK(walk_xml(workbook, root->target, list));
        entries_ = std::move(list.found);
        TACIT_TRY(relationships_, relationships(root->target));
        for (const Relationship& one : relationships_) {
            if (!is_of_type(one, "sharedStrings")) continue;
            TACIT_TRY(const std::string text, part(one.target));
            SharedTextVisitor visitor;
            TACIT_CHECK(walk_xml(text, one.target, visitor));
            shared_ = std::move(visitor.found);
            break;
        }
        return {};
    }

    Result<std::optional<exchange::Sheet>> sheet(const std::string& name) {
        const auto is_it = [&](const SheetEntry& entry) { return same_name(entry.name, name); };
        const auto entry = std::find_if(entries_.begin(), entries_.end(), is_it);
        if (entry == entries_.end()) return std::optional<exchange::Sheet>();
        if (std::count_if(entries_.begin(), entries_.end(), is_it) > 1)
            return fail(Fault::malformed, "the workbook has this sheet twice", name, "Rename one of them");
        const auto target = std::find_if(relationships_.begin(), relationships_.end(),
                                         [&](const Relationship& one) { return one.id == entry->relationship; });
        if (target == relationships_.end())
            return fail(Fault::malformed, "the workbook does not say where this sheet is", name, kSaveAgain);
        TACIT_TRY(const std::string text, part(target->target));
        CellVisitor visitor(name, shared_);
        TACIT_CHECK(walk_xml(text, name + ", " + target->target, visitor));
        TACIT_TRY(exchange::Sheet sheet, visitor.sheet());
        return std::optional<exchange::Sheet>(std::move(sheet));
    }

    ZipArchive& archive_;
    std::vector<SheetEntry> entries_;
    std::vector<Relationship> relationships_;
    std::vector<std::string> shared_;
};

}  // namespace

Result<exchange::XlsformSheets> sheets_of_workbook(ByteView file) {
    if (as_text(file).starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))  // what held .xls, and holds locked files
        return fail(Fault::refused, "this is a workbook of the old kind .xls, or one that is locked with a password",
                    {}, std::string("Take the password off. ") + kSaveAs);
    if (!as_text(file).starts_with("PK"))
        return fail(Fault::refused, "this file is not an Excel workbook of the kind .xlsx", {}, kSaveAs);
    TACIT_TRY(ZipArchive archive, ZipArchive::open(file));
    return WorkbookReader(archive).read();
}

}  // namespace tacit::native
