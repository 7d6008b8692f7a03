"""Loads a release of Tacit, draws its main figures, and computes any contrast with the right interval.

    import tacit                          # from the folder tools/ of a release; needs pandas
    r = tacit.load("..")                  # the folder of the release
    r.cells                               # data/cells.csv as a DataFrame
    r.share("tx_outcome", "medicine", "better")             # share of a row, with its interval
    r.difference("tx_outcome", "better", "medicine", "talk")
    r.ratio("tx_outcome", "better", "medicine", "talk")
    r.linear({cell: coefficient, ...})    # any sum of counts, after the tables were made to agree
    r.fraction({...}, {...})              # any ratio of two such sums
    r.independence("tx_outcome")          # bootstrap that adds the noise again
    r.figure("tx_outcome", "figure.svg")  # bars with intervals

    python3 tools/tacit.py .              # prints the main tables and writes figures/ beside them

Formulas: Wilson 1927 and Fieller 1954 with the noise added to the sampling variance; generalised least squares over
data/design_matrix.csv. Intervals are for sampling and noise together; `noise_only=True` leaves sampling out.
"""
import json
import math
import pathlib
import random
import re
import sys

import pandas

Z = 1.959963984540054  # 95 %


def _solve(matrix, right):
    """Gauss-Jordan with pivoting; returns the inverse applied to `right` (a list of columns)."""
    n = len(matrix)
    work = [row[:] + add[:] for row, add in zip(matrix, right)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(work[r][i]))
        work[i], work[pivot] = work[pivot], work[i]
        scale = work[i][i]
        work[i] = [v / scale for v in work[i]]
        for r in range(n):
            if r != i and work[r][i]:
                factor = work[r][i]
                work[r] = [a - factor * b for a, b in zip(work[r], work[i])]
    return [row[n:] for row in work]


def fieller(num, den, var_num, var_den, cov, sampling=True):
    """Interval of num/den where both carry noise; None where the base is not clearly above its noise."""
    if den <= 0 or den < 4 * math.sqrt(var_den):
        return None
    people = max(den, 1.0) if sampling else 0.0
    a = den**2 + Z**2 * (people - var_den)
    b = -2 * num * den - Z**2 * (people - 2 * cov)
    c = num**2 - Z**2 * var_num
    if a <= 0:
        return None
    root = math.sqrt(max(0.0, b * b - 4 * a * c))
    low, high = (-b - root) / (2 * a), (-b + root) / (2 * a)
    if b * b < 4 * a * c or high < 0 or low > 1:  # never a false certainty: the interval of the edge
        edge = 0.0 if num < 0 else den
        return None if num == edge else fieller(edge, den, var_num, var_den, cov, sampling)
    return max(0.0, low), min(1.0, high)


class Release:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.about = json.loads((self.folder / "datapackage.json").read_text(encoding="utf-8"))
        text = {"row": str, "column": str}
        read = lambda name: pandas.read_csv(self.folder / "data" / f"{name}.csv", dtype=text, keep_default_na=False,
                                            na_values={})
        self.cells = read("cells")
        for name in ("cell", "count_noisy", "noise_sd", "count_est", "count_sd", "count_lo", "count_hi", "base_n", "share",
                     "share_lo", "share_hi"):
            self.cells[name] = pandas.to_numeric(self.cells[name])
        raw = read("noisy_raw")
        raw = raw.assign(count_noisy=raw["count_noisy"].astype(float))
        self.counts = raw.groupby("cell")["count_noisy"].sum().to_dict()
        variances = read("variances")
        self.variance = dict(zip(variances["cell"], variances["variance"].astype(float)))
        book = read("codebook")
        self._formed_of = {(v, c): note for v, k, c, note in zip(book.variable, book.kind, book.code, book.note) if k == "level"}
        design = read("design_matrix")
        self.equations = [dict(zip(e["cell"], e["coefficient"].astype(float))) for _, e in design.groupby("equation")]
        self._gain = None

    # Sums of counts are {cell number: coefficient}.
    def cell(self, table, row, column=""):
        found = self.cells[(self.cells.table == table) & (self.cells.row == row) & (self.cells.column == column)]
        if len(found) != 1:
            raise KeyError(f"no cell {row}/{column} in {table}")
        return {int(found.cell.iloc[0]): 1.0}

    def missing(self, variable, code):
        """Whether a level is that of missing answers: True, False, or None where it also holds others."""
        absent = {"no_answer", "not_asked", "missing"}
        if "/" in variable:
            return any(self.missing(v, c) for v, c in zip(variable.split("/"), code.split("/")))
        formed_of = re.split(", | and ", self._formed_of.get((variable, code)) or code)
        held = [one in absent for one in formed_of]
        return None if any(held) and not all(held) else all(held)

    def row(self, table, row, answered=True):
        found = self.cells[(self.cells.table == table) & (self.cells.row == row)]
        if not found.column.any() or (found.share_reason == "not_measurable").any():
            raise KeyError(f"the cells of {row} in {table} do not add up to people; see data/shares.csv")
        missing = [self.missing(v, c) for v, c in zip(found.column_variable, found.column)]
        if answered and None not in missing:
            found = found[[not one for one in missing]]
        return {int(cell): 1.0 for cell in found.cell}

    def _adjust(self):
        """(E V E')^-1 E y and the inverse itself, made once."""
        if self._gain is None and self.equations:
            e = self.equations
            matrix = [[sum(v * b.get(c, 0) * self.variance[c] for c, v in a.items()) for b in e] for a in e]
            residual = [sum(v * self.counts[c] for c, v in a.items()) for a in e]
            identity = [[float(i == j) for j in range(len(e))] + [residual[i]] for i in range(len(e))]
            solved = _solve(matrix, identity)
            self._gain = [row[-1] for row in solved], [row[:-1] for row in solved]
        return self._gain

    def _project(self, a):
        return [sum(v * self.variance[c] * a.get(c, 0) for c, v in e.items()) for e in self.equations]

    def value(self, a):
        measured = sum(v * self.counts[c] for c, v in a.items())
        if not self.equations:
            return measured
        return measured - sum(p * g for p, g in zip(self._project(a), self._adjust()[0]))

    def covariance(self, a, b):
        own = sum(v * self.variance[c] * b.get(c, 0) for c, v in a.items())
        if not self.equations:
            return own
        inverse, left, right = self._adjust()[1], self._project(a), self._project(b)
        return own - sum(l * sum(w * r for w, r in zip(row, right)) for l, row in zip(left, inverse) if l)

    def linear(self, a):
        """A sum of counts among those who answered: value, and the 95 % interval of the noise."""
        value, sd = self.value(a), math.sqrt(max(0.0, self.covariance(a, a)))
        return {"value": value, "sd": sd, "low": value - Z * sd, "high": value + Z * sd}

    def fraction(self, a, b, noise_only=False):
        """The ratio of two sums, a being a part of b, with Fieller's interval; low and high are None where withheld."""
        num, den = self.value(a), self.value(b)
        interval = fieller(num, den, self.covariance(a, a), self.covariance(b, b), self.covariance(a, b), not noise_only)
        return {"value": num / den if den else math.nan, "low": interval and interval[0], "high": interval and interval[1],
                "base": den}

    def share(self, table, row, column):
        return self.fraction(self.cell(table, row, column), self.row(table, row))

    def _measured(self, table, row, column):
        """A share with all that a comparison needs: the two sums, their ratio and base, its variance."""
        a, b = self.cell(table, row, column), self.row(table, row)
        num, den = self.value(a), self.value(b)
        q = num / den
        clipped, var_den = min(1.0, max(0.0, q)), self.covariance(b, b)
        noise = self.covariance(a, a) - 2 * clipped * self.covariance(a, b) + clipped**2 * var_den
        return {"a": a, "b": b, "q": q, "den": den, "publishable": den > 0 and den >= 4 * math.sqrt(var_den),
                "variance": (clipped * (1 - clipped) * max(den, 1.0) + max(noise, 0.0)) / den**2}

    def _shared(self, x, y):
        """What two shares have of the same noise: their tables were made to agree."""
        noise = (self.covariance(x["a"], y["a"]) - y["q"] * self.covariance(x["a"], y["b"])
                 - x["q"] * self.covariance(x["b"], y["a"]) + x["q"] * y["q"] * self.covariance(x["b"], y["b"]))
        return noise / (x["den"] * y["den"])

    def difference(self, table, column, row, other):
        """Share of `column` in `row` minus that in `other`. People chose: it is not an effect."""
        x, y = self._measured(table, row, column), self._measured(table, other, column)
        if not x["publishable"] or not y["publishable"]:
            return {"value": math.nan, "low": None, "high": None}
        value = x["q"] - y["q"]
        reach = Z * math.sqrt(max(0.0, x["variance"] + y["variance"] - 2 * self._shared(x, y)))
        return {"value": value, "low": value - reach, "high": value + reach}

    def ratio(self, table, column, row, other):
        """Risk ratio, on the logarithmic scale; withheld where one of the shares is below three standard errors."""
        x, y = self._measured(table, row, column), self._measured(table, other, column)
        if not all(s["publishable"] and s["q"] > 0 and s["q"] >= 3 * math.sqrt(s["variance"]) for s in (x, y)):
            return {"value": math.nan, "low": None, "high": None}
        value = x["q"] / y["q"]
        reach = Z * math.sqrt(max(0.0, x["variance"] / x["q"]**2 + y["variance"] / y["q"]**2
                                  - 2 * self._shared(x, y) / (x["q"] * y["q"])))
        return {"value": value, "low": value * math.exp(-reach), "high": value * math.exp(reach)}

    def independence(self, table, replicates=999, seed=1):
        """p-value of "rows and columns of this table are unrelated", missing answers left out: fitted margins, people
        drawn, noise added again."""
        found = self.cells[self.cells.table == table]
        found = found[[not self.missing(rv, r) and not self.missing(cv, c) for rv, r, cv, c in
                       zip(found.row_variable, found.row, found.column_variable, found.column)]]
        rows, columns = list(dict.fromkeys(found.row)), list(dict.fromkeys(found.column))
        order = [self.cell(table, r, c) for r in rows for c in columns]
        cells = [next(iter(cell)) for cell in order]
        sd = math.sqrt(self.variance[cells[0]])
        width = len(columns)

        def margins(y):
            r = [max(0.5, sum(y[i * width:(i + 1) * width])) for i in range(len(rows))]
            c = [max(0.5, sum(y[j::width])) for j in range(width)]
            n = sum(r)
            return [a * b / sum(c) for a in r for b in c], n

        def statistic(y):
            expected, _ = margins(y)
            return sum((v - e) ** 2 / (e + sd * sd) for v, e in zip(y, expected))

        observed = [float(self.counts[c]) for c in cells]
        expected, n = margins(observed)
        draw, seen, larger = random.Random(seed), statistic(observed), 0
        for _ in range(replicates):
            people = draw.choices(range(len(cells)), weights=expected, k=max(1, round(n)))
            fresh = [draw.gauss(0, sd) for _ in cells]
            for person in people:
                fresh[person] += 1
            larger += statistic(fresh) >= seen
        return {"statistic": seen, "p": (1 + larger) / (1 + replicates)}

    def figure(self, table, path):
        """Bars with intervals, in the order of the questionnaire, as an SVG file."""
        found = self.cells[(self.cells.table == table) & self.cells.share.notna()]
        escape = lambda text: str(text).replace("&", "&amp;").replace("<", "&lt;")
        height, left, width = 22 * len(found) + 40, 420, 400
        parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 80} {height}" '
                 'font-family="sans-serif" font-size="12">']
        for percent in (0, 25, 50, 75, 100):
            x = left + width * percent / 100
            parts.append(f'<path d="M{x} 20V{height - 10}" stroke="#ddd"/><text x="{x}" y="14" text-anchor="middle">'
                         f'{percent} %</text>')
        for i, line in enumerate(found.itertuples()):
            y = 26 + 22 * i
            label = line.row_label + (f" · {line.column_label}" if line.column_label else "")
            low, value, high = (left + width * min(1, max(0, v)) for v in (line.share_lo, line.share, line.share_hi))
            parts.append(f'<text x="{left - 8}" y="{y + 12}" text-anchor="end">{escape(label[:64])}</text>'
                         f'<rect x="{left}" y="{y + 2}" width="{value - left:.1f}" height="12" fill="#4f7cac"/>'
                         f'<path d="M{low:.1f} {y + 8}H{high:.1f}" stroke="#16324f" stroke-width="2"/>')
        pathlib.Path(path).write_text("".join(parts) + "</svg>\n", encoding="utf-8")


def load(folder="."):
    return Release(folder)


def main():
    release = load(sys.argv[1] if len(sys.argv) > 1 else ".")
    tacit = release.about["tacit"]
    print(f"{release.about['title']}\nabout {tacit['reports_about']} people, release {tacit['release']}\n")
    figures = release.folder.resolve().parent / "figures"
    figures.mkdir(exist_ok=True)
    for table, found in release.cells.groupby("table", sort=False):
        print(table)
        for line in found.itertuples():
            share = "" if math.isnan(line.share) else f"{line.share:6.1%} ({line.share_lo:.1%} to {line.share_hi:.1%})"
            print(f"  {line.row}/{line.column}: {line.count_noisy} {share} {line.share_status}")
        release.figure(table, figures / f"{table}.svg")
    print(f"\nfigures are in {figures}")


if __name__ == "__main__":
    main()
