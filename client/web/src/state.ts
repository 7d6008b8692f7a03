// The pages of the form and what leads from one to the next. Holds what a person has said and done; draws nothing.
//
// A report is made from the answers when Send is pressed, and the same bytes are sent until the leader has answered.
// They are made again only when the leader says that it never stored them because the keys had changed, and only
// once.

import { keepForm, openDevice, type Device, type FormNews } from './device';
import type { DisclosureView, Engine, ReviewEntry, StepView, SurveyText, TaskView } from './engine';
import { speak, type Speech, type Tag } from './i18n';
import { believe, inWords, troubleOf, upload, visit, type Address, type Trouble, type Visit } from './send';

export type Ending = 'sent' | 'unknown' | 'refused';
export type Waiting = 'before' | 'offline' | 'unreachable' | 'busy' | 'clock';

export type Page =
  | { name: 'loading' }
  | { name: 'trouble'; trouble: Trouble; from: 'visit' | 'send' }
  | { name: 'closed' }
  | { name: 'not_open' }
  | { name: 'collected' } // the answers of today were
  | { name: 'welcome'; begun: boolean; another?: boolean } // another: after somebody else sent from this device
  | { name: 'question'; step: StepView }
  | { name: 'ended'; message: string }
  | { name: 'review'; entries: ReviewEntry[]; answered: number }
  | { name: 'leaves'; leaves: DisclosureView }
  | { name: 'sending' }
  | { name: 'waiting'; why: Waiting }
  | { name: 'sent'; ending: Ending; day: string }
  | { name: 'already'; day: string }
  | { name: 'journal'; before: Page }
  | { name: 'results'; before: Page };

// What is kept, sealed, of a survey that was begun on a private device.
interface Draft {
  interview: string;
  waiting: boolean; // Send was pressed
  request: string | null; // the sealed report, once there was an attempt to send it
  day: string; // of that report
  rebuilt: boolean;
}

// What every screen stands in, also before there is a form and where there cannot be one.
export interface Surroundings {
  readonly speech: Speech;
  readonly supportOpen: boolean;
  readonly news: FormNews;
  setSupport(open: boolean): void;
  setLanguage(tag: Tag): void;
  forget(): Promise<void>;
}

export class Form implements Surroundings {
  page: Page = { name: 'loading' };
  supportOpen = false;
  speech: Speech;
  survey: SurveyText | null = null;
  task: TaskView | null = null;
  news: FormNews = null; // about the form's own files on this device
  changing: { question: number; asked: Set<number> } | null = null; // one answer, from the review

  private visited: Visit | null = null;
  private request: { bytes: Uint8Array; day: string } | null = null;
  private rebuilt = false;
  private saving: Promise<void> = Promise.resolve();

  private constructor(
    readonly engine: Engine,
    readonly address: Address | null,
    public device: Device,
    entrance: Surroundings,
    private readonly changed: () => void,
  ) {
    this.speech = entrance.speech;
    this.supportOpen = entrance.supportOpen;
  }

  // `loading` may still run: the first file of the survey is fetched meanwhile.
  static async open(
    loading: Promise<Engine>,
    address: Address | null,
    entrance: Surroundings,
    changed: (form: Form) => void,
  ): Promise<Form> {
    const visiting = address ? visit(loading, address) : null;
    const engine = await loading;
    const device = await openDevice(engine, 'private');
    const form: Form = new Form(engine, address, device, entrance, () => changed(form));
    await form.arrive(visiting);
    return form;
  }

  get taskId(): string {
    return this.address?.taskId ?? '';
  }

  private show(page: Page): void {
    this.page = page;
    this.changed();
  }

  // The first page: who asks, or why there is nothing to answer.
  private async arrive(visiting: ReturnType<typeof visit> | null): Promise<void> {
    if (!this.address || !visiting) {
      const trouble: Trouble = { key: 'trouble_no_address', values: {}, details: '', again: false };
      this.show({ name: 'trouble', trouble, from: 'visit' });
      return;
    }
    let found = await visiting;
    if ('trouble' in found && found.trouble.key === 'trouble_unreachable') {
      const kept = await this.keptVisit();
      if (kept) found = { ok: kept };
    }
    if ('trouble' in found) {
      this.show({ name: 'trouble', trouble: found.trouble, from: 'visit' });
      return;
    }
    const believed = believe(this.engine, this.taskId, found.ok);
    if ('trouble' in believed) {
      this.show({ name: 'trouble', trouble: believed.trouble, from: 'visit' });
      return;
    }
    this.visited = found.ok;
    this.task = believed.ok;
    this.speakSurvey();
    // Kept at an earlier visit: see whether the server offers another one.
    if (navigator.serviceWorker?.controller) void this.keepForm(found.ok.leader.taskJson);

    const sentOn = await this.device.wasSent(this.taskId);
    if (sentOn) return this.show({ name: 'already', day: sentOn });
    const draft = await this.draft();
    if (draft?.waiting && 'ok' in this.engine.start(null) && 'ok' in this.engine.restoreInterview(draft.interview)) {
      this.request = draft.request ? { bytes: fromBase64(draft.request), day: draft.day } : null;
      this.rebuilt = draft.rebuilt;
      return this.show({ name: 'waiting', why: 'before' });
    }
    const now = Date.now() / 1000;
    if (now >= this.task.closes) return this.show({ name: 'closed' });
    if (now < this.task.opens) return this.show({ name: 'not_open' });
    const { counted } = found.ok;
    if (counted && !this.engine.stillCounts(counted, now)) return this.show({ name: 'collected' });
    this.show({ name: 'welcome', begun: draft !== null });
  }

  async tryVisitAgain(): Promise<void> {
    this.show({ name: 'loading' });
    await this.arrive(this.address ? visit(this.engine, this.address) : null);
  }

  setLanguage(tag: Tag): void {
    this.speech = speak(tag);
    this.speakSurvey();
    // The page's own words come from the engine: asked for again in the new language.
    if (this.page.name === 'question') this.goOn();
    else if (this.page.name === 'review') this.review();
    else if (this.page.name === 'leaves') this.disclose();
    else if (this.page.name === 'ended') this.show({ name: 'ended', message: this.engine.ended()?.message ?? '' });
    else this.changed();
  }

  private speakSurvey(): void {
    if (!this.task) return;
    const survey = this.engine.setLanguage(this.speech.tag);
    if ('ok' in survey) this.survey = survey.ok;
  }

  setSupport(open: boolean): void {
    this.supportOpen = open;
    this.changed();
  }

  // --- answering ---

  async start(mode: 'private' | 'shared', resume: boolean): Promise<void> {
    const draft = resume ? await this.draft() : null;
    if (!resume) await this.forget();
    this.device = await openDevice(this.engine, mode);
    this.request = null;
    this.rebuilt = false;
    this.changing = null;
    const journal = this.device.private ? await this.device.journal.answers() : null;
    const started = this.engine.start(journal);
    if ('error' in started) return this.unexpected(inWords(started.error));
    if (draft) this.engine.restoreInterview(draft.interview);
    if (this.visited && this.device.private) {
      await this.keepVisit(this.visited);
      void this.keepForm(this.visited.leader.taskJson);
    }
    this.goOn();
  }

  // Shows where the interview stands.
  private goOn(): void {
    const ended = this.engine.ended();
    if (ended) {
      void this.forget();
      return this.show({ name: 'ended', message: ended.message });
    }
    const step = this.stepWithin();
    if (!step) return this.review();
    this.show({ name: 'question', step });
    this.save();
  }

  // While one answer is changed, only that question is asked again, unless its answer opens others.
  private stepWithin(): StepView | null {
    let step = this.engine.step();
    const { changing } = this;
    while (changing && step && step.question !== changing.question && changing.asked.has(step.question)) {
      this.engine.skipQuestion();
      step = this.engine.step();
    }
    if (!step) this.changing = null;
    return step;
  }

  // What to say where that is no answer; null where it was one.
  choose(index: number): string | null {
    return this.took(this.engine.choose(index));
  }

  mark(indices: number[]): string | null {
    return this.took(this.engine.mark(indices));
  }

  private took(result: { ok: null } | { error: { what: string } }): string | null {
    if ('error' in result) return result.error.what;
    this.goOn();
    return null;
  }

  skip(): void {
    this.engine.skip();
    this.goOn();
  }

  keep(): void {
    const step = this.engine.step();
    if (!step) return;
    const chosen = step.choices.find((choice) => choice.chosen);
    if (step.kind === 'multiple')
      this.mark(step.choices.filter((choice) => choice.chosen).map((choice) => choice.index));
    else if (chosen) this.choose(chosen.index);
  }

  back(): void {
    const step = this.engine.step();
    if (this.changing && step?.question === this.changing.question && step.part === 0) return this.finish();
    if (this.engine.back()) return this.goOn();
    this.save();
    this.show({ name: 'welcome', begun: this.device.private });
  }

  finish(): void {
    this.changing = null;
    this.engine.finish();
    this.goOn();
  }

  review(): void {
    this.changing = null;
    this.show({ name: 'review', entries: this.engine.review(), answered: this.engine.answeredCount() });
    this.save();
  }

  change(question: number): void {
    this.changing = { question, asked: new Set(this.engine.review().map((entry) => entry.question)) };
    this.engine.goTo(question);
    this.goOn();
  }

  // Back from the review to the last question.
  backToQuestions(): void {
    if (this.engine.back()) this.goOn();
  }

  disclose(): void {
    const leaves = this.engine.disclose();
    if ('error' in leaves) return this.unexpected(inWords(leaves.error));
    this.show({ name: 'leaves', leaves: leaves.ok });
  }

  // --- the journal, on the device alone ---

  openJournal(): void {
    this.show({ name: 'journal', before: this.page });
  }

  closeJournal(): void {
    if (this.page.name === 'journal') this.show(this.page.before);
  }

  // --- what is published, fetched only when this is opened ---

  openResults(): void {
    this.show({ name: 'results', before: this.page });
  }

  closeResults(): void {
    if (this.page.name === 'results') this.show(this.page.before);
  }

  // --- sending ---

  async send(): Promise<void> {
    const { task } = this;
    if (!task) return;
    if (!navigator.onLine) return this.wait('offline');
    this.show({ name: 'sending' });
    try {
      const sentOn = this.device.private ? await this.device.wasSent(this.taskId) : null;
      if (sentOn) return this.show({ name: 'already', day: sentOn }); // from another tab
      await this.deliver(task);
    } catch (error) {
      this.show({ name: 'trouble', trouble: troubleOf(error), from: 'send' });
    }
  }

  private async deliver(task: TaskView): Promise<void> {
    for (;;) {
      const request = this.request ?? this.seal();
      if (!request) return;
      this.request = request;
      await this.save(true); // first kept, then sent: a crash must not lose these bytes
      const result = await upload(this.engine, task, this.taskId, request.bytes);
      if ('wait' in result) return this.wait(result.wait);
      if ('trouble' in result) return this.show({ name: 'trouble', trouble: result.trouble, from: 'send' });
      switch (result.outcome) {
        case 'stored':
          return this.settle('sent', request.day);
        case 'unknown':
          return this.settle('unknown', request.day);
        case 'refused':
          return this.settle('refused', request.day);
        case 'too_early':
          return this.wait('clock');
        case 'not_started':
          this.request = null;
          await this.save(false);
          return this.show({ name: 'not_open' });
        case 'closed':
          await this.forget();
          return this.show({ name: 'closed' });
        case 'outdated':
          this.request = null;
          if (this.rebuilt) return this.keysKeepChanging();
          this.rebuilt = true;
          if (!(await this.freshKeys())) return;
      }
    }
  }

  private seal(): { bytes: Uint8Array; day: string } | null {
    const now = Math.floor(Date.now() / 1000);
    const sealed = this.engine.seal(now);
    if ('ok' in sealed) return { bytes: sealed.ok, day: new Date(now * 1000).toISOString().slice(0, 10) };
    if (this.task && now >= this.task.closes) this.show({ name: 'closed' });
    else this.unexpected(inWords(sealed.error));
    return null;
  }

  private async freshKeys(): Promise<boolean> {
    await this.save(true);
    const found = this.address ? await visit(this.engine, this.address) : null;
    if (!found) return false;
    if ('trouble' in found) {
      this.wait('unreachable');
      return false;
    }
    const believed = believe(this.engine, this.taskId, found.ok, true);
    if ('trouble' in believed) {
      this.show({ name: 'trouble', trouble: believed.trouble, from: 'send' });
      return false;
    }
    this.visited = found.ok;
    return true;
  }

  private keysKeepChanging(): void {
    this.rebuilt = false;
    const trouble: Trouble = { key: 'trouble_keys_changed', values: {}, details: '', again: true };
    this.show({ name: 'trouble', trouble, from: 'send' });
  }

  private wait(why: Waiting): void {
    void this.save(true);
    this.show({ name: 'waiting', why });
  }

  // The device is online again.
  online(): void {
    if (this.page.name === 'waiting' && (this.page.why === 'offline' || this.page.why === 'unreachable'))
      void this.send();
  }

  private async settle(ending: Ending, day: string): Promise<void> {
    if (this.device.private && ending !== 'refused') await this.device.markSent(this.taskId, day);
    await this.forget();
    this.request = null;
    this.show({ name: 'sent', ending, day });
  }

  anotherPerson(): void {
    this.show({ name: 'welcome', begun: false, another: true });
  }

  async discard(): Promise<void> {
    await this.forget();
    this.request = null;
    this.show({ name: 'welcome', begun: false });
  }

  private unexpected(details: string): void {
    const trouble: Trouble = { key: 'trouble_unexpected', values: {}, details, again: true };
    this.show({ name: 'trouble', trouble, from: 'visit' });
  }

  // --- what this device keeps ---

  // The page itself, for use without a network, from when a private device is used.
  private async keepForm(taskJson: Uint8Array): Promise<void> {
    const news = await keepForm(this.engine, taskJson).catch(() => null);
    if (!news) return;
    this.news = news;
    this.changed();
  }

  // Everything about this survey that is not the mark of having sent.
  async forget(): Promise<void> {
    await this.saving;
    await this.device.forgetDraft(this.taskId);
    await this.device.forgetDraft(visitOf(this.taskId));
  }

  private save(waiting = false): Promise<void> {
    if (!this.device.private) return Promise.resolve();
    const draft: Draft = {
      interview: this.engine.saveInterview(),
      waiting,
      request: this.request ? toBase64(this.request.bytes) : null,
      day: this.request?.day ?? '',
      rebuilt: this.rebuilt,
    };
    this.saving = this.device.saveDraft(this.taskId, JSON.stringify(draft)).catch(() => undefined);
    return this.saving;
  }

  private async draft(): Promise<Draft | null> {
    const saved = await this.device.loadDraft(this.taskId);
    return saved === null ? null : (JSON.parse(saved) as Draft);
  }

  private async keepVisit(found: Visit): Promise<void> {
    const files = [found.leader, found.helper].map((served) =>
      Object.fromEntries(Object.entries(served).map(([name, bytes]) => [name, toBase64(bytes as Uint8Array)])),
    );
    await this.device.saveDraft(visitOf(this.taskId), JSON.stringify(files));
  }

  // So that a survey that was begun can go on offline. It is checked again like one that was just fetched.
  private async keptVisit(): Promise<Visit | null> {
    const saved = await this.device.loadDraft(visitOf(this.taskId));
    if (saved === null) return null;
    const [leader, helper] = (JSON.parse(saved) as Record<string, string>[]).map(
      (files) =>
        Object.fromEntries(
          Object.entries(files).map(([name, text]) => [name, fromBase64(text)]),
        ) as unknown as Visit['leader'],
    );
    if (!leader || !helper || !this.address) return null;
    const task = this.engine.lookAtTask(this.taskId, this.address.aggregator, leader.taskJson);
    return 'ok' in task ? { task: task.ok, leader, helper, counted: null } : null;
  }
}

function visitOf(taskId: string): string {
  return `${taskId}/visit`;
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
