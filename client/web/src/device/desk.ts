// The pages of the journal and what leads from one to the next. Every answer is kept at once, so that closing the page
// loses nothing. Draws nothing.

import type { Engine, JournalFacts } from '../engine';
import type { LaterKey } from '../i18n';
import type { Device } from './index';
import { emptyJournal, today, type Entry, type Journal } from './journal';

export type Page = 'loading' | 'whose' | 'home' | 'item' | 'care' | 'wins' | 'file' | 'summary' | 'erase' | 'erased' | 'all-erased';
const ITEMS = 9;

export class Desk {
  page: Page = 'loading';
  item = 0;                       // of PHQ-9, on the page `item`
  journal: Journal = emptyJournal();
  said: LaterKey | null = null;        // what became of the last deed
  changed: () => void = () => {};
  private opened = '';            // the day, however long the page stays open: an entry does not change days half-way

  constructor(readonly engine: Engine, readonly device: Device) {}

  // Where nothing is kept yet, whose device it is comes first.
  async open(): Promise<void> {
    this.opened = today();
    try {
      this.journal = await this.device.journal.read();
      this.go(this.device.private && !await this.device.journal.deviceUsed() ? 'whose' : 'home');
    } catch {
      this.go('home', 'journal_unreadable');
    }
  }

  get today(): string { return this.opened; }
  get facts(): JournalFacts { return this.device.journal.facts(this.journal); }

  go(page: Page, said: LaterKey | null = null): void {
    this.page = page;
    this.said = said;
    this.changed();
  }

  // Changes the journal and keeps it. The page shows the change in any case.
  async keep(change: Partial<Journal>, said: LaterKey | null = null): Promise<void> {
    this.journal = { ...this.journal, ...change };
    this.said = said;
    this.changed();
    try {
      await this.device.journal.write(this.journal);
    } catch {
      this.said = 'journal_failed';
      this.changed();
    }
  }

  get entry(): Entry {
    return this.journal.entries.find(({ day }) => day === this.opened)
      ?? { day: this.opened, phq9: null, wins: [], words: '' };
  }

  async note(change: Partial<Entry>, said: LaterKey | null = null): Promise<void> {
    const entry = { ...this.entry, ...change };
    const others = this.journal.entries.filter(({ day }) => day !== this.opened);
    const isEmpty = entry.phq9 === null && entry.wins.length === 0 && entry.words === '';
    const entries = isEmpty ? others : [...others, entry].sort((one, other) => one.day < other.day ? -1 : 1);
    await this.keep({ entries }, said);
  }

  removeDay(day: string): Promise<void> {
    return this.keep({ entries: this.journal.entries.filter((entry) => entry.day !== day) });
  }

  // --- the nine questions ---

  begin(): void {
    this.item = 0;
    this.go('item');
  }

  answer(step: number | null): void {
    const phq9 = [...this.entry.phq9 ?? Array<number | null>(ITEMS).fill(null)];
    phq9[this.item] = step;
    void this.note({ phq9: phq9.every((answer) => answer === null) ? null : phq9 });
    const isLast = this.item === ITEMS - 1;
    if (isLast) this.go(step !== null && step > 0 ? 'care' : 'wins');
    else {
      ++this.item;
      this.go('item');
    }
  }

  back(): void {
    if (this.page === 'wins' || this.page === 'care') {
      this.item = ITEMS - 1;
      this.go('item');
    } else if (this.page === 'item' && this.item > 0) {
      --this.item;
      this.go('item');
    } else {
      this.go('home');
    }
  }

  // --- files and erasing ---

  // What a file held takes the place of the journal, or joins it.
  async take(brought: Journal, how: 'merge' | 'replace'): Promise<void> {
    await this.keep(how === 'merge' ? this.device.journal.merged(this.journal, brought) : brought);
    if (this.said === null) this.go('home', 'journal_file_done');
  }

  async erase(what: 'journal' | 'everything'): Promise<void> {
    try {
      if (what === 'journal') await this.device.journal.erase();
      else await this.device.eraseEverything();
      this.journal = emptyJournal();
      this.go(what === 'journal' ? 'erased' : 'all-erased');
    } catch {
      this.go('erase', 'storage_erase_failed');
    }
  }
}

const desks = new WeakMap<Device, Desk>();

// The one desk of that device.
export function deskOf({ engine, device }: { engine: Engine; device: Device }): Desk {
  let desk = desks.get(device);
  if (!desk) {
    desk = new Desk(engine, device);
    desks.set(device, desk);
    void desk.open();
  }
  return desk;
}
