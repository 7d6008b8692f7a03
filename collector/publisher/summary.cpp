#include "collector/publisher/summary.h"

#include <algorithm>

#include "collector/publisher/estimate.h"
#include "collector/publisher/text.h"
#include "schemas/task/texts.h"

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

std::string table_text(const survey::TableResult& table, const survey::TableText* words) {
    std::string text = words != nullptr && !words->title.empty() ? words->title : table.id;
    text += "  [" + table.id + "]\n";
    if (words != nullptr && !words->base.empty()) text += "  " + words->base + "\n";
    std::size_t name_width = 0;
    std::size_t count_width = 5;
    const auto name = [](const survey::CellTotal& cell) {
        return cell.name.column.empty() ? cell.name.row : cell.name.row + " · " + cell.name.column;
    };
    for (const survey::CellTotal& cell : table.cells) {
        name_width = std::max(name_width, width(name(cell)));
        count_width = std::max(count_width, std::to_string(cell.total).size());
    }
    const double reach = noise_interval(0, table.sigma_squared).high;
    for (const survey::CellTotal& cell : table.cells)
        text += "    " + left(name(cell), name_width) + "  " + right(std::to_string(cell.total), count_width) + "  ± " +
                fixed(reach, 0) + "\n";
    return text;
}

}  // namespace

std::string summary(const Release& release, std::string_view language) {
    const auto texts = task::load_texts_document(release.gathered.texts, release.task.definition);
    const survey::Language* words = texts ? &texts->texts.best(language) : nullptr;
    std::string text = (words != nullptr ? words->title : release.task.definition.id) + "\n";
    text += interval_text(release.task, release.opened.asked) + ", about " +
            std::to_string(reports_about(release.opened.tables)) + " answer sheets\n\n";
    for (std::size_t i = 0; i < release.opened.tables.size(); ++i)
        text += table_text(release.opened.tables[i],
                           words != nullptr && i < words->tables.size() ? &words->tables[i] : nullptr) + "\n";
    text += "Every number carries noise; ± is where 95 in 100 of the noise lies. Small numbers may even be below zero.\n";
    if (const auto sentences = guarantee(release.task, release.terms)) {
        for (const std::string& sentence : *sentences) text += "* " + sentence + "\n";
    }
    return text;
}

}  // namespace tacit::publisher
