#include "schemas/task/form_manifest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "schemas/json/node.h"
#include "tests/unit/task/samples.h"

namespace tacit::task {
namespace {

using test::key_of;
using test::with;
using ::testing::HasSubstr;

constexpr std::string_view kPage = "<!doctype html>";
constexpr std::string_view kScript = "start()";

FormManifest some_manifest() {
    return {"1.0.0",
            7,
            {{"app.js", kScript.size(), sha256(as_bytes(kScript))},
             {"chunk/journal.js", 0, sha256({})},
             {"index.html", kPage.size(), sha256(as_bytes(kPage))}}};
}

std::string refusal(const std::string& text) {
    const auto manifest = load_form_manifest(text);
    return manifest ? "accepted" : manifest.error().what;
}

TEST(FormManifest, ReadsBackWhatItWrites) {
    const auto read = load_form_manifest(to_text(some_manifest()));
    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(*read, some_manifest());
    EXPECT_EQ(read->find("app.js")->size, kScript.size());
    EXPECT_EQ(read->find("app"), nullptr);
}

TEST(FormManifest, IsWrittenAsTheBuildOfThePageWritesIt) {
    const FormManifest small{"1.0.0", 7, {{"index.html", 0, sha256({})}}};
    EXPECT_EQ(to_text(small),
              R"({"files":[{"path":"index.html","sha256":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU","size":0}],)"
              R"("format":"tacit-form-1","serial":7,"version":"1.0.0"})");
}

TEST(FormManifest, RefusesAnyOtherSpellingOfTheSameList) {
    const std::string text = to_text(some_manifest());
    EXPECT_THAT(refusal(text + "\n"), HasSubstr("canonical"));
    EXPECT_THAT(refusal(with(text, "{\"files\"", "{ \"files\"")), HasSubstr("canonical"));
    EXPECT_THAT(refusal(with(text, "\"size\":7", "\"size\":7,\"mode\":1")), HasSubstr("unknown member"));
}

TEST(FormManifest, RefusesFilesOutOfOrderAndFilesListedTwice) {
    FormManifest manifest = some_manifest();
    std::swap(manifest.files[0], manifest.files[1]);
    EXPECT_THAT(refusal(to_text(manifest)), HasSubstr("sorted"));
    manifest = some_manifest();
    manifest.files.insert(manifest.files.begin(), manifest.files.front());
    EXPECT_THAT(refusal(to_text(manifest)), HasSubstr("twice"));
}

TEST(FormManifest, RefusesAListWithoutAPage) {
    FormManifest manifest = some_manifest();
    manifest.files.pop_back();
    EXPECT_THAT(refusal(to_text(manifest)), HasSubstr("no index.html"));
}

TEST(FormManifest, RefusesWhatCannotBeAFileOfAForm) {
    FormManifest manifest = some_manifest();
    manifest.files[0].size = kFormFileSizeMax + 1;
    EXPECT_NE(refusal(to_text(manifest)), "accepted");
    manifest = some_manifest();
    manifest.version = "1 <b>";
    EXPECT_THAT(refusal(to_text(manifest)), HasSubstr("version"));
    EXPECT_NE(refusal(with(to_text(some_manifest()), "\"serial\":7,", "")), "accepted");
    EXPECT_NE(refusal(with(to_text(some_manifest()), "\"serial\":7", "\"serial\":-1")), "accepted");
    EXPECT_NE(refusal(with(to_text(some_manifest()), "\"serial\":7", "\"serial\":\"7\"")), "accepted");
    EXPECT_THAT(refusal(with(to_text(some_manifest()), "tacit-form-1", "tacit-form-2")), HasSubstr("another kind"));
}

TEST(FormManifest, KnowsANameFromAPath) {
    for (const std::string_view good : {"index.html", "a/b.js", "A-b_1.2.woff2", "sw.js"})
        EXPECT_TRUE(is_form_path(good)) << good;
    for (const std::string_view bad : {"", "/", "a/", "/a", "a/b/c", ".a", "a/.b", "..", "../a", "a/..", "a b", "a\\b",
                                       "a%2fb", "\xC3\xA4", "form.json", "form.leader.sig", "form.helper.sig"})
        EXPECT_FALSE(is_form_path(bad)) << bad;
    EXPECT_FALSE(is_form_path(std::string(81, 'a')));
    EXPECT_FALSE(is_form_path(std::string_view("a\0b", 3)));
}

TEST(FormManifest, SaysWhichFileIsNotTheListedOne) {
    const FormManifest manifest = some_manifest();
    EXPECT_TRUE(check_form_file(manifest, "app.js", as_bytes(kScript)));
    EXPECT_THAT(check_form_file(manifest, "app.js", as_bytes("start(x")).error().what, HasSubstr("other content"));
    EXPECT_THAT(check_form_file(manifest, "app.js", as_bytes("start()\n")).error().what, HasSubstr("8 bytes"));
    EXPECT_THAT(check_form_file(manifest, "more.js", {}).error().what, HasSubstr("does not list more.js"));
}

// Whatever byte of the list is changed, it is not the list that was signed.
TEST(FormManifest, NoByteOfItCanBeChangedUnderASignature) {
    const std::string text = to_text(some_manifest());
    const FormSignature signature = sign_form(text, key_of(1));
    for (std::size_t at = 0; at < text.size(); ++at) {
        std::string changed = text;
        changed[at] = static_cast<char>(changed[at] ^ 1);
        EXPECT_FALSE(verify_form_signature(changed, signature)) << at;
    }
    EXPECT_TRUE(verify_form_signature(text, signature));
}

class FormSignatures : public ::testing::Test {
protected:
    std::string lines(std::initializer_list<std::uint8_t> keys, const std::string& of) const {
        std::vector<sign::Signature> list;
        for (const std::uint8_t key : keys) list.push_back(sign_form(of, key_of(key)).signature);
        return form_signature_lines(list);
    }
    std::string open(const std::vector<std::string>& files, std::initializer_list<std::uint8_t> keys) const {
        std::vector<sign::PublicKey> list;
        for (const std::uint8_t key : keys) list.push_back(key_of(key).public_key());
        const auto opened = open_form(text_, files, list);
        return opened ? opened->version : opened.error().what;
    }
    const std::string text_ = to_text(some_manifest());
};

TEST_F(FormSignatures, TravelAsAFileThatNamesItsKey) {
    const FormSignature signature = sign_form(text_, key_of(1));
    const auto read = load_form_signature(to_text(signature));
    ASSERT_TRUE(read) << to_text(read.error());
    EXPECT_EQ(*read, signature);
    EXPECT_TRUE(verify_form_signature(text_, *read));
    EXPECT_FALSE(load_form_signature("{}"));
    EXPECT_FALSE(load_form_signature(with(to_text(signature), "signature-1", "signature-2")));
}

TEST_F(FormSignatures, OfAnotherFormAreToldFromFalseOnes) {
    FormSignature signature = sign_form(text_ + " ", key_of(1));
    EXPECT_THAT(verify_form_signature(text_, signature).error().what, HasSubstr("another form"));
    signature.manifest_sha256 = sha256(as_bytes(text_));
    EXPECT_THAT(verify_form_signature(text_, signature).error().what, HasSubstr("does not hold"));
}

TEST_F(FormSignatures, AreNeededFromEveryKey) {
    EXPECT_EQ(open({lines({1}, text_), lines({2}, text_)}, {1, 2}), "1.0.0");
    EXPECT_EQ(open({lines({2}, text_), lines({1}, text_)}, {1, 2}), "1.0.0") << "whichever file they are in";
    EXPECT_EQ(open({lines({3, 1}, text_), lines({2, 4}, text_) + "\n"}, {1, 2}), "1.0.0") << "beside those of others";
    EXPECT_THAT(open({lines({1}, text_), lines({1}, text_)}, {1, 2}), HasSubstr("only one of the two"));
    EXPECT_THAT(open({lines({1}, text_), ""}, {1, 2}), HasSubstr("only one of the two"));
    EXPECT_THAT(open({lines({1}, text_), lines({2}, text_ + " ")}, {1, 2}), HasSubstr("only one of the two"));
    EXPECT_THAT(open({"x", "\n\n"}, {1, 2}), HasSubstr("neither"));
    EXPECT_THAT(open({lines({1}, text_)}, {}), HasSubstr("neither"));
}

TEST_F(FormSignatures, OfAnotherKindDoNotCount) {
    const sign::Signature texts = sign::sign(key_of(1), sign::Kind::texts, as_bytes(text_));
    EXPECT_THAT(open({form_signature_lines(std::vector{texts})}, {1}), HasSubstr("neither"));
}

}  // namespace
}  // namespace tacit::task
