#include "schemas/task/form_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/task/samples.h"
#include "tests/unit/task/served_form.h"

namespace tacit::task {
namespace {

using test::ServedForm;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FormCheck : public ::testing::Test {
protected:
    FormFinding check() { return check_form(form_.fetch(), task_, true); }
    void expect_differs(const std::string& because) {
        const FormFinding finding = check();
        EXPECT_EQ(finding.outcome, FormOutcome::differs);
        EXPECT_THAT(finding.faults, Contains(HasSubstr(because)));
    }

    // The pinned task with keys whose secrets are known.
    Task task_ = [] {
        Task task = test::pinned_task();
        task.leader.signing_key = test::key_of(1).public_key();
        task.helper.signing_key = test::key_of(2).public_key();
        return task;
    }();
    ServedForm form_{test::key_of(1), test::key_of(2)};
};

TEST_F(FormCheck, FindsTheFormThatBothSigned) {
    const FormFinding finding = check();
    EXPECT_THAT(finding.faults, IsEmpty());
    EXPECT_EQ(finding.outcome, FormOutcome::as_signed);
    ASSERT_TRUE(finding.manifest);
    EXPECT_EQ(finding.manifest->version, "1.0.0");
    EXPECT_EQ(finding.manifest->sha256, sha256(as_bytes(form_.body("form.json"))));
    EXPECT_THAT(form_.asked(), ElementsAre("", "form.json", "form.leader.sig", "form.helper.sig", "app.js",
                                           "index.html", "tacit.wasm"));
}

TEST_F(FormCheck, FindsOneChangedByteInAnyFile) {
    for (const std::string path : {"app.js", "index.html", "tacit.wasm"}) {
        const std::string truth = form_.body(path);
        form_.body(path)[0] ^= 1;
        expect_differs(path + " has other content");
        form_.body(path) = truth;
    }
    form_.body("")[0] ^= 1;
    expect_differs("the page itself is not");
}

TEST_F(FormCheck, FindsAManifestThatOnlyOneSigned) {
    form_.body("form.helper.sig") = "";
    expect_differs(task_.helper.name + " has not signed this form");
    form_.body("form.helper.sig") = form_.body("form.leader.sig");
    expect_differs(task_.helper.name + " has not signed this form");
}

TEST_F(FormCheck, FindsAManifestThatWasChangedAfterTheSignatures) {
    form_.body("form.json") = test::with(form_.body("form.json"), "1.0.0", "1.0.1");
    const FormFinding finding = check();
    EXPECT_EQ(finding.outcome, FormOutcome::differs);
    EXPECT_EQ(finding.faults.size(), 2u);
    ASSERT_TRUE(finding.manifest);
    EXPECT_EQ(finding.manifest->version, "1.0.1");
}

TEST_F(FormCheck, FindsWhatIsMissing) {
    form_.status("app.js") = 404;
    expect_differs("app.js is not served (404)");
    form_.status("form.json") = 404;
    expect_differs("form.json is not served (404)");
    EXPECT_FALSE(check().manifest);
}

TEST_F(FormCheck, FindsLaxHeadersOfAnyFileAndSaysItOnce) {
    for (auto& [name, value] : form_.headers("app.js")) {
        if (name == "Content-Security-Policy") value = test::with(value, "script-src", "script-src 'unsafe-inline'");
    }
    expect_differs("'unsafe-inline' (app.js)");
    form_.headers_of_all("Referrer-Policy", "origin");
    const FormFinding finding = check();
    EXPECT_EQ(finding.faults.size(), 2u);
    EXPECT_THAT(finding.faults, Contains(HasSubstr("Referrer-Policy is not no-referrer (index.html and 6 more)")));
}

TEST_F(FormCheck, FindsAWrongMediaType) {
    for (auto& [name, value] : form_.headers("tacit.wasm")) {
        if (name == "Content-Type") value = "application/octet-stream";
    }
    expect_differs("Content-Type is not application/wasm (tacit.wasm)");
}

TEST_F(FormCheck, TellsSilenceFromDifference) {
    form_.status("app.js") = 503;
    form_.body("index.html")[0] ^= 1;
    FormFinding finding = check();
    EXPECT_EQ(finding.outcome, FormOutcome::unreachable);
    EXPECT_THAT(finding.faults, ElementsAre("the server answers 503"));
    form_.status("") = 0;  // no answer at all
    finding = check();
    EXPECT_EQ(finding.outcome, FormOutcome::unreachable);
    EXPECT_FALSE(finding.manifest);
    EXPECT_EQ(form_.asked().back(), "") << "it goes on asking a server that does not answer";
}

TEST_F(FormCheck, TellsAServerWithoutAFormFromOneWithAChangedOne) {
    form_.status("") = 404;
    expect_differs("the page itself is not served");
    form_.status("form.json") = 404;
    EXPECT_EQ(check().outcome, FormOutcome::absent);
}

}  // namespace
}  // namespace tacit::task
