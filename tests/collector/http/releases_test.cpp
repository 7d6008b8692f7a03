#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collector/http/resources.h"
#include "collector/ops/files.h"
#include "schemas/json/reader.h"
#include "tests/support/temp_folder.h"

namespace tacit::http {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

constexpr const char* kPackage = R"({"title": "Sleep & mood", "description": "What people said.", "tacit": {
    "task_id": "task-of-ID", "made": "MADE", "batches": [{"from": "2026-11-01", "to": "2026-11-04"}]CORRECTION}})";

class Releases : public testing::Test {
protected:
    Releases() {
        add("sleep-1", "v1", "2026-12-01", "");
        add("sleep-1", "v2", "2026-12-09", R"(, "correction": "a typing error")");
        add("mood-1", "v1", "2026-12-05", "");
        write("collections/task/0-1.json", "exact numbers");
        write("sleep-1/v3.new/SHA256SUMS", "half written");
        add_releases(router_, "/base", folder_.path());
    }

    void write(const std::string& name, const std::string& content) {
        ASSERT_TRUE(ops::make_folder((folder_ / name).parent_path()));
        ASSERT_TRUE(ops::write_file(folder_ / name, as_bytes(content), ops::Access::everyone));
    }
    void add(const std::string& id, const std::string& version, const std::string& made,
             const std::string& correction) {
        const auto with = [](std::string text, const std::string& from, const std::string& to) {
            return text.replace(text.find(from), from.size(), to);
        };
        const std::string at = id + "/" + version + "/";
        write(at + "SHA256SUMS", "hashes");
        write(at + "datapackage.json", with(with(with(kPackage, "ID", id), "MADE", made), "CORRECTION", correction));
        write(at + "index.html", "<!doctype html>");
        write(at + "results.html", "<!doctype html>results");
        write(at + "data/cells.csv", "table\n");
    }
    Response get(const std::string& path, const std::string& if_none_match = {}) const {
        Head head;
        head.method = Method::get;
        head.path = path;
        const auto admitted = router_.admit(head);
        if (const auto* refused = std::get_if<Router::Refused>(&admitted)) return refused->response;
        Request request;
        request.if_none_match = if_none_match;
        return router_.run(std::get<Router::Match>(admitted), std::move(request));
    }
    std::string header(const Response& response, const std::string& name) const {
        for (const auto& [key, value] : response.headers)
            if (key == name) return value;
        return {};
    }

    const tacit::test::TempFolder folder_;
    Router router_;
};

TEST_F(Releases, AreListedWithTheirVersionsTheLatestFirst) {
    const Response listed = get("/base/releases/index.json");

    const auto document = json::Document::parse(listed.body).value();
    const auto releases = document.root().array("releases").value();
    ASSERT_EQ(releases.size(), 2u);
    EXPECT_EQ(releases[0].text("id").value(), "sleep-1");
    EXPECT_EQ(releases[0].text("newest").value(), "sleep-1/v2/");
    EXPECT_EQ(releases[0].array("versions")->size(), 2u);
    EXPECT_EQ(releases[0].array("versions")->at(1).text("correction").value(), "a typing error");
    EXPECT_EQ(releases[1].text("id").value(), "mood-1");
}

TEST_F(Releases, AreAPageAndAFeedToo) {
    EXPECT_THAT(get("/base/releases/").body, HasSubstr("<a href=\"sleep-1/v2/results.html\">Sleep &amp; mood</a>"));
    EXPECT_THAT(get("/base/releases/").body, HasSubstr("<a href=\"sleep-1/v2/\">Full report and all files</a>"));
    EXPECT_EQ(get("/base/releases/").media_type, "text/html; charset=utf-8");
    const Response feed = get("/base/releases/feed.atom");
    EXPECT_EQ(feed.media_type, "application/atom+xml; charset=utf-8");
    EXPECT_THAT(feed.body, HasSubstr("<updated>2026-12-09T00:00:00Z</updated>"));
    EXPECT_THAT(feed.body, HasSubstr("urn:tacit:sleep-1:v1"));
}

TEST_F(Releases, HaveAddressesThatStayAndOneThatLeadsToTheNewest) {
    EXPECT_EQ(get("/base/releases/sleep-1/v1/").body, "<!doctype html>");
    EXPECT_EQ(get("/base/releases/sleep-1/v1/data/cells.csv").body, "table\n");
    EXPECT_EQ(get("/base/releases/sleep-1/v1/data/cells.csv").media_type, "text/csv; charset=utf-8");
    for (const char* path : {"/base/releases/sleep-1", "/base/releases/sleep-1/"}) {
        EXPECT_EQ(get(path).status, 302);
        EXPECT_EQ(header(get(path), "Location"), "/base/releases/sleep-1/v2/");
    }
    EXPECT_EQ(header(get("/base/releases/sleep-1/v1"), "Location"), "/base/releases/sleep-1/v1/");
    EXPECT_EQ(header(get("/base/releases"), "Location"), "/base/releases/");
}

TEST_F(Releases, HaveAnAddressToPassOnThatLeadsToTheNewestPage) {
    for (const char* name : {"sleep-1", "task-of-sleep-1"}) {
        const std::string path = std::string("/base/releases/") + name + "/results.html";
        EXPECT_EQ(get(path).status, 302) << path;
        EXPECT_EQ(header(get(path), "Location"), "/base/releases/sleep-1/v2/results.html");
    }
    EXPECT_EQ(header(get("/base/releases/task-of-mood-1/"), "Location"), "/base/releases/mood-1/v1/");
    for (const char* path : {"/base/releases/none/results.html", "/base/releases/sleep-1/none.html",
                             "/base/releases/task-of-none/", "/base/releases/sleep-1/.."})
        EXPECT_EQ(get(path).status, 404) << path;
}

TEST(ReleasesElsewhere, AreNamedByAServerThatPublishesNothing) {
    Router router;
    add_releases_elsewhere(router, "/base", [] {
        return std::vector<std::pair<std::string, std::string>>{{"A & B", "https://publisher.example/x/"}};
    });
    Head head;
    head.method = Method::get;
    head.path = "/base/releases/";
    const Response page = router.run(std::get<Router::Match>(router.admit(head)), {});

    EXPECT_THAT(page.body, HasSubstr("<a href=\"https://publisher.example/x/releases/\">A &amp; B</a>"));
}

TEST_F(Releases, AreNotSentAgainToWhoeverHasThem) {
    const Response first = get("/base/releases/sleep-1/v1/index.html");
    const std::string tag = header(first, "ETag");

    const Response again = get("/base/releases/sleep-1/v1/index.html", tag);

    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
    EXPECT_EQ(header(again, "ETag"), tag);
    EXPECT_EQ(get("/base/releases/sleep-1/v1/index.html", "\"other\"").status, 200);
    EXPECT_THAT(header(first, "Cache-Control"), HasSubstr("immutable"));
    EXPECT_THAT(header(get("/base/releases/index.json"), "Cache-Control"), Not(HasSubstr("immutable")));
}

TEST_F(Releases, MayBeReadByPagesOfOtherOriginsAndRunNothing) {
    const Response page = get("/base/releases/sleep-1/v1/");

    EXPECT_THAT(page.headers, Contains(Pair("Access-Control-Allow-Origin", "*")));
    EXPECT_THAT(header(page, "Content-Security-Policy"), HasSubstr("default-src 'none'"));
}

TEST_F(Releases, AreAllThatIsServedOfTheFolder) {
    for (const char* path :
         {"/base/releases/collections/", "/base/releases/collections/task/0-1.json",
          "/base/releases/sleep-1/v3.new/SHA256SUMS", "/base/releases/sleep-1/v3/", "/base/releases/../x",
          "/base/releases/sleep-1/v1/..", "/base/releases/sleep-1/v1/none", "/base/releases/sleep-1/v1/data/..",
          "/base/releases/sleep-1/v1/../v1/index.html", "/base/releases/none/", "/base/releases/sleep-1/v1/data"})
        EXPECT_EQ(get(path).status, 404) << path;
}

}  // namespace
}  // namespace tacit::http
