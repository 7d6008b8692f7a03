// Sealing under a passphrase happens in a worker: Argon2id takes 64 MiB and a tenth of a second or more. The worker ends
// after one call, and what it held ends with it.

import type { Result } from '../engine';
import { fetchChecked } from '../later';
import { scriptAddress } from './trusted';

export type Request = { passphrase: string; seal: Uint8Array } | { passphrase: string; open: Uint8Array };

export async function sealWithPassphrase(passphrase: string, plain: Uint8Array): Promise<Uint8Array> {
  const sealed = await ask({ passphrase, seal: plain });
  if ('error' in sealed) throw new Error(sealed.error.what);
  return sealed.ok;
}

export function openWithPassphrase(passphrase: string, sealed: Uint8Array): Promise<Result<Uint8Array>> {
  return ask({ passphrase, open: sealed });
}

async function ask(request: Request): Promise<Result<Uint8Array>> {
  await fetchChecked('passphrase.js');   // a worker takes no hash either
  const worker = new Worker(scriptAddress('passphrase.js'), { type: 'module' });
  return new Promise<Result<Uint8Array>>((resolve, reject) => {
    worker.onmessage = (message: MessageEvent<Result<Uint8Array>>) => resolve(message.data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}

export const PASSPHRASE_MIN = 8;  // characters
export type Strength = 'short' | 'weak' | 'fair' | 'good';

// A careful guess from below, in bits: a run of letters counts as one word of a list, digits and signs by their number,
// and what was there already counts once.
export function strengthOf(passphrase: string): Strength {
  if ([...passphrase].length < PASSPHRASE_MIN) return 'short';
  const pieces = passphrase.toLowerCase().match(/\p{L}+|\p{N}+|[^\p{L}\p{N}]+/gu) ?? [];
  const seen = new Set<string>();
  let bits = 0;
  for (const piece of pieces) {
    if (seen.has(piece)) continue;
    seen.add(piece);
    const length = distinctLength(piece);
    if (/\p{L}/u.test(piece)) bits += length <= 12 ? Math.min(11, 4 * length) : 11 + 2 * (length - 12);
    else if (/\p{N}/u.test(piece)) bits += /^(19|20)\d\d$/.test(piece) ? 6 : 3 * length;
    else bits += piece.trim() === '' ? 0 : 4 * length;
  }
  return bits < 30 ? 'weak' : bits < 40 ? 'fair' : 'good';
}

// Without characters that repeat the one before or are its neighbour: "aaaa", "1234".
function distinctLength(piece: string): number {
  const points = [...piece].map((letter) => letter.codePointAt(0) ?? 0);
  return points.filter((point, at) => at === 0 || Math.abs(point - points[at - 1]!) > 1).length;
}
