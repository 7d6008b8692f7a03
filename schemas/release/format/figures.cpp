// The files of a release that hold computed figures, each only where there is one: means of scores, comparisons, rates
// of response and remission, standardised shares, trends over batches, tests of independence.
#include "schemas/release/format/table_file.h"

namespace tacit::release {
namespace {

const Column kRelease{"release", Type::text, "Id of the release", true};
const Column kTable{"table", Type::text, "Id of the table", true};
const Column kRow{"row", Type::text, "Code of the row"};
const Column kColumn{"column", Type::text, "Code of the column"};

Column status_column() {
    return {"obs_status", Type::text, "As SDMX: A normal, E estimated, U low reliability, Q withheld", true,
            status_codes()};
}
Column reason_column() { return {"reason", Type::text, "Why obs_status is not A", false, reason_codes()}; }

// Value, standard error, and both ends of the interval; empty where there is none.
void add_estimate(std::vector<std::string>& row, const std::optional<Estimate>& estimate, int decimals) {
    if (!estimate) {
        row.insert(row.end(), 4, "");
        return;
    }
    row.push_back(number(estimate->value, decimals));
    row.push_back(estimate->error > 0 ? number(estimate->error, decimals) : "");
    row.push_back(number(estimate->interval.low, decimals));
    row.push_back(number(estimate->interval.high, decimals));
}
void add_status(std::vector<std::string>& row, Status status, Reason reason) {
    row.push_back(status_text(status));
    row.emplace_back(code(reason));
}

std::optional<TableFile> unless_empty(TableFile file) {
    if (file.rows.empty()) return std::nullopt;
    return file;
}

}  // namespace

std::optional<TableFile> scores_table(const Content& content) {
    TableFile file;
    file.path = "data/scores.csv";
    file.title = "Means of scores";
    file.about = "One line per score whose sum was published: its mean among those who answered all of its items.";
    file.columns = {
        kRelease,
        kTable,
        {"score", Type::text, "Id of the question", true},
        {"mean", Type::number, "Mean of the score"},
        {"mean_se", Type::number, "Its standard error, sampling and noise"},
        {"mean_lo", Type::number, "Lower end of the 95 % interval"},
        {"mean_hi", Type::number, "Upper end"},
        {"sd", Type::number, "Standard deviation of the score, from its bands"},
        {"sd_is_bound", Type::flag, "Whether sd was not measurable and its largest possible value was used"},
        {"answered", Type::number, "About how many people have a score"},
        status_column(),
        reason_column()};
    file.primary_key = {"table"};
    for (const Table& table : content.results.tables) {
        if (!table.mean) continue;
        const Mean& mean = *table.mean;
        std::vector<std::string> row{content.id, table.id, content.compiled().tables[table.table].axes.front().id};
        add_estimate(row, mean.mean, 3);
        row.push_back(mean.sd_is_bound ? "" : number(mean.sd, 2));
        row.push_back(flag(mean.sd_is_bound));
        row.push_back(number(mean.answered, 1));
        add_status(row, mean.status, mean.reason);
        file.rows.push_back(std::move(row));
    }
    return unless_empty(std::move(file));
}

std::optional<TableFile> comparisons_table(const Content& content) {
    TableFile file;
    file.path = "data/comparisons.csv";
    file.title = "Two rows beside each other";
    file.about =
        "One line per pair of rows and column of a table: difference and ratio of the two shares. People were not "
        "given their treatment at random: a difference is not an effect.";
    file.columns = {kRelease,
                    kTable,
                    {"column", Type::text, "Code of the column whose share is compared", true},
                    {"row", Type::text, "Code of the row", true},
                    {"other", Type::text, "Code of the other row; the difference is row minus other", true},
                    {"base", Type::text, "Of whom the shares are shares", true, base_codes()},
                    {"difference", Type::number, "Difference of the two shares"},
                    {"difference_se", Type::number, "Its standard error, sampling and noise"},
                    {"difference_lo", Type::number, "Lower end of the 95 % interval"},
                    {"difference_hi", Type::number, "Upper end"},
                    {"ratio", Type::number, "Ratio of the two shares; empty where too imprecise"},
                    {"ratio_log_se", Type::number, "Standard error of its logarithm"},
                    {"ratio_lo", Type::number, "Lower end of the 95 % interval"},
                    {"ratio_hi", Type::number, "Upper end"},
                    status_column(),
                    reason_column(),
                    {"primary", Type::flag, "Declared by the analysis; README.md says whether it was registered", true},
                    {"p", Type::number, "p-value of the difference, of declared comparisons only"},
                    {"p_holm", Type::number, "The same, corrected for all declared comparisons (Holm)"}};
    file.primary_key = {"table", "column", "row", "other"};
    for (const Comparison& comparison : content.results.comparisons) {
        std::vector<std::string> row{content.id,     comparison.table, comparison.column,
                                     comparison.row, comparison.other, std::string(code(comparison.base))};
        add_estimate(row, comparison.difference, 4);
        add_estimate(row, comparison.ratio, 3);
        add_status(row, comparison.status, comparison.reason);
        row.push_back(flag(comparison.primary));
        row.push_back(comparison.p ? number(*comparison.p, 4) : "");
        row.push_back(comparison.p_holm ? number(*comparison.p_holm, 4) : "");
        file.rows.push_back(std::move(row));
    }
    return unless_empty(std::move(file));
}

std::optional<TableFile> rates_table(const Content& content) {
    TableFile file;
    file.path = "data/rates.csv";
    file.title = "Measured response, remission and reliable change";
    file.about =
        "One line per rate and base, only of people whose start and present score were both measured. The base moves "
        "such rates more than anything else: never quote one without it.";
    file.columns = {kRelease,
                    kTable,
                    {"rate", Type::text, "Which rate", true},
                    {"definition", Type::text, "What it is, in words", true},
                    {"base", Type::text, "Of whom", true, {"measured_start", "measured", "all"}},
                    {"base_n", Type::number, "About how many people the base holds"},
                    {"share", Type::number, "Share of the base, from 0 to 1"},
                    {"share_se", Type::number, "Its standard error"},
                    {"share_lo", Type::number, "Lower end of the 95 % interval"},
                    {"share_hi", Type::number, "Upper end"},
                    status_column(),
                    reason_column()};
    file.primary_key = {"table", "rate", "base"};
    for (const Rate& rate : content.results.rates) {
        for (const Rate::OfBase& of : rate.bases) {
            std::vector<std::string> row{
                content.id,      rate.table, rate.id,
                rate.definition, of.base,    of.share.status == Status::withheld ? "" : number(of.share.base_size, 1)};
            add_estimate(row, of.share.estimate, 4);
            add_status(row, of.share.status, of.share.reason);
            file.rows.push_back(std::move(row));
        }
    }
    return unless_empty(std::move(file));
}

std::optional<TableFile> standardised_table(const Content& content) {
    TableFile file;
    file.path = "data/standardised.csv";
    file.title = "Shares at the same mix";
    file.about =
        "One line per row and column of a table of three factors: the share as it is, and as it would be if every row "
        "had the same mix of the second factor (direct standardisation).";
    file.columns = {kRelease,
                    kTable,
                    kRow,
                    kColumn,
                    {"crude", Type::number, "Share as it is"},
                    {"crude_se", Type::number, "Its standard error"},
                    {"crude_lo", Type::number, "Lower end of the 95 % interval"},
                    {"crude_hi", Type::number, "Upper end"},
                    {"standardised", Type::number, "Share at the reference mix"},
                    {"standardised_se", Type::number, "Its standard error"},
                    {"standardised_lo", Type::number, "Lower end of the 95 % interval"},
                    {"standardised_hi", Type::number, "Upper end"},
                    status_column(),
                    reason_column()};
    file.primary_key = {"table", "row", "column"};
    for (const Standardised& line : content.results.standardised) {
        std::vector<std::string> row{content.id, line.table, line.row, line.column};
        add_estimate(row, line.crude, 4);
        add_estimate(row, line.standardised, 4);
        add_status(row, line.status, line.reason);
        file.rows.push_back(std::move(row));
    }
    return unless_empty(std::move(file));
}

std::optional<TableFile> trends_table(const Content& content) {
    TableFile file;
    file.path = "data/trends.csv";
    file.title = "From batch to batch";
    file.about =
        "One line per share or mean and batch, then one for the change from the first to the last batch and, from "
        "three batches on, one for the slope per batch. The people of two batches are different people.";
    file.columns = {kRelease,
                    kTable,
                    kRow,
                    kColumn,
                    {"what", Type::text, "A batch, or what became of it", true, {"batch", "change", "slope"}},
                    {"batch", Type::integer, "Number of the batch"},
                    {"value", Type::number, "Share or mean; change; slope per batch"},
                    {"value_se", Type::number, "Its standard error"},
                    {"value_lo", Type::number, "Lower end of the 95 % interval"},
                    {"value_hi", Type::number, "Upper end"},
                    status_column(),
                    reason_column()};
    for (const Trend& trend : content.results.trends) {
        const auto add = [&](std::string_view what, const std::string& batch, const std::optional<Estimate>& value,
                             Status status, Reason reason) {
            std::vector<std::string> row{content.id, trend.table, trend.row, trend.column, std::string(what), batch};
            add_estimate(row, value, 4);
            add_status(row, status, reason);
            file.rows.push_back(std::move(row));
        };
        for (std::size_t i = 0; i < trend.points.size(); ++i)
            add("batch", std::to_string(i + 1), trend.points[i].estimate, trend.points[i].status,
                trend.points[i].reason);
        const auto add_whole = [&](std::string_view what, const std::optional<Estimate>& value) {
            add(what, "", value, value ? Status::estimated : Status::withheld,
                value ? Reason::combined : Reason::not_measurable);
        };
        add_whole("change", trend.change);
        if (trend.points.size() > 2) add_whole("slope", trend.slope);
    }
    return unless_empty(std::move(file));
}

std::optional<TableFile> independence_table(const Content& content) {
    TableFile file;
    file.path = "data/independence.csv";
    file.title = "Whether rows and columns go together at all";
    file.about =
        "One line per cross table: a parametric bootstrap that adds the noise again. An ordinary chi-square test of a "
        "noisy table finds differences where there are none.";
    file.columns = {kRelease,
                    kTable,
                    {"statistic", Type::number, "Of the noisy table", true},
                    {"p", Type::number, "Share of replicates without a relation that are at least as large", true},
                    {"replicates", Type::integer, "How many were drawn", true}};
    file.primary_key = {"table"};
    for (const Table& table : content.results.tables) {
        if (!table.independence) continue;
        file.rows.push_back({content.id, table.id, number(table.independence->statistic, 2),
                             number(table.independence->p, 3), std::to_string(table.independence->replicates)});
    }
    return unless_empty(std::move(file));
}

}  // namespace tacit::release
