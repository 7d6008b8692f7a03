// Makes the engine as script: runs binaryen's wasm2js and replaces its imports, which name modules that no browser has,
// by one function start(imports), which gives the exports.
//
//   node client/wasm/script_module.mjs WASM2JS MODULE.wasm SCRIPT.js
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [wasm2js, module, script] = process.argv.slice(2);
execFileSync(wasm2js, ['-O2', module, '-o', script], { stdio: ['ignore', 'inherit', 'inherit'] });

const text = readFileSync(script, 'utf8');
const [, imports, body] = /^((?:import .*\n)*)([^]*?)\nvar retasmFunc = asmFunc\([^]*$/.exec(text) ?? [];
const names = [...(imports ?? '').matchAll(/import \{ (\w+) \} from '(\w+)'/g)].map(([, name]) => name);
const expected = ['fd_close', 'fd_seek', 'fd_write', 'random_get', 'setTempRet0'];
if (!body || names.some((name) => !expected.includes(name)))
  throw new Error(`wasm2js wrote a form that this script does not know; it imports ${names.join(', ')}`);

writeFileSync(script, `${body}
export function start(imports) {
  return asmFunc({
    abort() { throw new Error('broken invariant'); },
    setTempRet0() {},
    ...imports,
  });
}
`);
