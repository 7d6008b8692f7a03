// Whom to call, bundled with the page: showing it asks nobody for anything. Only rows that name a source are shown.

import data from '../data/helplines.json';

export interface Helpline {
  country: string; // ISO 3166
  name: string;
  call?: string;
  text?: string;
  hours: string;
  note?: string;
  checked: string; // the day on which the source was read
  source: string;
}

const rows: readonly Helpline[] = data.rows.filter((row) => row.source !== '' && row.checked !== '');
const emergency: Readonly<Record<string, string>> = data.emergency;

export interface Country {
  code: string;
  name: string;
  here: boolean;
  emergency: string | null;
  helplines: Helpline[];
}

// By name in the language of the page, and the country of the browser's language first where that names one.
export function countries(language: string, wanted: readonly string[]): Country[] {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const codes = [...new Set(rows.map((row) => row.country))];
  const here = wanted.map((tag) => new Intl.Locale(tag).region).find((region) => region && codes.includes(region));
  return codes
    .map((code) => ({
      code,
      name: names.of(code) ?? code,
      here: code === here,
      emergency: emergency[code] ?? null,
      helplines: rows.filter((row) => row.country === code),
    }))
    .sort((one, other) => Number(other.here) - Number(one.here) || one.name.localeCompare(other.name, language));
}

export function callAddress(number: string): string {
  return `tel:${number.replace(/[^+\d]/g, '')}`;
}

export function textAddress(number: string): string {
  return `sms:${number.replace(/[^+\d]/g, '')}`;
}
