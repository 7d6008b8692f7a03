// From the first page to a published number: both surveys, in English and Spanish, on a phone and on a desktop, with
// a mouse and with the keyboard alone; the interface from right to left. Real collectors, whose release counts every
// report.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { desktop, openBrowser, phone } from './support/browser.mjs';
import { Deployment } from './support/deployment.mjs';
import { builtForm, serveForm } from './support/form-server.mjs';
import { Respondent } from './support/respondent.mjs';

const crowd = 60; // made-up respondents beside those in the browser: nothing is released about fewer than 50
const runs = [
  { tag: 'en', viewport: phone, keyboard: false },
  { tag: 'en', viewport: desktop, keyboard: true },
  { tag: 'es', viewport: phone, keyboard: true },
  { tag: 'es', viewport: desktop, keyboard: false },
];
const locales = { en: 'en-US', es: 'es-ES', ar: 'ar-EG' };

// The noised count of every cell: without noise, in the program linked for tests, the exact one.
function cells(release) {
  const [names, ...lines] = readFileSync(join(release, 'data/noisy_raw.csv'), 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','));
  const at = (name) => names.indexOf(name);
  return lines.map((line) => ({
    table: line[at('table')],
    row: line[at('row')],
    count: Number(line[at('count_noisy')]),
  }));
}

// The core survey's page comes from the leader itself, that of the full survey from a host of neither organisation.
for (const [survey, served] of [
  ['core', true],
  ['full', false],
]) {
  describe(survey, () => {
    let deployment, server, browser;
    let sent = 0;

    before(async () => {
      deployment = await Deployment.start({
        survey: `schemas/surveys/${survey}.json`,
        noise: false,
        minBatchSize: 50,
        form: served ? builtForm() : undefined,
      });
      server = await serveForm(builtForm(), { connect: [deployment.url('leader'), deployment.url('helper')] });
      browser = await openBrowser();
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
      await deployment?.stop();
    });

    async function arrive(tag, viewport, shown = '.start') {
      const context = await browser.newContext({ viewport, locale: locales[tag] });
      const page = await context.newPage();
      const errors = [];
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      const leader = deployment.url('leader');
      const { taskId } = deployment;
      await page.goto(served ? `${leader}tacit/form/#${taskId}` : `${server.url}#${taskId}@${leader}`);
      await page.locator(shown).waitFor();
      return { context, page, errors };
    }

    for (const { tag, viewport, keyboard } of runs) {
      const how = `${tag} at ${viewport.width} pixels with ${keyboard ? 'the keyboard alone' : 'a mouse'}`;
      test(`a person answers and sends: ${how}`, async () => {
        const { context, page, errors } = await arrive(tag, viewport);
        const person = new Respondent(page, { tag, keyboard });

        await person.start();
        const seen = await person.answerAll(() => [0]);
        await person.sees('review_head');
        const scoreLines = seen.filter(({ stem }) => stem !== '' && !stem.includes('100'));
        await person.send();

        assert.ok(seen.length > (survey === 'core' ? 15 : 30), `${seen.length} pages`);
        assert.ok(scoreLines.length >= 8, 'the stem of the score is on each of its lines');
        assert.equal(await page.locator('html').getAttribute('lang'), tag);
        assert.equal(await page.locator('.steps .done').count(), 2, 'ready and sent, and not yet counted');
        assert.deepEqual(errors, []);
        ++sent;
        await context.close();
      });
    }

    if (survey === 'core') {
      test('a person who reads from right to left walks through, in English questions', async () => {
        const { context, page, errors } = await arrive('ar', phone);
        const person = new Respondent(page, { tag: 'ar' });

        assert.equal(await page.locator('html').getAttribute('dir'), 'rtl');
        await person.start();
        const [{ asked }] = await person.answerAll(() => [0]);
        await person.send();

        assert.match(asked, /Has a health worker/);
        assert.deepEqual(errors, []);
        ++sent;
        await context.close();
      });
    }

    test('the next release counts every one of them', async () => {
      deployment.tacit(['simulate', deployment.taskUrl, '--respondents', String(crowd), '--seed', '1']);
      const published = cells(deployment.release());

      const margin = published.filter(({ table }) => table === 'diagnosed');
      const total = margin.reduce((sum, { count }) => sum + count, 0);
      assert.equal(total, crowd + sent);
      assert.ok(margin.find(({ row }) => row === 'yes').count >= sent);
    });

    test('from then on the page asks nobody for answers that would not be counted', async () => {
      const { context, page } = await arrive('en', phone, 'h1:has-text("No more answers today")');
      assert.equal(await page.locator('.start').count(), 0);
      await context.close();
    });
  });
}
