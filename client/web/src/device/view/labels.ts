// The codes that a journal keeps, and the words for them.

import type { LaterKey } from '../../i18n';

export const WINS = ['bed', 'activity', 'calm', 'sleep', 'energy', 'focus', 'people', 'selfcare', 'work', 'kind', 'rest'] as const;

export const TREATMENTS = [
  'antidepressant', 'addon_med', 'ketamine', 'tms', 'ect', 'vns', 'psychedelic', 'cbt', 'ipt', 'dbt', 'other_talk', 'peer',
  'day_program', 'inpatient', 'residential', 'exercise', 'diet', 'mindfulness', 'sleep', 'social', 'women_prog', 'teen_prog',
] as const;

export function winLabel(code: string): LaterKey {
  return `journal_win_${code as typeof WINS[number]}`;
}

export function treatmentLabel(code: string): LaterKey {
  return `journal_tx_${code as typeof TREATMENTS[number]}`;
}

export function bandLabel(code: string): LaterKey {
  return `journal_band_${code as 'min' | 'mild' | 'mod' | 'modsev' | 'sev'}`;
}
