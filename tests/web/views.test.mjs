// Every screen of the form: nothing for axe to find, nothing wider than the screen, everything reached by Tab and seen
// when it is, targets that a thumb hits. With TACIT_SHOTS=FOLDER also pictures of all of them, to be looked at.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { accessibilityFaults } from './support/browser.mjs';
import { kept } from './support/kept.mjs';
import { Respondent } from './support/respondent.mjs';
import { survey } from './support/visit.mjs';

const core = survey({ closes: '2027-03-01' });
const full = survey({ survey: 'schemas/surveys/full.json', closes: '2027-03-01' });
const pictures = process.env.TACIT_SHOTS;

// All screens in one look, each shown to `look` with its name.
async function screens(look, context, tag = 'en') {
  const locale = { en: 'en-US', es: 'es-ES', ar: 'ar-EG' }[tag];
  const open = (it, more = {}) => it.open({ ...context, locale, ...more });
  const closing = [];
  const arrive = async (it, more) => {
    const page = await open(it, more);
    closing.push(page);
    return [page, new Respondent(page, { tag })];
  };

  const [page, who] = await arrive(core);
  await look(page, 'welcome');
  await who.press('support_link');
  await look(page, 'support');
  await who.press('support_back');
  await who.start('private');
  await look(page, 'single');
  await who.answer(await who.shown(), [0]);
  await who.answer(await who.shown(), [1]);
  await page.locator('.stem').waitFor();
  await look(page, 'score');
  await who.answerAll((shown) => [shown.several ? 0 : Math.min(1, shown.options.length - 1)]);
  await page.locator('.answers > li').last().locator('.change').click();
  await page.locator('.choice input').nth(1).click();
  await look(page, 'multiple');
  await who.press('question_next');
  await who.sees('review_head');
  await look(page, 'review');
  await page.locator('.answers > li').nth(5).locator('.change').click();
  await page.locator('.choice').nth(10).waitFor();
  await page.locator('.odds summary').click();
  await look(page, 'long');
  await who.press('question_keep');
  await who.sees('review_head');
  await who.press('review_on');
  await who.sees('leaves_head');
  await page.locator('main details summary').first().click();
  await look(page, 'leaves');
  await who.press('leaves_send');
  await who.sees('sent_head');
  await who.press('sent_look');
  await page.locator('p[role=status]:not(:empty)').first().waitFor();
  await look(page, 'sent');
  await page.reload();
  await who.sees('already_head');
  await look(page, 'already');

  const [child, childWho] = await arrive(core);
  await childWho.start();
  await childWho.answer(await childWho.shown(), [0]);
  await childWho.answer(await childWho.shown(), [4]);
  await childWho.sees('ended_head');
  await look(child, 'ended');

  const [offline, offlineWho] = await arrive(core);
  await offlineWho.start('private');
  await offlineWho.answer(await offlineWho.shown(), [0]);
  await kept(offline);
  await offline.reload();
  await offline.locator('.start').waitFor();
  await look(offline, 'welcome-back');
  await offlineWho.press('welcome_go_on');
  await offline.locator('progress').waitFor();
  await offlineWho.press('question_finish');
  await offlineWho.sees('review_head');
  await offlineWho.press('review_on');
  await offlineWho.sees('leaves_head');
  await offline.context().setOffline(true);
  await offlineWho.press('leaves_send');
  await offlineWho.sees('waiting_head');
  await look(offline, 'waiting');

  const [unknown, unknownWho] = await arrive(core, {
    prepare: (opened) =>
      opened.route('**/reports', (route) =>
        route.fulfill({
          headers: { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' },
          body: Buffer.concat([route.request().postDataBuffer()?.subarray(0, 16) ?? Buffer.alloc(0), Buffer.from([2])]),
        }),
      ),
  });
  await unknownWho.start();
  await unknownWho.answer(await unknownWho.shown(), [0]);
  await unknown.locator('[data-screen="question 1 0"]').waitFor();
  await unknownWho.press('question_finish');
  await unknownWho.press('review_on');
  await unknownWho.press('leaves_send');
  await unknownWho.sees('sent_unknown_head');
  await look(unknown, 'unknown');

  const [closed] = await arrive(core, {
    prepare: (opened) => opened.clock.setFixedTime(new Date('2027-06-01T12:00:00Z')),
  });
  await look(closed, 'closed');
  const [trouble] = await arrive(core, {
    prepare: (opened) =>
      opened.route(`${core.deployment.url('helper')}**/task.json`, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: (await response.text()).replace('The helper', 'The hepler') });
      }),
  });
  await look(trouble, 'trouble');

  const [grid, gridWho] = await arrive(full);
  await gridWho.start();
  for (;;) {
    const shown = await gridWho.shown();
    if (shown.screen.startsWith('question 14 ')) break;
    await gridWho.answer(shown, [0]);
    await grid.waitForFunction((before) => document.querySelector('main').dataset.screen !== before, shown.screen);
  }
  await look(grid, 'grid');
  for (const opened of closing) await opened.context().close();
}

async function faults(page, name) {
  const found = (await accessibilityFaults(page)).map((fault) => `${name}: ${fault}`);
  const { wide, small } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    small: [...document.querySelectorAll('button, select, summary, .choice, .call')]
      .filter((control) => control.checkVisibility() && control.getBoundingClientRect().height < 44)
      .map((control) => control.innerText),
  }));
  if (wide > 0) found.push(`${name}: ${wide} pixels wider than the screen`);
  for (const text of small) found.push(`${name}: less than 44 pixels high: ${text}`);
  return found;
}

// What Tab does not reach, and what does not show that it did.
async function unreached(page, name) {
  const count = await page.evaluate(() => {
    const controls = [...document.querySelectorAll('a[href], button:enabled, input:enabled, select, summary')];
    window.controls = controls.filter((control) => control.checkVisibility());
    document.querySelector('h1').focus();
    return window.controls.length;
  });
  const reached = new Set();
  const unseen = new Set();
  for (let presses = 0; presses < count + 3; ++presses) {
    await page.keyboard.press('Tab');
    const { at, seen } = await page.evaluate(() => {
      const on = document.activeElement;
      const ring = (element) => getComputedStyle(element).outlineStyle !== 'none';
      return {
        at: window.controls.indexOf(on),
        seen: ring(on) || (on.parentElement !== null && ring(on.parentElement)),
      };
    });
    if (at >= 0) reached.add(at);
    if (at >= 0 && !seen) unseen.add(at);
  }
  const words = (at) => page.evaluate((index) => window.controls[index].outerHTML.slice(0, 120), at);
  const found = [];
  for (let at = 0; at < count; ++at) if (!reached.has(at)) found.push(`${name}: Tab does not reach ${await words(at)}`);
  for (const at of unseen) found.push(`${name}: no sign of the focus on ${await words(at)}`);
  return found;
}

// What does not fit at twice the size of letters, on a screen of 640 pixels.
async function tooWide(page, name) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 640, height: 900 });
  const wide = await page.evaluate(() => {
    document.documentElement.style.fontSize = '200%';
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    document.documentElement.style.fontSize = '';
    return over;
  });
  await page.setViewportSize(before);
  return wide > 0 ? [`${name}: ${wide} pixels`] : [];
}

// One walk through all screens for each, with everything that is looked for on it.
const small = { width: 320, height: 640 };
const large = { width: 1280, height: 900 };
const walks = [
  { how: 'on a small phone', context: { viewport: small, colorScheme: 'light' } },
  { how: 'on a small phone in the dark', context: { viewport: small, colorScheme: 'dark' } },
  { how: 'from right to left', context: { viewport: small }, tag: 'ar' },
  {
    how: 'on a desktop with high contrast; the keyboard reaches everything and shows where it is; twice the size fits',
    context: { viewport: large, contrast: 'more', reducedMotion: 'reduce' },
    checks: [faults, tooWide, unreached],
  },
];
for (const { how, context, tag, checks = [faults] } of walks) {
  test(`axe finds nothing in any screen, and all of it fits: ${how}`, async () => {
    const found = [];
    await screens(
      async (page, screen) => {
        for (const check of checks) found.push(...(await check(page, screen)));
      },
      context,
      tag,
    );
    assert.deepEqual(found, []);
  });
}

// An effect that came later would take the focus from what a quick Tab has reached.
test('the focus is on the heading as soon as a screen is shown', async () => {
  const page = await core.open();
  await new Respondent(page).start();
  const focused = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const main = document.querySelector('main');
        const onNextScreen = new MutationObserver(() => resolve(document.activeElement.outerHTML.slice(0, 40)));
        onNextScreen.observe(main, { attributeFilter: ['data-screen'] });
        main.querySelector('.choice').click();
      }),
  );
  assert.match(focused, /^<h1/);
  await page.context().close();
});

test('pictures of every screen', { skip: pictures ? false : 'TACIT_SHOTS names no folder' }, async () => {
  mkdirSync(pictures, { recursive: true });
  const sizes = [
    [320, 640],
    [768, 1024],
    [1280, 900],
  ];
  const ways = sizes.flatMap(([width, height]) =>
    ['light', 'dark'].map((colorScheme) => ({ viewport: { width, height }, colorScheme })),
  );
  for (const way of ways) {
    for (const tag of way.viewport.width === 768 ? ['en', 'ar'] : ['en']) {
      const end = `${tag}-${way.viewport.width}-${way.colorScheme}.png`;
      const look = (page, screen) => page.screenshot({ path: join(pictures, `${screen}-${end}`), fullPage: true });
      await screens(look, way, tag);
    }
  }
});
