// Somebody who keeps a journal: finds things by their words, as a person does.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sources } from './deployment.mjs';

const words = Object.fromEntries(['en', 'es', 'ar'].map((tag) => [tag, Object.assign({}, ...['lang', 'lang/device', 'lang/results'].map((folder) =>
  JSON.parse(readFileSync(join(sources, `client/web/${folder}/${tag}.json`), 'utf8'))))]));

export class JournalKeeper {
  constructor(page, tag = 'en') {
    this.page = page;
    this.tag = tag;
  }

  words(key, values = {}) {
    const isolated = (value) => (this.tag === 'ar' && typeof value === 'string' ? `\u2068${value}\u2069` : value);
    return words[this.tag][key].replace(/\{(\w+)\}/g, (whole, name) => isolated(values[name]) ?? whole);
  }
  button(key, values) { return this.page.locator('main button', { hasText: this.words(key, values) }).first(); }
  press(key, values) { return this.button(key, values).click(); }
  sees(key, values) { return this.page.getByText(this.words(key, values), { exact: false }).first().waitFor(); }
  heading(key) { return this.page.locator('h1', { hasText: this.words(key) }).waitFor(); }

  // From an address that names no survey: the journal needs none.
  async open(url, whose = 'own') {
    await this.page.goto(url);
    await this.press('welcome_journal');
    if (whose) await this.press(`journal_whose_${whose}`);
    await this.heading('journal_head');
  }

  // Nine answers, null to skip one, then wins and words.
  async checkIn(answers, { wins = [], say = '' } = {}) {
    await this.press('journal_check');
    for (const [item, answer] of answers.entries()) {
      await this.page.getByText(this.words('journal_item_progress', { position: item + 1, count: 9 })).waitFor();
      if (answer === null) await this.press('journal_item_skip');
      else await this.page.locator('.choice').nth(answer).click();
    }
    if (answers[8] > 0) {
      await this.heading('journal_care_head');
      await this.press('journal_care_on');
    }
    await this.heading('journal_wins_head');
    for (const win of wins) await this.page.getByLabel(this.words(`journal_win_${win}`)).check();
    if (say) await this.page.getByLabel(this.words('journal_wins_words')).fill(say);
    await this.press('journal_save');
    await this.heading('journal_head');
  }

  async addTreatment(code, day) {
    await this.page.getByLabel(this.words('journal_treatment_which'), { exact: true }).selectOption(code);
    await this.page.getByLabel(this.words('journal_treatment_since')).fill(day);
    await this.press('journal_treatment_add');
    await this.button('journal_remove').waitFor();
  }

  async addMedicine(name, helped) {
    await this.page.getByLabel(this.words('summary_medicine_name')).fill(name);
    await this.page.getByLabel(this.words('summary_medicine_helped')).selectOption(helped);
    await this.press('summary_medicine_add');
    await this.page.locator('.rows li', { hasText: name }).waitFor();
  }

  passphrase(place) { return this.page.locator(place === 'save' ? '#new' : '#old'); }

  // The saved file's bytes.
  async saveFile(passphrase) {
    await this.press('journal_to_file');
    await this.passphrase('save').fill(passphrase);
    const download = this.page.waitForEvent('download');
    await this.press('journal_file_save_now');
    const file = await (await download).path();
    await this.sees('journal_file_saved', { name: (await download).suggestedFilename() });
    return readFileSync(file);
  }

  async openFile(bytes, passphrase) {
    await this.page.locator('input[type=file]').setInputFiles({ name: 'notes', mimeType: 'application/octet-stream', buffer: bytes });
    await this.passphrase('open').fill(passphrase);
    await this.press('journal_file_open_now');
  }

  // The table beside the chart, one row a list.
  async table() {
    if (await this.page.locator('.line > details').getAttribute('open') === null) await this.page.locator('.line summary').first().click();
    const table = this.page.locator('details', { hasText: this.words('journal_line_table') }).last();
    if (await table.getAttribute('open') === null) await table.locator('summary').click();
    return table.locator('tbody tr').evaluateAll((rows) => rows.map((row) => [...row.cells].slice(0, 3).map((cell) => cell.innerText)));
  }
}
