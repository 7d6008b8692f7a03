// See passphrase.ts. An engine of its own, started for one call.

import { loadPassphraseEngine } from '../engine';
import type { Request } from './passphrase';

const answer = (message: unknown) => (self as unknown as { postMessage(message: unknown): void }).postMessage(message);

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  const engine = await loadPassphraseEngine();
  answer('seal' in data ? engine.sealPassphrase(data.passphrase, data.seal) : engine.openPassphrase(data.passphrase, data.open));
};
