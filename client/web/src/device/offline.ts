// The page's side of the service worker: keeps the form's files for use without a network, pins the keys of both
// organisations when a survey is first believed, and takes another version only if both have signed it and it is not
// older: what they signed once stays signed.
//
// The verdict is the engine's, and the page that asks for it is the kept one: a changed file on the server is not run to
// judge itself. One file escapes this: the browser replaces sw.js by its own rules. Its hash is in the signed list
// too, and `tacit form verify` and the other organisation's collector look at it.

import type { Engine } from '../engine';
import { scriptAddress } from './trusted';

export interface Keys { leader: string; helper: string }   // base64url, as task.json has them
export interface Kept { manifest: string | null; keys: Keys | null }   // hash of the kept form.json
export type Ask = { ask: 'kept' } | { ask: 'keep'; manifest: Uint8Array; keys: Keys; without: readonly string[] };
export type Problem = 'changed' | 'older' | 'unreachable';
export type Answer = { kept: Kept } | { refused: Problem };

// What a person is told; null where there is nothing new. `update_*` and `offline_*` of lang/device.
export type FormNews = 'offline_kept' | 'offline_unsigned' | 'offline_changed' | 'update_kept' | 'update_unsigned' | 'update_changed'
  | 'update_older' | null;

// After a survey was believed on a private device. `taskJson` are the believed bytes. One call waits for the one before.
export function keepForm(engine: Engine, taskJson: Uint8Array): Promise<FormNews> {
  const news = last.then(() => lookAndKeep(engine, taskJson));
  last = news.catch(() => null);
  return news;
}
let last: Promise<unknown> = Promise.resolve();

async function lookAndKeep(engine: Engine, taskJson: Uint8Array): Promise<FormNews> {
  const worker = await startWorker();
  if (!worker) return null;
  const { kept } = await ask(worker, { ask: 'kept' }) as { kept: Kept };
  const keys = kept.keys ?? keysOf(taskJson);
  const [none, unsigned, changed, done] = kept.manifest
    ? [null, 'update_unsigned', 'update_changed', 'update_kept'] as const
    : [null, 'offline_unsigned', 'offline_changed', 'offline_kept'] as const;

  const manifest = await file('form.json');
  if (!manifest) return none;
  if (kept.manifest === hex(engine.sha256(manifest))) return none;
  const signatures: string[] = [];
  for (const name of ['form.leader.sig', 'form.helper.sig']) {
    const signature = await file(name);
    if (signature) signatures.push(new TextDecoder().decode(signature));
  }
  if ('error' in engine.verifyForm(manifest, signatures, [keys.leader, keys.helper])) return unsigned;
  // The engine is there in two forms and this browser runs one of them: the other is not worth its room.
  const form = engine.asScript ? '.wasm' : '-wasm2js.js';
  const without = ['tacit', 'passphrase'].map((name) => name + form);
  const answer = await ask(worker, { ask: 'keep', manifest, keys, without });
  if ('kept' in answer) return done;
  const told: Record<Problem, FormNews> = { changed, older: 'update_older', unreachable: none };
  return told[answer.refused];
}

// The form's files and the pinned keys; the next visit is a first one again.
export async function forgetForm(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  for (const name of await caches.keys()) if (name.startsWith('form')) await caches.delete(name);
  await (await navigator.serviceWorker.getRegistration())?.unregister();
}

async function startWorker(): Promise<ServiceWorker | null> {
  try {
    await navigator.serviceWorker.register(scriptAddress('sw.js'));
    return (await navigator.serviceWorker.ready).active;
  } catch {   // no secure context, a private window, switched off
    return null;
  }
}

function ask(worker: ServiceWorker, question: Ask): Promise<Answer> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = (message: MessageEvent<Answer>) => {
      port1.close();
      resolve(message.data);
    };
    worker.postMessage(question, [port2]);
  });
}

function keysOf(taskJson: Uint8Array): Keys {
  type Party = { signing_key: string };
  const task = JSON.parse(new TextDecoder().decode(taskJson)) as { leader: Party; helper: Party };
  return { leader: task.leader.signing_key, helper: task.helper.signing_key };
}

async function file(name: string): Promise<Uint8Array | null> {
  try {
    const response = await fetch(name, { cache: 'no-store', credentials: 'omit' });
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
  } catch {
    return null;
  }
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
