// The journal in a real browser: what it keeps, where, and what is left of it.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { accessibilityFaults, desktop, openProfile, phone } from './support/browser.mjs';
import { findOnDisk } from './support/disk.mjs';
import { builtForm, serveForm } from './support/form-server.mjs';
import { JournalKeeper } from './support/journal-keeper.mjs';

const built = builtForm();
const secret = 'lantern orchid gravel tuesday';
const needles = { words: 'Walked to the lake twice', medicine: 'Sertralinovex', question: 'Could the tiredness pass?', answers: '"phq9":[' };

let form;
before(async () => { form = await serveForm(built); });
after(() => form.stop());

// A browser whose folder outlives it, until the test is over.
async function withFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'tacit-profile-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// One visit: the browser is started, used and closed.
async function visit(folder, work, { tag = 'en', day, ...options } = {}) {
  const browser = await openProfile(folder, options);
  try {
    const page = browser.pages()[0] ?? await browser.newPage();
    if (day) await page.clock.setFixedTime(new Date(`${day}T10:00:00`));
    return await work(new JournalKeeper(page, tag), page);
  } finally {
    await browser.close();
  }
}

async function fill(keeper) {
  await keeper.checkIn([1, 2, 1, 2, 0, 1, 2, 0, 1], { wins: ['sleep', 'rest'], say: needles.words });
  await keeper.addTreatment('ketamine', '2026-02-25');
  await keeper.press('journal_to_summary');
  await keeper.addMedicine(needles.medicine, 'little');
  await keeper.page.getByLabel(keeper.words('summary_question_words')).fill(needles.question);
  await keeper.page.getByLabel(keeper.words('summary_ask_side')).check();
  await keeper.press('journal_back_home');
}

// What this site's script could still read.
const readable = (page) => page.evaluate(async () => ({
  databases: (await indexedDB.databases()).map(({ name }) => name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  local: localStorage.length, session: sessionStorage.length, cookies: document.cookie,
}));
const nothing = { databases: [], caches: [], workers: 0, local: 0, session: 0, cookies: '' };

test('the journal is there after the browser was closed, and is nowhere on disk in plain text', () => withFolder(async (folder) => {
  await visit(folder, async (keeper) => {
    await keeper.open(form.url);
    await fill(keeper);
  }, { day: '2026-03-01' });
  assert.deepEqual(findOnDisk(folder, Object.values(needles)), []);

  await visit(folder, async (keeper, page) => {
    await keeper.open(form.url, null);
    await keeper.sees('journal_win_sleep');
    assert.equal(await page.getByText(needles.words).count(), 1);
    assert.deepEqual(await keeper.table(), [['Mar 1, 2026', '9', 'Mild']]);   // 1+2+1+2+0+1+2+0: without the ninth
    await keeper.press('journal_to_summary');
    assert.match(await page.locator('.sheet').innerText(), new RegExp(needles.medicine));
  }, { day: '2026-03-02' });
  assert.deepEqual(findOnDisk(folder, Object.values(needles)), []);
}));

test('the search finds what a page keeps unlocked', () => withFolder(async (folder) => {
  await visit(folder, async (keeper, page) => {
    await page.goto(form.url);
    await page.evaluate((text) => new Promise((done) => {
      const request = indexedDB.open('plain', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('records').put(text, 'x');
      request.onsuccess = () => { request.result.close(); done(); };
    }), needles.words);
  });

  assert.notDeepEqual(findOnDisk(folder, [needles.words]), []);
}));

test('nothing is kept before a person says whose device it is', () => withFolder(async (folder) => {
  await visit(folder, async (keeper, page) => {
    await page.goto(form.url);
    await keeper.press('welcome_journal');
    await keeper.sees('journal_whose');

    assert.deepEqual(await readable(page), nothing);
  });
}));

test('on a shared device nothing outlives the page, and a file carries the journal from one to the next', () => withFolder(async (folder) => {
  let file;
  await visit(folder, async (keeper, page) => {
    await keeper.open(form.url, 'shared');
    await keeper.sees('journal_shared');
    await fill(keeper);
    file = await keeper.saveFile(secret);
    assert.deepEqual(await readable(page), nothing);
    await keeper.open(form.url, 'shared');
    await keeper.sees('journal_wins_none');

    await keeper.press('journal_to_file');
    await keeper.openFile(file, secret);
    await keeper.sees('journal_file_done');
    assert.equal(await page.getByText(needles.words).count(), 1);
  }, { day: '2026-03-01', acceptDownloads: true });

  assert.deepEqual(findOnDisk(folder, [...Object.values(needles), secret]), []);
  for (const needle of Object.values(needles)) assert.equal(file.includes(Buffer.from(needle)), false);
}));

test('a file joins the journal or takes its place, as the person says, and opens with its passphrase alone', () => withFolder(async (folder) => {
  await visit(folder, async (keeper, page) => {
    await keeper.open(form.url);
    await keeper.checkIn([3, 3, 3, 3, 3, 3, 3, 3, 0], { wins: ['bed'], say: needles.words });
    const file = await keeper.saveFile(secret);
    await page.clock.setFixedTime(new Date('2026-03-15T10:00:00'));
    await keeper.open(form.url, null);
    await keeper.checkIn([1, 1, 1, 1, 1, 1, 1, 1, 0], { wins: ['people'] });
    const both = [['Mar 15, 2026', '8', 'Mild'], ['Mar 1, 2026', '24', 'Severe']];
    assert.deepEqual(await keeper.table(), both);
    await keeper.press('journal_to_file');

    await keeper.openFile(file, 'lantern orchid gravel monday');
    await keeper.sees('journal_file_wrong');
    const damaged = Buffer.from(file);
    damaged[damaged.length - 3] ^= 1;
    await keeper.openFile(damaged, secret);
    await keeper.sees('journal_file_wrong');

    await keeper.openFile(file, secret);
    await keeper.sees('journal_file_merge');
    await keeper.press('journal_file_cancel');
    await keeper.openFile(file, secret);
    await keeper.press('journal_file_merge');
    await keeper.sees('journal_file_done');
    assert.deepEqual(await keeper.table(), both);

    await keeper.press('journal_to_file');
    await keeper.openFile(file, secret);
    await keeper.press('journal_file_replace');
    await keeper.sees('journal_file_done');
    assert.deepEqual(await keeper.table(), [['Mar 1, 2026', '24', 'Severe']]);
  }, { day: '2026-03-01', acceptDownloads: true });
}));

test('erasing removes the keys first, and leaves nothing that the browser could read', () => withFolder(async (folder) => {
  await visit(folder, async (keeper, page) => {
    await page.addInitScript(() => {
      window.removed = [];
      for (const name of ['delete', 'clear']) {
        const original = IDBObjectStore.prototype[name];
        IDBObjectStore.prototype[name] = function (...args) {
          window.removed.push(this.name);
          return original.apply(this, args);
        };
      }
    });
    await keeper.open(form.url);
    await fill(keeper);

    await keeper.press('journal_to_erase');
    await keeper.press('storage_erase_journal');
    await keeper.press('storage_erase_no');
    assert.deepEqual(await page.evaluate(() => window.removed), []);
    await keeper.press('storage_erase_journal');
    await keeper.press('storage_erase_yes');
    await keeper.sees('storage_erase_done');
    assert.deepEqual(await page.evaluate(() => window.removed.splice(0)), ['keys', 'records']);
    await keeper.press('journal_back_home');
    await keeper.sees('journal_wins_none');

    await keeper.checkIn([1, null, null, null, null, null, null, null, null], { say: needles.words });
    await keeper.press('journal_to_erase');
    await keeper.press('storage_erase_all');
    await keeper.press('storage_erase_yes');
    await keeper.sees('storage_erase_done');
    assert.deepEqual(await page.evaluate(() => window.removed), ['keys', 'records']);
    assert.deepEqual(await readable(page), nothing);
  });
  await visit(folder, async (keeper, page) => {
    await keeper.open(form.url);
    await keeper.sees('journal_wins_none');
    assert.equal(await page.getByText(needles.words).count(), 0);
  });
}));

test('an answer to the ninth item brings the same calm page whatever it was, and is in no number', () => withFolder(async (folder) => {
  await visit(folder, async (keeper, page) => {
    const seen = [];
    await keeper.open(form.url);
    for (const answer of [1, 2, 3]) {
      await keeper.press('journal_check');
      for (let item = 0; item < 8; ++item) await page.locator('.choice').first().click();
      await page.locator('.choice').nth(answer).click();
      await keeper.heading('journal_care_head');
      seen.push(await page.locator('main').innerText());
      await keeper.press('journal_enough');
    }

    assert.equal(new Set(seen).size, 1);
    assert.equal((await keeper.table())[0][1], '0');
  });
}));

test('a journal asks the network for nothing but the form\'s own files', () => withFolder(async (folder) => {
  await visit(folder, async (keeper, page) => {
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    await keeper.open(form.url);
    await fill(keeper);
    await keeper.table();
    await keeper.saveFile(secret);
    await keeper.press('journal_back_home');
    const names = asked.filter((url) => !url.startsWith('blob:')).map((url) => url.replace(form.url, ''));
    const list = JSON.parse(readFileSync(join(built, 'form.json'), 'utf8')).files.map(({ path }) => path);

    assert.deepEqual(names.filter((name) => name !== '' && !list.includes(name)), []);
    const before = asked.length;
    await keeper.press('journal_to_summary');
    await keeper.addMedicine('Mirtazapinovex', 'lot');
    assert.equal(asked.length, before);
  }, { acceptDownloads: true });
}));

test('a file that is loaded later is not run where it has one byte more', () => withFolder(async (folder) => {
  const changed = await serveForm(built, {
    change: (name, bytes) => (['chart.js', 'passphrase.js'].includes(name) ? Buffer.concat([bytes, Buffer.from(' ')]) : bytes) });
  await visit(folder, async (keeper, page) => {
    await keeper.open(changed.url, 'shared');
    await keeper.checkIn([0, 0, 0, 0, 0, 0, 0, 0, 0]);
    await keeper.table();
    await keeper.sees('journal_line_no_chart');
    await keeper.press('journal_to_file');
    await keeper.passphrase('save').fill(secret);
    await keeper.press('journal_file_save_now');
    await keeper.sees('trouble_unexpected');
    assert.equal(page.workers().length, 0);
  });
  await changed.stop();
}));

test('the summary prints on one page, however much is in it', () => withFolder(async (folder) => {
  await visit(folder, async (keeper, page) => {
    await keeper.open(form.url);
    await keeper.addTreatment('women_prog', '2026-01-02');
    for (let week = 0; week < 9; ++week) {
      await page.clock.setFixedTime(new Date(Date.UTC(2026, 0, 4 + 7 * week, 12)));
      await keeper.open(form.url, null);
      await keeper.press('journal_check');
      await page.evaluate(async () => {      // nine weeks of clicks that other tests make as a person does
        const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        for (let item = 0; item < 9; ++item) {
          const asked = document.querySelector('h1').textContent;
          document.querySelector('.choice').click();
          while (document.querySelector('h1').textContent === asked) await drawn();
        }
        for (const box of document.querySelectorAll('.choice input')) {
          box.click();
          await drawn();
        }
      });
      await keeper.press('journal_save');
    }
    await keeper.press('journal_to_summary');
    for (let count = 1; count <= 8; ++count) await keeper.addMedicine(`A medicine with a long name, number ${count}`, 'worse_little');
    for (const box of await page.locator('.choice input').all()) await box.check();
    await page.getByLabel(keeper.words('summary_question_words')).fill('Something that needs many words. '.repeat(12));
    await keeper.page.locator('h1').click();

    for (const format of ['A4', 'Letter']) {
      const printed = (await page.pdf({ format, printBackground: false })).toString('latin1');
      assert.equal(printed.match(/\/Type\s*\/Page\b/g).length, 1, format);
    }
  }, { day: '2026-01-03' });
}));

const views = {
  whose: async (keeper) => { await keeper.page.goto(form.url); await keeper.press('welcome_journal'); },
  home: async (keeper) => { await keeper.press('journal_whose_own'); await fill(keeper); await keeper.table(); },
  item: (keeper) => keeper.press('journal_check'),
  care: async (keeper) => {
    for (let item = 0; item < 9; ++item) await keeper.page.locator('.choice').nth(1).click();
  },
  wins: (keeper) => keeper.press('journal_care_on'),
  file: async (keeper) => {
    await keeper.press('journal_save');
    await keeper.press('journal_to_file');
    await keeper.passphrase('save').fill('summer 2024');
  },
  choice: async (keeper) => {
    await keeper.press('journal_back_home');
    const file = await keeper.saveFile(secret);
    await keeper.openFile(file, secret);
    await keeper.sees('journal_file_merge');
  },
  summary: async (keeper) => { await keeper.press('journal_file_merge'); await keeper.press('journal_to_summary'); },
  erase: async (keeper) => {
    await keeper.press('journal_back_home');
    await keeper.press('journal_to_erase');
    await keeper.press('storage_erase_all');
  },
  erased: (keeper) => keeper.press('storage_erase_yes'),
};
const screenshots = process.env.TACIT_SCREENSHOTS;   // a folder, to look at

for (const [tag, viewport, colorScheme] of [['en', phone, 'light'], ['es', desktop, 'dark'], ['ar', { width: 320, height: 640 }, 'light']]) {
  test(`axe finds nothing in any view of the journal: ${tag}, ${viewport.width} px, ${colorScheme}`, () => withFolder(async (folder) => {
    const locale = { en: 'en-US', es: 'es-US', ar: 'ar-EG' }[tag];
    await visit(folder, async (keeper, page) => {
      for (const [view, show] of Object.entries(views)) {
        await show(keeper);
        await page.waitForFunction(() => document.activeElement?.tagName !== 'BODY');
        if (screenshots) await page.screenshot({ path: join(screenshots, `${view}-${tag}-${viewport.width}-${colorScheme}.png`), fullPage: true });
        assert.deepEqual(await accessibilityFaults(page), [], view);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= viewport.width, `${view} is ${width} px wide`);
      }
      assert.equal(await page.locator('html').getAttribute('dir'), tag === 'ar' ? 'rtl' : 'ltr');
    }, { tag, day: '2026-03-01', viewport, colorScheme, locale, acceptDownloads: true });
  }));
}

test('the keyboard alone reaches and does everything in the journal', () => withFolder(async (folder) => {
  await visit(folder, async (keeper, page) => {
    const tabTo = async (control) => {
      const wanted = await control.elementHandle();
      for (let presses = 0; presses < 150; ++presses) {
        if (await wanted.evaluate((element) => element === document.activeElement)) return;
        await page.keyboard.press('Tab');
      }
      assert.fail(`Tab does not reach ${await control.innerText()}`);
    };
    const press = async (control, key = 'Enter') => {
      await tabTo(control);
      await page.keyboard.press(key);
    };
    await page.goto(form.url);
    await press(keeper.button('welcome_journal'));
    await press(keeper.button('journal_whose_own'));
    await keeper.heading('journal_head');
    await press(keeper.button('journal_check'));
    for (let item = 0; item < 9; ++item) await press(page.locator('.choice').nth(item % 2));
    await press(page.getByLabel(keeper.words('journal_win_rest')), 'Space');
    await tabTo(page.getByLabel(keeper.words('journal_wins_words')));
    await page.keyboard.type('typed');
    await press(keeper.button('journal_save'));
    await keeper.sees('journal_kept');
    await press(page.locator('.line summary').first());
    await press(page.locator('summary', { hasText: keeper.words('journal_line_table') }));
    await tabTo(page.locator('.line .change'));
    await tabTo(page.getByLabel(keeper.words('journal_treatment_which'), { exact: true }));
    await page.keyboard.type('Elec');
    await press(keeper.button('journal_to_summary'));
    await tabTo(keeper.button('summary_print'));
    await press(keeper.button('journal_back_home'));
    await press(keeper.button('journal_to_erase'));
    await press(keeper.button('storage_erase_journal'));
    await press(keeper.button('storage_erase_yes'));
    await keeper.sees('storage_erase_done');
  });
}));
