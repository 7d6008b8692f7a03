// The quick way out: the page is gone at once, what it kept of this survey is deleted, and a neutral page takes its
// place in the tab's history.

import type { Surroundings } from './state';

// Where it leads; set where the bundle is made.
declare const TACIT_EXIT_PAGE: string;

const longestWait = 300; // milliseconds that deleting may take before the page is left all the same
const doublePress = 800; // between the two presses of Esc

export async function leave(form: Surroundings): Promise<void> {
  document.title = ' ';
  document.body.replaceChildren();
  const slow = new Promise<void>((resolve) => {
    setTimeout(resolve, longestWait);
  });
  await Promise.race([form.forget().catch(() => undefined), slow]);
  location.replace(TACIT_EXIT_PAGE);
}

export function leaveOnDoubleEscape(form: () => Surroundings): void {
  let before = -Infinity;
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.repeat) return;
    if (event.timeStamp - before < doublePress) void leave(form());
    before = event.timeStamp;
  });
}
