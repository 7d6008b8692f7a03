// The published results, for people who want to see those of their own situation. Everybody fetches the same two files:
// the list of releases, and the whole results.json of the newest one (docs/FORMATS.md). Which of its cells are shown is
// decided here, on the device, and never asked of anybody.

import type { JournalFacts } from './engine';
import { sameForAll } from './send';

// People, share, its interval (thousandths), status (A, E, U, Q) and why it is not A. Null where it is not published.
export type Cell = [number | null, number | null, number | null, number | null, string, string];

export interface Factor {
  id: string;
  codes: string[];
  missing: number[]; // levels that are no answer, or hold one
  of?: string; // of a group: what it stands on, and which of its levels belong to which of these
  cells?: number[][];
}
export interface Table {
  id: string;
  kind: 'cross' | 'margin' | 'sum';
  of: string[]; // of a cross, the last one makes the columns
  cells?: Cell[];
  rows?: (number | null)[]; // people
  most?: number; // of a score
  people?: number;
  mean?: [number, number, number]; // and its interval, thousandths
}
export interface Words {
  title: string;
  factors: Record<string, { title: string; levels: string[] }>;
  tables: Record<string, { title: string; base: string }>;
}
export interface Results {
  format: string;
  from: string;
  to: string;
  people: number;
  key: string;
  synthetic?: string;
  factors: Factor[];
  tables: Table[];
  texts: Record<string, Words>;
}

export type Found = { ok: Results; page: string } | { failed: 'none' | 'unreachable' | 'broken' };

// `publisher` ends in "/".
export async function findResults(publisher: string, taskId: string): Promise<Found> {
  const folder = `${publisher}releases/`;
  try {
    const index = await read<{ releases: { task_id: string; newest: string }[] }>(`${folder}index.json`);
    const release = index.releases.find((each) => each.task_id === taskId); // the latest stands first
    if (!release) return { failed: 'none' };
    const address = new URL(release.newest, folder).href;
    if (!address.startsWith(folder)) return { failed: 'broken' };
    const results = await read<Results>(`${address}results.json`);
    if (results.format !== 'tacit-results-1') return { failed: 'broken' };
    return { ok: results, page: `${address}results.html` };
  } catch (error) {
    return { failed: error instanceof TypeError ? 'unreachable' : 'broken' };
  }
}

async function read<T>(address: string): Promise<T> {
  const response = await fetch(address, sameForAll); // a TypeError where nobody answers
  if (!response.ok) throw new Error(`${address}: HTTP ${response.status}`);
  return (await response.json()) as T;
}

// --- what a person can say of themselves ---

// By the id of what is asked: the number of a level.
export type Situation = ReadonlyMap<string, number>;

export interface Asked {
  id: string;
  words: string; // whose labels to show: a factor
  options: { level: number; label: number }[]; // what is kept, and the number of its label
}

// What the rows of the cross tables are made of, each once: the table that the survey is about first. Groups of one
// question are asked as that question, or by the finest group where it has too many levels to choose from.
export function asked(results: Results): Asked[] {
  const list: Asked[] = [];
  for (const factor of crosses(results).flatMap(({ of }) => of.slice(0, -1).map((id) => factorOf(results, id)))) {
    const id = factor.of ?? factor.id;
    const base = results.factors.find((each) => each.id === id);
    const known = list.find((each) => each.id === id);
    const options = base
      ? answers(base).map((level) => ({ level, label: level }))
      : answers(factor).map((level) => ({ level: factor.cells![level]![0]!, label: level }));
    if (!known) list.push({ id, words: (base ?? factor).id, options });
    else if (options.length > known.options.length) Object.assign(known, { words: (base ?? factor).id, options });
  }
  return list;
}

// The journal's codes are those of the surveys that come with the program; another survey finds nothing here.
export function fromJournal(results: Results, { treatment, start }: JournalFacts): Map<string, number> {
  const known = new Map<string, number>();
  const add = (id: string, code: string | undefined) => {
    const level = results.factors.find((factor) => factor.id === id)?.codes.indexOf(code ?? '') ?? -1;
    if (level >= 0) known.set(id, level);
  };
  add('recent_tx', treatment?.code);
  add('start_level', start?.band);
  return known;
}

// --- the cells of a situation ---

export interface Row {
  table: Table;
  levels: { factor: string; level: number }[]; // who is in the row
  people: number | null;
  columns: { level: number; cell: Cell }[]; // those that are answers
  column: string; // the factor that makes them
}

// The rows about this situation, of the tables for which enough is known.
export function rowsOf(results: Results, situation: Situation): Row[] {
  return crosses(results).flatMap((table) => {
    const levels: Row['levels'] = [];
    let row = 0;
    for (const id of table.of.slice(0, -1)) {
      const factor = factorOf(results, id);
      const said = situation.get(factor.of ?? id);
      if (said === undefined) return [];
      const level = factor.cells ? factor.cells.findIndex((cells) => cells.includes(said)) : said;
      if (level < 0 || factor.missing.includes(level)) return [];
      levels.push({ factor: id, level });
      row = row * factor.codes.length + level;
    }
    const column = factorOf(results, table.of.at(-1)!);
    const first = row * column.codes.length;
    const columns = answers(column).map((level) => ({ level, cell: table.cells![first + level]! }));
    return [{ table, levels, people: table.rows![row] ?? null, columns, column: column.id }];
  });
}

// What became of people is no situation: tables whose rows are made of that are left to the report.
function crosses({ tables, key }: Results): Table[] {
  const all = tables.filter(({ kind }) => kind === 'cross');
  const outcome = all.find(({ id }) => id === key)?.of.at(-1);
  const others = all.filter(({ id, of }) => id !== key && !of.slice(0, -1).includes(outcome ?? ''));
  return [...all.filter(({ id }) => id === key), ...others];
}

function factorOf(results: Results, id: string): Factor {
  const factor = results.factors.find((each) => each.id === id);
  if (!factor) throw new Error(`results.json has no factor ${id}`);
  return factor;
}

function answers({ codes, missing }: Factor): number[] {
  return codes.map((_, level) => level).filter((level) => !missing.includes(level));
}

// The words of the language asked for; English, or the first, where the survey does not have it.
export function wordsIn(results: Results, tag: string): { tag: string; words: Words } {
  const tags = Object.keys(results.texts);
  const primary = (full: string) => full.split('-')[0];
  const best = tags.find((each) => primary(each) === tag) ?? tags.find((each) => primary(each) === 'en') ?? tags[0]!;
  return { tag: best, words: results.texts[best]! };
}

// Of several shares on one scale: the end of the scale, a quarter, half, three quarters or all.
export function scaleOf(columns: { cell: Cell }[]): number {
  const most = Math.max(0, ...columns.map(({ cell }) => cell[3] ?? 0));
  return Math.max(250, Math.ceil(most / 250) * 250);
}
