// A release as readers find it on the publisher's server: every address of schemas/api/openapi.json, a correction
// beside it, and the verdict of both verifiers on what the real programs published.
#include <gtest/gtest.h>

#include "schemas/json/reader.h"
#include "tests/e2e/deployment.h"
#include "tests/e2e/small_answers.h"

namespace tacit::test {
namespace {

using Who = Deployment::Who;

std::string replaced(std::string text, const std::map<std::string, std::string>& values) {
    for (const auto& [name, value] : values)
        if (const std::size_t at = text.find("{" + name + "}"); at != std::string::npos)
            text.replace(at, name.size() + 2, value);
    return text;
}

// What the description says of an answer, or of the shared one that it names.
json::Value resolved(const json::Value& root, const json::Value& value) {
    const auto reference = value.text("$ref");
    if (!reference) return value;
    json::Value found = root;
    std::string path = reference->substr(2);
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        found = found.at(path.substr(0, slash)).value();
        path = slash == std::string::npos ? "" : path.substr(slash + 1);
    }
    return found;
}

TEST(Release, IsServedAsDescribedAndHoldsForEverybodyAlsoAfterACorrection) {
    Deployment deployment({});
    deployment.start_both();
    expect_success(deployment.tacit({"submit", deployment.task_url(), "--answers", "-"}, small_answers(150, 1).lines));
    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));
    const auto expect_status = [&](const char* words) {
        const Finished status = deployment.collector(Who::publisher, {"status"});
        EXPECT_NE(status.output.find(words), std::string::npos) << status.both();
    };
    expect_status("not published yet");
    const Finished in_french = deployment.collector(Who::publisher, {"publish", "--language", "fr"});
    EXPECT_EQ(in_french.exit_code, 1);
    EXPECT_NE(in_french.errors.find("it has: en"), std::string::npos) << in_french.both();
    expect_status("not published yet");
    expect_success(deployment.collector(Who::publisher, {"publish"}));
    const Finished again = deployment.collector(Who::publisher, {"publish"});
    EXPECT_NE(again.both().find("Published before"), std::string::npos) << again.both();
    const std::filesystem::path mine = deployment.file("mine");
    std::filesystem::create_directory(mine);
    const Finished refused = deployment.collector(Who::publisher, {"publish", "--out", mine.string()});
    EXPECT_EQ(refused.exit_code, 1) << "nothing was published there";
    EXPECT_NE(refused.errors.find(mine.string()), std::string::npos) << refused.both();
    EXPECT_NE(refused.errors.find("--out"), std::string::npos) << refused.both();
    expect_success(deployment.collector(Who::publisher, {"publish", "--correct", "a label was wrong"}));
    expect_status("/v2\n");
    deployment.start(Who::publisher);
    const std::string url = deployment.url(Who::publisher);

    const auto index = json::Document::parse(http_get(url + "releases/index.json").body).value();
    const auto releases = index.root().array("releases").value();
    ASSERT_EQ(releases.size(), 1u);
    const std::string id = releases[0].text("id").value();
    EXPECT_EQ(releases[0].text("newest").value(), id + "/v2/");
    for (const char* version : {"/v1/", "/v2/", "/v2/results.html"}) {
        const Finished verified = deployment.tacit({"verify", url + "releases/" + id + version});
        EXPECT_EQ(verified.exit_code, 0) << verified.both();
        EXPECT_NE(verified.both().find("HOLDS"), std::string::npos);
    }

    const auto folder = deployment.folder(Who::publisher) / "releases" / id / "v2";
    const Finished other = run({{TACIT_PYTHON, "-I", "-B", (folder / "tools/verify.py").string(), folder.string()}});
    EXPECT_EQ(other.exit_code, 0) << other.both();

    const auto api =
        json::Document::parse(read_file(std::string(TACIT_SOURCE_DIR) + "/schemas/api/openapi.json")).value();
    const auto paths = api.root().at("paths")->members().value();
    EXPECT_GE(paths.size(), 10u);
    for (const auto& [path, item] : paths) {
        const bool of_task = path.starts_with("/tacit/");
        const std::string address =
            (of_task ? deployment.url(Who::leader) : url) + replaced(path.substr(1), {{"release", id},
                                                                                      {"version", "v1"},
                                                                                      {"file", "datapackage.json"},
                                                                                      {"table", "cells.csv"},
                                                                                      {"task", deployment.task_id()}});
        const HttpReply reply = http_get(address);
        const auto described = item.at("get")->at("responses")->find(std::to_string(reply.status));
        ASSERT_TRUE(described) << address << " answered " << reply.status;
        EXPECT_LT(reply.status, 400) << address;
        EXPECT_EQ(reply.headers.at("access-control-allow-origin"), "*") << address;
        const auto content = resolved(api.root(), *described).find("content");
        if (!content) continue;
        const std::string& type = reply.headers.at("content-type");
        EXPECT_TRUE(content->find(type.substr(0, type.find(';')))) << address << " is of type " << type;
    }
    EXPECT_EQ(http_get(url + "releases/" + id + "/v3/").status, 404);
}

// From the offer to a release that both verifiers believe, by way of what a publisher may get wrong.
TEST(Release, OfARegisteredAnalysisIncludesNoOther) {
    const std::string script = "summary(read.csv(\"data/cells.csv\"))\n";
    Deployment deployment({.analysis = script});
    deployment.start_both();
    const HttpReply served = http_get(deployment.task_url() + "/task.json");
    EXPECT_NE(served.body.find("\"analysis\":{\"name\":\"main.R\",\"sha256\":\""), std::string::npos) << served.body;
    const Finished status = deployment.collector(Who::publisher, {"status"});
    EXPECT_NE(status.output.find("registered analysis: main.R"), std::string::npos) << status.both();
    expect_success(deployment.tacit({"submit", deployment.task_url(), "--answers", "-"}, small_answers(150, 1).lines));
    expect_success(deployment.collector(Who::publisher, {"collect", "--close"}));

    write_file(deployment.file("other.R"), script + "# better\n");
    const Finished refused =
        deployment.collector(Who::publisher, {"publish", "--analysis", deployment.file("other.R").string()});
    EXPECT_EQ(refused.exit_code, 1) << refused.both();
    EXPECT_NE(refused.errors.find("is not the analysis that was registered"), std::string::npos) << refused.both();
    const Finished without = deployment.collector(Who::publisher, {"publish"});
    expect_success(without);
    EXPECT_NE(without.output.find("It is not included in this release."), std::string::npos) << without.both();
    EXPECT_NE(without.output.find("to include it"), std::string::npos) << without.both();
    write_file(deployment.file("renamed.txt"), script);
    const Finished with = deployment.collector(Who::publisher, {"publish", "--correct", "the analysis was missing",
                                                                "--analysis", deployment.file("renamed.txt").string()});
    expect_success(with);

    deployment.start(Who::publisher);
    const std::string url = deployment.url(Who::publisher) + "releases/";
    const auto index = json::Document::parse(http_get(url + "index.json").body).value();
    const std::string id = index.root().array("releases")->front().text("id").value();
    for (const char* version : {"/v1/", "/v2/"}) {
        const Finished verified = deployment.tacit({"verify", url + id + version});
        EXPECT_EQ(verified.exit_code, 0) << verified.both();
        EXPECT_NE(verified.output.find("was registered before the first answer"), std::string::npos) << verified.both();
        const std::string folder = (deployment.folder(Who::publisher) / "releases" / (id + version)).string();
        expect_success(run({{TACIT_PYTHON, "-B", folder + "tools/verify.py", folder}, {}}));
    }
    EXPECT_EQ(http_get(url + id + "/v1/analysis/main.R").status, 404);
    EXPECT_EQ(http_get(url + id + "/v2/analysis/main.R").body, script);
}

}  // namespace
}  // namespace tacit::test
