#include <algorithm>

#include "schemas/json/reader.h"
#include "schemas/release/stats/analyse.h"
#include "schemas/release/stats/bases.h"
#include "schemas/release/stats/tables.h"

namespace tacit::release {
namespace {

constexpr std::int64_t kThousand = 1000;

const survey::CompiledTable* find_table(const survey::Compiled& compiled, std::string_view id) {
    for (const survey::CompiledTable& table : compiled.tables)
        if (table.id == id) return &table;
    return nullptr;
}

bool has(const std::vector<std::string>& codes, const std::string& code) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

Result<std::string> row_of(const survey::CompiledTable& table, const json::Value& value, std::string_view key) {
    TACIT_TRY(const json::Value member, value.at(key));
    TACIT_TRY(std::string code, member.as_text());
    for (std::size_t row = 0; row < layout(table).rows; ++row)
        if (row_code(table, row) == code) return code;
    return member.refused("the table has no row \"" + code + '"', "A row of three factors is written first/second.");
}

Result<Contrast> contrast_of(const json::Value& value, const survey::Compiled& compiled) {
    TACIT_CHECK(value.only({"table", "column", "row", "other"}));
    Contrast contrast;
    TACIT_TRY(contrast.table, value.text("table"));
    const survey::CompiledTable* table = find_table(compiled, contrast.table);
    if (table == nullptr || table->kind != survey::TableKind::cross || !table->sums_to_reports)
        return value.refused("\"" + contrast.table + "\" is no cross of choices of this survey",
                             "Only rows of which everybody is in one can be compared.");
    TACIT_TRY(contrast.column, value.text("column"));
    if (!has(table->axes.back().codes, contrast.column))
        return value.refused("the table has no column \"" + contrast.column + '"');
    TACIT_TRY(contrast.row, row_of(*table, value, "row"));
    TACIT_TRY(contrast.other, row_of(*table, value, "other"));
    if (contrast.row == contrast.other) return value.refused("a row is compared with itself");
    return contrast;
}

Result<Weighting> weighting_of(const json::Value& value, const survey::Compiled& compiled) {
    TACIT_CHECK(value.only({"table", "weights"}));
    Weighting weighting;
    TACIT_TRY(weighting.table, value.text("table"));
    const survey::CompiledTable* table = find_table(compiled, weighting.table);
    if (table == nullptr || table->axes.size() != 3 || !table->sums_to_reports)
        return value.refused("\"" + weighting.table + "\" is no table of three choices of this survey");
    TACIT_TRY(const json::Value weights, value.at("weights"));
    TACIT_TRY(const auto members, weights.members());
    std::int64_t sum = 0;
    for (const auto& [code, weight] : members) {
        if (!has(table->axes[1].codes, code)) return weight.refused("the second factor has no level \"" + code + '"');
        TACIT_TRY(const std::int64_t thousandths, weight.as_integer(0, kThousand));
        weighting.weights.emplace_back(code, static_cast<double>(thousandths) / kThousand);
        sum += thousandths;
    }
    if (sum != kThousand) return weights.refused("the weights do not add up to 1000");
    return weighting;
}

Result<std::int64_t> threshold_of(const json::Value& value) {
    if (!value.is_text()) return value.as_integer(1, 1'000'000);
    TACIT_TRY(const std::string name, value.as_text());
    const auto preset = mask_preset(name);
    if (!preset) return value.refused("there is no masking preset \"" + name + '"', "Use cms, nhs, or a number.");
    return *preset;
}

}  // namespace

std::optional<std::int64_t> mask_preset(std::string_view name) {
    if (name == "cms") return 11;
    if (name == "nhs") return 8;
    return std::nullopt;
}

Result<Options> load_options(std::string_view json_text, const survey::Compiled& compiled) {
    TACIT_TRY(const json::Document document, json::Document::parse(json_text));
    const json::Value root = document.root();
    TACIT_CHECK(root.only({"format", "mask_below", "primary", "reference", "script"}));
    TACIT_TRY(const std::string format, root.text("format"));
    if (format != "tacit-analysis-1") return root.refused("this is no analysis file: its format is \"" + format + '"');
    Options options;
    if (const auto mask = root.find("mask_below")) {
        TACIT_TRY(options.mask_below, threshold_of(*mask));
    }
    if (root.find("primary")) {
        TACIT_TRY(const auto contrasts, root.array("primary"));
        if (contrasts.size() > kPrimaryMax)
            return root.refused("there are " + std::to_string(contrasts.size()) + " primary contrasts, 5 at most",
                                "Whatever is not declared is published as well, as exploratory.");
        for (const json::Value& value : contrasts) {
            TACIT_TRY(Contrast contrast, contrast_of(value, compiled));
            options.primary.push_back(std::move(contrast));
        }
    }
    if (root.find("reference")) {
        TACIT_TRY(const auto references, root.array("reference"));
        for (const json::Value& value : references) {
            TACIT_TRY(Weighting weighting, weighting_of(value, compiled));
            options.reference.push_back(std::move(weighting));
        }
    }
    if (const auto script = root.find("script")) {
        TACIT_TRY(options.script, json::load_named_file(*script));
    }
    return options;
}

}  // namespace tacit::release
