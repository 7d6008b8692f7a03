// The words of the form. English decides which keys there are: a key that another language lacks is a type error, so
// the form does not build. Words that belong to what stays on the device (journal, summary, erasing) are in
// lang/device/, those about published results in lang/results/: both come with the pages that say them (pages.ts).

import ar from '../lang/ar.json';
import type deviceEn from '../lang/device/en.json';
import en from '../lang/en.json';
import es from '../lang/es.json';
import type resultsEn from '../lang/results/en.json';

export type Key = keyof typeof en;
export type LaterKey = Key | keyof typeof deviceEn | keyof typeof resultsEn;

const languages = { en: { ...en }, es: { ...es }, ar: { ...ar } } satisfies Record<string, Record<Key, string>>;
export type Tag = keyof typeof languages;

// From here on every Speech of these languages says these words too.
export function learn(words: Readonly<Record<Tag, Readonly<Record<Exclude<LaterKey, Key>, string>>>>): void {
  for (const { tag } of languageNames) Object.assign(languages[tag], words[tag]);
}

// Each in its own words, as a person looks for it.
export const languageNames: readonly { tag: Tag; name: string }[] = [
  { tag: 'en', name: 'English' },
  { tag: 'es', name: 'Español' },
  { tag: 'ar', name: 'العربية' },
];

export function primary(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

export function direction(tag: string): 'ltr' | 'rtl' {
  return ['ar', 'fa', 'he', 'ur'].includes(primary(tag)) ? 'rtl' : 'ltr';
}

// The first of the wanted languages that the form speaks; English where there is none.
export function bestTag(wanted: readonly string[]): Tag {
  for (const tag of wanted) {
    const known = languageNames.find((language) => language.tag === primary(tag));
    if (known) return known.tag;
  }
  return 'en';
}

export interface Speech<Says extends LaterKey = Key> {
  readonly tag: Tag;
  readonly dir: 'ltr' | 'rtl';
  // The words of a key, with {name} replaced. A number is written as the language writes it.
  t(key: Says, values?: Readonly<Record<string, string | number>>): string;
  number(value: number): string;
  day(unixSeconds: number): string; // a UTC day, as all days of a survey are
  dayOf(isoDay: string): string; // the same for 2026-11-21
}

export function speak(tag: Tag): Speech {
  const words: Readonly<Record<Key, string>> = languages[tag];
  const dir = direction(tag);
  const numbers = new Intl.NumberFormat(tag);
  const days = new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' });
  // Names and addresses inside a sentence that runs from right to left keep their own direction.
  const isolated = (value: string) => (dir === 'rtl' ? `\u2068${value}\u2069` : value);
  return {
    tag,
    dir,
    t: (key, values = {}) =>
      words[key].replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = values[name];
        if (value === undefined) return whole;
        return typeof value === 'number' ? numbers.format(value) : isolated(value);
      }),
    number: (value) => numbers.format(value),
    day: (unixSeconds) => days.format(new Date(unixSeconds * 1000)),
    dayOf: (isoDay) => days.format(new Date(`${isoDay}T00:00:00Z`)),
  };
}
