#include "schemas/json/named_file.h"

#include <gtest/gtest.h>

namespace tacit::json {
namespace {

const std::string kHash(64, 'a');

// Where and why it is refused, as "where: what. remedy".
std::string refusal(std::string_view json_text) {
    const Document document = Document::parse(json_text).value();
    const auto file = load_named_file(document.root());
    return file ? "accepted" : file.error().where + ": " + file.error().what + ". " + file.error().remedy;
}
std::string refusal_of_name(const std::string& name) {
    return refusal(canonical(Node::object({{"name", name}, {"sha256", kHash}})));
}

TEST(NamedFile, ReadsBackFromWhatItWrites) {
    const NamedFile file{"analysis_2-final.R", sha256(as_bytes("x"))};
    const Document document = Document::from(to_node(file));

    EXPECT_EQ(load_named_file(document.root()).value(), file);
    EXPECT_EQ(document.root().text("sha256").value(), to_hex(file.sha256));
}

TEST(NamedFile, IsAPlainNameOnEverySystem) {
    EXPECT_EQ(refusal_of_name("a"), "accepted");
    EXPECT_EQ(refusal_of_name(std::string(kFileNameSizeMax, 'x')), "accepted");
    for (const std::string& name :
         {std::string(), std::string(kFileNameSizeMax + 1, 'x'), std::string("../main.R"), std::string("a/b.R"),
          std::string("a\\b.R"), std::string(".R"), std::string("a b.R"), std::string("a\nb.R"), std::string("a|b"),
          std::string("\xC3\xA4.R")})
        EXPECT_EQ(
            refusal_of_name(name),
            "/name: not a plain file name of 1 to 80 bytes. Use letters, digits, '.', '-' and '_', no folder, and "
            "no '.' at the beginning.")
            << name;
}

TEST(NamedFile, HasAHashInOneSpelling) {
    const auto with_hash = [](const std::string& hash) {
        return refusal(canonical(Node::object({{"name", "main.R"}, {"sha256", hash}})));
    };

    EXPECT_EQ(with_hash(kHash), "accepted");
    for (const std::string& hash :
         {std::string(), kHash.substr(2), kHash + "aa", std::string(64, 'A'), std::string(64, 'g')})
        EXPECT_EQ(with_hash(hash),
                  "/sha256: not a SHA-256 in lower-case hexadecimal. It is what `sha256sum` prints before the name.")
            << hash;
}

TEST(NamedFile, HasBothMembersAndNoOther) {
    EXPECT_EQ(refusal(R"({"name": "main.R"})").substr(0, 2), ": ");
    EXPECT_EQ(refusal(R"({"name": 1, "sha256": ""})").substr(0, 7), "/name: ");
    EXPECT_EQ(refusal(R"({"name": "main.R", "sha256": "", "path": "/etc"})").substr(0, 7), "/path: ");
    EXPECT_EQ(refusal(R"("main.R")").substr(0, 2), ": ");
}

}  // namespace
}  // namespace tacit::json
