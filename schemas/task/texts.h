// The wording of a running survey: texts/{n}.json, its signature by each aggregator, and the list of those served
// (design.md section 4, "Texts"). Wording is outside task.json so that a typo can be corrected, and signed by both so
// that neither can show some visitors other words.
#pragma once
#include <string>
#include <vector>

#include "crypto/sign/signature.h"
#include "schemas/survey/survey.h"
#include "schemas/survey/texts.h"
#include "schemas/wire/types.h"

namespace tacit::task {

// The bytes of texts/{n}.json: RFC 8785 of {task_id, n, texts}.
std::string texts_document(const wire::TaskId& task, std::uint32_t n, const survey::Survey& survey,
                           const survey::Texts& texts);

struct NumberedTexts {
    wire::TaskId task;
    std::uint32_t n = 0;
    survey::Texts texts;
};
// Fails also where the file is not in canonical form.
Result<NumberedTexts> load_texts_document(std::string_view text, const survey::Survey& survey);

// texts/{n}.sig: one aggregator's signature (kind `texts`) of the bytes of texts/{n}.json, in base64url.
std::string sign_texts(std::string_view document, const sign::SecretKey& key);
Result<void> verify_texts(std::string_view document, std::string_view signature, const sign::PublicKey& key);

// texts.json: {"v":1,"task":...,"texts":[1,2]}, ascending.
struct TextsList {
    wire::TaskId task;
    std::vector<std::uint32_t> numbers;
    bool operator==(const TextsList&) const = default;
};
std::string to_text(const TextsList& list);
Result<TextsList> load_texts_list(std::string_view text);

}  // namespace tacit::task
