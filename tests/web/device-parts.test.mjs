// Parts of the device's side that need no page.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { sources } from './support/deployment.mjs';
import { findOnDisk } from './support/disk.mjs';

const require = createRequire(join(sources, 'client/web/package.json'));
const { buildSync } = require('esbuild');

async function load(name) {
  const { outputFiles: [file] } = buildSync({
    entryPoints: [join(sources, 'client/web/src/device', name)], bundle: true, format: 'esm', write: false });
  return import(`data:text/javascript;base64,${Buffer.from(file.text).toString('base64')}`);
}

test('a passphrase is judged by what is hard to guess, not by its signs', async () => {
  const { strengthOf } = await load('passphrase.ts');
  const judged = {
    '': 'short', abc1234: 'short', password: 'weak', 'Password1!': 'weak', '12345678': 'weak', aaaaaaaaaaaaaaaa: 'weak',
    'summer 2024': 'weak', 'password password password password': 'weak', 'lantern orchid gravel': 'fair',
    'lantern orchid gravel tuesday': 'good', 'xK9#vQ2!mL7$': 'good', 'فانوس زهرة حصى ثلاثاء': 'good',
  };
  for (const [passphrase, strength] of Object.entries(judged)) assert.equal(strengthOf(passphrase), strength, passphrase);
});

test('browsers inside other apps are recognised, and browsers are not', async () => {
  const { inAppBrowser } = await load('in-app.ts');
  const android = 'Mozilla/5.0 (Linux; Android 14; Pixel 8';
  const apple = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
  const inside = {
    [`${android} Build/UQ1A; wv) AppleWebKit/537.36 Version/4.0 Chrome/125.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/460.0;]`]: 'Facebook',
    [`${apple} Mobile/15E148 [FBAN/FBIOS;FBAV/460.0]`]: 'Facebook',
    [`${apple} Mobile/15E148 Instagram 330.0.0`]: 'Instagram',
    [`${apple} Safari Line/14.5.0`]: 'LINE',
    [`${apple} Mobile/15E148 Twitter for iPhone/10.30`]: 'X',
    [`${android}; wv) AppleWebKit/537.36 Version/4.0 Chrome/125.0 Mobile Safari/537.36 trill_350 BytedanceWebview`]: 'TikTok',
    [`${android}; wv) AppleWebKit/537.36 Version/4.0 Chrome/125.0 Mobile Safari/537.36`]: 'WebView',
    [`${apple} Mobile/15E148`]: 'WebView',
  };
  for (const [agent, app] of Object.entries(inside)) assert.equal(inAppBrowser(agent), app, agent);
  for (const agent of [
    `${android}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Mobile Safari/537.36`,
    `${apple} Version/17.5 Mobile/15E148 Safari/604.1`,
    'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36 Edg/125.0',
  ]) assert.equal(inAppBrowser(agent), null, agent);
});

test('the search of a disk finds every spelling', () => {
  const text = 'lantern orchid gravel';
  const wide = Buffer.from(text, 'utf16le');
  for (const planted of [Buffer.from(`xx${text}yy`), Buffer.concat([Buffer.from([1]), wide]), Buffer.from(wide).swap16(),
    ...[0, 1, 2].map((offset) => Buffer.from(Buffer.from(`${'abc'.slice(0, offset)}${text} and more`).toString('base64')))]) {
    const folder = mkdtempSync(join(tmpdir(), 'tacit-disk-'));
    writeFileSync(join(folder, 'file'), Buffer.concat([Buffer.alloc(7), planted, Buffer.alloc(9)]));

    assert.deepEqual(findOnDisk(folder, [text, 'not there']), [`${text} in file`]);
    rmSync(folder, { recursive: true });
  }
});
