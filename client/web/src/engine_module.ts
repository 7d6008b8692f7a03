// Fetches and starts a module of the engine: WebAssembly, or where that is switched off (some browsers' hardened
// modes) the same module as script. Both stand beside the bundle and take and give bytes in the same way.

import { fetchChecked, importChecked } from './later';

// What a module exports (client/wasm/bridge.cpp, passphrase.cpp). A block is a 32-bit length in little-endian order and as many bytes.
export interface Module {
  memory: { buffer: ArrayBuffer };    // another buffer after every call that made it grow
  _initialize(): void;
  tacit_take(size: number): number;   // a new block, to be filled
  tacit_give_back(block: number): void;
  [call: string]: unknown;            // each takes a block, gives it back itself, and returns a new one
}

// What the module asks of its surroundings: random bytes, and nothing else. The calls about files come from messages of
// broken invariants only and are told that there are none.
type Imports = { random_get(address: number, size: number): number } & Record<string, (...ignored: number[]) => number>;
export function importsFor(memory: () => { buffer: ArrayBuffer }): Imports {
  const noFiles = () => 52;  // ENOSYS
  return {
    random_get(address, size) {
      const longestPiece = 65_536;  // of one call of getRandomValues
      const bytes = new Uint8Array(memory().buffer, address >>> 0, size >>> 0);
      for (let at = 0; at < bytes.length; at += longestPiece)
        crypto.getRandomValues(bytes.subarray(at, at + longestPiece));
      return 0;
    },
    fd_write: noFiles, fd_seek: noFiles, fd_close: noFiles,
  };
}

type Name = 'tacit' | 'passphrase';

export async function loadModule(name: Name): Promise<{ module: Module; asScript: boolean }> {
  const compiled = await asWebAssembly(name);
  const module = compiled ?? await asScript(name);
  module._initialize();
  return { module, asScript: compiled === null };
}

async function asWebAssembly(name: Name): Promise<Module | null> {
  if (typeof WebAssembly !== 'object') return null;
  const bytes = await fetchChecked(`${name}.wasm`);
  let module: Module;
  try {
    const imports = { wasi_snapshot_preview1: importsFor(() => module.memory) };
    module = (await WebAssembly.instantiate(bytes, imports)).instance.exports as unknown as Module;
  } catch {  // there, but compiling is refused
    return null;
  }
  return module;
}

async function asScript(name: Name): Promise<Module> {
  const script = await importChecked<{ start(imports: Imports): Module }>(`${name}-wasm2js.js`);
  let module: Module;
  module = script.start(importsFor(() => module.memory));
  return module;
}
