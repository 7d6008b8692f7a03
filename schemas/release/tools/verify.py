#!/usr/bin/env python3
"""Checks a release of Tacit without any of its code: python3 verify.py [FOLDER]. Needs Python 3.9 and nothing else.
All of counts and noise: hashes, signatures, task, analysis, wording, ledgers, shares, sums, what each count is of,
sensitivity, variances, rho, epsilon; data/noisy_raw.csv, data/variances.csv, and counts and noise in data/cells.csv.
Only `tacit verify` computes estimates, intervals, the number of people, days, labels and pages again."""
import base64, csv, hashlib, itertools, json, math, pathlib, struct, sys
from fractions import Fraction

P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519 (RFC 8032)
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)  # ROOT: of -1
PRIME, ROLES = 2**64 - 2**32 + 1, ("leader", "helper")  # PRIME: of the shares
ONE_OVER_RHO, TOTALS = {"strict": 32, "standard": 8, "wide": 2}, {"phq2": 6, "phq8": 24, "phq9": 27, "gad7": 21}
CHANGES = {"response": "remission response partial little worse below_start no_start", "reliable":
           "rel_recovery recovery_only rel_improve_only no_rel_change rel_worse below_case_at_start no_start"}
def need(holds, text):
    if not holds: sys.exit("DOES NOT HOLD: " + text)
sys.excepthook = lambda kind, error, trace: print("DOES NOT HOLD:", repr(error), file=sys.stderr)

def add(p, q):  # points of the curve
    (x, y), (u, v) = p, q
    t = D * x * y * u * v
    inverse = pow(1 - t * t, -1, P)
    return (x * v + u * y) * (1 - t) * inverse % P, (y * v + x * u) * (1 + t) * inverse % P
def times(s, p):
    half = times(s // 2, add(p, p)) if s > 1 else (0, 1)
    return add(half, p) if s % 2 else half
def point(data):
    y = int.from_bytes(data, "little") % 2**255
    root = pow((y * y - 1) * pow(D * y * y + 1, -1, P), (P + 3) // 8, P)
    for x in root, -root % P, root * ROOT % P, -root * ROOT % P:
        if (y * y - x * x - 1 - D * x * x * y * y) % P == 0 and x % 2 == data[31] >> 7: return x, y
BASE = point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
def signed(key, message, signature):
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    return s < ORDER and times(s, BASE) == add(point(signature[:32]), times(h, point(key)))

def sha(data): return hashlib.sha256(data).digest()
def b64(text): return base64.urlsafe_b64decode(text + "==")
def signed_as(kind, role, data, sig): return signed(keys[role], f"tacit v1 {kind}\0".encode() + sha(data), b64(sig))
def members(pairs):
    need(len(dict(pairs)) == len(pairs), "a JSON file has a name twice")
    return dict(pairs)
def load(data): return json.loads(data, object_pairs_hook=members)
def says(published, computed): return published | computed == published
def overlap(a, b): return a["start"] < b["start"] + b["duration"] and b["start"] < a["start"] + a["duration"]
def codes(item):  # of the cells of a question, a derived item or a group
    if "of" in item: return [level["code"] for level in item["levels"]]
    if item["kind"] in ("map", "change"): return (item.get("levels") or CHANGES[item["by"]].split()) + ["missing"]
    rows = item.get("rows") or items[item["rows_from"]]["options"] if item["kind"] == "grid" else []
    answers = [f"{row}/{option}" for row in rows for option in item["options"]] or item["options"]
    return answers + ["no_answer"] + ["not_asked"] * ("ask_if" in item)
def epsilon(rho, delta):  # Canonne, Kamath and Steinke 2020, proposition 12; its best order is a fixed point
    log, order = -math.log(delta), 2
    for _ in range(99): order = 1 + math.sqrt((log - math.log(order)) / rho)
    least = rho * order + (log - math.log(order)) / (order - 1) + math.log1p(-1 / order)
    return f"{math.ceil((least + 1e-6) * 100) / 100:.2f}"
def promise(rho):
    guess = math.ceil((math.erfc(-math.sqrt(rho) / 2) / 2 + 1e-6) * 1000) / 10
    return {"rho": str(rho), "epsilon_at_delta_1e-6": epsilon(rho, 1e-6), "guess_right_at_most": f"{guess} in 100"}

# The files are those of the list that the publisher signed, and the task is the one to which every report was bound.
root = pathlib.Path(*sys.argv[1:2])
paths = list(root.rglob("*"))
need(not any(p.is_symlink() or not (p.is_file() or p.is_dir()) for p in paths), "the folder holds links or pipes")
files = {path.relative_to(root).as_posix(): path.read_bytes() for path in paths if path.is_file()}
sums, minisig, public = (files.pop(name) for name in ("SHA256SUMS", "SHA256SUMS.minisig", "publisher.pub"))
listed, here = sums.decode().split("\n")[:-1], [f"{sha(data).hex()}  {name}" for name, data in files.items()]
need(sorted(listed) == sorted(here), f"SHA256SUMS does not list the files as they are: {set(listed) ^ set(here)}")
task, package, shares, survey = (load(files[name + ".json"]) for name in ("task", "datapackage", "shares", "survey"))
about, task_id, batches = package["tacit"], shares["task"], shares["batches"]
keys, terms = {role: b64(task[role]["signing_key"]) for role in ROLES}, b64(about["task_configuration"])
need(about["task_id"] == task_id and b64(task_id) == sha(sha(b"dap-taskprov task id") + terms)
     and terms[:33] == b"\x20" + sha(files["task.json"]), "task.json is not the one of the reports")
_, line, comment, last = minisig.splitlines()
first, last, key = (base64.b64decode(text) for text in (line, last, public.splitlines()[1]))
need(key[10:] == b64(task["publisher"]["signing_key"]), "publisher.pub is not the publisher's key that task.json names")
need(first[:2] == b"ED" and signed(key[10:], hashlib.blake2b(sums).digest(), first[10:])
     and signed(key[10:], first[10:] + comment[17:], last), "the signature of SHA256SUMS is not the publisher's")
# The analysis is the one that was registered, if any was, and both organisations signed the wording.
said, registered = about["analysis"], task.get("analysis", {})
given = {name: sha(data).hex() for name, data in files.items() if name.startswith("analysis/")}
need(says(said, registered | {"registered_before_the_first_answer": bool(registered)})
     and given == ({said["path"]: said["sha256"]} if "path" in said else {}),
     "the file in analysis/ is not the analysis that was registered, or datapackage.json does not fit task.json")
texts = {n: files[f"texts/{n}.json"] for n in range(1, 10000) if f"texts/{n}.json" in files}
for n, role in itertools.product(texts, ROLES):
    need(signed_as("texts", role, texts[n], files[f"texts/{n}.{role}.sig"].decode())
         and says(load(texts[n]), {"task_id": task_id, "n": n}), f"texts/{n}.json is not signed by the {role}")
need(survey == task["definition"] | {"texts": load(texts[max(texts)])["texts"]}, "survey.json is not the survey asked")
# The survey says what each cell counts, how much noise it has, and so what may be promised.
items = {item["id"]: item for part in ("questions", "derived", "groups") for item in survey[part]}
weights_over_rho = sum(table.get("weight", 1) for table in survey["tables"]) * ONE_OVER_RHO[survey["profile"]]
blocks, stated, cells, served = [], [], [], []
for table in survey["tables"]:
    of = [items[name] for name in table["of"]]
    names = [("sum",)] if table["kind"] == "sum" else list(itertools.product(*map(codes, of)))
    delta = TOTALS[of[0]["instrument"]] ** 2 if table["kind"] == "sum" else 2 * math.prod(q.get("max", 1) for q in of)
    if table["kind"] == "margin" and "max" in of[0]: delta = min(delta, len(names))
    sigma2 = max(4, math.ceil(Fraction(delta * weights_over_rho, 2 * table.get("weight", 1))))
    block = {"table": table["id"], "cells": len(names), "delta_squared": delta, "rho": str(Fraction(delta, 2 * sigma2))}
    blocks.append(block | {"sigma_squared": sigma2})
    stated.append(block | {"sigma_squared_per_organisation": sigma2, "variance_of_a_cell_per_batch": 2 * sigma2})
    for name in names:
        row, column = ("/".join(name[:-1]), name[-1]) if len(name) > 1 else name[0].partition("/")[::2]
        cells.append(({"cell": str(len(cells) + 1), "table": table["id"], "row": row, "column": column}, 2 * sigma2))
rho = Fraction(about["privacy"]["against_someone_who_knows_one_organisations_noise"]["rho"])  # may be rounded up
need(0 <= rho - sum(Fraction(block["rho"]) for block in blocks) < 2**-30, "datapackage.json promises another rho")
promised = {"tables": stated}
for who, r in ("against_someone_who_knows_one_organisations_noise", rho), ("against_everybody_else", rho / 2):
    several = [promise(r * often) | {"times": often} for often in (1, 2, 4, 12)]
    promised[who] = promise(r) | {"epsilon_at_delta_1e-9": epsilon(r, 1e-9), "who_takes_part_several_times": several}
need(says(about["privacy"], promised), "datapackage.json promises something else than the survey gives")
# Both ledgers are whole, every line signed but for its sig; they name this noise, each share once, and this wording.
need(not any(overlap(*two) for two in itertools.combinations(batches, 2)), "a batch begins before another one ends")
noise = {"blocks": blocks, "rho_this_server": str(rho), "rho_both_honest": str(rho / 2)}
for role in ROLES:
    lines = files[f"ledger/{role}.jsonl"].removesuffix(b"\n").split(b"\n")
    entries, hashes = [load(line) for line in lines], ["0" * 64] + [sha(line).hex() for line in lines]
    for n, (line, entry, before) in enumerate(zip(lines, entries, hashes), 1):
        where, sig = f"line {n} of the {role}'s ledger", entry["sig"]
        need(signed_as("ledger", role, line.replace(b'"sig":"%s",' % sig.encode(), b""), sig), f"{where} is not signed")
        need(says(entry, {"seq": n, "prev": before, "task": task_id, "role": role}), f"{where} does not follow here")
        need("blocks" not in entry or says(entry, noise), f"{where} names another noise than the survey asks for")
    for batch in batches:
        share = {"start": batch["start"], "duration": batch["duration"]}, sha(b64(batch[role])).hex()
        named = [(e["batch"], e.get("noised_share_sha256")) for e in entries
                 if "batch" in e and e.get("reason") != "too_small" and overlap(e["batch"], batch)]
        need(named == [share], f"the share of the {role} for {share[0]} is not named by its ledger, once")
    served.append({(e["n"], e["sha256"]) for e in entries if e["event"] == "texts"})
need(served[0] & served[1] <= {(n, sha(texts[n]).hex()) for n in texts}, "wording that both ledgers name is missing")
# The shares add up (modulo PRIME, the upper half of it being negative) to the counts in the tables.
halves = [[struct.unpack(f"<{len(cells)}Q", b64(batch[role])) for role in ROLES] for batch in batches]
totals = [[(sum(pair) + PRIME // 2) % PRIME - PRIME // 2 for pair in zip(*both)] for both in halves]
raw = [cell | {"batch": str(number), "count_noisy": str(count)}
       for number, counts in enumerate(totals, 1) for (cell, _), count in zip(cells, counts)]
variances = [{"cell": cell["cell"], "table": cell["table"], "variance": str(v * len(batches))} for cell, v in cells]
counts = [cell | {"count_noisy": str(sum(every)), "noise_sd": f"{math.sqrt(v * len(batches)):.2f}"}
          for (cell, v), every in zip(cells, zip(*totals))]
for path, rows in ("data/noisy_raw.csv", raw), ("data/variances.csv", variances), ("data/cells.csv", counts):
    need(b"\r" not in files[path], f"{path} has line ends that programs read in different ways")
    header, *lines = csv.reader(files[path].decode().split("\n")[:-1], strict=True)
    need({len(line) for line in lines} == {len(header)} == {len(set(header))} and len(lines) == len(rows),
         f"{path} has a column twice, or other lines than the shares give")
    for number, (line, row) in enumerate(zip(lines, rows), 2):
        said = dict(zip(header, line))
        if path == "data/cells.csv" and said["obs_status"] == "Q": row["count_noisy"] = ""
        need(says(said, row), f"{path}, line {number}: the shares give {row}")
print("HOLDS: counts and noise. Estimates, intervals, number of people, days, labels and pages were not computed\n"
      "again: use tacit verify. Compare the signing keys in task.json with what the organisations publish elsewhere.")
