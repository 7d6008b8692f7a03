#include "schemas/task/form_headers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/task/samples.h"

namespace tacit::task {
namespace {

using test::with;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::vector<std::string> kHelper = {"https://helper.example"};

Headers changed(Headers headers, std::string_view name, const std::string& value) {
    for (auto& header : headers) {
        if (header.first == name) header.second = value;
    }
    return headers;
}
Headers without(Headers headers, std::string_view name) {
    std::erase_if(headers, [&](const auto& header) { return header.first == name; });
    return headers;
}

TEST(FormHeaders, ThePolicyForbidsAllButThisServerAndTheOthers) {
    EXPECT_EQ(form_policy(kHelper),
              "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
              "connect-src 'self' https://helper.example; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
              "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types tacit-sw");
}

TEST(FormHeaders, AreAsStrictAsThemselves) {
    EXPECT_THAT(lax_form_headers(form_headers(kHelper, true), true), IsEmpty());
    EXPECT_THAT(lax_form_headers(form_headers({}, false), false), IsEmpty());
    EXPECT_THAT(lax_form_headers(form_headers({}, false), true), Contains(HasSubstr("Strict-Transport-Security")));
}

TEST(FormHeaders, EachOfThemIsMissed) {
    for (const auto& [name, value] : form_headers(kHelper, true)) {
        EXPECT_THAT(lax_form_headers(without(form_headers(kHelper, true), name), true), Contains(HasSubstr(name)));
        EXPECT_THAT(lax_form_headers(changed(form_headers(kHelper, true), name, "x"), true), Not(IsEmpty())) << name;
    }
}

TEST(FormHeaders, NamesAreReadInAnyCase) {
    Headers headers = form_headers(kHelper, true);
    for (auto& [name, value] : headers) {
        for (char& letter : name) letter = static_cast<char>(std::tolower(letter));
    }
    EXPECT_THAT(lax_form_headers(headers, true), IsEmpty());
}

TEST(FormHeaders, ASecondPolicyAndHeadersThatTellOthersAreFaults) {
    for (const std::string name : {"Set-Cookie", "NEL", "Report-To", "Reporting-Endpoints", "Refresh", "link"}) {
        Headers headers = form_headers(kHelper, true);
        headers.emplace_back(name, "x");
        EXPECT_EQ(lax_form_headers(headers, true).size(), 1u) << name;
    }
    Headers headers = form_headers(kHelper, true);
    headers.emplace_back("content-security-policy", form_policy({}));
    EXPECT_THAT(lax_form_headers(headers, true), Contains(HasSubstr("twice")));
}

TEST(FormHeaders, APermissionThatIsGivenIsAFault) {
    const Headers headers = form_headers({}, false);
    for (const auto& [name, value] : headers) {
        if (name != "Permissions-Policy") continue;
        EXPECT_THAT(lax_form_headers(changed(headers, name, with(value, "camera=()", "camera=*")), false),
                    Contains(HasSubstr("does not deny camera")));
    }
}

TEST(FormHeaders, AShortStrictTransportSecurityIsNone) {
    for (const std::string value : {"max-age=0", "max-age=3600", "max-age=0000000000", "includeSubDomains"}) {
        EXPECT_THAT(lax_form_headers(changed(form_headers({}, true), "Strict-Transport-Security", value), true),
                    Contains(HasSubstr("lasting")))
            << value;
    }
    EXPECT_THAT(lax_form_headers(
                    changed(form_headers({}, true), "Strict-Transport-Security", "max-age=31536000; preload"), true),
                IsEmpty());
}

// Every way in which a policy can be laxer than ours.
TEST(FormPolicy, AnythingLaxerIsNamed) {
    const std::string policy = form_policy(kHelper);
    const auto faults = [&](std::string_view from, std::string_view to) {
        EXPECT_THAT(policy, HasSubstr(std::string(from)));
        return lax_form_policy(with(policy, from, to));
    };
    EXPECT_THAT(faults("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
                Contains(HasSubstr("'unsafe-inline'")));
    EXPECT_THAT(faults("'wasm-unsafe-eval'", "'unsafe-eval'"), Contains(HasSubstr("'unsafe-eval'")));
    EXPECT_THAT(faults("script-src 'self'", "script-src https://cdn.example"), Contains(HasSubstr("cdn.example")));
    EXPECT_THAT(faults("default-src 'none'; ", ""), Contains(HasSubstr("no default-src")));
    EXPECT_THAT(faults("default-src 'none'", "default-src 'self'"), Contains(HasSubstr("default-src 'self'")));
    EXPECT_THAT(faults("connect-src 'self'", "connect-src *"), Contains(HasSubstr("connect-src *")));
    EXPECT_THAT(faults("connect-src 'self'", "connect-src https:"), Contains(HasSubstr("connect-src https:")));
    EXPECT_THAT(faults("connect-src 'self'", "connect-src https://*.example"),
                Contains(HasSubstr("https://*.example")));
    EXPECT_THAT(faults("frame-ancestors 'none'; ", ""), Contains(HasSubstr("no frame-ancestors")));
    EXPECT_THAT(faults("form-action 'none'", "form-action 'self'"), Contains(HasSubstr("form-action")));
    EXPECT_THAT(faults("require-trusted-types-for 'script'; ", ""), Contains(HasSubstr("require-trusted-types-for")));
    EXPECT_THAT(faults("require-trusted-types-for 'script'", "require-trusted-types-for"),
                Contains(HasSubstr("guard")));
    EXPECT_THAT(faults("trusted-types tacit-sw", "trusted-types tacit-sw default"), Contains(HasSubstr("default")));
    EXPECT_THAT(faults("style-src 'self'", "style-src 'self'; style-src-attr 'unsafe-inline'"),
                Contains(HasSubstr("style-src-attr")));
    EXPECT_THAT(faults("base-uri", "report-uri https://log.example/; base-uri"), Contains(HasSubstr("report-uri")));
    EXPECT_THAT(lax_form_policy("script-src *; " + policy), Contains(HasSubstr("twice")));
    EXPECT_THAT(lax_form_policy(""), Not(IsEmpty()));
}

TEST(FormPolicy, WhatOnlyForbidsMoreIsWelcome) {
    const std::string policy = form_policy(kHelper);
    EXPECT_THAT(lax_form_policy(policy + "; upgrade-insecure-requests; frame-src 'none'"), IsEmpty());
    EXPECT_THAT(lax_form_policy(with(policy, "img-src 'self' data:", "img-src 'none'")), IsEmpty());
    EXPECT_THAT(lax_form_policy(with(policy, "style-src 'self'; ", "")), IsEmpty());
    EXPECT_THAT(lax_form_policy(with(policy, "connect-src 'self' https://helper.example",
                                     "connect-src 'self' https://helper.example https://other.example:8443")),
                IsEmpty());
    EXPECT_THAT(lax_form_policy("  " + with(policy, "; ", " ;\t")), IsEmpty());
}

TEST(FormHeaders, AnOriginEndsWhereThePathBegins) {
    EXPECT_EQ(origin_of("https://a.example:8443/tacit/"), "https://a.example:8443");
    EXPECT_EQ(origin_of("http://[::1]:80/"), "http://[::1]:80");
}

TEST(FormHeaders, MediaTypesFollowTheName) {
    EXPECT_EQ(form_media_type("index.html"), "text/html; charset=utf-8");
    EXPECT_EQ(form_media_type("tacit.wasm"), "application/wasm");
    EXPECT_EQ(form_media_type("a/b.js"), "text/javascript; charset=utf-8");
    EXPECT_EQ(form_media_type("what"), "application/octet-stream");
}

}  // namespace
}  // namespace tacit::task
