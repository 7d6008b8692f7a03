// The service worker: gives the form's files from what is kept, so that the form opens without a network and a changed
// server changes nothing by itself. It touches no other request: tasks, keys and reports are never in its cache.
//
// It keeps what the page tells it to keep (device/offline.ts), after comparing every file with its hash. A new version
// waits beside the old one and takes its place when the form is opened next.

import type { Answer, Ask, Kept, Keys, Problem } from './offline';

// The library of types for pages lacks those for service workers.
interface Waits extends Event { waitUntil(work: Promise<unknown>): void }
interface Fetched extends Waits { request: Request; respondWith(response: Promise<Response>): void }
interface Asked extends Waits { data: Ask; ports: readonly MessagePort[] }
interface WorkerScope {
  registration: { scope: string };
  clients: { claim(): Promise<void> };
  addEventListener(name: 'activate', listener: (event: Waits) => void): void;
  addEventListener(name: 'fetch', listener: (event: Fetched) => void): void;
  addEventListener(name: 'message', listener: (event: Asked) => void): void;
}
const worker = self as unknown as WorkerScope;

// Names of caches; each holds one version. STATE is in a cache of its own.
interface State { current: string | null; next: string | null; keys: Keys | null; serial: number }   // of the newest
interface Manifest { serial: number; files: { path: string; size: number; sha256: string }[] }
const STATE_CACHE = 'form-state';
const scope = worker.registration.scope;

worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const path = pathOf(request);
  if (path !== null) event.respondWith(serve(request, path));
});

worker.addEventListener('message', (event) => {
  const reply = async () => event.ports[0]?.postMessage(await answer(event.data));
  event.waitUntil(reply());
});

// The path of a file of the form, or null for every other request.
function pathOf(request: Request): string | null {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.search !== '' || !url.href.startsWith(scope)) return null;
  return url.origin + url.pathname === scope ? 'index.html' : url.pathname.slice(new URL(scope).pathname.length);
}

async function serve(request: Request, path: string): Promise<Response> {
  const state = await readState();
  if (request.mode === 'navigate' && state.next) {
    const old = state.current;
    await writeState({ ...state, current: state.next, next: null });
    state.current = state.next;
    if (old) await caches.delete(old);
  }
  if (!state.current) return fetch(request);
  return await (await caches.open(state.current)).match(scope + path) ?? fetch(request);
}

async function answer(question: Ask): Promise<Answer> {
  if (question.ask === 'keep') {
    const problem = await keep(question);
    if (problem) return { refused: problem };
  }
  const { current, next, keys } = await readState();
  const manifest = (next ?? current)?.slice('form-'.length) ?? null;
  return { kept: { manifest, keys } satisfies Kept };
}

async function keep({ manifest, keys, without }: Extract<Ask, { ask: 'keep' }>): Promise<Problem | null> {
  const name = `form-${hex(await sha256(manifest))}`;
  const before = await readState();
  if (name === before.current || name === before.next) return null;
  const { files, serial } = JSON.parse(new TextDecoder().decode(manifest)) as Manifest;
  if (serial < before.serial) return 'older';
  const cache = await caches.open(name);
  const giveUp = async <T>(problem: T) => {
    await caches.delete(name);
    return problem;
  };
  for (const file of files) {
    if (without.includes(file.path)) continue;
    let response: Response;
    let body: ArrayBuffer;
    try {
      response = await fetch(file.path === 'index.html' ? scope : scope + file.path, { cache: 'no-cache', credentials: 'omit' });
      body = await response.arrayBuffer();
    } catch {
      return giveUp('unreachable');
    }
    if (!response.ok) return giveUp('unreachable');
    if (body.byteLength !== file.size || base64url(await sha256(body)) !== file.sha256) return giveUp('changed');
    const headers = new Headers(response.headers);   // its policies travel with the page
    for (const name of ['content-encoding', 'content-length', 'set-cookie']) headers.delete(name);
    await cache.put(scope + file.path, new Response(body, { headers }));
  }
  const state = await readState();
  if (state.next) await caches.delete(state.next);
  await writeState({ current: state.current ?? name, next: state.current ? name : null, keys: state.keys ?? keys, serial });
  return null;
}

async function readState(): Promise<State> {
  const kept = await caches.match(`${scope}state`, { cacheName: STATE_CACHE });
  return kept ? await kept.json() as State : { current: null, next: null, keys: null, serial: 0 };
}

async function writeState(state: State): Promise<void> {
  await (await caches.open(STATE_CACHE)).put(`${scope}state`, new Response(JSON.stringify(state)));
}

async function sha256(bytes: BufferSource | Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource));
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
