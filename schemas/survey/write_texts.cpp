#include "schemas/survey/load_parts.h"

namespace tacit::survey {
namespace {

json::Node labels_node(const std::vector<std::string>& codes, const std::vector<std::string>& labels) {
    json::Node node = json::Node::object();
    for (std::size_t i = 0; i < codes.size(); ++i) node.set(codes[i], labels[i]);
    return node;
}

json::Node list_node(const std::vector<std::string>& texts) {
    json::Node node = json::Node::array();
    for (const std::string& text : texts) node.push(text);
    return node;
}

struct QuestionTextWriter {
    const QuestionText& text;
    json::Node& node;

    void operator()(const Single& single) const {
        node.set("text", text.text).set("options", labels_node(single.options, text.options));
        if (single.ends.empty()) return;
        json::Node ends = json::Node::object();
        for (std::size_t i = 0; i < single.ends.size(); ++i)
            ends.set(single.ends[i],
                     json::Node::object({{"label", text.ends[i].label}, {"message", text.ends[i].message}}));
        node.set("ends", std::move(ends));
    }
    void operator()(const Multiple& multiple) const {
        node.set("text", text.text).set("options", labels_node(multiple.options, text.options));
        if (multiple.may_be_empty) node.set("empty", text.empty);
    }
    void operator()(const Grid& grid) const {
        node.set("text", text.text).set("options", labels_node(grid.options, text.options));
        if (!grid.rows_from) node.set("rows", labels_node(grid.rows, text.rows));
        if (grid.may_be_empty) node.set("empty", text.empty);
    }
    void operator()(const Score&) const {
        node.set("stem", text.stem).set("items", list_node(text.items)).set("steps", list_node(text.options));
        if (!text.credit.empty()) node.set("credit", text.credit);
    }
};

json::Node levels_node(const std::vector<std::string>& codes, const LevelsText& text) {
    return json::Node::object({{"title", text.title}, {"levels", labels_node(codes, text.levels)}});
}

}  // namespace

json::Node language_node(const Survey& survey, const Language& language) {
    json::Node node = json::Node::object({{"title", language.title}});
    if (!language.about.empty()) node.set("about", language.about);
    if (!language.notices.empty()) node.set("notices", list_node(language.notices));
    node.set("cells", json::Node::object({{std::string(kNoAnswer), language.no_answer},
                                          {std::string(kNotAsked), language.not_asked},
                                          {std::string(kMissing), language.missing}}));
    if (!language.sections.empty()) {
        json::Node sections = json::Node::object();
        for (const auto& [code, heading] : language.sections) sections.set(code, heading);
        node.set("sections", std::move(sections));
    }
    json::Node questions = json::Node::object();
    for (std::size_t i = 0; i < survey.questions.size(); ++i) {
        json::Node question = json::Node::object();
        std::visit(QuestionTextWriter{language.questions[i], question}, survey.questions[i].kind);
        if (!language.questions[i].help.empty()) question.set("help", language.questions[i].help);
        questions.set(survey.questions[i].id, std::move(question));
    }
    node.set("questions", std::move(questions));
    json::Node derived = json::Node::object();
    for (std::size_t i = 0; i < survey.derived.size(); ++i)
        derived.set(survey.derived[i].id, levels_node(levels(survey.derived[i]), language.derived[i]));
    if (!survey.derived.empty()) node.set("derived", std::move(derived));
    json::Node groups = json::Node::object();
    for (std::size_t i = 0; i < survey.groups.size(); ++i)
        groups.set(survey.groups[i].id, levels_node(level_codes(survey.groups[i]), language.groups[i]));
    if (!survey.groups.empty()) node.set("groups", std::move(groups));
    json::Node tables = json::Node::object();
    for (std::size_t i = 0; i < survey.tables.size(); ++i)
        tables.set(survey.tables[i].id,
                   json::Node::object({{"title", language.tables[i].title}, {"base", language.tables[i].base}}));
    return std::move(node.set("tables", std::move(tables)));
}

}  // namespace tacit::survey
