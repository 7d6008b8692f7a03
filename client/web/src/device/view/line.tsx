// One's own line over the published bands, and the same as a table. Shut until it is asked for: a number is not for every
// day. The drawing library is loaded when it is opened first.

import { useEffect, useRef, useState } from 'preact/hooks';
import { importChecked } from '../../later';
import { bandLabel, treatmentLabel } from './labels';
import { Remove, type Shown } from './parts';

export function Line({ form, desk }: Shown) {
  const { t } = form.speech;
  const isOpen = desk.journal.settings.chart;
  return (
    <section aria-labelledby="line" class="line">
      <details open={isOpen}
        onToggle={({ currentTarget: { open } }) => { if (open !== isOpen) void desk.keep({ settings: { chart: open } }); }}>
        <summary><h2 id="line">{t('journal_line_head')}</h2></summary>
        {isOpen && <Opened form={form} desk={desk} />}
      </details>
    </section>
  );
}

function Opened({ form, desk }: Shown) {
  const { t } = form.speech;
  const scored = desk.facts.entries.flatMap(({ day, score }) => (score === null ? [] : [{ day, score }]));
  return (
    <div>
      {scored.length > 0 ? <Chart form={form} desk={desk} scored={scored} /> : <p>{t('journal_line_none')}</p>}
      <details>
        <summary>{t('journal_line_what')}</summary>
        <p>{t('journal_line_means')}</p>
      </details>
      <Table form={form} desk={desk} />
    </div>
  );
}

function Chart({ form, desk, scored }: Shown & { scored: { day: string; score: number }[] }) {
  const { t, tag, dir, dayOf } = form.speech;
  const place = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  const { treatments } = desk.journal;
  const words = t('journal_line_chart', { from: dayOf(scored[0]!.day), to: dayOf(scored.at(-1)!.day) });
  useEffect(() => {
    let remove = () => {};
    let gone = false;
    const phq8 = desk.engine.instrument('phq8', tag);
    importChecked<typeof import('../chart')>('chart.js').then(({ drawLine }) => {
      if (gone || !place.current) return;
      remove = drawLine(place.current, {
        points: scored, max: phq8.maxTotal, language: tag, rightToLeft: dir === 'rtl',
        bands: phq8.bands.map(({ code, from }) => ({ from, label: t(bandLabel(code)) })),
        marks: treatments.map(({ code, start }) => ({ day: start, label: t(treatmentLabel(code)) })),
      });
    }).catch(() => setFailed(true));
    return () => {
      gone = true;
      remove();
    };
  }, [tag, JSON.stringify([scored, treatments])]);
  return failed ? <p>{t('journal_line_no_chart')}</p> : <div ref={place} class="chart" role="img" aria-label={words} />;
}

function Table({ form, desk }: Shown) {
  const { t, tag, dayOf, number } = form.speech;
  const days = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeZone: 'UTC' });
  const entries = desk.facts.entries.filter(({ answered }) => answered > 0).reverse();
  if (entries.length === 0) return null;
  return (
    <details>
      <summary>{t('journal_line_table')}</summary>
      <div class="wide" tabIndex={0} role="region" aria-label={t('journal_line_table')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('journal_line_day')}</th>
              <th scope="col">{t('journal_line_score')}</th>
              <th scope="col">{t('journal_line_band')}</th>
              <th scope="col"><span class="hidden">{t('journal_remove')}</span></th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ day, score, band, answered }) => (
              <tr key={day}>
                <th scope="row">{days.format(new Date(`${day}T00:00:00Z`))}</th>
                <td>{score === null ? t('journal_line_partly', { answered }) : number(score)}</td>
                <td>{band && t(bandLabel(band))}</td>
                <td>
                  <Remove form={form} what={dayOf(day)} onRemove={() => { void desk.removeDay(day); }} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
