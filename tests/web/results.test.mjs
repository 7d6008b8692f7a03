// "People like me" against a real publisher with a real release: everybody asks for the same, and nobody for anything
// before they want to see it; what is shown is what the release says. With TACIT_SHOTS=FOLDER also pictures.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { accessibilityFaults, phone } from './support/browser.mjs';
import { JournalKeeper } from './support/journal-keeper.mjs';
import { Respondent } from './support/respondent.mjs';
import { survey } from './support/visit.mjs';

const people = 400;
const it = survey({ minBatchSize: 50 });
const pictures = process.env.TACIT_SHOTS;
let cells;

class Reader {
  constructor(page, tag = 'en') {
    this.page = page;
    this.keeper = new JournalKeeper(page, tag);
  }
  async open() {
    await this.keeper.press('results_open');
    await this.keeper.heading('results_head');
  }
  // The results are there, or why not.
  async fetched() {
    await this.page.locator('#situation').waitFor();
  }
  async choose(question, label) {
    await this.page.locator(`#like-${question}`).selectOption({ label });
  }
  // What the card of a table says: answer, share, low, high, people.
  card(table) {
    return this.page.locator(`section[aria-labelledby="row-${table}"]`);
  }
  async numbers(table) {
    const card = this.card(table);
    await card.locator('summary').click();
    return card.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText)));
  }
}

async function visit(options = {}, tag = 'en') {
  const requests = [];
  const page = await it.open({
    viewport: phone,
    ...options,
    prepare: (opened) => {
      opened.context().on('request', (request) => {
        const { 'user-agent': _, ...headers } = request.headers();
        requests.push({ method: request.method(), url: request.url(), headers });
      });
    },
  });
  return { page, requests, reader: new Reader(page, tag) };
}

test('before anything is published the page says so, and leads back', async () => {
  await it.deployment.serve('publisher');
  const { page, requests, reader } = await visit();
  const publisher = it.deployment.url('publisher');
  assert.deepEqual(requests.filter(({ url }) => url.startsWith(publisher)), [], 'nothing is asked before');

  await reader.open();
  await reader.keeper.sees('results_none');
  await reader.keeper.press('results_back');
  await page.locator('.start').waitFor();
  assert.deepEqual(
    requests.filter(({ url }) => url.startsWith(publisher)).map(({ url }) => url.slice(publisher.length)),
    ['releases/index.json'],
  );
  await page.context().close();
});

test('a publisher that is away is said to be away, and asked again when the person wants it', async () => {
  await it.deployment.end('publisher');
  const { page, reader } = await visit();
  await reader.open();
  await reader.keeper.sees('results_unreachable', { host: new URL(it.deployment.url('publisher')).host });
  it.deployment.tacit(['simulate', it.deployment.taskUrl, '--respondents', String(people), '--seed', '7']);
  await it.deployment.publish();

  await reader.keeper.press('trouble_again');

  await reader.fetched();
  const folder = `${it.deployment.url('publisher')}releases/`;
  const index = await (await fetch(`${folder}index.json`)).json();
  const text = await (await fetch(`${folder}${index.releases[0].newest}data/cells.csv`)).text();
  const [names, ...lines] = text
    .trim()
    .split(/\r?\n/)
    .map((line) => line.match(/("([^"]|"")*"|[^,]*)(,|$)/g).map((field) => field.replace(/,$/, '').replace(/^"|"$/g, '')));
  cells = lines.map((line) => Object.fromEntries(names.map((name, at) => [name, line[at]])));
  await page.context().close();
});

test('everybody asks for the same, whatever they choose', async () => {
  const situations = [
    [['recent_tx', 'Antidepressant medicine'], ['not_helped_before', '2'], ['start_level', 'Very severe']],
    [['recent_tx', 'Ketamine or esketamine']],
  ];
  const asked = [];
  for (const situation of situations) {
    const { page, requests, reader } = await visit();
    await reader.open();
    await reader.fetched();
    for (const [question, label] of situation) await reader.choose(question, label);
    await page.locator('.like, [aria-labelledby=few]').first().waitFor();
    await pause(500);
    asked.push(requests);
    await page.context().close();
  }

  assert.deepEqual(asked[0], asked[1]);
  const publisher = it.deployment.url('publisher');
  const there = asked[0].filter(({ url }) => url.startsWith(publisher));
  assert.deepEqual(
    there.map(({ url }) => url.replace(/releases\/core-[^/]+/, 'releases/ID').slice(publisher.length)),
    ['releases/index.json', 'releases/ID/v1/results.json'],
  );
  for (const { headers } of there) {
    assert.equal(headers.cookie, undefined);
    assert.ok(!headers.referer);
  }
});

test('the cells of a situation are those of the release, with their intervals', async () => {
  const { page, reader } = await visit();
  await reader.open();
  await reader.fetched();
  await reader.keeper.sees('results_prediction');
  await reader.keeper.sees('results_nothing');
  await reader.choose('recent_tx', 'Cognitive behavioral therapy (CBT)');

  const shown = await reader.numbers('tx_outcome');

  const wanted = cells.filter(({ table, row, column }) => table === 'tx_outcome' && row === 'talk' && column !== 'missing');
  // Both were rounded on their way: the table to its decimals, the page to thousandths and then to whole numbers.
  const is = (text, exact) => assert.ok(Math.abs(parseFloat(text.replace('≈ ', '')) - exact) < 0.56, `${text}: ${exact}`);
  const percent = (share) => 100 * Math.min(1, Math.max(0, Number(share)));
  assert.deepEqual(shown.map(([label]) => label), wanted.map((cell) => cell.column_label));
  shown.forEach(([, share, low, high, people], at) => {
    const cell = wanted[at];
    assert.equal(share.startsWith('≈ '), cell.share_status === 'U');
    is(share, percent(cell.share));
    is(low, percent(cell.share_lo));
    is(high, percent(cell.share_hi));
    is(people, Math.max(0, Number(cell.count_est)));
  });
  assert.match(await reader.card('tx_outcome').locator('.who').innerText(), /Talking therapy.*about \d+ people/);
  assert.equal(await reader.card('tx_outcome').locator('.bars .fill').count(), 3);
  assert.equal(await reader.card('not_helped_outcome').count(), 0, 'a table about other people is not shown');
  await page.context().close();
});

test('where too few people took part the page says that, and draws nothing', async () => {
  const { page, reader } = await visit();
  await reader.open();
  await reader.fetched();
  await reader.choose('recent_tx', 'Nerve stimulator implant (VNS)');

  await reader.keeper.sees('results_few_head');

  assert.match(await page.locator('[aria-labelledby=few] li').first().innerText(), /TMS, ECT or VNS/);
  assert.equal(await page.locator('.like').count(), 0);
  await page.context().close();
});

test('what the journal knows is filled in on the device, and its line stands beside the results', async () => {
  const { page, reader, requests } = await visit();
  const { keeper } = reader;
  await keeper.press('welcome_journal');
  await keeper.press('journal_whose_own');
  await keeper.heading('journal_head');
  await keeper.addTreatment('cbt', '2026-01-05');
  await keeper.checkIn([1, 1, 1, 1, 1, 1, 1, 1, 0]);
  await reader.open();
  await reader.fetched();

  await keeper.sees('results_from_journal');
  const chosen = page.locator('#like-recent_tx option:checked');
  assert.equal(await chosen.innerText(), 'Cognitive behavioral therapy (CBT)');
  await reader.card('tx_outcome').waitFor();
  const mine = page.locator('section[aria-labelledby=mine]');
  assert.match(await mine.innerText(), /8 out of 24/);
  assert.match(await mine.innerText(), /on average/);
  await mine.locator('summary').first().click();
  await mine.locator('.chart canvas').waitFor();
  assert.equal(requests.filter(({ url }) => url.startsWith(it.deployment.url('publisher'))).length, 2);

  // A look at the helplines loses nothing.
  await page.locator('header .help').click();
  await keeper.press('support_back');
  assert.equal(await chosen.innerText(), 'Cognitive behavioral therapy (CBT)');
  await page.context().close();
});

test('the keyboard alone opens it, chooses, opens the table and goes back', async () => {
  const { page, reader } = await visit();
  const { keeper } = reader;
  const person = new Respondent(page, { keyboard: true });
  await person.use(keeper.button('results_open'));
  await reader.fetched();
  await person.tabTo(page.locator('#like-recent_tx'));
  await page.keyboard.press('ArrowDown');
  await person.use(reader.card('tx_outcome').locator('summary'));
  await reader.card('tx_outcome').locator('table').waitFor();
  await person.tabTo(page.locator('.to-page'));
  await person.use(keeper.button('results_back'));
  await page.locator('.start').or(page.locator('[data-screen=collected]')).waitFor();
  await page.context().close();
});

test('in Spanish the labels are those of the Spanish survey', async () => {
  const { page, reader } = await visit({ locale: 'es-ES' }, 'es');
  await reader.open();
  await reader.fetched();
  await reader.choose('recent_tx', 'Medicamento antidepresivo');
  assert.equal(await reader.card('tx_outcome').locator('h2').innerText(), 'Tipo de tratamiento y cambio desde que lo empezó');
  await page.context().close();
});

const looks = [
  [{ viewport: { width: 320, height: 640 }, colorScheme: 'light' }, 'en'],
  [{ viewport: { width: 320, height: 640 }, colorScheme: 'dark' }, 'ar'],
  [{ viewport: { width: 768, height: 1024 }, colorScheme: 'light' }, 'es'],
  [{ viewport: { width: 768, height: 1024 }, colorScheme: 'dark' }, 'en'],
  [{ viewport: { width: 1280, height: 900 }, colorScheme: 'light', contrast: 'more' }, 'en'],
  [{ viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }, 'en'],
];
for (const [look, tag] of looks) {
  const name = `${tag}-${look.viewport.width}-${look.colorScheme}`;
  test(`axe finds nothing, and all of it fits: ${name}`, async () => {
    const { page, reader } = await visit({ ...look, locale: { en: 'en-US', es: 'es-ES', ar: 'ar-EG' }[tag] }, tag);
    await reader.open();
    await reader.fetched();
    await page.locator('#like-recent_tx').selectOption({ index: 1 });
    await page.locator('#like-not_helped_before').selectOption({ index: 2 });
    await page.locator('#like-start_level').selectOption({ index: 4 });
    await page.locator('.like summary').first().click();

    const faults = await accessibilityFaults(page);
    const { wide, small } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      small: [...document.querySelectorAll('button, select, summary, .to-page')]
        .filter((control) => control.checkVisibility() && control.getBoundingClientRect().height < 44)
        .map((control) => control.innerText),
    }));
    if (pictures) {
      mkdirSync(pictures, { recursive: true });
      await page.screenshot({ path: join(pictures, `results-${name}.png`), fullPage: true });
    }

    assert.deepEqual(faults, []);
    assert.equal(wide, 0);
    assert.deepEqual(small, []);
    await page.context().close();
  });
}

test('an aggregator that publishes nothing itself names the publisher, who lists the page first', async () => {
  const list = await (await fetch(`${it.deployment.url('leader')}releases/`)).text();
  const [, publisher] = /<a href="([^"]+)">The publisher<\/a>/.exec(list);
  assert.equal(publisher, `${it.deployment.url('publisher')}releases/`);
  const [, first] = /<a href="([^"]+)"/.exec(await (await fetch(publisher)).text());
  assert.match(first, /^core-.*\/v1\/results\.html$/);
});

test('the public page of the release has nothing for axe to find either, without script', async () => {
  const address = `${it.deployment.url('publisher')}releases/${it.deployment.taskId}/results.html`;
  for (const [width, colorScheme] of [
    [320, 'light'],
    [1280, 'dark'],
  ]) {
    const context = await it.browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    await page.goto(address);
    assert.match(page.url(), /\/releases\/core-.*\/v1\/results\.html$/);
    await page.locator('details').evaluateAll((all) => all.forEach((each) => (each.open = true)));
    const faults = await accessibilityFaults(page);
    assert.deepEqual(faults, []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
    await context.close();

    const still = await it.browser.newContext({ javaScriptEnabled: false, viewport: { width, height: 800 } });
    const unscripted = await still.newPage();
    await unscripted.goto(address);
    assert.ok((await unscripted.locator('.bars .value').count()) > 20);
    await unscripted.getByRole('link', { name: 'All numbers as a table' }).waitFor();
    await still.close();
  }
});
