// A CSV file of a release as columns and rows, from which both the file and its schema in datapackage.json are made, so
// that the two cannot disagree. Tidy: numbers only in number columns, empty means missing, dots and ISO dates.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/release/format/content.h"

namespace tacit::release {

enum class Type : std::uint8_t { text, integer, number, flag, day };

struct Column {
    std::string_view name;
    Type type = Type::text;
    std::string_view about;
    bool required = false;
    std::vector<std::string> categories = {};  // of a text that has only these values
};

struct TableFile {
    std::string path;  // "data/cells.csv"
    std::string title;
    std::string about;
    std::vector<Column> columns;
    std::vector<std::string> primary_key;
    std::vector<std::vector<std::string>> rows;
};
std::string to_csv(const TableFile& table);

// Fields.
std::string number(std::int64_t value);
std::string number(double value, int decimals);  // empty where it is not finite
std::string flag(bool value);                    // "true", "false"
std::string status_text(Status status);          // "A"
const std::vector<std::string>& status_codes();
const std::vector<std::string>& reason_codes();
const std::vector<std::string>& base_codes();

// The files. Those of a kind that this release has none of are left out.
TableFile cells_table(const Content& content);          // data/cells.csv
TableFile shares_table(const Content& content);         // data/shares.csv
TableFile noisy_raw_table(const Content& content);      // data/noisy_raw.csv
TableFile codebook_table(const Content& content);       // data/codebook.csv
TableFile design_matrix_table(const Content& content);  // data/design_matrix.csv
TableFile variances_table(const Content& content);      // data/variances.csv
std::optional<TableFile> scores_table(const Content& content);
std::optional<TableFile> comparisons_table(const Content& content);
std::optional<TableFile> rates_table(const Content& content);
std::optional<TableFile> standardised_table(const Content& content);
std::optional<TableFile> trends_table(const Content& content);
std::optional<TableFile> independence_table(const Content& content);
std::vector<TableFile> all_tables(const Content& content);

}  // namespace tacit::release
