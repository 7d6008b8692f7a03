// The form's own files on a device: without a network, and when the server offers others.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { openProfile } from './support/browser.mjs';
import { Deployment } from './support/deployment.mjs';
import { findOnDisk } from './support/disk.mjs';
import { builtForm, serveForm } from './support/form-server.mjs';
import { JournalKeeper } from './support/journal-keeper.mjs';
import { kept } from './support/kept.mjs';

const built = builtForm();
const work = mkdtempSync(join(tmpdir(), 'tacit-offline-'));
const servers = [];
let survey;
before(async () => { survey = await Deployment.start(); });
after(async () => {
  for (const server of servers) await server.stop();
  await survey.stop();
  rmSync(work, { recursive: true, force: true });
});

// A copy of the form with other words in it, a list that says so, and the signatures of these organisations.
function version(name, signers, serial = 1) {
  const folder = join(work, name);
  cpSync(built, folder, { recursive: true });
  const page = readFileSync(join(built, 'index.html'), 'utf8').replace('</body>', `<!-- ${name} --></body>`);
  writeFileSync(join(folder, 'index.html'), page);
  const list = JSON.parse(readFileSync(join(built, 'form.json'), 'utf8'));
  list.version = name;
  const entry = list.files.find(({ path }) => path === 'index.html');
  entry.size = Buffer.byteLength(page);
  entry.sha256 = createHash('sha256').update(page).digest('base64url');
  const manifest = JSON.stringify({
    files: list.files.map(({ path, sha256, size }) => ({ path, sha256, size })), format: list.format, serial, version: list.version });
  writeFileSync(join(folder, 'form.json'), manifest);
  const given = signers.map((who) => {
    const out = join(work, `${name}-${who}.json`);
    survey.collector(who, ['form', 'sign', folder, '--out', out]);
    return [who, JSON.parse(readFileSync(out, 'utf8')).signature];
  });
  for (const [who, signature] of given) writeFileSync(join(folder, `form.${who}.sig`), `${signature}\n`);
  return folder;
}

// A host whose folder can be changed for another one under way; `offer` may also change single files.
async function host(folder) {
  const it = { folder, change: (name, bytes) => bytes };
  const server = await serveForm(work, {
    connect: ['leader', 'helper'].map((who) => survey.url(who)),
    read: (name) => it.change(name, readFileSync(join(it.folder, name))),
  });
  servers.push(server);
  return Object.assign(it, { url: server.url, stop: server.stop, address: `${server.url}#${survey.taskId}@${survey.url('leader')}` });
}

async function withBrowser(run) {
  const folder = mkdtempSync(join(tmpdir(), 'tacit-profile-'));
  const browser = await openProfile(folder);
  try {
    const page = browser.pages()[0];
    await run(new JournalKeeper(page), page, browser);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

// Opens the survey as on one's own device, and says what the form then says about its own files.
async function begin(keeper, page, address) {
  await page.goto('about:blank');
  await page.goto(address);
  const again = keeper.button('welcome_go_on');
  const own = keeper.button('welcome_private');
  await own.or(again).waitFor();
  await own.or(again).click();
  await page.locator('progress').waitFor();
}
const said = (page) => page.locator('.news').innerText();
const shownVersion = (page) => page.evaluate(async () => /<!-- (\w+) -->/.exec(await (await fetch('./')).text())?.[1]);

test('after the first visit the form opens without a network, and everything but sending works', () => withBrowser(async (keeper, page, browser) => {
  const server = await host(version('first', ['leader', 'helper']));
  await begin(keeper, page, server.address);
  await keeper.sees('offline_kept');
  await page.locator('.choice').first().click();
  await kept(page);
  await server.stop();
  await browser.setOffline(true);

  await begin(keeper, page, server.address);                  // the draft, from where it stood
  await page.getByRole('button', { name: keeper.words('support_link') }).click();
  await keeper.heading('support_head');
  await keeper.press('support_back');
  await keeper.press('question_finish');
  await keeper.press('review_on');
  await keeper.press('leaves_send');
  await keeper.heading('waiting_head');
  await keeper.sees('waiting_offline');
  await page.goto(server.url);
  await keeper.press('welcome_journal');
  await keeper.checkIn([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  await keeper.table();
  await page.locator('.chart canvas').waitFor();
}));

test('tasks, keys and reports are never in the kept files', () => withBrowser(async (keeper, page) => {
  const server = await host(version('plain', ['leader', 'helper']));
  await begin(keeper, page, server.address);
  await keeper.sees('offline_kept');

  const kept = await page.evaluate(async () => {
    const urls = [];
    for (const name of await caches.keys()) for (const { url } of await (await caches.open(name)).keys()) urls.push(url);
    return urls;
  });
  const list = JSON.parse(readFileSync(join(server.folder, 'form.json'), 'utf8')).files.map(({ path }) => server.url + path)
    .filter((url) => !url.endsWith('-wasm2js.js'));       // WebAssembly is switched on
  assert.deepEqual(kept.sort(), [...list, `${server.url}state`].sort());
}));

test('a version that both organisations signed is taken, at the next visit', () => withBrowser(async (keeper, page) => {
  const server = await host(version('old', ['leader', 'helper']));
  await begin(keeper, page, server.address);
  await keeper.sees('offline_kept');
  assert.equal(await shownVersion(page), 'old');

  server.folder = version('new', ['leader', 'helper']);
  await begin(keeper, page, server.address);
  await keeper.sees('update_kept');
  assert.equal(await shownVersion(page), 'old');
  await begin(keeper, page, server.address);
  assert.equal(await shownVersion(page), 'new');
}));

test('an older version is refused, though both signed it once, and the newer one stays', () => withBrowser(async (keeper, page) => {
  const both = ['leader', 'helper'];
  const server = await host(version('third', both, 3));
  await begin(keeper, page, server.address);
  await keeper.sees('offline_kept');

  server.folder = version('second', both, 2);
  await begin(keeper, page, server.address);
  assert.equal(await said(page), keeper.words('update_older'));
  server.folder = version('fourth', both, 4);
  await begin(keeper, page, server.address);
  await keeper.sees('update_kept');
  server.folder = version('again', both, 3);
  await begin(keeper, page, server.address);
  assert.equal(await said(page), keeper.words('update_older'));
  assert.equal(await shownVersion(page), 'fourth');
}));

for (const [who, signers] of [['the leader alone', ['leader']], ['the helper alone', ['helper']], ['nobody', []]]) {
  test(`a version signed by ${who} is refused, and the one before stays`, () => withBrowser(async (keeper, page) => {
    const name = `by${signers.join('') || 'nobody'}`;
    const server = await host(version(`${name}old`, ['leader', 'helper']));
    await begin(keeper, page, server.address);
    await keeper.sees('offline_kept');

    server.folder = version(name, signers);
    await begin(keeper, page, server.address);
    assert.equal(await said(page), keeper.words('update_unsigned'));
    await begin(keeper, page, server.address);
    assert.equal(await shownVersion(page), `${name}old`);
  }));
}

test('a version whose file was changed by one byte is refused, and the one before stays', () => withBrowser(async (keeper, page) => {
  const server = await host(version('whole', ['leader', 'helper']));
  await begin(keeper, page, server.address);
  await keeper.sees('offline_kept');

  server.folder = version('broken', ['leader', 'helper']);
  server.change = (name, bytes) => {
    if (name === 'app.js') bytes[100] ^= 1;
    return bytes;
  };
  await begin(keeper, page, server.address);
  assert.equal(await said(page), keeper.words('update_changed'));
  await begin(keeper, page, server.address);
  assert.equal(await shownVersion(page), 'whole');
}));

test('a form that not both have signed is not kept at the first visit, and says so', () => withBrowser(async (keeper, page) => {
  const server = await host(version('half', ['leader']));
  await begin(keeper, page, server.address);

  assert.equal(await said(page), keeper.words('offline_unsigned'));
  assert.deepEqual(await page.evaluate(() => caches.keys()), []);
}));

test('a form whose file is not the signed one is not kept at the first visit, and says so', () => withBrowser(async (keeper, page) => {
  const server = await host(version('other', ['leader', 'helper']));
  server.change = (name, bytes) => (name === 'chart.js' ? Buffer.concat([bytes, Buffer.from(' ')]) : bytes);
  await begin(keeper, page, server.address);

  assert.equal(await said(page), keeper.words('offline_changed'));
  assert.deepEqual((await page.evaluate(() => caches.keys())).filter((name) => name !== 'form-state'), []);
}));

test('one policy makes script addresses, for the form\'s own files alone', () => withBrowser(async (keeper, page) => {
  const server = await host(version('policy', ['leader', 'helper']));
  await begin(keeper, page, server.address);
  await keeper.sees('offline_kept');

  const refused = await page.evaluate(async () => {
    const tried = { other: () => trustedTypes.createPolicy('other', {}), again: () => trustedTypes.createPolicy('tacit-sw', {}),
      raw: () => navigator.serviceWorker.register('sw.js'), markup: () => { document.body.innerHTML = '<b>x</b>'; } };
    const names = [];
    for (const [name, act] of Object.entries(tried)) {
      try { await act(); } catch { names.push(name); }
    }
    return names;
  });
  assert.deepEqual(refused, ['other', 'again', 'raw', 'markup']);
}));

// The records and keys that the browser holds for this site, by number.
const held = (page) => page.evaluate(() => new Promise((done, fail) => {
  const request = indexedDB.open('tacit');
  request.onerror = () => fail(request.error);
  request.onsuccess = () => {
    const database = request.result;
    const transaction = database.transaction(['keys', 'records']);
    const counts = ['keys', 'records'].map((store) => transaction.objectStore(store).count());
    transaction.oncomplete = () => { database.close(); done(counts.map(({ result }) => result)); };
  };
}));

test('a draft lies on disk sealed, goes on after a restart, and sending leaves the mark of it alone', async () => {
  const server = await host(version('draft', ['leader', 'helper']));
  const folder = mkdtempSync(join(tmpdir(), 'tacit-profile-'));
  const asked = ['Has a health worker ever told you', '"diagnosed"'];
  const visit = async (run) => {
    const browser = await openProfile(folder);
    await run(new JournalKeeper(browser.pages()[0]), browser.pages()[0]);
    await browser.close();
    assert.deepEqual(findOnDisk(folder, asked), []);
  };

  await visit(async (keeper, page) => {
    await begin(keeper, page, server.address);
    await keeper.sees('offline_kept');
    await page.locator('.choice').first().click();
    await page.locator('.choice').nth(1).click();
    await page.locator('.part').waitFor();            // the third question: the items of a score
    await kept(page);
  });
  await visit(async (keeper, page) => {
    await begin(keeper, page, server.address);
    await page.locator('.part').waitFor();
    assert.deepEqual(await held(page), [3, 2]);       // the names' key, the draft and the survey's public files
    await keeper.press('question_finish');
    await keeper.press('review_on');
    await keeper.press('leaves_send');
    await keeper.heading('sent_head');
    assert.deepEqual(await held(page), [2, 1]);
  });
  await visit(async (keeper, page) => {
    await page.goto(server.address);
    await keeper.heading('already_head');
  });

  rmSync(folder, { recursive: true, force: true });
});
