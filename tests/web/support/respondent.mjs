// A person at the form, with a mouse or with the keyboard alone, in any of its languages.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sources } from './deployment.mjs';

const words = Object.fromEntries(
  ['en', 'es', 'ar'].map((tag) => [
    tag,
    JSON.parse(readFileSync(join(sources, `client/web/lang/${tag}.json`), 'utf8')),
  ]),
);

export class Respondent {
  // `keyboard`: everything by Tab, Enter and Space.
  constructor(page, { tag = 'en', keyboard = false } = {}) {
    this.page = page;
    this.tag = tag;
    this.keyboard = keyboard;
  }

  words(key) {
    return words[this.tag][key];
  }
  heading() {
    return this.page.locator('h1').innerText();
  }

  // Until the page shows this heading.
  async sees(key) {
    const shown = this.words(key).replace(/\{.*/s, '');
    await this.page.locator('h1', { hasText: shown }).waitFor();
  }

  async press(key) {
    const text = this.words(key);
    await this.use(
      this.page
        .locator('button', { has: this.page.locator(`text="${text}"`) })
        .or(this.page.locator(`button:text-is("${text}")`))
        .first(),
    );
  }

  async use(control) {
    if (!this.keyboard) return control.click();
    await this.tabTo(control);
    const box = await control.evaluate((element) => element.matches('input'));
    await this.page.keyboard.press(box ? 'Space' : 'Enter');
  }

  // Fails where Tab does not lead there.
  async tabTo(control) {
    await control.waitFor();
    const wanted = await control.elementHandle();
    for (let presses = 0; presses < 120; ++presses) {
      if (await wanted.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach ${await control.innerText()}`);
  }

  async start(mode = 'shared') {
    await this.press(mode === 'private' ? 'welcome_private' : 'welcome_shared');
    await this.page.locator('progress').waitFor();
  }

  // Answers until the review: `choose` is given what is shown and says which options, by number, or null to skip.
  async answerAll(choose) {
    const seen = [];
    for (;;) {
      const shown = await this.shown();
      if (!shown) return seen;
      seen.push(shown);
      await this.answer(shown, choose(shown));
      await this.page.waitForFunction(
        (before) => document.querySelector('main')?.dataset.screen !== before,
        shown.screen,
      );
    }
  }

  // What the page asks: its screen, words, options, and whether several may be chosen; null where it is no question.
  shown() {
    return this.page.evaluate(() => {
      const main = document.querySelector('main');
      if (!main?.dataset.screen?.startsWith('question')) return null;
      return {
        screen: main.dataset.screen,
        asked: document.querySelector('h1').innerText,
        stem: document.querySelector('#stem')?.innerText ?? '',
        several: document.querySelector('.choice input') !== null,
        options: [...document.querySelectorAll('.choice')].map((choice) => choice.innerText),
      };
    });
  }

  async answer(shown, picked) {
    if (picked === null) return this.press('question_skip');
    if (!shown.several) return this.use(this.page.locator('.choice').nth(picked[0]));
    for (const option of picked) await this.use(this.page.locator('.choice input').nth(option));
    return this.press('question_next');
  }

  // From the review to the end, and what the page says then.
  async send() {
    await this.press('review_on');
    await this.sees('leaves_head');
    await this.press('leaves_send');
    await this.sees('sent_head');
  }
}

export const first = () => [0];
export const last = (shown) => [shown.options.length - 1];
