// What the form asks of the network, and nothing else does: the files of a survey from both aggregators, in the
// order of client/core/trust.h, one upload, and the public list of counted days.
//
// Every request is the same whatever was answered: no credentials, no referrer, no cache, no redirect.

import type { Doubt, Engine, Failure, Outcome, Result, Served, TaskView } from './engine';
import type { Key } from './i18n';

// Something that ends the visit, in words that a person understands; `details` is English, for those who ask.
export interface Trouble {
  key: Key;
  values: Record<string, string>;
  details: string;
  again: boolean; // trying again may help
}
export type Got<T> = { ok: T } | { trouble: Trouble };

export interface Address {
  taskId: string;
  aggregator: string; // an aggregator that knows the task; ends in "/"
}

export interface Visit {
  task: TaskView;
  leader: Served;
  helper: Served;
  counted: Uint8Array | null; // the leader's counted.json, where it could be had
}

// Of "https://leader.example/tacit/form/#TASK_ID", or of "…#TASK_ID@https://leader.example/" where the page lies
// elsewhere.
export function addressIn(location: { href: string }): Address | null {
  const [page = '', fragment = ''] = location.href.split('#');
  const [taskId = '', named] = fragment.split('@');
  if (!/^[A-Za-z0-9_-]{43}$/.test(taskId)) return null;
  if (named !== undefined) return isAggregator(named) ? { taskId, aggregator: named } : null;
  const folder = page.split('?')[0]!.replace(/[^/]*$/, '');
  return folder.endsWith('/tacit/form/') ? { taskId, aggregator: folder.slice(0, -'tacit/form/'.length) } : null;
}

function isAggregator(address: string): boolean {
  return /^(https:\/\/|http:\/\/(127\.|localhost[:/]|\[::1\]))[^\s?#]*\/$/.test(address);
}

// The engine may still be on its way: the first file does not need it.
export async function visit(loading: Engine | Promise<Engine>, { taskId, aggregator }: Address): Promise<Got<Visit>> {
  try {
    const file = (server: string, name: string) => get(`${server}tacit/tasks/${taskId}/${name}`);
    const [engine, copy] = await Promise.all([loading, file(aggregator, 'task.json')]);
    const seen = engine.lookAtTask(taskId, aggregator, copy);
    if ('error' in seen) return { trouble: distrust(seen.error) };
    const { leader, helper } = seen.ok;

    const [leaderTask, leaderList, helperTask, helperList] = await Promise.all([
      leader.url === aggregator ? copy : file(leader.url, 'task.json'),
      file(leader.url, 'texts.json'),
      helper.url === aggregator ? copy : file(helper.url, 'task.json'),
      file(helper.url, 'texts.json'),
    ]);
    const number = engine.newestTexts(
      taskId,
      { taskJson: leaderTask, textsList: leaderList },
      { taskJson: helperTask, textsList: helperList },
    );
    if ('error' in number) return { trouble: distrust(number.error) };

    const rest = (server: string) => [
      file(server, `texts/${number.ok}.json`),
      file(server, `texts/${number.ok}.sig`),
      get(`${server}hpke_config`),
      file(server, 'peer_hpke.json'),
    ];
    const [counted, ...files] = await Promise.all([
      file(leader.url, 'counted.json').catch(() => null),
      ...rest(leader.url),
      ...rest(helper.url),
    ]);
    const served = (taskJson: Uint8Array, textsList: Uint8Array, at: number): Served => ({
      taskJson,
      textsList,
      texts: files[at]!,
      textsSignature: files[at + 1]!,
      hpkeConfig: files[at + 2]!,
      peerHpke: files[at + 3]!,
    });
    return {
      ok: {
        task: seen.ok,
        leader: served(leaderTask, leaderList, 0),
        helper: served(helperTask, helperList, 4),
        counted,
      },
    };
  } catch (error) {
    return { trouble: troubleOf(error) };
  }
}

// Whether the two servers prove that they show everybody the same survey; keeps it in the engine where they do.
// `again` keeps the running interview: for fresh keys.
export function believe(engine: Engine, taskId: string, { leader, helper }: Visit, again = false): Got<TaskView> {
  const believed = again ? engine.refreshKeys(taskId, leader, helper) : engine.believe(taskId, leader, helper);
  if ('ok' in believed) return { ok: believed.ok };
  return { trouble: distrust(believed.error) };
}

export type Upload =
  | { outcome: Outcome }
  | { wait: 'unreachable' | 'busy' } // the same bytes may be sent again, and nothing else
  | { trouble: Trouble };

const waits = [1_000, 3_000]; // milliseconds before the second and the third attempt

export async function upload(engine: Engine, task: TaskView, taskId: string, request: Uint8Array): Promise<Upload> {
  const host = task.leader.host;
  for (let attempt = 0; ; ++attempt) {
    let response: Response | null = null;
    let body = new Uint8Array();
    try {
      response = await fetch(`${task.leader.url}tasks/${taskId}/reports`, {
        ...sameForAll,
        method: 'POST',
        body: request as Uint8Array<ArrayBuffer>,
        headers: { 'Content-Type': 'application/ppm-dap;message=upload-req' },
      });
      body = new Uint8Array(await response.arrayBuffer());
    } catch {
      response = null;
    }
    if (response?.status === 200) {
      const outcome = engine.readAnswer(body, request);
      return 'ok' in outcome
        ? { outcome: outcome.ok }
        : { trouble: troubleWith('trouble_broken', host, inWords(outcome.error)) };
    }
    const busy = response !== null && (response.status >= 500 || response.status === 429);
    if (response && !busy) {
      const key =
        response.status === 413 ? 'trouble_size' : response.status === 404 ? 'trouble_not_found' : 'trouble_upload';
      return {
        trouble: troubleWith(key, host, `HTTP ${response.status} ${new TextDecoder().decode(body).slice(0, 300)}`),
      };
    }
    const pause = waits[attempt];
    if (pause === undefined) return { wait: busy ? 'busy' : 'unreachable' };
    await sleep(pause);
  }
}

// The days that both aggregators say are in a release. Asked for by the person, the same file for everybody.
export async function isCounted(engine: Engine, task: TaskView, taskId: string, day: string): Promise<boolean | null> {
  try {
    const [leader, helper] = await Promise.all(
      [task.leader, task.helper].map((operator) => get(`${operator.url}tacit/tasks/${taskId}/counted.json`)),
    );
    const covers = (list: Result<{ from: string; to: string }[]>) =>
      'ok' in list ? list.ok.some(({ from, to }) => from <= day && day <= to) : null;
    const [one, other] = [
      covers(engine.countedDays(taskId, leader!, 'leader')),
      covers(engine.countedDays(taskId, helper!, 'helper')),
    ];
    return one === null || other === null ? null : one && other;
  } catch {
    return null;
  }
}

export const sameForAll = {
  credentials: 'omit',
  referrerPolicy: 'no-referrer',
  cache: 'no-store',
  redirect: 'error',
  mode: 'cors',
} as const satisfies RequestInit;

class Refusal extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.details);
  }
}

const tries = 3; // of a file that a server that has just started cannot give yet

async function get(url: string): Promise<Uint8Array> {
  const host = new URL(url).host;
  for (let attempt = 1; ; ++attempt) {
    let response: Response;
    let body: ArrayBuffer;
    try {
      response = await fetch(url, sameForAll);
      body = await response.arrayBuffer();
    } catch (error) {
      throw new Refusal(troubleWith('trouble_unreachable', host, `${url}: ${String(error)}`));
    }
    if (response.ok) return new Uint8Array(body);
    const details = `${url}: HTTP ${response.status}`;
    if (response.status === 404) throw new Refusal(troubleWith('trouble_not_found', host, details));
    if (response.status !== 503 || attempt === tries) throw new Refusal(troubleWith('trouble_broken', host, details));
    await sleep(1_000);
  }
}

function troubleWith(key: Key, host: string, details: string): Trouble {
  return { key, values: { host }, details, again: key !== 'trouble_not_found' };
}

const doubts: Readonly<Record<Doubt, Key>> = {
  unusable: 'trouble_distrust',
  other_task: 'trouble_other_task',
  differ: 'trouble_differ',
  texts: 'trouble_texts',
  keys: 'trouble_keys',
};

function distrust(failure: Failure): Trouble {
  const doubt = failure.doubt ?? 'unusable';
  return { key: doubts[doubt], values: {}, details: inWords(failure), again: doubt === 'keys' };
}

export function troubleOf(error: unknown): Trouble {
  if (error instanceof Refusal) return error.trouble;
  return { key: 'trouble_unexpected', values: {}, details: String(error), again: true };
}

export function inWords({ what, where, remedy }: Failure): string {
  return [where ? `${where}: ${what}.` : `${what}.`, remedy].filter(Boolean).join(' ');
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
