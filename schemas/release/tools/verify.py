#!/usr/bin/env python3
"""Checks a release of Tacit without any of its code: python3 verify.py [FOLDER]. Standard library only.

Hashes, minisign signature, task id, analysis, wording, both ledgers, shares against ledgers, sums, what each count is of, about how
many people, sensitivity, variances, rho, epsilon. `tacit verify` also computes every estimate and interval again, and
compares the pages; here data/noisy_raw.csv, data/variances.csv and the counts of data/cells.csv are checked.
"""
import base64, csv, hashlib, io, itertools, json, math, pathlib, stat, sys
from fractions import Fraction

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519 (RFC 8032)
D, PRIME = -121665 * pow(121666, P - 2, P) % P, 2**64 - 2**32 + 1  # PRIME: of the shares
TOTALS = {"phq2": 6, "phq8": 24, "phq9": 27, "gad7": 21}
CHANGES = {"response": "remission response partial little worse below_start no_start",
           "reliable": "rel_recovery recovery_only rel_improve_only no_rel_change rel_worse below_case_at_start no_start"}
ROLES = "leader", "helper"
RHO = {"strict": Fraction(1, 32), "standard": Fraction(1, 8), "wide": Fraction(1, 2)}

class Wrong(Exception): pass

def need(holds, text):
    if not holds: raise Wrong(text)

def add(p, q):
    a, b, c, d = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0]), 2 * p[3] * q[3] * D, 2 * p[2] * q[2]
    e, f, g, h = (b - a) % P, (d - c) % P, (d + c) % P, (b + a) % P
    return e * f % P, g * h % P, f * g % P, e * h % P

def times(s, p):
    q = (0, 1, 1, 0)
    while s:
        q, p, s = add(q, p) if s & 1 else q, add(p, p), s >> 1
    return q

def point(data):
    y = int.from_bytes(data, "little") & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    need(y < P and x * x % P == square, "a key or signature is not on the curve")
    x = x if x & 1 == data[31] >> 7 else P - x
    return x, y, 1, x * y % P

BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def signed(key, message, signature):
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    a, b = times(s, BASE), add(point(signature[:32]), times(h, point(key)))
    return s < ORDER and all((a[i] * b[2] - b[i] * a[2]) % P == 0 for i in (0, 1))

def b64(text): return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

def sha(data): return hashlib.sha256(data).hexdigest()
def members(pairs):
    need(len(dict(pairs)) == len(pairs), "a JSON file has a name twice")
    return dict(pairs)

def refuse(number): raise Wrong(f"a JSON file holds {number}, which is no whole number")

def load(data): return json.loads(data, object_pairs_hook=members, parse_float=refuse, parse_constant=refuse)
def canonical(value):  # RFC 8785 of what occurs here: integers, texts, ASCII keys
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

def own(kind, data): return b"tacit v1 " + kind + b"\0" + hashlib.sha256(data).digest()

def check_hashes(root):
    lines = (root / "SHA256SUMS").read_bytes().decode("ascii").removesuffix("\n").split("\n")
    listed, there = {line[66:]: line[:64] for line in lines}, set()
    need(len(listed) == len(lines) and all(line[64:66] == "  " for line in lines), "SHA256SUMS has another form")
    for path in root.rglob("*"):
        mode = path.lstat().st_mode
        need(stat.S_ISDIR(mode) or stat.S_ISREG(mode), f"{path.relative_to(root)} is neither a file nor a folder")
        there |= set() if stat.S_ISDIR(mode) else {path.relative_to(root).as_posix()}
    for name, digest in listed.items():
        need(name in there, f"the file {name} is missing")
        need(sha((root / name).read_bytes()) == digest, f"the file {name} was changed")
    added = there - set(listed) - {"SHA256SUMS", "SHA256SUMS.minisig", "publisher.pub"}
    need(not added, f"the file {min(added, default='')} is in no list of hashes: it was added")

def check_minisign(root, task):
    key = base64.b64decode((root / "publisher.pub").read_text().splitlines()[1])
    need(key[10:] == b64(task["publisher"]["signing_key"]), "publisher.pub is not the publisher's key that task.json names")
    _, line, comment, whole = (root / "SHA256SUMS.minisig").read_text().splitlines()
    first, digest = base64.b64decode(line), hashlib.blake2b((root / "SHA256SUMS").read_bytes()).digest()
    comment = comment.removeprefix("trusted comment: ").encode()
    need(first[:2] == b"ED" and signed(key[10:], digest, first[10:]) and
         signed(key[10:], first[10:] + comment, base64.b64decode(whole)), "the signature of SHA256SUMS is not the publisher's")

def check_analysis(root, registered, said):  # only what task.json names was registered before the first answer
    given = [{"name": p.name, "sha256": sha(p.read_bytes())} for p in (root / "analysis").rglob("*")]
    truth = dict(registered or next(iter(given), {}))
    need(given in ([], [truth]), "the file in analysis/ is not the analysis that was registered")
    truth["registered_before_the_first_answer"] = registered is not None
    if given: truth["path"] = "analysis/" + truth["name"]
    need({key: said[key] for key in said if key != "script"} == truth,
         "what datapackage.json says of a registered analysis does not fit task.json and the files")

def read_ledger(root, role, key, task_id):
    previous, entries = "0" * 64, []
    for number, line in enumerate((root / f"ledger/{role}.jsonl").read_bytes().removesuffix(b"\n").split(b"\n"), 1):
        entry, where = load(line), f"line {number} of the {role}'s ledger"
        rest = canonical({k: v for k, v in entry.items() if k != "sig"})
        need(canonical(entry) == line and signed(key, own(b"ledger", rest), b64(entry["sig"])), f"{where} is not signed")
        need(entry["prev"] == previous and entry["seq"] == number, f"{where} does not follow the line before")
        need((entry["task"], entry["role"]) == (task_id, role), f"{where} is of another task or organisation")
        previous = sha(line)
        entries.append(entry)
    need(any(e["event"] == "task_created" for e in entries), f"the {role}'s ledger does not begin with the task")
    return entries

def codes(survey, name):  # of a factor's cells; and whether every report is in exactly one
    questions = {q["id"]: q for q in survey["questions"]}
    for q in (questions[name],) if name in questions else ():
        rows = q.get("rows") or questions[q["rows_from"]]["options"] if q["kind"] == "grid" else []
        of = range(TOTALS[q["instrument"]] + 1) if q["kind"] == "score" else q["options"]
        own = [f"{row}/{code}" for row in rows for code in of] if rows else [str(code) for code in of]
        return own + ["no_answer"] + ["not_asked"] * ("ask_if" in q), "max" not in q
    for d in (d for d in survey["derived"] if d["id"] == name):
        return (d["levels"] if d["kind"] == "map" else CHANGES[d["by"]].split()) + ["missing"], True
    group = {g["id"]: g for g in survey["groups"]}[name]
    covered = sum(len(level["cells"]) for level in group["levels"]) == len(codes(survey, group["of"])[0])
    return [level["code"] for level in group["levels"]], covered

def names(survey):  # table -> [(row, column)] of its cells, and whether they add up to the number of reports
    found = {}
    for t in survey["tables"]:
        factors = [codes(survey, name) for name in t["of"]]
        cells = [("sum", "")] if t["kind"] == "sum" else [(*code.split("/", 1), "")[:2] for code in factors[0][0]]
        if t["kind"] == "cross":
            cells = [("/".join(c[:-1]), c[-1]) for c in itertools.product(*(f[0] for f in factors))]
        found[t["id"]] = cells, t["kind"] != "sum" and all(one for _, one in factors)
    return found

def noise(survey):  # table -> (delta squared, variance)
    total, costs, questions = sum(t.get("weight", 1) for t in survey["tables"]), {}, {q["id"]: q for q in survey["questions"]}
    for t in survey["tables"]:
        of = [questions.get(name, {}) for name in t["of"]]
        delta = 2 * math.prod(q.get("max", 1) for q in of)
        if t["kind"] == "sum":
            delta = TOTALS[of[0]["instrument"]] ** 2
        elif t["kind"] == "margin" and "max" in of[0]:
            rows = len(of[0].get("rows") or questions.get(of[0].get("rows_from"), {}).get("options", [0]))
            delta = min(delta, rows * len(of[0]["options"]) + 1 + ("ask_if" in of[0]))
        costs[t["id"]] = delta, max(4, math.ceil(delta * total / (2 * RHO[survey["profile"]] * t.get("weight", 1))))
    return costs

def spent(costs):  # exact while it fits in 64 bits, as both organisations compute it; else every part is rounded up
    parts = [Fraction(delta, 2 * variance) for delta, variance in costs.values()]
    exact = all(max(s.numerator, s.denominator) < 2**64 for s in itertools.accumulate(parts))
    return sum(parts) if exact else sum(Fraction(math.ceil(part * 2**40), 2**40) for part in parts)

def epsilon(rho, delta):  # Canonne, Kamath and Steinke 2020, proposition 12
    orders = (1 + math.exp(i / 1000) for i in range(-9000, 9000))
    return min(float(rho) * a + (-math.log(delta) - math.log(a)) / (a - 1) + math.log1p(-1 / a) for a in orders)

def table(root, name):
    text = (root / f"data/{name}.csv").read_bytes().decode()
    need("\r" not in text, f"data/{name}.csv has line ends that programs read in different ways")
    lines = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    need(len(set(lines.fieldnames)) == len(lines.fieldnames), f"data/{name}.csv has a column twice")
    return list(lines)

def check(root):
    check_hashes(root)
    of = ("task", "datapackage", "shares", "survey")
    task, package, shares, survey = (load((root / f"{name}.json").read_bytes()) for name in of)
    check_minisign(root, task)
    about, task_id, costs = package["tacit"], shares["task"], noise(task["definition"])
    cells_of = names(task["definition"])
    terms, info = b64(about["task_configuration"]), hashlib.sha256((root / "task.json").read_bytes()).digest()
    need((root / "task.json").read_bytes() == canonical(task) and terms[:33] == b"\x20" + info and b64(task_id) ==
         hashlib.sha256(hashlib.sha256(b"dap-taskprov task id").digest() + terms).digest(),
         "task.json is not the one of the reports")
    need(about["task_id"] == task_id, "datapackage.json names another task than the shares are of")
    check_analysis(root, task.get("analysis"), about["analysis"])
    keys = {role: b64(task[role]["signing_key"]) for role in ROLES}
    texts = {}
    for path in (root / "texts").glob("*.json"):
        text = load(path.read_bytes())
        texts[text["n"]] = text["texts"], sha(path.read_bytes())
        need(text["task_id"] == task_id and path.stem == str(text["n"]), f"texts/{path.name} is of another task or number")
        for role, key in keys.items():
            need(signed(key, own(b"texts", path.read_bytes()), b64(path.with_suffix(f".{role}.sig").read_text().strip())),
                 f"texts/{path.name} is not signed by the {role}")
    need(survey == {**task["definition"], "texts": texts[max(texts)][0]}, "survey.json is not the survey of task.json")
    rho_1 = spent(costs)
    blocks = {t: (len(cells_of[t][0]), *cost, Fraction(cost[0], 2 * cost[1])) for t, cost in costs.items()}
    served = []
    for before, batch in zip(shares["batches"], shares["batches"][1:]):
        need(before["start"] + before["duration"] <= batch["start"], "a batch begins before the one before it ends")
    for role, key in keys.items():
        entries = read_ledger(root, role, key, task_id)
        for e in (e for e in entries if "blocks" in e):
            need({b["table"]: (b["cells"], b["delta_squared"], b["sigma_squared"], Fraction(b["rho"])) for b in e["blocks"]}
                 == blocks and Fraction(e["rho_this_server"]) == rho_1 == 2 * Fraction(e["rho_both_honest"]),
                 f"line {e['seq']} of the {role}'s ledger names another noise than the survey asks for")
        for batch in shares["batches"]:
            start, end = batch["start"], batch["start"] + batch["duration"]
            meet = [e for e in entries if "batch" in e and (e["event"] == "batch_collected" or e["reason"] != "too_small")
                    and e["batch"]["start"] < end and start < e["batch"]["start"] + e["batch"]["duration"]]
            need([(e["batch"], e.get("noised_share_sha256")) for e in meet] ==
                 [({"start": start, "duration": batch["duration"]}, sha(b64(batch[role])))],
                 f"the share of the {role} for batch {start} is not the one that its ledger names, once")
        served.append({e["n"]: e["sha256"] for e in entries if e["event"] == "texts"})
        need(all(texts[n][1] == digest for n, digest in served[-1].items() if n in texts),
             f"the wording is not that which the {role}'s ledger names")
    need(set(served[0]) & set(served[1]) <= set(texts), "wording that both ledgers name is missing")
    for who, rho in ("against_someone_who_knows_one_organisations_noise", rho_1), ("against_everybody_else", rho_1 / 2):
        check_promise(about["privacy"][who], rho)
    need({b["table"]: (b["cells"], b["delta_squared"], b["sigma_squared_per_organisation"], Fraction(b["rho"]))
          for b in about["privacy"]["tables"]} == blocks, "the privacy block of datapackage.json names another noise")
    check_counts(*(table(root, name) for name in ("noisy_raw", "cells", "variances")), shares, costs, cells_of, about)

def check_promise(says, rho):
    for bound, times in [(says, 1)] + [(each, each["times"]) for each in says["who_takes_part_several_times"]]:
        epsilons = [(float(bound[f"epsilon_at_delta_1e-{d}"]), epsilon(rho * times, 10.0 ** -d)) for d in (6, 9)
                    if f"epsilon_at_delta_1e-{d}" in bound]
        guess = float(bound["guess_right_at_most"].removesuffix(" in 100")) - 50 * math.erfc(-math.sqrt(rho * times) / 2)
        need(Fraction(bound["rho"]) == rho * times and epsilons and 0 <= guess < 0.12 and
             all(0 <= said - least < 0.012 for said, least in epsilons),
             "the privacy block of datapackage.json promises something else than the survey gives")

def check_counts(raw, cells, variances, shares, costs, cells_of, about):
    batches, where = shares["batches"], [(t, *cell) for t in costs for cell in cells_of[t][0]]
    sums, rows = [0] * len(where), iter(raw)
    need(len(raw) == len(where) * len(batches) and len(cells) == len(variances) == len(where),
         "a table has lines that no share gives")
    for number, batch in enumerate(batches, 1):
        for i, (name, row, column) in enumerate(where):
            total = sum(int.from_bytes(b64(batch[role])[8 * i:8 * i + 8], "little") for role in ROLES) % PRIME
            sums[i] += (total := total - PRIME if total > PRIME // 2 else total)
            got = next(rows)
            need([got[k] for k in ("batch", "cell", "table", "row", "column", "count_noisy")] ==
                 [str(number), str(i + 1), name, row, column, str(total)],
                 f"data/noisy_raw.csv, batch {number}, cell {i + 1}: the shares give {name} {row} {column} {total}")
    for i, (name, row, column) in enumerate(where):
        got, variance = cells[i], 2 * costs[name][1] * len(batches)
        need([got[k] for k in ("cell", "table", "row", "column")] == [str(i + 1), name, row, column]
             and got["count_noisy"] in ("", str(sums[i])) and abs(float(got["noise_sd"]) - math.sqrt(variance)) < 0.02,
             f"data/cells.csv, cell {i + 1}: count or noise_sd does not follow from the shares")
        need([variances[i][k] for k in ("cell", "table", "variance")] == [str(i + 1), name, str(variance)],
             f"data/variances.csv, cell {i + 1}: the variance is {variance}")
    weights = {t: Fraction(1, costs[t][1] * len(cells)) for t, (cells, every) in cells_of.items() if every}
    people = sum(weights.get(t, 0) * total for (t, *_), total in zip(where, sums)) / (sum(weights.values()) or 1)
    need(abs(about["reports_about"] - max(people, 0)) <= 5, "datapackage.json says another number of people than the counts")

if __name__ == "__main__":
    try:
        check(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "."))
    except (Wrong, ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError,
            csv.Error) as error:
        sys.exit(f"DOES NOT HOLD: {error if isinstance(error, Wrong) else repr(error)}")
    print("HOLDS: counts and noise. Estimates, intervals, labels and pages were not computed again: use tacit verify.\n"
          "Compare the signing keys in task.json with what the organisations publish elsewhere.")
