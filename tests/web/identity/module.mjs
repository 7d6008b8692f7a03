// The engine's two builds for tests and benchmarks in Node, with randomness that the caller chooses: the same protocol
// of blocks as client/web/src/engine_calls.ts, whose own test is a browser.
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export async function startModule(file, fillRandom) {
  let exports;
  const noFiles = () => 52;
  const imports = {
    random_get(address, size) {
      fillRandom(new Uint8Array(exports.memory.buffer, address, size));
      return 0;
    },
    fd_write: noFiles, fd_seek: noFiles, fd_close: noFiles,
  };
  if (file.endsWith('.wasm')) {
    const bytes = readFileSync(file);
    exports = (await WebAssembly.instantiate(bytes, { wasi_snapshot_preview1: imports })).instance.exports;
  } else {
    exports = (await importScript(file)).start(imports);
  }
  exports._initialize();
  return { exports, call: (name, ...args) => call(exports, name, args) };
}

// Node 18 takes a file for a module only by its name.
async function importScript(file) {
  const folder = mkdtempSync(join(tmpdir(), 'tacit-engine-'));
  try {
    copyFileSync(file, join(folder, 'engine.mjs'));
    return await import(pathToFileURL(join(folder, 'engine.mjs')));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function call(exports, name, args) {
  const parts = args.map((part) => Buffer.from(part));
  const block = exports.tacit_take(parts.reduce((size, part) => size + 4 + part.length, 0));
  let at = block + 4;
  for (const part of parts) {
    Buffer.from(exports.memory.buffer).writeUInt32LE(part.length, at);
    new Uint8Array(exports.memory.buffer).set(part, at + 4);
    at += 4 + part.length;
  }
  const given = exports[`tacit_${name}`](block);
  const memory = Buffer.from(exports.memory.buffer);
  const answer = Buffer.from(memory.subarray(given + 4, given + 4 + memory.readUInt32LE(given)));
  exports.tacit_give_back(given);
  const [follows, body] = [answer[0], answer.subarray(1)];
  if (follows === 2) throw new Error(`${name}: ${body}`);
  return follows === 1 ? body : JSON.parse(body);
}
