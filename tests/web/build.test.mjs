// The built form as files: the same bytes twice, all of them in the list that is signed, nothing from anybody else.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { sources } from './support/deployment.mjs';
import { builtForm } from './support/form-server.mjs';

const built = builtForm();
const engine = join(built, '../form-engine/tacit.wasm');
const web = join(sources, 'client/web');
const work = mkdtempSync(join(tmpdir(), 'tacit-build-'));
after(() => rmSync(work, { recursive: true, force: true }));

const read = (name) => readFileSync(join(built, name));
const digest = (algorithm, bytes, encoding) => createHash(algorithm).update(bytes).digest(encoding);
const build = (folder, out, args = [], environment = {}) =>
  spawnSync(process.execPath, [join(folder, 'build.mjs'), '--wasm', engine, '--out', out, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });

test('another folder and another day give the same bytes', () => {
  const copy = join(work, 'elsewhere/with another name');
  cpSync(web, copy, { recursive: true, filter: (path) => !path.includes('node_modules') });
  symlinkSync(join(web, 'node_modules'), join(copy, 'node_modules'));

  const made = build(copy, join(work, 'again'), [], {
    SOURCE_DATE_EPOCH: '1893456000',
    TZ: 'Asia/Tokyo',
    LANG: 'ar_EG',
  });

  assert.equal(made.status, 0, made.stderr);
  assert.deepEqual(readdirSync(join(work, 'again')).sort(), readdirSync(built).sort());
  for (const name of readdirSync(built)) assert.ok(read(name).equals(readFileSync(join(work, 'again', name))), name);
});

test('the list names every other file, with its size and hash, and is canonical', () => {
  const list = JSON.parse(read('form.json'));
  assert.equal(list.format, 'tacit-form-1');
  assert.ok(Number.isInteger(list.serial) && list.serial > 0);
  assert.deepEqual(
    list.files.map(({ path }) => path),
    readdirSync(built)
      .filter((name) => name !== 'form.json')
      .sort(),
  );
  for (const { path, size, sha256 } of list.files) {
    assert.equal(size, read(path).length, path);
    assert.equal(sha256, digest('sha256', read(path), 'base64url'), path);
  }
  const inOrder = (_, value) =>
    value?.constructor === Object
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value;
  assert.equal(read('form.json').toString(), JSON.stringify(list, inOrder));
});

test('the page names what it loads with its hash, and loads nothing from elsewhere', () => {
  const page = read('index.html').toString();
  for (const name of ['app.js', 'style.css']) {
    assert.ok(page.includes(`"${name}" integrity="sha384-${digest('sha384', read(name), 'base64')}"`), name);
  }
  assert.doesNotMatch(page, /<(script|style)[^>]*>[^<]|\bon\w+=|\bstyle=/, 'no script and no style inside the page');
  for (const name of ['tacit.wasm', 'tacit-wasm2js.js', 'pages.js', 'chart.js', 'passphrase.js'])
    assert.ok(read('app.js').includes(`sha384-${digest('sha384', read(name), 'base64')}`), name);
  for (const name of ['passphrase.wasm', 'passphrase-wasm2js.js'])
    assert.ok(read('passphrase.js').includes(`sha384-${digest('sha384', read(name), 'base64')}`), name);
  assert.doesNotMatch(read('app.js').toString(), /^import\b[^(]/m, 'a file that app.js imports at once would have no hash');
});

test('the pages beside the survey take from app.js what it gives, and nothing from any other file', () => {
  const names = (list) => list.split(',').map((entry) => entry.trim().split(/\s+as\s+/));
  const [, given] = /export\s*\{([^}]*)\};?\s*$/.exec(read('app.js')) ?? [];
  const gives = new Set(names(given).map((entry) => entry.at(-1)));
  const taken = [...read('pages.js').toString().matchAll(/\bimport\s*\{([^}]*)\}\s*from\s*"([^"]*)"/g)];
  assert.ok(taken.length > 0);
  for (const [, list, file] of taken) {
    assert.equal(file, './app.js');
    for (const [name] of names(list)) assert.ok(gives.has(name), `app.js does not export ${name} (client/web/src/shared.ts)`);
  }
  assert.doesNotMatch(read('pages.js').toString(), /\bimport\s*["(]/);
});

test('the only address of somebody else is the one that the quick way out leads to, and those of helplines', () => {
  const allowed = /^https?:\/\/(www\.wikipedia\.org\/|www\.w3\.org\/|127\.)/;
  const helplines = JSON.parse(readFileSync(join(web, 'data/helplines.json'), 'utf8')).rows.map(({ source }) => source);
  for (const name of ['index.html', 'app.js', 'style.css', 'sw.js', 'pages.js', 'passphrase.js', 'chart.js']) {
    for (const [address] of read(name)
      .toString()
      .matchAll(/https?:\/\/[\w.:-]+\.\w+[^\s"'`<>)]*/g)) {
      assert.ok(allowed.test(address) || helplines.includes(address), `${name}: ${address}`);
    }
  }
});

test('packaging refuses helplines that nobody has checked for 180 days, and names them', () => {
  const rows = JSON.parse(readFileSync(join(web, 'data/helplines.json'), 'utf8')).rows;
  const oldest = Math.min(...rows.map(({ checked }) => Date.parse(checked))) / 1000;
  const at = (days) =>
    build(web, join(work, 'package'), ['--package'], { SOURCE_DATE_EPOCH: String(oldest + days * 86_400) });

  const fresh = at(180);
  const stale = at(181);

  assert.equal(fresh.status, 0, fresh.stderr);
  assert.notEqual(stale.status, 0);
  assert.match(stale.stderr, /988 Suicide & Crisis Lifeline, checked 2/);
});

test('a word that a language lacks stops the build', () => {
  const copy = join(work, 'speechless');
  cpSync(web, copy, { recursive: true, filter: (path) => !path.includes('node_modules') });
  symlinkSync(join(web, 'node_modules'), join(copy, 'node_modules'));
  const spanish = JSON.parse(readFileSync(join(copy, 'lang/es.json'), 'utf8'));
  delete spanish.leaves_send;
  writeFileSync(join(copy, 'lang/es.json'), JSON.stringify(spanish));

  const made = build(copy, join(work, 'never'));

  assert.notEqual(made.status, 0);
  assert.match(made.stdout + made.stderr, /leaves_send/);
});

test('the lock file names no download address', () => {
  assert.doesNotMatch(
    readFileSync(join(web, 'package-lock.json'), 'utf8'),
    /"resolved"|https?:\/\/(?!opencollective|github)/,
  );
});
