// What the network and the device show of two people with opposite answers, one of whom looked for somebody to talk to.

import assert from 'node:assert/strict';
import test from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Respondent } from './support/respondent.mjs';
import { survey } from './support/visit.mjs';

const it = survey();

// Every request that leaves the browser for a server, as an observer of the network sees it: whom, what, how large.
function capture(page) {
  const seen = [];
  page.context().on('request', (request) => {
    const { 'user-agent': _, ...headers } = request.headers();
    const by = request.serviceWorker() ? 'worker' : 'page';
    const body = request.postDataBuffer()?.length ?? 0;
    seen.push({ by, method: request.method(), url: request.url(), body, headers });
  });
  return seen;
}

// Until nothing was asked for a second.
async function quiet(requests) {
  for (let before = -1; before !== requests.length; ) {
    before = requests.length;
    await pause(1_000);
  }
}

async function person(mode, choose, seeksHelp) {
  let requests;
  const page = await it.open({
    prepare: (opened) => {
      requests = capture(opened);
    },
  });
  const who = new Respondent(page);
  await who.start(mode);
  await quiet(requests); // a private device fetches the form once more, to keep it
  if (seeksHelp) {
    await who.press('support_link');
    await who.sees('support_head');
    await who.press('support_back');
  }
  await who.answerAll(choose);
  await who.send();
  await quiet(requests);
  return { page, requests };
}

const most = ({ options, asked }) => [asked.includes('How old') ? options.length - 2 : options.length - 1];

for (const mode of ['shared', 'private']) {
  test(`opposite answers and a look at the helplines leave the same requests, on a ${mode} device`, async () => {
    const one = await person(mode, () => [0], false);
    const other = await person(mode, most, true);

    // The browser reports a page's request and its worker's in either order.
    for (const side of ['page', 'worker']) {
      const asked = ({ requests }) => requests.filter(({ by }) => by === side);
      assert.deepEqual(asked(other), asked(one));
    }
    const uploads = one.requests.filter(({ method }) => method === 'POST');
    assert.equal(uploads.length, 1);
    const named = [it.server.url, it.deployment.url('leader'), it.deployment.url('helper')].map(
      (url) => new URL(url).origin,
    );
    for (const { url, headers } of one.requests) {
      assert.ok(named.includes(new URL(url).origin), url);
      assert.equal(headers.cookie, undefined);
      assert.ok(!headers.referer, headers.referer);
    }
    await one.page.context().close();
    await other.page.context().close();
  });
}

test('with no answer at all there is nothing to send', async () => {
  const page = await it.open();
  const who = new Respondent(page);
  await who.start();
  await who.press('question_finish');
  await who.sees('review_head');
  assert.ok((await page.locator('main').innerText()).includes(who.words('review_nothing')));
  assert.equal(await page.locator('button', { hasText: who.words('review_on') }).count(), 0);
  await page.context().close();
});

test('skipping everything but one question sends a report of the same size', async () => {
  const full = await person('shared', () => [0], false);
  let answered = false;
  const sparse = await person('shared', () => (answered ? null : ((answered = true), [0])), false);
  assert.deepEqual(sparse.requests, full.requests);
});

async function stored(page) {
  return page.evaluate(async () => ({
    cookies: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    history: history.length,
  }));
}

test('a shared device keeps nothing, and the tab has no history of the form', async () => {
  const { page } = await person('shared', () => [0], true);
  assert.deepEqual(await stored(page), {
    cookies: '',
    local: 0,
    session: 0,
    databases: [],
    caches: [],
    workers: 0,
    history: 2,
  }); // about:blank, the form
  assert.deepEqual(await page.context().cookies(), []);
});

test('a private device keeps that it sent, sealed, and no answer', async () => {
  const { page } = await person('private', () => [0], false);
  const kept = await page.evaluate(async () => {
    const open = indexedDB.open('tacit');
    await new Promise((done) => {
      open.onsuccess = done;
    });
    const texts = [];
    for (const store of open.result.objectStoreNames) {
      const all = open.result.transaction(store).objectStore(store).getAll();
      await new Promise((done) => {
        all.onsuccess = done;
      });
      for (const value of all.result) texts.push(new TextDecoder('latin1').decode(value));
    }
    return texts.join('\n');
  });
  const { databases, cookies, local, session, history } = await stored(page);

  assert.deepEqual(
    { databases, cookies, local, session, history },
    { databases: ['tacit'], cookies: '', local: 0, session: 0, history: 2 },
  );
  assert.doesNotMatch(kept, /diagnosed|phq|age_band|antidepressant|"given"|sent/i);
});

test('neither the address nor the title says what the survey is about', async () => {
  const page = await it.open();
  assert.doesNotMatch(page.url() + (await page.title()), /depress|health|phq|core/i);
});
