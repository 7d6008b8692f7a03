// Makes the form: a folder of static files that any host can serve. The same sources give the same bytes, wherever and
// whenever they are built; form.json lists them all, for both organisations to sign.
//
//   node client/web/build.mjs --wasm build/wasm/tacit.wasm --out build/form
//
//   --wasm FILE        the engine, tacit.wasm; beside it lie passphrase.wasm and both as script, tacit-wasm2js.js and
//                      passphrase-wasm2js.js
//   --exit-page URL    where "Leave quickly" leads
//   --asked-by TEXT    for people without script: who asks
//   --results URL      for people without script: where results are published, or who publishes them
//   --package          for everybody's use: refuses helplines that nobody has checked for 180 days

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, transform } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const source = (path) => join(here, path);
const { values: options } = parseArgs({
  options: {
    'wasm': { type: 'string' },
    'out': { type: 'string' },
    'exit-page': { type: 'string', default: 'https://www.wikipedia.org/' },
    'asked-by': { type: 'string', default: '' },
    'results': { type: 'string', default: '../../releases/' },
    'package': { type: 'boolean', default: false },
  },
});
if (!options.wasm || !options.out) fail('usage: build.mjs --wasm FILE --out FOLDER');

function fail(message) {
  console.error(message);
  process.exit(1);
}

const digest = (algorithm, bytes, encoding) => createHash(algorithm).update(bytes).digest(encoding);
const integrity = (bytes) => `sha384-${digest('sha384', bytes, 'base64')}`;
const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const helplines = JSON.parse(readFileSync(source('data/helplines.json'), 'utf8'));
checkHelplines();
execFileSync(process.execPath, [source('node_modules/typescript/bin/tsc'), '-p', here], { stdio: 'inherit' });

const code = { format: 'esm', target: 'es2022', charset: 'utf8', legalComments: 'none', minify: true };
const files = new Map();
const hashes = {};
for (const name of ['tacit', 'passphrase']) {
  const engine = (file) => readFileSync(join(dirname(options.wasm), file));
  const script = await transform(engine(`${name}-wasm2js.js`).toString(), code);
  files.set(`${name}.wasm`, engine(`${name}.wasm`));
  files.set(`${name}-wasm2js.js`, Buffer.from(script.code)); // a third of what binaryen writes
}
for (const [name, bytes] of files) hashes[name] = integrity(bytes);

// What pages.js takes from app.js, which is there before it (src/shared.ts).
const shared = [...readFileSync(source('src/shared.ts'), 'utf8').matchAll(/ from '(.*)'/g)].map(([, path]) =>
  path.startsWith('.') ? source(join('src', path)) : path,
);
const takesFromApp = {
  name: 'takes from app.js',
  setup: ({ onResolve }) =>
    onResolve({ filter: /./ }, ({ path, resolveDir }) => {
      const file = path.startsWith('.') ? join(resolveDir, path) : path;
      return shared.includes(file) ? { path: './app.js', external: true, sideEffects: false } : null;
    }),
};

// What app.js loads later is bundled before it, because app.js holds its hash.
await bundle('chart', 'src/device/chart.ts');
await bundle('passphrase', 'src/device/passphrase-worker.ts');
await bundle('sw', 'src/device/sw.ts');
await bundle('pages', 'src/pages.ts', [takesFromApp]);
for (const name of ['chart.js', 'pages.js', 'passphrase.js']) hashes[name] = integrity(files.get(name));
await bundle('app', 'src/app.tsx');
await bundle('style', 'style/form.css');
files.set('index.html', Buffer.from(page()));
files.set('form.json', Buffer.from(manifest()));

rmSync(options.out, { recursive: true, force: true });
mkdirSync(options.out, { recursive: true });
for (const [name, bytes] of files) writeFileSync(join(options.out, name), bytes);

async function bundle(name, path, plugins = []) {
  const result = await build({
    entryPoints: { [name]: source(path) },
    ...code,
    bundle: true,
    plugins,
    outdir: '/',
    absWorkingDir: here,
    preserveSymlinks: true,
    write: false,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
    define: {
      TACIT_INTEGRITY: JSON.stringify(hashes),
      TACIT_EXIT_PAGE: JSON.stringify(options['exit-page']),
    },
  });
  for (const { path, contents } of result.outputFiles) files.set(path.replace(/^\//, ''), Buffer.from(contents));
}

function page() {
  const fill = {
    script_integrity: integrity(files.get('app.js')),
    // In the page itself: browsers fetch an icon whenever they like.
    icon: `data:image/svg+xml,${encodeURIComponent(readFileSync(source('icon.svg'), 'utf8').trim())}`,
    style_integrity: integrity(files.get('style.css')),
    asked_by: escaped(options['asked-by']),
    results: escaped(options.results),
    helplines: helplines.rows.map(line).join('\n'),
  };
  return readFileSync(source('index.html'), 'utf8').replace(/\{(\w+)\}/g, (whole, key) => fill[key] ?? whole);
}

function line({ country, name, call, text }) {
  const number = (scheme, digits) => `<a href="${scheme}:${digits.replace(/\D/g, '')}">${escaped(digits)}</a>`;
  const ways = [call && number('tel', call), text && `SMS ${number('sms', text)}`].filter(Boolean).join(', ');
  return `<p>${country}: ${escaped(name)}, ${ways}</p>`;
}

// RFC 8785: sorted names, no spaces. The files in the order of their paths.
function manifest() {
  const list = [...files].map(([path, bytes]) => ({
    path,
    sha256: digest('sha256', bytes, 'base64url'),
    size: bytes.length,
  }));
  list.sort((one, other) => (one.path < other.path ? -1 : 1));
  const { serial, version } = JSON.parse(readFileSync(source('package.json'), 'utf8'));
  return JSON.stringify({ files: list, format: 'tacit-form-1', serial, version });
}

// Numbers change. Against SOURCE_DATE_EPOCH where it is set, so that a build can be repeated later.
function checkHelplines() {
  const epoch = process.env.SOURCE_DATE_EPOCH;
  const today = epoch ? Number(epoch) * 1000 : Date.now();
  const old = helplines.rows.filter(({ checked }) => !(today - Date.parse(checked) <= 180 * 86_400_000));
  if (old.length === 0) return;
  const names = old.map(({ country, name, checked }) => `  ${country} ${name}, checked ${checked}`).join('\n');
  const message = `These helplines were checked more than 180 days ago (client/web/data/helplines.json):\n${names}`;
  if (options.package) fail(`${message}\nRead their sources again and correct the rows.`);
  console.warn(message);
}
