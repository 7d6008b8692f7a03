// Small texts that this device keeps, each sealed by the engine (XChaCha20-Poly1305) under a random key of its own.
//
// In the browser's database a record's name is a keyed hash, so that it tells nothing, and keys lie in a store of their
// own. Whatever is forgotten loses its key first, in a transaction that is on disk before the sealed bytes follow: a
// crash between the two leaves bytes that nobody opens. What this cannot do is said to people: storage_* in lang/device.

import type { Engine } from '../engine';

export interface Vault {
  readonly lasting: boolean;      // false: gone with the page
  keep(name: string, text: string): Promise<void>;
  read(name: string): Promise<string | null>;
  forget(name: string): Promise<void>;
  erase(): Promise<void>;         // everything, and what held it
  used(): Promise<boolean>;       // whether anything was ever kept
}

// On a shared device, and where the browser keeps nothing.
export function memoryVault(): Vault {
  const texts = new Map<string, string>();
  return {
    lasting: false,
    keep: async (name, text) => { texts.set(name, text); },
    read: async (name) => texts.get(name) ?? null,
    forget: async (name) => { texts.delete(name); },
    erase: async () => texts.clear(),
    used: async () => texts.size > 0,
  };
}

// Leaves no trace before something is kept. A memoryVault() where the browser has no database to give, as in private
// windows of some browsers.
export async function browserVault(engine: Engine): Promise<Vault> {
  try {
    (await openDatabase(false))?.close();
    return new SealedVault(engine);
  } catch {
    return memoryVault();
  }
}

const DATABASE = 'tacit';
const ROOT = 'root';              // the key of the names
type Store = 'keys' | 'records';
interface Opened { database: IDBDatabase; root: Uint8Array }

class SealedVault implements Vault {
  readonly lasting = true;
  private opened: Opened | null = null;
  private readonly keys = new Map<string, Uint8Array>();  // of what was kept since the page was opened
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly engine: Engine) {}

  async keep(name: string, text: string): Promise<void> {
    const begun = await this.inTurn(async () => {
      const { database, root } = await this.open(true);
      const id = this.idOf(root, name);
      const key = this.keys.get(id) ?? await get(database, 'keys', id) ?? this.engine.randomBytes(32);
      this.keys.set(id, key);
      const sealed = this.engine.sealAtRest(key, id, new TextEncoder().encode(text));
      const done = change(database, ['keys', 'records'], (keys, records) => {
        keys.put(key, id);  // again: another tab may have forgotten it
        records.put(sealed, id);
      });
      return { done };  // the next need not wait for it: the database changes in the order in which it was asked
    });
    await begun.done;
  }

  // Null where nothing was kept or its key is gone. Rejects where the bytes are not what was kept.
  read(name: string): Promise<string | null> {
    return this.inTurn(async () => {
      const opened = await this.open(false);
      if (!opened) return null;
      const id = this.idOf(opened.root, name);
      const key = await get(opened.database, 'keys', id);
      const sealed = await get(opened.database, 'records', id);
      if (!key || !sealed) return null;
      const plain = this.engine.openAtRest(key, id, sealed);
      if ('error' in plain) throw new Error(plain.error.what);
      return new TextDecoder().decode(plain.ok);
    });
  }

  forget(name: string): Promise<void> {
    return this.inTurn(async () => {
      const opened = await this.open(false);
      if (!opened) return;
      const id = this.idOf(opened.root, name);
      this.keys.get(id)?.fill(0);
      this.keys.delete(id);
      await change(opened.database, ['keys'], (keys) => keys.delete(id));
      await change(opened.database, ['records'], (records) => records.delete(id));
    });
  }

  erase(): Promise<void> {
    return this.inTurn(async () => {
      const opened = await this.open(false);
      this.close();
      if (opened) {
        await change(opened.database, ['keys'], (keys) => keys.clear());
        await change(opened.database, ['records'], (records) => records.clear());
        opened.database.close();
      }
      await settled(indexedDB.deleteDatabase(DATABASE));
    });
  }

  used(): Promise<boolean> {
    return this.inTurn(async () => await this.open(false) !== null);
  }

  // One after the other, so that what was forgotten is not written again by a call that came before.
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work);
    this.last = turn.catch(() => {});
    return turn;
  }

  private async open(create: true): Promise<Opened>;
  private async open(create: false): Promise<Opened | null>;
  private async open(create: boolean): Promise<Opened | null> {
    if (this.opened) return this.opened;
    const database = await openDatabase(create);
    if (!database) return null;
    database.onversionchange = () => {  // another tab erases everything
      database.close();
      this.close();
    };
    let root = await get(database, 'keys', ROOT);
    if (!root) {
      root = this.engine.randomBytes(32);
      await change(database, ['keys'], (keys) => keys.put(root, ROOT));
    }
    return this.opened = { database, root };
  }

  private close(): void {
    this.opened = null;
    for (const key of this.keys.values()) key.fill(0);
    this.keys.clear();
  }

  private idOf(root: Uint8Array, name: string): string {
    const text = new TextEncoder().encode(name);
    const named = new Uint8Array(root.length + text.length);
    named.set(root);
    named.set(text, root.length);
    return [...this.engine.sha256(named).subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  }
}

// Null where there is none and none is to be made.
async function openDatabase(create: boolean): Promise<IDBDatabase | null> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    if (!create) return request.transaction?.abort();
    for (const store of ['keys', 'records'] satisfies Store[]) request.result.createObjectStore(store);
  };
  try {
    return await settled(request);
  } catch (error) {
    if (!create && error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

async function get(database: IDBDatabase, store: Store, id: string): Promise<Uint8Array | null> {
  const found: unknown = await settled(database.transaction(store).objectStore(store).get(id));
  return found instanceof Uint8Array ? found : null;
}

// Resolves once it is on disk, as far as the browser says. Asked to commit at once: the page may be about to close.
function change(
  database: IDBDatabase, stores: Store[], work: (...stores: IDBObjectStore[]) => void,
): Promise<void> {
  const transaction = database.transaction(stores, 'readwrite', { durability: 'strict' });
  work(...stores.map((store) => transaction.objectStore(store)));
  transaction.commit?.();  // not in every phone's browser
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('the browser kept nothing'));
  });
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser has no database'));
  });
}
