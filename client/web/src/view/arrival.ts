// Where somebody stands on a screen that was just drawn: at its top, and a screen reader or the keyboard at its heading.

import { useLayoutEffect } from 'preact/hooks';

// `screen` names what is shown; null while nothing is yet. Before the browser draws it, and so before any key is pressed on it:
// later it would take the focus from what a quick Tab has reached.
export function useArrival(screen: string | null): void {
  useLayoutEffect(() => {
    if (screen === null) return;
    window.scrollTo(0, 0);
    document.querySelector('h1')?.focus({ preventScroll: true });
  }, [screen]);
}
