// One survey, one host of the form and one browser for the tests of a file.

import { after, before } from 'node:test';
import { desktop, openBrowser } from './browser.mjs';
import { Deployment } from './deployment.mjs';
import { builtForm, serveForm } from './form-server.mjs';

// `it.open()` gives a page that shows the first screen, in a browser that nobody used before.
export function survey(options = {}, serving = {}) {
  const it = {};
  before(async () => {
    it.deployment = await Deployment.start(options);
    it.server = await serveForm(builtForm(), {
      connect: ['leader', 'helper', 'publisher'].map((who) => it.deployment.url(who)),
      ...serving,
    });
    it.browser = await openBrowser();
  });
  after(async () => {
    await it.browser?.close();
    await it.server?.stop();
    await it.deployment?.stop();
  });
  it.address = (taskId = it.deployment.taskId) => `${it.server.url}#${taskId}@${it.deployment.url('leader')}`;
  // `prepare` is given the page before it goes anywhere.
  it.open = async ({ address = it.address(), prepare, ...context } = {}) => {
    const page = await (await it.browser.newContext({ viewport: desktop, locale: 'en-US', ...context })).newPage();
    await prepare?.(page);
    await page.goto(address);
    await page.locator('main[data-screen]:not([data-screen=loading])').waitFor();
    return page;
  };
  return it;
}
