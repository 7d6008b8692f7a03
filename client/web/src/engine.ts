// The engine of the form: the project's own C++ library (client/core), compiled to WebAssembly, behind typed functions.
// Nothing else in the form knows that there is a module or how bytes get into it.
//
// Everything is synchronous once loadEngine() has returned. An engine keeps one survey and one running interview.

import { callsOf, passphraseCallsOf } from './engine_calls';
import { loadModule } from './engine_module';

export type Fault = 'malformed' | 'refused' | 'unavailable' | 'corrupt' | 'internal';
// Why two servers are not believed (client/core/trust.h).
export type Doubt = 'unusable' | 'other_task' | 'differ' | 'texts' | 'keys';
// In English, for people who ask for details: what happened, at which place of which file or server, what to do.
export interface Failure { fault: Fault; what: string; where: string; remedy: string; doubt?: Doubt }
export type Result<T> = { ok: T } | { error: Failure };

export interface Operator { name: string; contact: string; url: string; host: string }
export interface TaskView {
  leader: Operator; helper: Operator; publisher: Operator;
  opens: number; closes: number;    // Unix seconds
  timePrecision: number;            // seconds
  minBatchSize: number;
  oneMachine: boolean;              // both servers on this machine: a trial, the split is not real
  surveyId: string; surveyVersion: string;
}

// What one aggregator served, as the bytes came.
export interface Served {
  taskJson: Uint8Array; textsList: Uint8Array; texts: Uint8Array; textsSignature: Uint8Array;
  hpkeConfig: Uint8Array; peerHpke: Uint8Array;
}

export interface LanguageView { tag: string; title: string }
export interface SurveyText { tag: string; title: string; about: string; notices: string[]; noAnswer: string }

export interface Choice {
  index: number;             // what choose() and mark() take
  label: string;
  chosen: boolean;
  exclusive: boolean;        // goes with no other
  ends: boolean;             // choosing it ends the survey on the device; nothing is sent
  // Of 1,000 guesses that somebody makes who knows everything but whether this or another option was given: how many
  // are right at most, against the operator of one server (500 is blind chance). Null where no table counts the option.
  guess: number | null;
}

// One thing to answer: a question, an item of a score, a row of a grid.
export interface StepView {
  question: number; part: number; parts: number;
  kind: 'single' | 'multiple' | 'grid' | 'score';
  id: string;
  section: string;           // a heading, may be empty
  text: string; help: string;
  stem: string; item: string; credit: string;   // of a score
  row: string;               // of a grid
  emptyLabel: string;        // the button for "nothing marked", where that is an answer: mark([])
  choices: Choice[];
  max: number;               // marks of a multiple question or a whole grid, at most
  marksLeft: number;
  position: number;          // of the question among those shown, from 1
  questionsLeft: number;     // after this one, at most
  first: boolean;            // there is nothing to go back to
}

export interface ReviewEntry {
  question: number; id: string; text: string;
  answer: string[];          // labels; empty where there is no answer, and where nothing was marked
  answered: boolean;
  shown: boolean;            // false: filled from the journal, goTo() cannot change it
}

export interface CounterView { table: string; levels: string[]; by: number }
export interface DisclosureView {
  counters: CounterView[];   // what this report moves
  counterCount: number;      // of the whole survey; the others stay
  tables: string[];
  leader: Operator; helper: Operator; publisher: Operator;
  minBatchSize: number; closes: number;
  noiseMin: number; noiseMax: number;           // standard deviation of a published count, rounded
  guessOperator: number; guessReader: number;   // of 1,000 guesses between two whole answer sheets, right at most
  epsilonMilli: number;                         // 1,000 times epsilon at delta 1e-6
  requestSize: number;                          // bytes, the same for everybody
}

export type Outcome = 'stored' | 'outdated' | 'unknown' | 'too_early' | 'not_started' | 'closed' | 'refused';

export interface Band { code: string; from: number }
export interface InstrumentView {
  title: string; stem: string; items: string[];
  steps: { points: number; label: string }[];
  bands: Band[]; caseFrom: number; maxTotal: number;
  credit: string; lang: string;   // the language given: English where the one asked for has no official wording
}
export interface DifficultyView { text: string; steps: string[]; lang: string }

export interface DatedScore { day: string; score: number; band: string }
export interface JournalFacts {
  entries: { day: string; score: number | null; band: string | null; answered: number }[];
  treatment: { code: string; start: string; weeks: number } | null;
  start: DatedScore | null; latest: DatedScore | null;
  change: { points: number; response: string; reliable: string } | null;
  wins: { code: string; count: number }[];
  next: string;
}

export interface FormManifest { version: string; serial: number; files: { path: string; size: number; sha256: string }[] }

export interface Engine {
  readonly asScript: boolean;   // WebAssembly is switched off: the same, only slower

  // Whom to believe (client/core/trust.h). Fetch in this order, each file from the aggregator itself:
  // 1. task.json where the address points -> lookAtTask; 2. task.json and texts.json of both -> newestTexts;
  // 3. texts/{n}.json, texts/{n}.sig, hpke_config, peer_hpke.json of both -> believe. Missing members count as empty.
  lookAtTask(taskId: string, server: string, taskJson: Uint8Array): Result<TaskView>;
  newestTexts(taskId: string, leader: Partial<Served>, helper: Partial<Served>): Result<number>;
  believe(taskId: string, leader: Served, helper: Served): Result<TaskView>;      // ends a running interview
  refreshKeys(taskId: string, leader: Served, helper: Served): Result<TaskView>;  // as believe; keeps the interview

  // From here on after believe().
  languages(): LanguageView[];
  setLanguage(tag: string): Result<SurveyText>;    // the nearest that the survey has; may change while answering

  // `journal`: what journalAnswers() gives, or null. Ends a running interview.
  start(journal: string | null): Result<null>;
  step(): StepView | null;                         // null: everything was passed, finish(), or the survey ended
  ended(): { label: string; message: string } | null;   // an option that ends it was chosen: nothing may be sent
  choose(index: number): Result<null>;             // single, grid, score; moves on
  mark(indices: number[]): Result<null>;           // multiple; moves on
  skip(): void;                                    // this step stays without an answer
  skipQuestion(): void;                            // on to the next question; this one keeps what it holds
  back(): boolean;                                 // false at the start
  finish(): void;                                  // everything not reached stays without an answer
  goTo(question: number): void;                    // of the review
  review(): ReviewEntry[];
  answeredCount(): number;
  saveInterview(): string;                         // plain text of the answers: seal it before it is kept
  restoreInterview(saved: string): Result<null>;   // refused where it is of another survey

  // Before sending. seal() draws fresh randomness each time; the same bytes are sent again until answered.
  disclose(): Result<DisclosureView>;
  seal(unixSeconds: number): Result<Uint8Array>;
  readAnswer(body: Uint8Array, request: Uint8Array): Result<Outcome>;
  // Days in a release, from a signed counted.json of that server; UTC, both included. After lookAtTask() or believe().
  countedDays(taskId: string, counted: Uint8Array, which: 'leader' | 'helper'): Result<{ from: string; to: string }[]>;
  stillCounts(counted: Uint8Array, unixSeconds: number): boolean;   // the leader's counted.json; after believe()

  // For the journal. `name`: phq2, phq8, phq9, gad7.
  instrument(name: string, lang: string): InstrumentView;
  difficulty(lang: string): DifficultyView;
  score(name: string, items: (number | null)[]): { total: number | null; band: string | null };
  // The journal is the JSON of client/core/journal.h, `today` is YYYY-MM-DD.
  journalAnswers(journal: string, today: string): Result<string>;   // what start() takes
  journalFacts(journal: string, today: string): Result<JournalFacts>;
  mergeJournals(kept: string, brought: string): Result<string>;

  // Keys are 32 bytes. What was sealed for one context does not open in another.
  sealAtRest(key: Uint8Array, context: string, plain: Uint8Array): Uint8Array;
  openAtRest(key: Uint8Array, context: string, sealed: Uint8Array): Result<Uint8Array>;

  // `signatures`: the contents of form.leader.sig and form.helper.sig. `keys` in base64url; refused unless each has signed.
  verifyForm(manifest: Uint8Array, signatures: string[], keys: string[]): Result<FormManifest>;

  randomBytes(size: number): Uint8Array;
  sha256(bytes: Uint8Array): Uint8Array;
}

// A module of its own, which only the worker of device/passphrase.ts loads: takes about a tenth of a second and 64 MiB.
export interface PassphraseEngine {
  sealPassphrase(passphrase: string, plain: Uint8Array): Result<Uint8Array>;
  openPassphrase(passphrase: string, sealed: Uint8Array): Result<Uint8Array>;
}

// WebAssembly, or the same module as script where WebAssembly is switched off. Works in a page and in a worker. Fails
// (rejects) only where a file of the form cannot be fetched or is not the one that this form was built with.
export async function loadEngine(): Promise<Engine> {
  const { module, asScript } = await loadModule('tacit');
  return { asScript, ...callsOf(module) };
}

export async function loadPassphraseEngine(): Promise<PassphraseEngine> {
  return passphraseCallsOf((await loadModule('passphrase')).module);
}
