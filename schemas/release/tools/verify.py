#!/usr/bin/env python3
"""Checks a release of Tacit without any of its code: python3 verify.py [FOLDER]. Standard library only.

Hashes, minisign signature, task, analysis, wording, both ledgers, shares against ledgers, sums, sensitivity, variances,
rho, epsilon. `tacit verify` also computes the circuit, every estimate and every interval again.
"""
import base64, csv, hashlib, json, math, pathlib, sys
from fractions import Fraction

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519 (RFC 8032)
D, PRIME = -121665 * pow(121666, P - 2, P) % P, 2**64 - 2**32 + 1  # PRIME: of the shares
TOTALS = {"phq2": 6, "phq8": 24, "phq9": 27, "gad7": 21}
RHO = {"strict": Fraction(1, 32), "standard": Fraction(1, 8), "wide": Fraction(1, 2)}
def need(holds, text):
    if not holds: sys.exit("DOES NOT HOLD: " + text)

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
def sha(data): return hashlib.sha256(data)
def own(kind, data): return b"tacit v1 " + kind + b"\0" + sha(data).digest()
def canonical(value):  # RFC 8785 of what occurs here: integers, texts, ASCII keys
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

def check_hashes(root):
    listed = {line[66:]: line[:64] for line in (root / "SHA256SUMS").read_text().splitlines()}
    there = {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}
    for name in listed:
        need(name in there, f"the file {name} is missing")
        need(sha((root / name).read_bytes()).hexdigest() == listed[name], f"the file {name} was changed")
    added = there - set(listed) - {"SHA256SUMS", "SHA256SUMS.minisig", "publisher.pub"}
    need(not added, f"the file {min(added, default='')} is in no list of hashes: it was added")

def check_minisign(root, task):
    key = base64.b64decode((root / "publisher.pub").read_text().splitlines()[1])
    need(key[10:] == b64(task["publisher"]["signing_key"]), "publisher.pub is not the publisher's key that task.json names")
    _, line, comment, whole = (root / "SHA256SUMS.minisig").read_text().splitlines()
    first, sums = base64.b64decode(line), hashlib.blake2b((root / "SHA256SUMS").read_bytes()).digest()
    comment = comment.removeprefix("trusted comment: ").encode()
    need(first[:2] == b"ED" and signed(key[10:], sums, first[10:]) and
         signed(key[10:], first[10:] + comment, base64.b64decode(whole)), "the signature of SHA256SUMS is not the publisher's")

def check_analysis(root, registered, said):  # only what task.json names was registered before the first answer
    given = [{"name": p.name, "sha256": sha(p.read_bytes()).hexdigest()} for p in (root / "analysis").rglob("*")]
    truth = dict(registered or next(iter(given), {}))
    need(given in ([], [truth]), "the file in analysis/ is not the analysis that was registered")
    truth["registered_before_the_first_answer"] = registered is not None
    if given: truth["path"] = "analysis/" + truth["name"]
    need({key: said[key] for key in said if key != "script"} == truth,
         "what datapackage.json says of a registered analysis does not fit task.json and the files")

def read_ledger(root, role, key, task_id):
    previous, entries = "0" * 64, []
    for number, line in enumerate((root / f"ledger/{role}.jsonl").read_bytes().splitlines(), 1):
        entry, where = json.loads(line), f"line {number} of the {role}'s ledger"
        rest = canonical({k: v for k, v in entry.items() if k != "sig"})
        need(canonical(entry) == line and signed(key, own(b"ledger", rest), b64(entry["sig"])), f"{where} is not signed")
        need(entry["prev"] == previous and entry["seq"] == number, f"{where} does not follow the line before")
        need((entry["task"], entry["role"]) == (task_id, role), f"{where} is of another task or organisation")
        previous, entries = sha(line).hexdigest(), entries + [entry]
    return entries

def noise(survey):  # table -> (delta squared, variance)
    total, costs, questions = sum(t.get("weight", 1) for t in survey["tables"]), {}, {q["id"]: q for q in survey["questions"]}
    for t in survey["tables"]:
        of = [questions.get(name, {}) for name in t["of"]]
        delta = 2 * math.prod(q.get("max", 1) for q in of)
        if t["kind"] == "sum": delta = TOTALS[of[0]["instrument"]] ** 2
        elif t["kind"] == "margin" and "max" in of[0]:
            rows = len(of[0].get("rows") or questions.get(of[0].get("rows_from"), {}).get("options", [0]))
            delta = min(delta, rows * len(of[0]["options"]) + 1 + ("ask_if" in of[0]))
        costs[t["id"]] = delta, max(4, math.ceil(delta * total / (2 * RHO[survey["profile"]] * t.get("weight", 1))))
    return costs

def epsilon(rho, delta):  # Canonne, Kamath and Steinke 2020, proposition 12
    orders = (1 + math.exp(i / 1000) for i in range(-9000, 9000))
    return min(float(rho) * a + (-math.log(delta) - math.log(a)) / (a - 1) + math.log1p(-1 / a) for a in orders)

def check(root):
    check_hashes(root)
    task, package, shares = (json.loads((root / f"{n}.json").read_bytes()) for n in ("task", "datapackage", "shares"))
    check_minisign(root, task)
    task_id, costs, privacy = shares["task"], noise(task["definition"]), package["tacit"]["privacy"]
    need(package["tacit"]["task_id"] == task_id, "datapackage.json names another task than the shares are of")
    configuration = b64(package["tacit"]["task_configuration"])  # begins with the hash of task.json; the id is its hash
    need(configuration[:33] == b"\x20" + sha((root / "task.json").read_bytes()).digest() and b64(task_id) ==
         sha(sha(b"dap-taskprov task id").digest() + configuration).digest(), "task.json is not the one of the reports")
    check_analysis(root, task.get("analysis"), package["tacit"]["analysis"])
    keys = {role: b64(task[role]["signing_key"]) for role in ("leader", "helper")}
    for path in sorted((root / "texts").glob("*.json")):
        need(json.loads(path.read_bytes())["task_id"] == task_id, f"texts/{path.name} is of another task")
        for role, key in keys.items():
            need(signed(key, own(b"texts", path.read_bytes()), b64(path.with_suffix(f".{role}.sig").read_text().strip())),
                 f"texts/{path.name} is not signed by the {role}")
    spent = sum(Fraction(delta, 2 * variance) for delta, variance in costs.values())
    for role, key in keys.items():
        entries = read_ledger(root, role, key, task_id)
        for e in (e for e in entries if "blocks" in e):
            need({b["table"]: (b["delta_squared"], b["sigma_squared"]) for b in e["blocks"]} == costs
                 and Fraction(e["rho_this_server"]) == spent == 2 * Fraction(e["rho_both_honest"]),
                 f"line {e['seq']} of the {role}'s ledger names another noise than the survey asks for")
            order = [b["table"] for b in e["blocks"] for _ in range(b["cells"])]
        for batch in shares["batches"]:
            named = [e for e in entries if e["event"] == "batch_collected" and e["batch"]["start"] == batch["start"]]
            need(len(named) == 1 and named[0]["noised_share_sha256"] == sha(b64(batch[role])).hexdigest(),
                 f"the share of the {role} for batch {batch['start']} is not the one that its ledger names, once")
    for who, rho in ("against_someone_who_knows_one_organisations_noise", spent), ("against_everybody_else", spent / 2):
        need(Fraction(privacy[who]["rho"]) == rho and 0 <= float(privacy[who]["epsilon_at_delta_1e-6"]) - epsilon(rho, 1e-6)
             < 0.012, "the privacy block of datapackage.json promises something else than the survey gives")
    raw, cells = (list(csv.DictReader((root / f"data/{n}.csv").open(encoding="utf-8"))) for n in ("noisy_raw", "cells"))
    sums, rows = [0] * len(order), iter(raw)
    need(len(raw) == len(order) * len(shares["batches"]) and len(cells) == len(order), "a table has lines that no share gives")
    for batch in shares["batches"]:
        for i, table in enumerate(order):
            row, total = next(rows), sum(int.from_bytes(b64(batch[role])[8 * i:8 * i + 8], "little") for role in keys) % PRIME
            sums[i] += (total := total - PRIME if total > PRIME // 2 else total)
            need((row["table"], int(row["cell"]), int(row["count_noisy"])) == (table, i + 1, total),
                 f"data/noisy_raw.csv, batch {row['batch']}, cell {i + 1}: the shares give {total}")
    for row, total, table in zip(cells, sums, order):
        sd = math.sqrt(2 * costs[table][1] * len(shares["batches"]))
        need(row["table"] == table and row["count_noisy"] in ("", str(total)) and abs(float(row["noise_sd"]) - sd) < 0.02,
             f"data/cells.csv, cell {row['cell']}: count or noise_sd does not follow from the shares")

if __name__ == "__main__":
    try:
        check(pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "."))
    except (ArithmeticError, LookupError, OSError, TypeError, ValueError) as error:
        sys.exit(f"DOES NOT HOLD: {error!r}")
    print("HOLDS. Compare the signing keys in task.json with what the organisations publish elsewhere.")
