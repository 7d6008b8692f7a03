#include "schemas/release/verify/figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <functional>

#include "schemas/release/manifest.h"
#include "schemas/release/read.h"
#include "schemas/release/text.h"
#include "schemas/release/verify/wrong.h"

namespace tacit::release {
namespace {

// A number may differ by so many units of its last printed digit: machines round differently.
constexpr double kLastDigits = 2;

constexpr std::string_view kRawTable = "data/noisy_raw.csv";
constexpr std::string_view kResults = "results.json";
constexpr std::string_view kPackage = "datapackage.json";
constexpr std::string_view kSurvey = "survey.json";

std::size_t decimals(std::string_view text) {
    const std::size_t dot = text.find('.');
    return dot == std::string_view::npos ? 0 : text.size() - dot - 1;
}

// A number as number() writes it: nothing that only some programs read as one, or read as another.
std::optional<double> plain_number(const std::string& text) {
    if (text.find_first_not_of("-.0123456789") != std::string::npos) return std::nullopt;
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (end != text.c_str() + text.size()) return std::nullopt;
    return value;
}

// Numbers may differ in their last digits, everything else not at all; whole numbers are exact.
bool same_field(const std::string& published, const std::string& computed) {
    if (published == computed) return true;
    if (decimals(published) == 0 || decimals(published) != decimals(computed)) return false;
    const auto a = plain_number(published);
    const auto b = plain_number(computed);
    return a && b &&
           std::abs(*a - *b) <= kLastDigits * 1.01 * std::pow(10.0, -static_cast<double>(decimals(published)));
}

Result<void> check_table(const std::string& name, std::string_view published, std::string_view computed) {
    TACIT_TRY(const auto theirs, csv_records(published));
    TACIT_TRY(const auto ours, csv_records(computed));
    for (std::size_t line = 0; line < std::max(theirs.size(), ours.size()); ++line) {
        const std::string where = name + ", line " + std::to_string(line + 1);
        if (line >= theirs.size()) return wrong(where + " is missing");
        if (line >= ours.size() || theirs[line].size() != ours[line].size())
            return wrong(where + " does not follow from the shares");
        for (std::size_t field = 0; field < ours[line].size(); ++field) {
            if (!same_field(theirs[line][field], ours[line][field]))
                return wrong(where + ", " + ours[0][field] + ": published is '" + theirs[line][field] +
                             "', and the shares give '" + ours[line][field] + "'");
        }
    }
    // Programs disagree about stray quotes and line ends; of what is written as usual there is one reading.
    std::string again;
    for (const std::vector<std::string>& record : theirs) again += csv_line(record);
    if (again != published) return wrong(name + " has quotes or line ends that programs read in different ways");
    return {};
}

// Thousandths and rounded counts may differ by one: machines round differently.
bool same_numbers(const json::Node& published, const json::Node& computed) {
    if (published.integer() != nullptr && computed.integer() != nullptr)
        return std::abs(*published.integer() - *computed.integer()) <= 1;
    if (published.items() != nullptr && computed.items() != nullptr)
        return std::equal(published.items()->begin(), published.items()->end(), computed.items()->begin(),
                          computed.items()->end(), same_numbers);
    return published == computed;
}

template <class Same>
bool same_members(const json::Node& published, const json::Node& computed, Same same) {
    if (published.members() == nullptr || computed.members() == nullptr) return published == computed;
    return std::equal(published.members()->begin(), published.members()->end(), computed.members()->begin(),
                      computed.members()->end(), [&](const auto& a, const auto& b) {
                          return a.first == b.first && same(a.first, a.second, b.second);
                      });
}

bool same_table(const json::Node& published, const json::Node& computed) {
    return same_members(published, computed, [](std::string_view key, const json::Node& a, const json::Node& b) {
        const bool measured = key == "cells" || key == "rows" || key == "people" || key == "mean";
        return measured ? same_numbers(a, b) : a == b;
    });
}

// Only what was measured may differ at all: the numbers of `factors` say whose cells these are.
bool same_results(const json::Node& published, const json::Node& computed) {
    return same_members(published, computed, [](std::string_view key, const json::Node& a, const json::Node& b) {
        if (key != "tables" || a.items() == nullptr || b.items() == nullptr) return a == b;
        return std::equal(a.items()->begin(), a.items()->end(), b.items()->begin(), b.items()->end(), same_table);
    });
}

Result<void> check_results(const Files& files, const Files& computed) {
    TACIT_TRY(const std::string_view text, text_of(files, kResults));
    TACIT_TRY(const json::Document published, json::Document::parse(text));
    TACIT_TRY(const json::Document ours, json::Document::parse(computed.at(std::string(kResults))));
    if (!same_results(published.root().node(), ours.root().node()))
        return wrong(std::string(kResults) + " does not follow from the shares");
    return {};
}

Result<void> check_tables(const Files& files, const Files& computed,
                          const std::function<bool(std::string_view)>& which) {
    for (const auto& [name, ours] : computed) {
        if (!name.starts_with("data/") || !which(name)) continue;
        TACIT_TRY(const std::string_view theirs, text_of(files, name));
        TACIT_CHECK(check_table(name, theirs, ours));
    }
    for (const auto& [name, theirs] : files) {
        if (name.starts_with("data/") && which(name) && !computed.contains(name))
            return wrong(name + " is a table that this release cannot have");
    }
    return {};
}

// Where two values part, as a JSON Pointer; empty where they are equal.
std::string first_difference(const json::Node& a, const json::Node& b) {
    if (a == b) return {};
    const auto* of_a = a.members();
    const auto* of_b = b.members();
    if (of_a == nullptr || of_b == nullptr) return "/";
    for (const auto& [key, value] : *of_b) {
        const json::Node* theirs = a.find(key);
        if (theirs == nullptr || *theirs != value)
            return "/" + key + (theirs == nullptr ? std::string() : first_difference(*theirs, value));
    }
    for (const auto& [key, value] : *of_a) {
        if (b.find(key) == nullptr) return "/" + key;
    }
    return "/";  // the same members in another order
}

// Members in words of which another version of this program may choose others.
constexpr std::array kPackageWords{std::string_view("$schema"),     std::string_view("title"),
                                   std::string_view("description"), std::string_view("keywords"),
                                   std::string_view("licenses"),    std::string_view("contributors")};
constexpr std::array kTacitWords{std::string_view("format"), std::string_view("methods"), std::string_view("caution"),
                                 std::string_view("sample")};

// A package without its words, its tables by name and hash alone.
Result<json::Node> facts_of(const json::Document& package) {
    json::Node facts = package.root().node();
    for (const std::string_view words : kPackageWords) facts.erase(words);
    TACIT_TRY(const json::Value tacit, package.root().at("tacit"));
    json::Node about = tacit.node();
    for (const std::string_view words : kTacitWords) about.erase(words);
    facts.set("tacit", std::move(about));
    json::Node list = json::Node::array();
    TACIT_TRY(const auto resources, package.root().array("resources"));
    for (const json::Value& resource : resources) {
        TACIT_TRY(const std::string path, resource.text("path"));
        list.push(path);
    }
    facts.set("resources", std::move(list));
    return facts;
}

// What the package says of the release, and the hashes of its tables, beside the block that check_noise() looked at.
Result<void> check_package(const Files& files, const Files& computed) {
    TACIT_TRY(const std::string_view package, text_of(files, kPackage));
    TACIT_TRY(const json::Document document, json::Document::parse(package));
    TACIT_TRY(const auto resources, document.root().array("resources"));
    for (const json::Value& resource : resources) {
        TACIT_TRY(const std::string path, resource.text("path"));
        TACIT_TRY(const std::string hash, resource.text("hash"));
        TACIT_TRY(const std::int64_t bytes, resource.integer("bytes", 0, json::kIntegerMax));
        TACIT_TRY(const std::string_view text, text_of(files, path));
        if (hash != "sha256:" + to_hex(sha256(as_bytes(text))) || static_cast<std::size_t>(bytes) != text.size())
            return wrong("datapackage.json names another hash or size of " + path);
    }
    TACIT_TRY(const json::Document expected, json::Document::parse(computed.at(std::string(kPackage))));
    TACIT_TRY(const json::Node theirs, facts_of(document));
    TACIT_TRY(const json::Node ours, facts_of(expected));
    if (const std::string place = first_difference(theirs, ours); !place.empty())
        return wrong("datapackage.json says something else than the other files: " + place);
    return {};
}

// survey.json is task.json's definition with the newest wording, for people; somebody may read it instead of them.
Result<void> check_survey(const Files& files, const Files& computed) {
    TACIT_TRY(const std::string_view text, text_of(files, kSurvey));
    TACIT_TRY(const json::Document published, json::Document::parse(text));
    TACIT_TRY(const json::Document ours, json::Document::parse(computed.at(std::string(kSurvey))));
    if (published.root().canonical() != ours.root().canonical())
        return wrong("survey.json is not the survey of task.json with the newest wording");
    return {};
}

// The package with the sizes and hashes of the tables as they are: those may differ in a last digit.
Result<std::string> package_for(const Files& files, const std::string& computed) {
    TACIT_TRY(const json::Document document, json::Document::parse(computed));
    json::Node list = json::Node::array();
    TACIT_TRY(const auto resources, document.root().array("resources"));
    for (const json::Value& resource : resources) {
        TACIT_TRY(const std::string path, resource.text("path"));
        TACIT_TRY(const std::string_view text, text_of(files, path));
        json::Node node = resource.node();
        node.set("bytes", text.size());
        node.set("hash", "sha256:" + to_hex(sha256(as_bytes(text))));
        list.push(std::move(node));
    }
    json::Node package = document.root().node();
    package.set("resources", std::move(list));
    return json::pretty(package);
}

}  // namespace

Result<void> check_sums(const Files& files, const Files& computed) {
    return check_tables(files, computed, [](std::string_view name) { return name == kRawTable; });
}

Result<void> check_figures(const Files& files, const Files& computed) {
    TACIT_CHECK(check_tables(files, computed, [](std::string_view name) { return name != kRawTable; }));
    return check_results(files, computed);
}

Result<void> check_description(const Files& files, const Files& computed) {
    TACIT_CHECK(check_package(files, computed));
    return check_survey(files, computed);
}

Unlike unlike(const Files& files, const Files& computed) {
    Unlike names;
    for (const auto& [name, ours] : computed) {
        if (name.starts_with("data/") || name == kResults) continue;
        const auto theirs = files.find(name);
        const Result<std::string> expected = name == kPackage ? package_for(files, ours) : Result<std::string>(ours);
        if (theirs == files.end() || !expected || theirs->second != *expected) names.rewritten.push_back(name);
    }
    for (const auto& [name, theirs] : files) {
        if (name != kManifest && name != kSignature && name != kPublisherKey && !computed.contains(name))
            names.foreign.push_back(name);
    }
    return names;
}

}  // namespace tacit::release
