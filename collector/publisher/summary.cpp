#include "collector/publisher/summary.h"

#include <algorithm>
#include <cmath>

#include "schemas/release/guarantee.h"
#include "schemas/release/labels.h"
#include "schemas/release/text.h"

namespace tacit::publisher {
namespace {

// Columns as a terminal shows them: bytes that continue a UTF-8 character take no room.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}
std::string left(std::string text, std::size_t size) {
    if (width(text) < size) text.append(size - width(text), ' ');
    return text;
}
std::string right(const std::string& text, std::size_t size) {
    return width(text) < size ? std::string(size - width(text), ' ') + text : text;
}

std::string table_text(const release::Release& release, std::size_t index, const std::vector<std::int64_t>& totals,
                       const survey::Language& words) {
    const survey::CompiledTable& table = release.terms.compiled.tables[index];
    const survey::TableText& heading = words.tables[index];
    std::string text = heading.title + "  [" + table.id + "]\n";
    if (!heading.base.empty()) text += "  " + heading.base + "\n";
    std::vector<std::string> names;
    std::size_t name_width = 0;
    std::size_t count_width = 5;
    for (std::size_t cell = 0; cell < table.cell_count; ++cell) {
        const survey::CellName name = release::cell_label(words, release.task.definition, table, cell);
        names.push_back(name.row + (name.column.empty() ? "" : " · " + name.column));
        name_width = std::max(name_width, width(names.back()));
        count_width = std::max(count_width, std::to_string(totals[table.first_cell + cell]).size());
    }
    const double reach = 1.96 * std::sqrt(2.0 * table.sigma_squared * static_cast<double>(release.batches.size()));
    for (std::size_t cell = 0; cell < table.cell_count; ++cell)
        text += "    " + left(names[cell], name_width) + "  " +
                right(std::to_string(totals[table.first_cell + cell]), count_width) + "  ± " +
                release::fixed(reach, 0) + "\n";
    return text;
}

}  // namespace

Result<std::string> summary(const release::Release& release, std::string_view language) {
    TACIT_TRY(const survey::Texts texts, release::newest_texts(release));
    TACIT_TRY(const auto batches, release::totals_by_batch(release.batches, release.terms.compiled.output_size));
    TACIT_TRY(const release::Guarantee says, release::guarantee(release.task, release.terms));
    const std::vector<std::int64_t> totals = release::added_up(batches);
    const survey::Language& words = texts.best(language);
    std::string text = words.title + "\n" +
                       release::interval_text(release.task, release::period(release.batches)) + ", about " +
                       std::to_string(release::reports_about(release.terms.compiled, totals)) + " answer sheets\n\n";
    for (std::size_t i = 0; i < release.terms.compiled.tables.size(); ++i)
        text += table_text(release, i, totals, words) + "\n";
    text +=
        "Every number carries noise; ± is where 95 in 100 of the noise lies. Small numbers may even be below zero.\n";
    for (const std::string& sentence : says.protects) text += "* " + sentence + "\n";
    for (const std::string& sentence : says.not_protected) text += "* Not protected: " + sentence + "\n";
    return text;
}

}  // namespace tacit::publisher
