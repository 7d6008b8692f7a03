#!/usr/bin/env python3
"""The house rules as a test: who may include whom, where a library lives, what appears in one place only.

Usage: tidy.py ROOT         checks the tree and prints each breach as file:line: text
       tidy.py --self-test  plants one breach of every rule and fails unless each is found
"""
import pathlib
import re
import sys
import tempfile

SOURCES = {".h", ".cpp"}

# Folder -> folders it may include, beside itself. The longest matching folder decides.
LAYERS = {
    "programs": [],
    "crypto/base": [],
    "crypto/field": ["crypto/base"],
    "crypto/xof": ["crypto/base", "crypto/field"],
    "crypto/flp": ["crypto/base", "crypto/field", "crypto/xof"],
    "crypto/circuits": ["crypto/base", "crypto/field", "crypto/flp"],
    "crypto/vdaf": ["crypto/base", "crypto/field", "crypto/xof", "crypto/flp", "crypto/circuits"],
    "crypto/hpke": ["crypto/base"],
    "crypto/sign": ["crypto/base"],
    "crypto/seal": ["crypto/base"],
    "crypto/dp": ["crypto/base", "crypto/field", "crypto/circuits"],
    "schemas/json": ["crypto/base"],
    "schemas/wire": ["crypto/base", "schemas/json"],
    "schemas/instruments": ["crypto/base", "schemas/json"],
    "schemas/survey": ["crypto", "schemas/json", "schemas/instruments"],
    "schemas/task": ["crypto", "schemas/json", "schemas/wire", "schemas/survey"],
    "schemas/release/stats": ["crypto", "schemas/json", "schemas/instruments", "schemas/survey"],
    "schemas/release": ["crypto", "schemas/json", "schemas/wire", "schemas/instruments", "schemas/survey", "schemas/task"],
    "schemas/exchange": ["crypto/base", "schemas/json", "schemas/instruments", "schemas/survey"],
    "client/core": ["crypto", "schemas"],
    "client/simulate": ["crypto", "schemas", "client/core"],
    "client/native": ["programs", "crypto", "schemas", "client/core", "client/simulate"],
    "client/wasm": ["crypto", "schemas", "client/core"],
    "collector/ops": ["crypto/base", "crypto/hpke", "crypto/sign", "schemas/json", "schemas/wire"],
    "collector/form": ["crypto", "schemas", "collector/ops"],
    "collector/store": ["crypto/base", "schemas/wire", "collector/ops"],
    "collector/protocol": ["crypto", "schemas", "collector/store", "collector/ops"],
    "collector/peer": ["programs", "crypto/base", "schemas", "collector/ops"],
    "collector/work": ["crypto", "schemas", "collector/store", "collector/ops", "collector/protocol", "collector/peer"],
    "collector/http": ["crypto", "schemas", "collector/form", "collector/ops", "collector/protocol", "collector/work"],
    "collector/publisher": ["crypto", "schemas", "collector/ops", "collector/peer"],
    "collector": ["programs", "crypto", "schemas", "collector"],
    "tests": ["crypto", "schemas", "client", "collector", "tests"],
}

# Third-party header -> the only places that may include it.
HOMES = {
    r"sodium\.h": ["crypto/"],
    r"openssl/": ["crypto/hpke/aes_gcm.cpp"],
    r"rapidjson/": ["schemas/json/"],
    r"httplib\.h": ["collector/http/", "collector/peer/", "client/native/", "programs/bounded_client"],
    r"(SQLiteCpp/|sqlite3)": ["collector/store/sqlite/"],
    r"(brotli/|zlib)": ["collector/form/encoding.cpp"],
    r"spdlog/": ["collector/ops/log.cpp"],
    r"toml\+\+/": ["collector/ops/config.cpp"],
    r"CLI/": ["programs/command_line.cpp"],
    r"zip\.h": ["client/native/zip_archive.cpp"],
    r"expat\.h": ["client/native/xml_walk.cpp"],
    r"(gtest|gmock|benchmark)/": [],
}

# Pattern -> (where it may stand, what to do instead).
WORDS = {
    r"std::cout|std::cerr": (["client/native/", "collector/main.cpp", "collector/cmd_", "collector/publisher/summary"],
                             "only commands print"),
    r"system_clock": (["crypto/base/clock", "client/native/"], "take a Clock&"),
    r"\b(std::rand|srand|mt19937|random_device)\b": (["client/simulate/"], "take a Random&"),
    r"\bgetenv\b": (["client/native/", "collector/main.cpp"], "settings come from the configuration"),
    r'"dap-18': (["schemas/wire/labels.h"], "the draft's label is spelled once"),
    r"\b(TODO|FIXME|XXX|HACK)\b": ([], "finish it, or say so in an issue"),
}
NO_EXCEPTIONS = ("crypto/", "schemas/", "client/core/")  # these also compile for the browser
BROWSER_WORDS = r"\b(throw|try|catch)\b\s*[\({]|\bthrow\s|#include <(thread|mutex|fstream|filesystem|ranges|format|source_location|iostream)>"


def without_comments(line):
    return re.sub(r"//.*", "", line)


def layer_of(path):
    best = ""
    for folder in LAYERS:
        if (path == folder or path.startswith(folder + "/")) and len(folder) > len(best):
            best = folder
    return best


def allowed(path, included):
    layer = layer_of(path)
    if not layer:
        return False
    return any(included == f or included.startswith(f + "/") for f in [layer] + LAYERS[layer])


def in_place(path, places):
    return any(path.startswith(p) or pathlib.PurePath(path).name.startswith(p) for p in places)


def check_file(path, text):
    is_test = path.startswith("tests/")
    for number, line in enumerate(text.splitlines(), 1):
        here = f"{path}:{number}"
        include = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if include:
            quote, name = include.groups()
            if quote == '"':
                if not (path.startswith(tuple(LAYERS)) and allowed(path, name)):
                    yield f"{here}: {layer_of(path) or path} may not include {name}"
            else:
                for pattern, places in HOMES.items():
                    if re.match(pattern, name) and not is_test and not in_place(path, places):
                        yield f"{here}: <{name}> belongs to {', '.join(places) or 'tests'}"
        code = without_comments(line)
        for pattern, (places, remedy) in WORDS.items():
            if is_test and "dap-18" not in pattern and "TODO" not in pattern:
                continue
            subject = line if "TODO" in pattern else code
            if re.search(pattern, subject) and not in_place(path, places):
                yield f"{here}: '{re.search(pattern, subject).group(0)}': {remedy}"
        if path.startswith(NO_EXCEPTIONS) and re.search(BROWSER_WORDS, re.sub(r'"(\\.|[^"\\])*"', '""', code)):
            yield f"{here}: no exceptions, threads or files where the browser compiles the same code"
    if path.endswith(".h") and "#pragma once" not in text:
        yield f"{path}:1: a header begins with a comment and #pragma once"


def check_listed(root, paths):
    """Every .cpp belongs to a target: some CMakeLists.txt of its top folder names it."""
    lists = "\n".join(f.read_text(encoding="utf-8") for f in root.glob("*/**/CMakeLists.txt") if "build" not in f.parts)
    words = set(re.findall(r"[\w.]+\.cpp", lists))
    for path in paths:
        if path.endswith(".cpp") and pathlib.PurePath(path).name not in words:
            yield f"{path}:1: no CMakeLists.txt names this file"


def check(root):
    paths = sorted(p.relative_to(root).as_posix() for top in ("crypto", "schemas", "client", "collector", "tests")
                   for p in (root / top).rglob("*") if p.suffix in SOURCES and "node_modules" not in p.parts)
    for path in paths:
        yield from check_file(path, (root / path).read_text(encoding="utf-8"))
    yield from check_listed(root, paths)


def sizes(root):
    """A hint to look for a second job in a file; never a failure."""
    for top in ("crypto", "schemas", "client", "collector"):
        for p in (root / top).rglob("*"):
            if p.suffix in SOURCES and (lines := p.read_text(encoding="utf-8").count("\n")) > 500:
                yield lines, p.relative_to(root).as_posix()


def self_test():
    planted = {
        "crypto/field/a.h": '#pragma once\n#include "schemas/wire/types.h"\n',
        "client/core/b.h": '#pragma once\n#include "collector/store/store.h"\n',
        "collector/protocol/c.h": '#pragma once\n#include <httplib.h>\n',
        "collector/protocol/d.h": "#pragma once\nauto t = std::chrono::system_clock::now();\n",
        "schemas/wire/e.h": '#pragma once\nconst char* k = "dap-18";\n',
        "schemas/wire/f.h": '#pragma once\nvoid f() { throw 1; }\n',
        "crypto/base/g.cpp": "int g;\n",
        "crypto/base/h.h": "int h;\n",
        "collector/protocol/i.h": '#pragma once\nvoid f() { std::cout << 1; }\n',
        "crypto/dp/j.h": "#pragma once\n// TO" "DO later\n",
    }
    missed = []
    for path, text in planted.items():
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / path).parent.mkdir(parents=True)
            (root / path).write_text(text)
            if not any(b.startswith(path) for b in check(root)):
                missed.append(path)
    for path in missed:
        print(f"the breach planted in {path} was not found")
    return 1 if missed else 0


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    root = pathlib.Path(sys.argv[1])
    breaches = list(check(root))
    for breach in breaches:
        print(breach)
    for lines, path in sorted(sizes(root), reverse=True):
        print(f"note: {path} has {lines} lines")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
