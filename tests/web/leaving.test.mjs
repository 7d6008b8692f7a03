// The quick way out, and the survey that goes on later.

import assert from 'node:assert/strict';
import test from 'node:test';
import { kept } from './support/kept.mjs';
import { Respondent } from './support/respondent.mjs';
import { survey } from './support/visit.mjs';

const it = survey();
const away = 'https://www.wikipedia.org/';

async function beginPrivately() {
  const page = await it.open({
    prepare: (opened) => opened.route(`${away}**`, (route) => route.fulfill({ body: 'somewhere else' })),
  });
  const who = new Respondent(page);
  await who.start('private');
  await who.answer(await who.shown(), [0]);
  await who.answer(await who.shown(), [1]);
  await page.locator('.stem').waitFor();
  await kept(page);
  return { page, who };
}

for (const how of ['the button', 'Esc pressed twice']) {
  test(`${how} leads to a neutral page, from which no way leads back, and deletes the answers`, async () => {
    const { page } = await beginPrivately();

    if (how === 'the button') await page.locator('header .leave').click();
    else for (const _ of [1, 2]) await page.keyboard.press('Escape');
    await page.waitForURL(away);
    await page.goBack().catch(() => null);
    const behind = page.url();
    await page.goto(it.address());
    await page.locator('.start').waitFor();

    assert.equal(behind, 'about:blank');
    assert.match(await page.locator('.start').innerText(), /Whose device is this/);
  });
}

test('one press of Esc is no way out', async () => {
  const { page } = await beginPrivately();
  await page.keyboard.press('Escape');
  await page.waitForTimeout(900);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('.stem').count(), 1);
});

test('on a private device a survey goes on where it stopped, with the answers that were given', async () => {
  const { page, who } = await beginPrivately();

  await page.reload();
  await who.press('welcome_go_on');
  await page.locator('.stem').waitFor();
  await who.press('question_finish');
  await who.sees('review_head');

  assert.deepEqual(await page.locator('.given:not(.none)').allInnerTexts(), ['Yes', '30 to 44']);
});

test('starting again deletes what was kept', async () => {
  const { page, who } = await beginPrivately();
  await page.reload();
  await who.press('welcome_again');
  await who.press('question_finish');
  await who.sees('review_head');
  assert.equal(await page.locator('.given:not(.none)').count(), 0);
});

test('on a shared device a closed page takes its answers with it', async () => {
  const page = await it.open();
  const who = new Respondent(page);
  await who.start('shared');
  await who.answer(await who.shown(), [0]);
  await page.reload();
  await page.locator('.start').waitFor();
  assert.match(await page.locator('.start').innerText(), /Whose device is this/);
});

test('a device that has sent is kindly refused a second time, and lets somebody else answer', async () => {
  const { page, who } = await beginPrivately();
  await who.answerAll(() => [0]);
  await who.send();
  await page.reload();
  await who.sees('already_head');
  assert.equal(await page.locator('.steps .done').count(), 2);

  await who.press('already_other_start');
  await page.locator('.start').waitFor();
  assert.equal(await page.locator('button', { hasText: 'Start on my own device' }).count(), 0);
});

test('somebody under 18 is let go kindly, and nothing is sent', async () => {
  const page = await it.open();
  const posts = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(request.url());
  });
  const who = new Respondent(page);
  await who.start();
  await who.answer(await who.shown(), [0]);
  await who.answer(await who.shown(), [4]);
  await who.sees('ended_head');
  assert.match(await page.locator('main').innerText(), /18 or older/);
  assert.deepEqual(posts, []);
});

test('one answer can be changed from the review, and only what it opens is asked', async () => {
  const page = await it.open();
  const who = new Respondent(page);
  await who.start();
  await who.answerAll(({ asked }) => (asked.includes('fits you best') ? [4] : [0])); // never treated
  const before = await page.locator('.answers > li').count();

  await page.locator('.answers > li', { hasText: 'fits you best' }).locator('.change').click();
  await who.answer(await who.shown(), [0]);
  await who.answerAll(() => [0]);
  await who.sees('review_head');

  assert.ok((await page.locator('.answers > li').count()) > before);
  assert.equal(await page.locator('.answers > li', { hasText: 'health worker' }).locator('.given').innerText(), 'Yes');
});
