// The functions of the engine as calls of the module: values to bytes, bytes to values.
//
// What goes in is a list of byte strings, each behind its 32-bit length; numbers and lists among them are JSON. What
// comes out is one byte that says what follows (a JSON value, bytes, or a failure as JSON), and that.

import type { Engine, Failure, PassphraseEngine, Result, Served } from './engine';
import type { Module } from './engine_module';

type Argument = string | Uint8Array;

const utf8 = new TextEncoder();
const text = new TextDecoder();
const [, BYTES_FOLLOW, FAILURE_FOLLOWS] = [0, 1, 2];

// Ends a call that cannot fail unless this form and its module are not of one build, or the form calls out of turn.
export class EngineError extends Error {
  constructor(readonly failure: Failure) { super(failure.what); }
}

function caller(module: Module) {
  function call(name: string, args: Argument[]): Result<unknown> {
    const parts = args.map((part) => typeof part === 'string' ? utf8.encode(part) : part);
    const block = module.tacit_take(parts.reduce((size, part) => size + 4 + part.length, 0));
    const memory = new DataView(module.memory.buffer);
    let at = block + 4;
    for (const part of parts) {
      memory.setUint32(at, part.length, true);
      new Uint8Array(module.memory.buffer, at + 4, part.length).set(part);
      at += 4 + part.length;
    }
    const answer = (module[name] as (block: number) => number)(block);
    const size = new DataView(module.memory.buffer).getUint32(answer, true);
    const bytes = new Uint8Array(module.memory.buffer, answer + 4, size).slice();
    module.tacit_give_back(answer);
    const body = bytes.subarray(1);
    if (bytes[0] === FAILURE_FOLLOWS) return { error: JSON.parse(text.decode(body)) as Failure };
    return { ok: bytes[0] === BYTES_FOLLOW ? body : JSON.parse(text.decode(body)) };
  }

  // The value's type is what the bridge gives under that name.
  const may = <T>(name: string, ...args: Argument[]) => call(name, args) as Result<T>;
  const must = <T>(name: string, ...args: Argument[]): T => {
    const result = call(name, args);
    if ('error' in result) throw new EngineError(result.error);
    return result.ok as T;
  };
  return { call, may, must };
}

export function callsOf(module: Module): Omit<Engine, 'asScript'> {
  const { call, may, must } = caller(module);
  return {
    lookAtTask: (taskId, server, taskJson) => may('tacit_look_at_task', taskId, server, taskJson),
    newestTexts: (taskId, leader, helper) => may('tacit_newest_texts', taskId, ...files(leader), ...files(helper)),
    believe: (taskId, leader, helper) => may('tacit_believe', taskId, ...files(leader), ...files(helper)),
    refreshKeys: (taskId, leader, helper) => may('tacit_refresh_keys', taskId, ...files(leader), ...files(helper)),

    languages: () => must('tacit_languages'),
    setLanguage: (tag) => may('tacit_set_language', tag),
    start: (journal) => may('tacit_start', journal ?? ''),
    step: () => must('tacit_step'),
    ended: () => must('tacit_ended'),
    choose: (index) => may('tacit_choose', String(index)),
    mark: (indices) => may('tacit_mark', JSON.stringify(indices)),
    skip: () => must('tacit_skip'),
    skipQuestion: () => must('tacit_skip_question'),
    back: () => must('tacit_back'),
    finish: () => must('tacit_finish'),
    goTo: (question) => must('tacit_go_to', String(question)),
    review: () => must('tacit_review'),
    answeredCount: () => must('tacit_answered_count'),
    saveInterview: () => text.decode(must<Uint8Array>('tacit_save')),
    restoreInterview: (saved) => may('tacit_restore', saved),

    disclose: () => may('tacit_disclose'),
    seal: (unixSeconds) => may('tacit_seal', String(Math.floor(unixSeconds))),
    readAnswer: (body, request) => may('tacit_read_answer', body, request),
    countedDays: (taskId, counted, which) => may('tacit_counted_days', taskId, counted, which),
    stillCounts: (counted, unixSeconds) => must('tacit_still_counts', counted, String(Math.floor(unixSeconds))),

    instrument: (name, lang) => must('tacit_instrument', name, lang),
    difficulty: (lang) => must('tacit_difficulty', lang),
    score: (name, items) => must('tacit_score', name, JSON.stringify(items)),
    journalAnswers: (journal, today) => asText(call('tacit_journal_answers', [journal, today])),
    journalFacts: (journal, today) => may('tacit_journal_facts', journal, today),
    mergeJournals: (kept, brought) => asText(call('tacit_merge_journals', [kept, brought])),

    sealAtRest: (key, context, plain) => must('tacit_seal_at_rest', key, context, plain),
    openAtRest: (key, context, sealed) => may('tacit_open_at_rest', key, context, sealed),

    verifyForm: (manifest, signatures, keys) =>
      may('tacit_verify_form', manifest, JSON.stringify(signatures), JSON.stringify(keys)),
    randomBytes: (size) => crypto.getRandomValues(new Uint8Array(size)),
    sha256: (bytes) => must('tacit_sha256', bytes),
  };
}

export function passphraseCallsOf(module: Module): PassphraseEngine {
  const { may } = caller(module);
  return {
    // Normalised, so that another keyboard's spelling of the same letters opens it too.
    sealPassphrase: (passphrase, plain) => may('tacit_seal_passphrase', passphrase.normalize('NFKC'), plain),
    openPassphrase: (passphrase, sealed) => may('tacit_open_passphrase', passphrase.normalize('NFKC'), sealed),
  };
}

function asText(result: Result<unknown>): Result<string> {
  return 'error' in result ? result : { ok: JSON.stringify(result.ok) };
}

function files(served: Partial<Served>): Uint8Array[] {
  const { taskJson, textsList, texts, textsSignature, hpkeConfig, peerHpke } = served;
  return [taskJson, textsList, texts, textsSignature, hpkeConfig, peerHpke].map((file) => file ?? new Uint8Array());
}
