// Files of the form that are loaded only where they are needed: each is run only if it has the hash that this build gave
// it. index.html holds the hash of app.js in the same way, and app.js those of the others.
//
// sw.js is the exception: browsers fetch it by rules of their own.

import { scriptAddress } from './device/trusted';

type Script = 'chart.js' | 'pages.js' | 'passphrase-wasm2js.js' | 'tacit-wasm2js.js';

// By name; set where the bundle is made.
declare const TACIT_INTEGRITY: Readonly<Record<string, string>>;

// Fails where the file has other bytes.
export async function fetchChecked(name: string): Promise<ArrayBuffer> {
  const file = await fetch(addressOf(name), { integrity: TACIT_INTEGRITY[name]! });
  if (!file.ok) throw new Error(`${name}: ${file.status}`);
  return file.arrayBuffer();
}

// import() takes no hash. A script element does, and import() then gives the module that it loaded. A worker has no
// elements: there the file is looked at before.
export async function importChecked<T>(name: Script): Promise<T> {
  if (typeof document === 'undefined') await fetchChecked(name);
  else await runElement(name);
  return import(addressOf(name)) as Promise<T>;
}

function runElement(name: Script): Promise<void> {
  const element = document.createElement('script');
  element.type = 'module';
  element.crossOrigin = 'anonymous';
  element.integrity = TACIT_INTEGRITY[name]!;
  element.src = scriptAddress(name);
  return new Promise((resolve, reject) => {
    element.onload = () => resolve();
    element.onerror = () => reject(new Error(`${name} could not be loaded, or is not the one of this form`));
    document.head.append(element);
  });
}

// The pages beside the survey, once they are here.
export let pages: Pages | null = null;
type Pages = typeof import('./pages');
let coming: Promise<Pages> | null = null;

// For everybody right after the first page, whatever they do there: a network that ends later, or that somebody
// watches, then makes no difference. May be called again where it failed.
export function loadPages(): Promise<Pages> {
  coming ??= importChecked<Pages>('pages.js')
    .then((here) => (pages = here))
    .finally(() => {
      if (!pages) coming = null;
    });
  return coming;
}

function addressOf(name: string): string {
  return new URL(name, import.meta.url).href;
}
