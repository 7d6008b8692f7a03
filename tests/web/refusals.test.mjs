// What a person reads when something is not as it should be: a sentence that can be understood, and no way on.

import assert from 'node:assert/strict';
import test from 'node:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sources } from './support/deployment.mjs';
import { builtForm, serveForm } from './support/form-server.mjs';
import { Respondent } from './support/respondent.mjs';
import { survey } from './support/visit.mjs';

const it = survey({ closes: '2027-03-01' });
const english = JSON.parse(readFileSync(join(sources, 'client/web/lang/en.json'), 'utf8'));
const said = (key) =>
  new RegExp(
    english[key].split('{')[0].replace(/[.*+?^${}()|[\]\\]/g, '\\$&') +
      '|' +
      english[key]
        .split('}')
        .at(-1)
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );

// The bytes of one file of one server, changed on the way.
const changed = (who, name, change) => (page) =>
  page.route(`${it.deployment.url(who)}**/${name}`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: change(await response.body()) });
  });
const isOfPages = (what) => /\/pages\.js\b/.test(what.href ?? what.url());
const other = (bytes) => Buffer.from(bytes.map((byte, at) => (at === bytes.length - 5 ? byte ^ 1 : byte)));

async function refuses(key, prepare, address) {
  const page = await it.open({ prepare, address });
  const text = await page.locator('main').innerText();
  assert.match(text, said(key));
  assert.equal(await page.locator('.start').count(), 0);
  await page.context().close();
}

test('a task that was changed on the leader alone', () =>
  refuses(
    'trouble_other_task',
    changed('leader', 'task.json', (bytes) => Buffer.from(bytes.toString().replace('The leader', 'The loader'))),
  ));
test('a task that was changed on the helper alone', () =>
  refuses(
    'trouble_differ',
    changed('helper', 'task.json', (bytes) => Buffer.from(bytes.toString().replace('The helper', 'The hepler'))),
  ));
test('words that were changed on one server', () => refuses('trouble_differ', changed('helper', '1.json', other)));
test('words that one organisation has not signed', () =>
  refuses(
    'trouble_texts',
    changed('leader', '1.sig', (bytes) => Buffer.from(bytes).reverse()),
  ));
test('a key of the helper that the leader has not seen it give to others', async () => {
  const keys = Buffer.from(await (await fetch(`${it.deployment.url('leader')}hpke_config`)).arrayBuffer());
  await refuses('trouble_keys', (page) =>
    page.route(`${it.deployment.url('helper')}hpke_config`, (route) =>
      route.fulfill({
        body: keys,
        headers: { 'Access-Control-Allow-Origin': '*' },
      }),
    ),
  );
});
test('a leader that bears witness to other keys of the helper', () =>
  refuses(
    'trouble_keys',
    changed('leader', 'peer_hpke.json', (bytes) => {
      const witness = JSON.parse(bytes);
      witness.current = '0'.repeat(64);
      return Buffer.from(JSON.stringify(witness));
    }),
  ));
test('a server that cannot be reached, by its name', () =>
  refuses('trouble_unreachable', (page) => page.route(`${it.deployment.url('helper')}**`, (route) => route.abort())));
test('a survey that the server does not know', () =>
  refuses('trouble_not_found', undefined, it.address('A'.repeat(43))));
test('an address without a survey', () => refuses('trouble_no_address', undefined, it.server.url));
test('an address that points to a page in the clear on another machine', () =>
  refuses('trouble_no_address', undefined, `${it.server.url}#${it.deployment.taskId}@http://example.org/`));

test('an engine that was changed by one byte', async () => {
  const host = await serveForm(builtForm(), {
    change: (name, bytes) => (name === 'tacit.wasm' ? other(bytes) : bytes),
  });
  await refuses('trouble_form', undefined, `${host.url}#${it.deployment.taskId}@${it.deployment.url('leader')}`);
  await host.stop();
});

test('an engine as script that was changed by one byte', async () => {
  const host = await serveForm(builtForm(), {
    webAssembly: false,
    change: (name, bytes) => (name === 'tacit-wasm2js.js' ? Buffer.concat([bytes, Buffer.from(' ')]) : bytes),
  });
  await refuses('trouble_form', undefined, `${host.url}#${it.deployment.taskId}@${it.deployment.url('leader')}`);
  await host.stop();
});

test('pages beside the survey that were changed by one byte are not run; the survey and the helplines are not theirs', async () => {
  const host = await serveForm(builtForm(), {
    connect: [it.deployment.url('leader'), it.deployment.url('helper')],
    change: (name, bytes) => (name === 'pages.js' ? other(bytes) : bytes),
  });
  const page = await it.open({ address: `${host.url}#${it.deployment.taskId}@${it.deployment.url('leader')}` });
  const who = new Respondent(page);
  await who.press('welcome_journal');
  await page.locator('main .lead').waitFor();
  assert.match(await page.locator('main').innerText(), said('trouble_form'));
  await who.press('support_link');
  await who.sees('support_head');
  await who.press('support_back');
  await who.press('back');
  await who.start();
  await host.stop();
});

test('where the network ends with the first page, the helplines and the pages beside the survey are there', async () => {
  let fetched;
  const page = await it.open({
    prepare: (opened) => {
      fetched = opened.waitForEvent('requestfinished', isOfPages);
    },
  });
  await fetched;
  await page.context().setOffline(true);
  const who = new Respondent(page);
  await who.press('support_link');
  await who.sees('support_head');
  assert.match(await page.locator('main').innerText(), /988/);
  await who.press('support_back');
  await who.press('welcome_journal');
  await page.locator('#whose').waitFor();
});

test('pages beside the survey that did not come at first come when they are opened', async () => {
  let lost = 0;
  const page = await it.open({
    prepare: (opened) => opened.route(isOfPages, (route) => (++lost === 1 ? route.abort() : route.continue())),
  });
  const who = new Respondent(page);
  await who.press('welcome_journal');
  await page.locator('#whose').waitFor();
  assert.equal(lost, 2);
});

test('a page whose script was changed by one byte is not run, and says so', async () => {
  const host = await serveForm(builtForm(), { change: (name, bytes) => (name === 'app.js' ? other(bytes) : bytes) });
  const page = await (await it.browser.newContext()).newPage();
  await page.goto(`${host.url}#${it.deployment.taskId}`);
  await page.locator('.missing').waitFor({ timeout: 10_000 });
  assert.match(await page.locator('.missing').innerText(), /changed on the way/);
  await host.stop();
});

test('without script there are helplines, and why nothing can be answered', async () => {
  const page = await (await it.browser.newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(it.address());
  const text = await page.locator('body').innerText();
  assert.match(text, /988/);
  assert.match(text, /needs scripts/);
  assert.equal(await page.locator('section[lang=en] a[href="../../releases/"]').innerText(), 'published results');
});

test('a survey that is closed, and one that has not opened', async () => {
  const later = await it.open({ prepare: (page) => page.clock.setFixedTime(new Date('2027-06-01T12:00:00Z')) });
  assert.equal(await later.locator('h1').innerText(), english.closed_head);
  const earlier = await it.open({ prepare: (page) => page.clock.setFixedTime(new Date('2020-01-01T12:00:00Z')) });
  assert.equal(await earlier.locator('h1').innerText(), english.not_open_head);
});

// --- what the leader may answer to a report ---

async function ready(page) {
  const who = new Respondent(page);
  await who.start();
  await who.answer(await who.shown(), [0]);
  await page.locator('[data-screen="question 1 0"]').waitFor();
  await who.press('question_finish');
  await who.press('review_on');
  await who.sees('leaves_head');
  return who;
}

// Answers uploads with these codes of ReportError, one after the other; a number above 99 is a status. Then lets
// them through.
async function answering(page, codes) {
  const bodies = [];
  await page.route('**/reports', async (route) => {
    const body = route.request().postDataBuffer();
    if (route.request().method() !== 'POST') return route.continue();
    bodies.push(body);
    const code = codes.shift();
    if (code === undefined) return route.continue();
    if (code === 'lost') return route.abort();
    const headers = { 'Access-Control-Allow-Origin': '*' };
    if (code > 99) return route.fulfill({ status: code, headers });
    return route.fulfill({ status: 200, headers, body: Buffer.concat([body.subarray(0, 16), Buffer.from([code])]) });
  });
  return bodies;
}

const [batchCollected, reportReplayed, reportDropped, taskExpired, tooEarly, notStarted, outdated] = [
  1, 2, 3, 7, 9, 10, 11,
];

test('a report that was seen before is called uncertain and never made again', async () => {
  for (const code of [reportReplayed, batchCollected]) {
    const page = await it.open();
    const bodies = await answering(page, [code]);
    const who = await ready(page);
    await who.press('leaves_send');
    await who.sees(code === reportReplayed ? 'sent_unknown_head' : 'sent_unknown_head');
    assert.equal(bodies.length, 1);
  }
});

test('changed keys are fetched again and the report is made again, once', async () => {
  const page = await it.open();
  const bodies = await answering(page, [outdated]);
  const who = await ready(page);
  const asked = [];
  page.on('request', (request) => {
    if (request.method() === 'GET') asked.push(request.url());
  });
  await who.press('leaves_send');
  await who.sees('sent_head');

  assert.equal(bodies.length, 2);
  assert.equal(bodies[0].length, bodies[1].length);
  assert.notDeepEqual(bodies[0], bodies[1]);
  assert.equal(asked.filter((url) => url.endsWith('/hpke_config')).length, 2);
});

test('keys that change twice are said, and nothing is made a third time', async () => {
  const page = await it.open();
  const bodies = await answering(page, [outdated, outdated]);
  const who = await ready(page);
  await who.press('leaves_send');
  await who.sees('trouble_head');
  assert.match(await page.locator('main').innerText(), said('trouble_keys_changed'));
  assert.equal(bodies.length, 2);
});

test('a lost answer is followed by the same bytes', async () => {
  const page = await it.open();
  const bodies = await answering(page, ['lost', 503]);
  const who = await ready(page);
  await who.press('leaves_send');
  await who.sees('sent_head');
  assert.equal(bodies.length, 3);
  assert.deepEqual(bodies[1], bodies[0]);
  assert.deepEqual(bodies[2], bodies[0]);
});

test('a refused report, a closed survey, one that has not opened, and a clock that runs ahead', async () => {
  for (const [code, head] of [
    [reportDropped, 'sent_refused_head'],
    [taskExpired, 'closed_head'],
    [notStarted, 'not_open_head'],
    [tooEarly, 'waiting_head'],
    [413, 'trouble_head'],
  ]) {
    const page = await it.open();
    const bodies = await answering(page, [code]);
    const who = await ready(page);
    await who.press('leaves_send');
    await who.sees(head);
    assert.equal(bodies.length, 1, head);
    await page.context().close();
  }
});

test('offline the answers wait and are sent when the network is back', async () => {
  const page = await it.open();
  const bodies = await answering(page, []);
  const who = await ready(page);
  await page.context().setOffline(true);
  await who.press('leaves_send');
  await who.sees('waiting_head');
  assert.match(await page.locator('main').innerText(), said('waiting_offline'));
  assert.equal(bodies.length, 0);

  await page.context().setOffline(false);
  await who.sees('sent_head');
  assert.equal(bodies.length, 1);
});

test('where WebAssembly is switched off the same form answers as script', async () => {
  const host = await serveForm(builtForm(), {
    webAssembly: false,
    connect: [it.deployment.url('leader'), it.deployment.url('helper')],
  });
  const page = await it.open({ address: `${host.url}#${it.deployment.taskId}@${it.deployment.url('leader')}` });
  assert.match(await page.locator('main').innerText(), said('welcome_as_script'));
  const who = await ready(page);
  await who.press('leaves_send');
  await who.sees('sent_head');
  await host.stop();
});
