#include "schemas/release/stats/tables.h"

#include <cmath>

#include "schemas/release/stats/bases.h"
#include "schemas/release/stats/scores.h"
#include "schemas/release/stats/share.h"

namespace tacit::release {
namespace {

class Describer {
public:
    Describer(const survey::Survey& survey, const survey::Compiled& compiled, const Estimates& estimates,
              std::size_t table, std::size_t batches)
        : survey_(survey), compiled_(compiled), estimates_(estimates), from_(compiled.tables[table]) {
        table_.id = from_.id;
        table_.table = table;
        table_.kind = from_.kind;
        table_.sigma_squared = from_.sigma_squared;
        table_.noise_sd = std::sqrt(2.0 * from_.sigma_squared * static_cast<double>(batches));
    }

    Table describe() {
        for (std::size_t cell = 0; cell < from_.cell_count; ++cell) table_.cells.push_back(counted(cell));
        switch (from_.kind) {
            case survey::TableKind::margin: margin(); break;
            case survey::TableKind::cross: cross(); break;
            case survey::TableKind::sum: table_.mean = mean_of_score(survey_, compiled_, estimates_, from_); break;
        }
        return std::move(table_);
    }

private:
    Amount of_cell(std::size_t cell) const { return Amount::cell(from_.first_cell + cell); }

    Cell counted(std::size_t index) const {
        Cell cell;
        cell.name = survey::cell_name(from_, index);
        cell.noisy = estimates_.measured(from_.first_cell + index);
        const Amount amount = of_cell(index);
        cell.count = estimates_.value(amount);
        cell.count_sd = std::sqrt(std::max(0.0, estimates_.variance(amount)));
        const double reach = kZ95 * cell.count_sd;
        cell.count_interval = {cell.count - reach, cell.count + reach};
        if (from_.kind != survey::TableKind::sum && reach > kImprecise * cell.count) {
            cell.status = Status::unreliable;
            cell.reason = Reason::imprecise;
        }
        return cell;
    }

    Line line(std::string code, const Amount& amount, bool missing) const {
        Line line;
        line.code = std::move(code);
        line.missing = missing;
        line.count = estimates_.value(amount);
        const double variance = estimates_.variance(amount);
        line.count_sd = std::sqrt(std::max(0.0, variance));
        line.publishable = base_is_publishable(line.count, variance);
        line.needed = kBaseInNoiseSds * line.count_sd;
        return line;
    }

    // Shares of everybody, of those asked, and of those who answered, of a level of a factor.
    std::vector<Share> shares_of_level(const Amount& amount, const survey::Axis& axis, std::size_t level,
                                       const Missing& missing, const std::optional<Amount>& answered,
                                       bool combined) const {
        std::vector<Share> shares{share_of(estimates_, Base::all, amount, Amount::all(), combined)};
        if (missing.not_asked[level]) return shares;
        if (axis.base.kind == survey::Source::Kind::question && survey_.questions[axis.base.index].ask_if)
            shares.push_back(share_of(estimates_, Base::asked, amount, asked_of(axis), combined));
        if (!missing.level[level]) shares.push_back(share_of(estimates_, Base::answered, amount, answered, combined));
        return shares;
    }

    std::optional<Amount> asked_of(const survey::Axis& axis) const {
        return asked(survey_, compiled_, axis.base.index);
    }

    void margin() {
        const survey::Axis& axis = from_.axes.front();
        const auto* question =
            axis.source.kind == survey::Source::Kind::question ? &survey_.questions[axis.source.index] : nullptr;
        const Missing missing = missing_levels(survey_, axis);
        std::optional<Amount> answered;
        if (axis.one_each && !missing.mixed) {
            answered = Amount{};
            for (std::size_t cell = 0; cell < from_.cell_count; ++cell)
                if (!missing.level[cell]) answered->add(from_.first_cell + cell);
        } else if (question != nullptr) {
            answered = Amount::all();
            for (std::size_t cell = 0; cell < from_.cell_count; ++cell)
                if (missing.level[cell]) answered->add(from_.first_cell + cell, -1);
        }
        for (std::size_t cell = 0; cell < from_.cell_count; ++cell) {
            table_.cells[cell].missing = missing.level[cell];
            table_.cells[cell].shares = shares_of_level(of_cell(cell), axis, cell, missing, answered, false);
        }
        if (question != nullptr)
            if (const auto* grid = std::get_if<survey::Grid>(&question->kind)) grid_rows(*grid, answered);
    }

    // One mark in a row at most: those who marked a row are the base of its options.
    void grid_rows(const survey::Grid& grid, const std::optional<Amount>& answered) {
        const std::size_t options = grid.options.size();
        for (std::size_t row = 0; row < grid.rows.size(); ++row) {
            Amount marked;
            for (std::size_t i = 0; i < options; ++i) marked.add(from_.first_cell + row * options + i);
            for (std::size_t i = 0; i < options; ++i) {
                const std::size_t cell = row * options + i;
                table_.cells[cell].shares.push_back(share_of(estimates_, Base::row, of_cell(cell), marked));
            }
            Line of_row = line(grid.rows[row], marked, false);
            of_row.shares.push_back(share_of(estimates_, Base::all, marked, Amount::all()));
            of_row.shares.push_back(share_of(estimates_, Base::answered, marked, answered));
            table_.rows.push_back(std::move(of_row));
        }
    }

    void cross() {
        const survey::Axis& columns = from_.axes.back();
        const Missing missing = missing_levels(survey_, columns);
        const Layout grid = layout(from_);
        for (std::size_t row = 0; row < grid.rows; ++row) {
            const auto all = row_amount(survey_, from_, row, false);
            const auto answered = row_amount(survey_, from_, row, true);
            const bool has_missing = answered && answered->cells.terms.size() < grid.columns;
            for (std::size_t column = 0; column < grid.columns; ++column) {
                Cell& cell = table_.cells[grid.cell(row, column)];
                const Amount amount = of_cell(grid.cell(row, column));
                cell.missing = missing.level[column];
                cell.shares = {share_of(estimates_, Base::all, amount, Amount::all()),
                               share_of(estimates_, Base::row, amount, all)};
                if (has_missing && !cell.missing)
                    cell.shares.push_back(share_of(estimates_, Base::row_answered, amount, answered));
            }
            if (all) table_.rows.push_back(row_line(row, *all));
        }
        if (!from_.sums_to_reports) return;
        std::vector<Amount> totals(grid.columns);
        Amount answered;
        for (std::size_t cell = 0; cell < from_.cell_count; ++cell) {
            totals[cell % grid.columns].add(from_.first_cell + cell);
            if (!missing.level[cell % grid.columns]) answered.add(from_.first_cell + cell);
        }
        const std::optional<Amount> base = missing.mixed ? std::nullopt : std::optional(answered);
        for (std::size_t column = 0; column < grid.columns; ++column) {
            Line of_column = line(columns.codes[column], totals[column], missing.level[column]);
            of_column.shares = shares_of_level(totals[column], columns, column, missing, base, true);
            table_.columns.push_back(std::move(of_column));
        }
    }

    Line row_line(std::size_t row, const Amount& amount) const {
        bool missing = false;
        std::vector<Missing> of_axis;
        for (std::size_t axis = 0; axis + 1 < from_.axes.size(); ++axis) {
            of_axis.push_back(missing_levels(survey_, from_.axes[axis]));
            const std::size_t level = level_of(from_, row * from_.axes.back().codes.size(), axis);
            missing = missing || of_axis.back().level[level];
        }
        Line of_row = line(row_code(from_, row), amount, missing);
        if (of_axis.size() > 1 || !from_.axes.front().one_each) {
            of_row.shares = {share_of(estimates_, Base::all, amount, Amount::all())};
            return of_row;
        }
        std::optional<Amount> answered;
        if (!of_axis.front().mixed) {
            answered = Amount{};
            const std::size_t columns = from_.axes.back().codes.size();
            for (std::size_t cell = 0; cell < from_.cell_count; ++cell)
                if (!of_axis.front().level[cell / columns]) answered->add(from_.first_cell + cell);
        }
        of_row.shares = shares_of_level(amount, from_.axes.front(), row, of_axis.front(), answered, true);
        return of_row;
    }

    const survey::Survey& survey_;
    const survey::Compiled& compiled_;
    const Estimates& estimates_;
    const survey::CompiledTable& from_;
    Table table_;
};

}  // namespace

std::string row_code(const survey::CompiledTable& table, std::size_t row) {
    return survey::cell_name(table, row * table.axes.back().codes.size()).row;
}

std::optional<Amount> row_amount(const survey::Survey& survey, const survey::CompiledTable& table, std::size_t row,
                                 bool answered) {
    const survey::Axis& columns = table.axes.back();
    if (!columns.one_each) return std::nullopt;
    const Missing missing = missing_levels(survey, columns);
    if (answered && missing.mixed) return std::nullopt;
    Amount amount;
    for (std::size_t column = 0; column < columns.codes.size(); ++column)
        if (!answered || !missing.level[column]) amount.add(table.first_cell + row * columns.codes.size() + column);
    return amount;
}

Table describe(const survey::Survey& survey, const survey::Compiled& compiled, const Estimates& estimates,
               std::size_t table, std::size_t batches) {
    return Describer(survey, compiled, estimates, table, batches).describe();
}

}  // namespace tacit::release
