#include "client/native/answers_file.h"

#include "schemas/survey/measure.h"

namespace tacit::native {
namespace {

Result<AnswersLine> read_line(const survey::Survey& survey, const survey::Compiled& compiled, std::uint64_t number,
                              std::string_view text) {
    TACIT_TRY(survey::Answers answers, survey::load_answers(survey, text));
    TACIT_TRY(circuits::Measurement measurement, survey::measure(survey, compiled, answers));
    return AnswersLine{number, std::move(answers), std::move(measurement)};
}

}  // namespace

AnswersFile read_answers(const survey::Survey& survey, const survey::Compiled& compiled, std::string_view text) {
    AnswersFile file;
    file.hash = sha256(as_bytes(text));
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    for (std::uint64_t number = 1; !text.empty(); ++number) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
        auto read = read_line(survey, compiled, number, line);
        if (read) {
            file.lines.push_back(std::move(*read));
        } else {
            file.bad.push_back({number, std::move(read).error()});
        }
    }
    return file;
}

std::string to_text(const BadLine& line) {
    return "line " + std::to_string(line.number) + ": " + tacit::to_text(line.error);
}

}  // namespace tacit::native
