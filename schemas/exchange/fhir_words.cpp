#include "schemas/exchange/fhir_words.h"

namespace tacit::exchange::fhir {

std::string whole_numbers(std::string_view json) {
    std::string out;
    bool in_text = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char letter = json[i];
        if (in_text && letter == '\\') {
            out += letter;
            if (i + 1 < json.size()) out += json[++i];
            continue;
        }
        if (letter == '"') in_text = !in_text;
        const auto is_digit = [&](std::size_t at) { return at < json.size() && json[at] >= '0' && json[at] <= '9'; };
        if (!in_text && letter == '.' && i > 0 && is_digit(i - 1)) {
            std::size_t end = i + 1;
            while (end < json.size() && json[end] == '0') ++end;
            const bool ends = end > i + 1 && !is_digit(end) && (end == json.size() || (json[end] | 0x20) != 'e');
            if (ends) {
                i = end - 1;
                continue;
            }
        }
        out += letter;
    }
    return out;
}

std::optional<std::string> text_of(const json::Value& value, std::string_view key) {
    const auto member = value.find(key);
    if (!member || !member->is_text()) return std::nullopt;
    return *member->as_text();
}

std::optional<json::Value> extension(const json::Value& value, std::string_view url) {
    const auto list = value.find("extension");
    if (!list || !list->is_array()) return std::nullopt;
    const auto items = list->items();
    for (const json::Value& item : *items)
        if (text_of(item, "url") == url) return item;
    return std::nullopt;
}

std::optional<std::int64_t> integer_extension(const json::Value& value, std::string_view url) {
    const auto found = extension(value, url);
    if (!found) return std::nullopt;
    for (const char* key : {"valueInteger", "valueDecimal"})
        if (const auto number = found->find(key); number && number->is_integer())
            return *number->as_integer(-json::kIntegerMax, json::kIntegerMax);
    return std::nullopt;
}

Words words_of(const json::Value& value, const std::string& key, const std::string& language) {
    Words words;
    if (const auto text = text_of(value, key)) words[language] = plain(*text);
    const auto more = value.find("_" + key);
    const auto list = more ? more->find("extension") : std::nullopt;
    if (!list || !list->is_array()) return words;
    const auto items = list->items();
    for (const json::Value& item : *items) {
        if (text_of(item, "url") != kTranslation) continue;
        const auto tag = extension(item, "lang"), content = extension(item, "content");
        if (!tag || !content) continue;
        const auto code = text_of(*tag, "valueCode");
        auto text = text_of(*content, "valueString");
        if (!text) text = text_of(*content, "valueMarkdown");
        if (code && text) words.emplace(*code, plain(*text));
    }
    return words;
}

void set_words(json::Node& object, const std::string& key, const Words& words, const std::string& language) {
    json::Node translations = json::Node::array();
    for (const auto& [tag, text] : words) {
        if (tag == language) {
            object.set(key, text);
            continue;
        }
        json::Node parts = json::Node::array();
        parts.push(json::Node::object({{"url", "lang"}, {"valueCode", tag}}));
        parts.push(json::Node::object({{"url", "content"}, {"valueString", text}}));
        translations.push(json::Node::object({{"url", kTranslation}, {"extension", std::move(parts)}}));
    }
    if (!translations.items()->empty())
        object.set("_" + key, json::Node::object({{"extension", std::move(translations)}}));
}

}  // namespace tacit::exchange::fhir
