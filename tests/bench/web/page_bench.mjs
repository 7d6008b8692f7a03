// Prints what the first load of the form weighs and how long a person waits, in Debian's Chromium, as it is and with the
// processor slowed down four times; asserts nothing.
//
//   node tests/bench/web/page_bench.mjs     after the target form_page; TACIT_BIN and TACIT_FORM as for tests/web
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { openBrowser, phone } from '../../web/support/browser.mjs';
import { Deployment } from '../../web/support/deployment.mjs';
import { builtForm, serveForm } from '../../web/support/form-server.mjs';
import { Respondent } from '../../web/support/respondent.mjs';

const visits = 5;
const median = (times) => times.sort((one, other) => one - other)[times.length >> 1].toFixed(0);
const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;

const deployment = await Deployment.start();
const server = await serveForm(builtForm(), { connect: [deployment.url('leader'), deployment.url('helper')] });
const browser = await openBrowser();
const loaded = new Map(); // what a visit asks for

async function visit(slowdown) {
  const page = await (await browser.newContext({ viewport: phone, locale: 'en-US' })).newPage();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  // Of the page's own thread: what else runs on this machine does not count.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const computing = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return 1000 * metrics.find(({ name }) => name === 'TaskDuration').value;
  };
  const reading = [];
  page.on('response', (response) => {
    const read = async () => {
      if (response.ok() && !loaded.has(response.url())) loaded.set(response.url(), await response.body());
    };
    reading.push(read());
  });
  const person = new Respondent(page);
  const clock = () => performance.now();

  const opened = clock();
  await page.goto(`${server.url}#${deployment.taskId}@${deployment.url('leader')}`);
  await page.locator('.start').waitFor();
  const first = clock() - opened;
  await person.start();
  const question = clock() - opened;
  await person.answer(await person.shown(), [0]);
  await page.locator('[data-screen="question 1 0"]').waitFor();
  await person.press('question_finish');
  await person.press('review_on');
  await person.sees('leaves_head');
  const before = await computing();
  const pressed = clock();
  await pressSend(page, person.words('leaves_send'), person.words('sent_head'));
  const sent = clock() - pressed;
  const computed = (await computing()) - before;
  await Promise.all(reading);
  await page.context().close();
  return { first, question, sent, computed };
}

// Presses and waits inside the page: what Playwright does to look for buttons is no part of the form.
function pressSend(page, send, sent) {
  return page.evaluate(
    (words) =>
      new Promise((done) => {
        const isThere = () => document.querySelector('h1')?.textContent === words.sent;
        new MutationObserver(() => isThere() && done()).observe(document.body, { childList: true, subtree: true });
        [...document.querySelectorAll('button')].find(({ textContent }) => textContent === words.send).click();
      }),
    { send, sent },
  );
}

for (const slowdown of [1, 4]) {
  const seen = [];
  for (let at = 0; at < visits; ++at) seen.push(await visit(slowdown));
  console.log(
    `processor slowed down ${slowdown} times, median of ${visits}: first page after ` +
      `${median(seen.map(({ first }) => first))} ms, first question after ${median(seen.map(({ question }) => question))} ms, ` +
      `from Send to Sent ${median(seen.map(({ sent }) => sent))} ms, of which computing ` +
      `${median(seen.map(({ computed }) => computed))} ms`,
  );
}

const after = ['pages.js']; // begins when the first page is shown, and nothing waits for it
const nameOf = (url) => new URL(url).pathname.split('/').pop() || 'index.html';
const asked = [...loaded]
  .filter(([url]) => !url.includes('/reports') && !after.includes(nameOf(url)))
  .map(([url, body]) => [url, brotli(body)]);
const total = asked.reduce((sum, [, size]) => sum + size, 0);
console.log(`first load, brotli 11: ${(total / 1000).toFixed(1)} kB in ${asked.length} files`);
for (const [url, size] of asked.sort(([, one], [, other]) => other - one)) {
  console.log(`  ${size}  ${nameOf(url)}`);
}
const files = readdirSync(builtForm()).filter((name) => !asked.some(([url]) => nameOf(url) === name));
const sizes = (names) => names.map((name) => `${name} ${brotli(readFileSync(join(builtForm(), name)))}`).join(', ');
console.log(`fetched after the first page, beside what a person does: ${sizes(files.filter((name) => after.includes(name)))}`);
console.log(`fetched only when used: ${sizes(files.filter((name) => !after.includes(name)))}`);

await browser.close();
await server.stop();
await deployment.stop();
