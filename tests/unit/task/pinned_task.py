"""Computes task_info, vdaf_configuration and task_id of the task.json in pinned_task.h, with nothing of this project's code.

    python3 tests/unit/task/pinned_task.py

The blocks are worked out by hand for that one survey; the rest follows the structures of DAP.
"""
import base64
import hashlib
import json
import pathlib
import struct


def opaque(prefix, data):
    return struct.pack(">" + prefix, len(data)) + data


def encode_blocks():
    # sleep: good, poor, no_answer | wins: work, family, rest, no_answer; at most 2 | phq2: 0..6, no_answer
    choice = lambda k: struct.pack(">BH", 1, k)
    multi = lambda k, most: struct.pack(">BHH", 2, k, most)
    cells = lambda items: opaque("H", b"".join(struct.pack(">H", c) for c in items))
    group = lambda of, groups: struct.pack(">BH", 3, of) + opaque("H", b"".join(map(cells, groups)))
    cross = lambda i, j: struct.pack(">BHH", 4, i, j)
    total = lambda of, values: struct.pack(">BH", 5, of) + opaque("H", b"".join(struct.pack(">i", v) for v in values))
    blocks = [
        choice(3),
        multi(4, 2),
        choice(8),
        group(2, [[0, 1, 2], [3, 4, 5, 6], [7]]),
        total(2, [m - 3 for m in range(7)] + [0]),
        cross(0, 3),
    ]
    products = 1 + (4 + 2) + 1 + 1  # choice, multi with two digits of its weight, choice, cross
    release = [0, 1, 5, 4]  # the tables in file order
    return blocks, products, release


def chunk_length(products):
    def cost(c):
        calls = -(-products // c)
        p = 1
        while p < 1 + calls:
            p *= 2
        return 2 * c + 2 * (p - 1) + 1

    return min(range(1, products + 1), key=lambda c: (cost(c), c))


def show(task):
    # Every key is ASCII and every number a small integer, so this is RFC 8785.
    canonical = json.dumps(task, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    task_info = hashlib.sha256(canonical).digest()

    blocks, products, release = encode_blocks()
    vdaf_configuration = (
        struct.pack(">IB", chunk_length(products), 3)
        + opaque("H", b"".join(blocks))
        + opaque("H", b"".join(struct.pack(">H", b) for b in release))
    )
    day = task["time_precision"]
    interval = struct.pack(">QQ", task["opens"] // day, (task["closes"] - task["opens"]) // day)
    configuration = (
        opaque("B", task_info)
        + opaque("H", task["leader"]["url"].encode())
        + opaque("H", task["helper"]["url"].encode())
        + struct.pack(">QQB", day, task["min_batch_size"], 1)
        + opaque("H", b"")
        + struct.pack(">I", 0xFFFF5401)
        + opaque("H", vdaf_configuration)
        + opaque("H", struct.pack(">H", 1) + opaque("H", interval))
    )
    label = hashlib.sha256(b"dap-taskprov task id").digest()
    task_id = hashlib.sha256(label + configuration).digest()

    print("canonical size     ", len(canonical))
    print("task_info          ", task_info.hex())
    print("vdaf_configuration ", vdaf_configuration.hex())
    print("configuration      ", hashlib.sha256(configuration).hexdigest(), "(SHA-256)")
    print("task_id            ", task_id.hex())
    print("in URLs            ", base64.urlsafe_b64encode(task_id).rstrip(b"=").decode())


def main():
    source = pathlib.Path(__file__).with_name("pinned_task.h").read_text(encoding="utf-8")
    text = source.split('R"json(')[1].split(')json"')[0]
    show(json.loads(text))
    print("with a registered analysis")
    analysis = source.split('R"analysis(')[1].split(')analysis"')[0]
    show(json.loads(text.replace('"admission": "open"', analysis)))


if __name__ == "__main__":
    main()
