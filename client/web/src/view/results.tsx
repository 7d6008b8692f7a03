// "People like me": what the release says about people in a situation that is chosen here and known to nobody else,
// beside one's own journal. Every bar has its numbers beside it, and all of them are in a table too.

import { useEffect, useState } from 'preact/hooks';
import { deskOf } from '../device/desk';
import { Line } from '../device/view/line';
import { Field, type LaterForm } from '../device/view/parts';
import { direction, type LaterKey, type Speech } from '../i18n';
import {
  asked,
  findResults,
  fromJournal,
  rowsOf,
  scaleOf,
  wordsIn,
  type Asked,
  type Cell,
  type Found,
  type Results,
  type Row,
  type Words,
} from '../results';
import type { Form } from '../state';
import { Button, Heading, Notice } from './parts';

// What was fetched and chosen stays while somebody looks at the support page, and goes with the page.
interface Look {
  found: Found | null;
  situation: Map<string, number>;
  journal: boolean; // some of it is from there
}
const looks = new WeakMap<Form, Look>();

function lookOf(form: Form): Look {
  let look = looks.get(form);
  if (!look) looks.set(form, (look = { found: null, situation: new Map(), journal: false }));
  return look;
}

export function ResultsPage({ form }: { form: LaterForm }) {
  const { t } = form.speech;
  const look = lookOf(form);
  const desk = deskOf(form);
  const [, redraw] = useState(0);
  const again = () => redraw((count) => count + 1);
  desk.changed = again;

  const fetchNow = async () => {
    look.found = null;
    again();
    const found = await findResults(form.task!.publisher.url, form.taskId);
    if ('ok' in found && look.situation.size === 0) {
      const { journal } = form.device;
      look.situation = await journal.read().then(
        (kept) => fromJournal(found.ok, journal.facts(kept)),
        () => new Map<string, number>(),
      );
      look.journal = look.situation.size > 0;
    }
    look.found = found;
    again();
  };
  useEffect(() => {
    if (!look.found) void fetchNow();
  }, []);

  const { found } = look;
  const { host, name } = form.task!.publisher;
  return (
    <div class="journal results">
      <Heading>{t('results_head')}</Heading>
      <p class="lead">{t('results_lead')}</p>
      <div role="status">{!found && <p>{t('results_loading')}</p>}</div>
      {found && 'failed' in found && (
        <>
          <Notice tone={found.failed === 'none' ? 'calm' : 'care'}>
            <p>{t(`results_${found.failed}`, { host })}</p>
          </Notice>
          <Button
            onPress={() => {
              void fetchNow();
            }}
          >
            {t('trouble_again')}
          </Button>
        </>
      )}
      {found && 'ok' in found && <Shown form={form} look={look} results={found.ok} page={found.page} changed={again} />}
      <p class="small">{t('results_asks', { host, name })}</p>
      <Button kind="quiet" onPress={() => form.closeResults()}>
        {t('results_back')}
      </Button>
    </div>
  );
}

function Shown({
  form,
  look,
  results,
  page,
  changed,
}: {
  form: LaterForm;
  look: Look;
  results: Results;
  page: string;
  changed: () => void;
}) {
  const { speech } = form;
  const { t, dayOf } = speech;
  const { tag, words } = wordsIn(results, speech.tag);
  const rows = rowsOf(results, look.situation);
  const shown = rows.filter((row) => row.columns.some(({ cell }) => cell[1] !== null));
  const few = rows.filter((row) => !shown.includes(row));
  const questions = asked(results);
  const [first, more] = [questions.slice(0, 3), questions.slice(3)];
  const choose = (id: string, level: number | null) => {
    if (level === null) look.situation.delete(id);
    else look.situation.set(id, level);
    changed();
  };
  const fields = (list: Asked[]) => (
    <div class="fields">
      {list.map((question) => (
        <Choice key={question.id} {...{ speech, question, words, tag, look, choose }} />
      ))}
    </div>
  );
  return (
    <>
      {results.synthetic && (
        <Notice tone="care">
          <p lang="en" dir="ltr">
            {results.synthetic}
          </p>
        </Notice>
      )}
      <p>
        {results.from === results.to
          ? t('results_people_day', { people: results.people, day: dayOf(results.to) })
          : t('results_people', { people: results.people, from: dayOf(results.from), to: dayOf(results.to) })}
      </p>
      <Notice>
        <p>{t('results_prediction')}</p>
      </Notice>

      <section class="card" aria-labelledby="situation">
        <h2 id="situation">{t('results_you')}</h2>
        {look.journal && <p class="small">{t('results_from_journal')}</p>}
        {fields(first)}
        {more.length > 0 && (
          <details class="more">
            <summary>{t('results_more')}</summary>
            {fields(more)}
          </details>
        )}
      </section>

      <div role="status">
        <p class="hidden">{t('results_shown', { count: rows.length })}</p>
      </div>
      {rows.length === 0 && <p>{t('results_nothing')}</p>}
      {shown.length > 0 && <p>{t('results_how')}</p>}
      {shown.map((row) => (
        <RowCard key={row.table.id} speech={speech} row={row} words={words} tag={tag} />
      ))}
      {few.length > 0 && (
        <section class="card" aria-labelledby="few">
          <h2 id="few">{t('results_few_head')}</h2>
          <p>{t('results_few')}</p>
          <ul lang={tag} dir={direction(tag)}>
            {few.map((row) => (
              <li key={row.table.id}>
                {words.tables[row.table.id]!.title}: <strong>{who(row, words)}</strong>
              </li>
            ))}
          </ul>
        </section>
      )}

      <Mine form={form} results={results} />
      <p>
        <a class="to-page" href={page} target="_blank" rel="noopener noreferrer">
          {t('results_page')}
        </a>
      </p>
    </>
  );
}

function Choice({
  speech,
  question,
  words,
  tag,
  look,
  choose,
}: {
  speech: Speech<LaterKey>;
  question: Asked;
  words: Words;
  tag: string;
  look: Look;
  choose: (id: string, level: number | null) => void;
}) {
  const { title, levels } = words.factors[question.words]!;
  const id = `like-${question.id}`;
  const chosen = look.situation.get(question.id);
  return (
    <div lang={tag} dir={direction(tag)}>
      <Field id={id} label={title}>
        <select
          id={id}
          autocomplete="off"
          value={chosen === undefined ? '' : String(chosen)}
          onChange={({ currentTarget: { value } }) => choose(question.id, value === '' ? null : Number(value))}
        >
          <option value="" lang={speech.tag}>
            {speech.t('results_choose')}
          </option>
          {question.options.map(({ level, label }) => (
            <option key={level} value={String(level)}>
              {levels[label]}
            </option>
          ))}
        </select>
      </Field>
    </div>
  );
}

function RowCard({ speech, row, words, tag }: { speech: Speech<LaterKey>; row: Row; words: Words; tag: string }) {
  const { t, number } = speech;
  const survey = { lang: tag, dir: direction(tag) } as const;
  const levels = words.factors[row.column]!.levels;
  const scale = scaleOf(row.columns);
  const id = `row-${row.table.id}`;
  return (
    <section class="card like" aria-labelledby={id}>
      <h2 id={id} {...survey}>
        {words.tables[row.table.id]!.title}
      </h2>
      <p class="who">
        <strong {...survey}>{who(row, words)}</strong>{' '}
        {row.people !== null && <span class="small">{t('results_count', { people: row.people })}</span>}
      </p>
      <p class="small" {...survey}>
        {words.factors[row.column]!.title}
      </p>
      <ul class="bars">
        {row.columns.map(({ level, cell }) => (
          <li key={level}>
            <span {...survey}>{levels[level]}</span>
            <Value speech={speech} cell={cell} />
            <Bar cell={cell} scale={scale} />
          </li>
        ))}
      </ul>
      <p class="small">{t('results_full', { most: scale / 10 })}</p>
      {row.columns.some(({ cell }) => isRough(cell)) && <p class="small">{t('results_rough')}</p>}
      <details>
        <summary>{t('results_table')}</summary>
        <div class="wide" tabIndex={0} role="region" aria-label={`${t('results_table')}: ${words.tables[row.table.id]!.title}`}>
          <table>
            <thead>
              <tr>
                {(['answer', 'share', 'low', 'high', 'number'] as const).map((head) => (
                  <th key={head} scope="col">
                    {t(`results_in_${head}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {row.columns.map(({ level, cell }) => (
                <tr key={level}>
                  <th scope="row" {...survey}>
                    {levels[level]}
                  </th>
                  {cell[1] === null ? (
                    <td colSpan={3}>{why(speech, cell)}</td>
                  ) : (
                    [cell[1], cell[2]!, cell[3]!].map((share, at) => (
                      <td key={at}>
                        {at === 0 && isRough(cell) && '≈ '}
                        {t('results_percent', { share: percent(share) })}
                      </td>
                    ))
                  )}
                  <td>{cell[0] === null ? why(speech, cell) : number(cell[0])}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}

// Who is in a row.
function who(row: Row, words: Words): string {
  return row.levels.map(({ factor, level }) => words.factors[factor]!.levels[level]).join(' · ');
}

const percent = (thousandths: number) => Math.round(thousandths / 10);
const isRough = (cell: Cell) => cell[4] === 'U';

function why({ t }: Speech<LaterKey>, cell: Cell): string {
  return cell[5] === 'base_too_small' || cell[5] === 'masked' ? t('results_why_few') : t('results_why_other');
}

function Value({ speech, cell }: { speech: Speech<LaterKey>; cell: Cell }) {
  const { t } = speech;
  const [, share, low, high] = cell;
  if (share === null || low === null || high === null) return <span class="why">{why(speech, cell)}</span>;
  return (
    <span class="value">
      <b>
        {isRough(cell) && '≈ '}
        {t('results_percent', { share: percent(share) })}
      </b>{' '}
      <span class="range">{t('results_range', { low: percent(low), high: percent(high) })}</span>
    </span>
  );
}

// The words beside it say the same.
function Bar({ cell: [, share, low, high, status], scale }: { cell: Cell; scale: number }) {
  const at = (value: number) => (Math.min(1, value / scale) * 100).toFixed(2);
  return (
    <svg class={status === 'U' ? 'bar rough' : 'bar'} viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
      <rect class="ground" width="100" height="16" />
      <path class="grid" d="M25 0V16M50 0V16M75 0V16" />
      {share === null || low === null || high === null ? (
        <path class="none" d="M0 16L100 0" />
      ) : (
        <>
          <rect class="fill" y="3" width={at(share)} height="10" />
          <path class="whisker" d={`M${at(low)} 8H${at(high)}M${at(low)} 4.5V11.5M${at(high)} 4.5V11.5`} />
        </>
      )}
    </svg>
  );
}

// One's own journal beside the average of everybody. Only where both are the same score.
function Mine({ form, results }: { form: LaterForm; results: Results }) {
  const { t, dayOf, number } = form.speech;
  const desk = deskOf(form);
  const { latest } = desk.facts;
  const score = results.tables.find(({ of, most, mean }) => mean && most === 24 && of[0] === 'phq8');
  if (!latest) return null;
  const points = (thousandths: number) => number(Math.round(thousandths / 100) / 10);
  return (
    <section aria-labelledby="mine">
      <h2 id="mine">{t('results_mine')}</h2>
      <p>{t('results_last', { day: dayOf(latest.day), score: latest.score })}</p>
      {score?.mean && (
        <p>
          {t('results_average', {
            mean: points(score.mean[0]),
            low: points(score.mean[1]),
            high: points(score.mean[2]),
          })}
        </p>
      )}
      <Line form={form} desk={desk} />
    </section>
  );
}
