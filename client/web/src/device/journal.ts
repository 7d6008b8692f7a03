// The journal as the form holds it (client/core/journal.h says what it means and checks it), kept in the vault, and its
// way into a file and back.

import type { Engine, Failure, JournalFacts, Result } from '../engine';
import { openWithPassphrase, sealWithPassphrase } from './passphrase';
import type { Vault } from './vault';

export interface Entry {
  day: string;                          // this device's calendar: 2026-11-21
  phq9: (number | null)[] | null;
  wins: string[];
  words: string;
}
export interface Medicine { name: string; helped: string | null }
export interface Journal {
  format: 'tacit-journal-1';
  treatments: { code: string; start: string }[];
  entries: Entry[];
  medicines: Medicine[];
  questions: string[];
  question_words: string;
  settings: { chart: boolean };
}

const NAME = 'journal';

export class JournalStore {
  constructor(private readonly engine: Engine, private readonly vault: Vault) {}

  async exists(): Promise<boolean> { return await this.vault.read(NAME) !== null; }

  // Whether this device keeps anything of the form already.
  deviceUsed(): Promise<boolean> { return this.vault.used(); }

  async read(): Promise<Journal> {
    const text = await this.vault.read(NAME);
    return text === null ? emptyJournal() : must(this.load(text));
  }

  async write(journal: Journal): Promise<void> {
    await this.vault.keep(NAME, JSON.stringify(must(this.load(JSON.stringify(journal)))));
  }

  erase(): Promise<void> { return this.vault.forget(NAME); }

  facts(journal: Journal): JournalFacts {
    return must(this.engine.journalFacts(JSON.stringify(journal), today()));
  }

  // What a survey is answered from, for Engine.start(). Null without a journal, and where it says nothing to a survey.
  async answers(): Promise<string | null> {
    const text = await this.vault.read(NAME);
    if (text === null) return null;
    const answers = must(this.engine.journalAnswers(text, today()));
    return Object.values(JSON.parse(answers) as object).every((value) => value === null) ? null : answers;
  }

  merged(kept: Journal, brought: Journal): Journal {
    return JSON.parse(must(this.engine.mergeJournals(JSON.stringify(kept), JSON.stringify(brought)))) as Journal;
  }

  async exportFile(passphrase: string): Promise<Uint8Array> {
    const text = JSON.stringify(await this.read());
    return sealWithPassphrase(passphrase, new TextEncoder().encode(text));
  }

  // `wrong`: passphrase and file do not belong together, or it is damaged. `other`: it opens and is no journal.
  async openFile(passphrase: string, file: Uint8Array): Promise<Journal | 'wrong' | 'other'> {
    const opened = await openWithPassphrase(passphrase, file);
    if ('error' in opened) return 'wrong';
    const read = this.load(new TextDecoder().decode(opened.ok));
    return 'ok' in read ? read.ok : 'other';
  }

  // Joined with an empty one, so that there is one place that judges and puts in order.
  private load(text: string): Result<Journal> {
    const read = this.engine.mergeJournals(text, JSON.stringify(emptyJournal()));
    return 'ok' in read ? { ok: JSON.parse(read.ok) as Journal } : read;
  }
}

export class JournalError extends Error {
  constructor(readonly failure: Failure) { super(failure.what); }
}

function must<T>(result: Result<T>): T {
  if ('error' in result) throw new JournalError(result.error);
  return result.ok;
}

export function emptyJournal(): Journal {
  return {
    format: 'tacit-journal-1', treatments: [], entries: [], medicines: [], questions: [], question_words: '',
    settings: { chart: false },
  };
}

export function today(now: Date = new Date()): string {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
}
