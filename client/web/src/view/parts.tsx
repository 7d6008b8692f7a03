// What several screens are made of.

import type { ComponentChildren } from 'preact';
import type { Speech } from '../i18n';
import type { Form } from '../state';

// The one heading of a screen. It takes the focus when the screen appears, so that a screen reader begins there.
export function Heading({ children, id }: { children: ComponentChildren; id?: string }) {
  return (
    <h1 id={id} tabIndex={-1}>
      {children}
    </h1>
  );
}

export function Button({
  kind = 'plain',
  hint,
  onPress,
  children,
  label,
  disabled,
  pressed,
  describedBy,
}: {
  kind?: 'main' | 'plain' | 'quiet';
  hint?: string; // a second line in the button
  onPress: () => void;
  children: ComponentChildren;
  label?: string; // for screen readers, where the words alone do not say enough
  disabled?: boolean;
  pressed?: boolean;
  describedBy?: string;
}) {
  return (
    <button
      type="button"
      class={`button ${kind}`}
      onClick={onPress}
      aria-label={label}
      disabled={disabled}
      aria-pressed={pressed}
      aria-describedby={describedBy}
    >
      <span class="words">{children}</span>
      {hint && <span class="hint">{hint}</span>}
    </button>
  );
}

export function Notice({ children, tone = 'calm' }: { children: ComponentChildren; tone?: 'calm' | 'care' }) {
  return <div class={`notice ${tone}`}>{children}</div>;
}

// Technical words, in English, for those who want to pass them on.
export function Details({ speech, text }: { speech: Speech; text: string }) {
  if (!text) return null;
  return (
    <details class="technical">
      <summary>{speech.t('details')}</summary>
      <p lang="en" dir="ltr">
        {text}
      </p>
    </details>
  );
}

// Out of 1,000 guesses to out of 100, rounded to the side that promises less.
export function inHundred(ofThousand: number): number {
  return Math.ceil(ofThousand / 10);
}

// The way to what is published. Nothing is fetched before somebody takes it.
export function ToResults({ form }: { form: Form }) {
  const { t } = form.speech;
  if (!form.task) return null;
  return (
    <Button kind="quiet" hint={t('results_open_hint')} onPress={() => form.openResults()}>
      {t('results_open')}
    </Button>
  );
}

// Where an organisation is found. Its own direction, whatever the page's.
export function Reach({ host, contact }: { host: string; contact: string }) {
  return (
    <span class="reach">
      <bdi>{host}</bdi>
      {contact && (
        <>
          {' '}
          · <bdi>{contact}</bdi>
        </>
      )}
    </span>
  );
}
