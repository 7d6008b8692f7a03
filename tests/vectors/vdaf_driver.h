// Replays one known-answer file of the VDAF draft's JSON format: every operation that it lists, compared byte for byte,
// and those marked success = false must fail.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace tacit::test {

struct Replayed {
    std::size_t operations = 0;           // that were carried out and did what the file says
    std::vector<std::string> complaints;  // one for each that did not
};

// `family` is one of those of VectorUser::vdaf_test; `json` the text of the file.
Replayed replay_vdaf_vector(std::string_view family, const std::string& json);

}  // namespace tacit::test
