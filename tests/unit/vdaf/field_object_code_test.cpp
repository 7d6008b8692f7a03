// Reads the machine code that the compiler made of the field operations: a conditional jump would depend on secret
// values.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace tacit::test {
namespace {

// Mnemonics of each function in an object file.
std::map<std::string, std::vector<std::string>> disassemble(const std::string& file) {
    const std::string command = std::string(TACIT_OBJDUMP) + " -d --no-show-raw-insn '" + file + "'";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::map<std::string, std::vector<std::string>> functions;
    std::string function;
    std::array<char, 512> line{};
    while (pipe && std::fgets(line.data(), static_cast<int>(line.size()), pipe.get()) != nullptr) {
        const std::string text(line.data());
        if (text.find(">:") != std::string::npos) {  // 0000000000000000 <field64_add>:
            function = text.substr(text.find('<') + 1, text.find('>') - text.find('<') - 1);
        } else if (!function.empty() && text.find(":\t") != std::string::npos) {  //    4:	mov    (%rdi),%rax
            std::istringstream instruction(text.substr(text.find(":\t") + 2));
            instruction >> functions[function].emplace_back();
        }
    }
    return functions;
}

bool is_conditional_jump(const std::string& mnemonic) {
#if defined(__x86_64__)
    return mnemonic.front() == 'j' && mnemonic.substr(0, 3) != "jmp";
#elif defined(__aarch64__)
    return mnemonic.substr(0, 2) == "b." || mnemonic.substr(0, 2) == "cb" || mnemonic.substr(0, 2) == "tb";
#else
#error "teach this test the conditional jumps of your processor"
#endif
}

std::size_t conditional_jumps(const std::vector<std::string>& mnemonics) {
    std::size_t jumps = 0;
    for (const std::string& mnemonic : mnemonics) jumps += !mnemonic.empty() && is_conditional_jump(mnemonic) ? 1 : 0;
    return jumps;
}

}  // namespace

// At both levels of optimisation that builds use.
struct Build {
    const char* level;
    const char* object_file;
};
void PrintTo(const Build& build, std::ostream* out) { *out << build.level; }
class FieldObjectCode : public testing::TestWithParam<Build> {};
INSTANTIATE_TEST_SUITE_P(Levels, FieldObjectCode,
                         testing::Values(Build{"O2", TACIT_OBJECT_O2}, Build{"O3", TACIT_OBJECT_O3}),
                         [](const auto& build) { return build.param.level; });

TEST_P(FieldObjectCode, HasNoConditionalJump) {
    std::size_t read = 0;
    for (const auto& [name, mnemonics] : disassemble(GetParam().object_file)) {
        if (name.substr(0, 5) != "field") continue;
        ++read;
        EXPECT_GT(mnemonics.size(), 3u) << name;
        EXPECT_EQ(conditional_jumps(mnemonics), 0u) << name;
    }
    EXPECT_EQ(read, 11u) << "functions of field_object_code.cpp";
}

TEST_P(FieldObjectCode, WouldShowAConditionalJump) {
    EXPECT_GT(conditional_jumps(disassemble(GetParam().object_file)["has_a_branch"]), 0u);
}

}  // namespace tacit::test
