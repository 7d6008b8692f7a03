#include "schemas/task/texts.h"

#include "schemas/survey/load.h"
#include "schemas/task/fields.h"

namespace tacit::task {
namespace {

constexpr std::int64_t kNumberMax = 9'999;

}  // namespace

std::string texts_document(const wire::TaskId& task, std::uint32_t n, const survey::Survey& survey,
                           const survey::Texts& texts) {
    return json::canonical(
        json::Node::object({{"task_id", wire::to_text(task)}, {"n", n}, {"texts", survey::texts_node(survey, texts)}}));
}

Result<NumberedTexts> load_texts_document(std::string_view text, const survey::Survey& survey) {
    TACIT_TRY(const json::Document document, json::Document::parse(text));
    const json::Value root = document.root();
    TACIT_CHECK(root.only({"task_id", "n", "texts"}));
    NumberedTexts numbered;
    TACIT_TRY(numbered.task, load_task_id(root, "task_id"));
    TACIT_TRY(const std::int64_t n, root.integer("n", 1, kNumberMax));
    numbered.n = static_cast<std::uint32_t>(n);
    TACIT_TRY(const json::Value texts, root.at("texts"));
    TACIT_TRY(numbered.texts, survey::load_texts(texts, survey));
    if (root.canonical() != text) return root.malformed("not in the canonical form of RFC 8785");
    return numbered;
}

std::string sign_texts(std::string_view document, const sign::SecretKey& key) {
    return to_base64url(sign::sign(key, sign::Kind::texts, as_bytes(document)).bytes);
}

Result<void> verify_texts(std::string_view document, std::string_view signature, const sign::PublicKey& key) {
    TACIT_TRY(const auto bytes, array_from_base64url<64>(signature));
    if (!sign::verify(key, sign::Kind::texts, as_bytes(document), sign::Signature{bytes}))
        return fail(Fault::refused, "these texts were not signed with the key of task.json");
    return {};
}

std::string to_text(const TextsList& list) {
    json::Node numbers = json::Node::array();
    for (const std::uint32_t n : list.numbers) numbers.push(n);
    return json::canonical(
        json::Node::object({{"v", 1}, {"task", wire::to_text(list.task)}, {"texts", std::move(numbers)}}));
}

Result<TextsList> load_texts_list(std::string_view text) {
    TACIT_TRY(const json::Document document, json::Document::parse(text));
    const json::Value root = document.root();
    TACIT_CHECK(root.only({"v", "task", "texts"}));
    TACIT_CHECK(root.integer("v", 1, 1));
    TextsList list;
    TACIT_TRY(list.task, load_task_id(root));
    TACIT_TRY(const auto numbers, root.array("texts"));
    for (const json::Value& number : numbers) {
        const std::int64_t min = list.numbers.empty() ? 1 : std::int64_t{list.numbers.back()} + 1;
        TACIT_TRY(const std::int64_t n, number.as_integer(min, kNumberMax));
        list.numbers.push_back(static_cast<std::uint32_t>(n));
    }
    return list;
}

}  // namespace tacit::task
