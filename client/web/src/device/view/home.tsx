// The first page of the journal: this week, one's own line, small wins, treatments, and the ways out.

import { useState } from 'preact/hooks';
import { Button, Heading, Notice, ToResults } from '../../view/parts';
import { treatmentLabel, TREATMENTS, winLabel } from './labels';
import { Line } from './line';
import { Field, Limits, Remove, Said, takeFocus, type Shown } from './parts';

export function Home({ form, desk }: Shown) {
  const { t, dayOf } = form.speech;
  const last = desk.journal.entries.filter(({ phq9 }) => phq9 !== null).at(-1);
  return (
    <>
      <Heading>{t('journal_head')}</Heading>
      <Said form={form} desk={desk} />
      {desk.device.private ? <p>{t('journal_intro')}</p> : <Notice tone="care"><p>{t('journal_shared')}</p></Notice>}

      <section class="card" aria-labelledby="check">
        <h2 id="check">{t('journal_check_head')}</h2>
        {last && <p>{t('journal_check_last', { day: dayOf(last.day) })}</p>}
        <Button kind="main" hint={t('journal_check_hint')} onPress={() => desk.begin()}>{t('journal_check')}</Button>
        <Button onPress={() => desk.go('wins')}>{t('journal_wins_add')}</Button>
      </section>

      <Line form={form} desk={desk} />
      <ToResults form={form} />
      <RecentWins form={form} desk={desk} />
      <Treatments form={form} desk={desk} />

      <section aria-labelledby="more">
        <h2 id="more">{t('journal_more_head')}</h2>
        <Button onPress={() => desk.go('summary')}>{t('journal_to_summary')}</Button>
        <Button onPress={() => desk.go('file')}>{t('journal_to_file')}</Button>
        <Button onPress={() => desk.go('erase')}>{t('journal_to_erase')}</Button>
        <Limits form={form} desk={desk} />
      </section>
      <Button kind="quiet" onPress={() => form.closeJournal()}>{t('journal_back_survey')}</Button>
    </>
  );
}

function RecentWins({ form, desk }: Shown) {
  const { t } = form.speech;
  const { wins } = desk.facts;
  const words = desk.journal.entries.filter((entry) => entry.words !== '').slice(-3).reverse();
  return (
    <section aria-labelledby="recent">
      <h2 id="recent">{t('journal_wins_head')}</h2>
      {wins.length === 0 && words.length === 0 && <p>{t('journal_wins_none')}</p>}
      {wins.length > 0 && (
        <>
          <p class="small">{t('journal_wins_recent')}</p>
          <ul class="wins">
            {wins.map(({ code, count }) => (
              <li key={code}>{t(winLabel(code))}{count > 1 && <span> · {t('journal_times', { count })}</span>}</li>
            ))}
          </ul>
        </>
      )}
      {words.map((entry) => (
        <blockquote key={entry.day}><p dir="auto">{entry.words}</p><p class="small">{form.speech.dayOf(entry.day)}</p></blockquote>
      ))}
    </section>
  );
}

function Treatments({ form, desk }: Shown) {
  const { t, dayOf } = form.speech;
  const { treatments } = desk.journal;
  const { treatment: recent, start } = desk.facts;
  const [code, setCode] = useState('');
  const [day, setDay] = useState('');
  const add = () => {
    const others = treatments.filter((treatment) => treatment.code !== code);
    void desk.keep({ treatments: [...others, { code, start: day }].sort((one, other) => one.start < other.start ? -1 : 1) });
    setCode('');
    setDay('');
    takeFocus(document.getElementById('treatment'));
  };
  return (
    <section aria-labelledby="treatments">
      <h2 id="treatments" tabIndex={-1}>{t('journal_treatment_head')}</h2>
      <p class="small">{t('journal_treatment_intro')}</p>
      <ul class="rows">
        {treatments.map((treatment) => (
          <li key={treatment.code}>
            <span>
              {t(treatmentLabel(treatment.code))}
              <span class="small">
                {dayOf(treatment.start)}
                {treatment.code === recent?.code && ` · ${t('journal_treatment_weeks', { weeks: recent.weeks })}`}
                {treatment.code === recent?.code &&
                  ` · ${start ? t('journal_treatment_has_start', { day: dayOf(start.day) }) : t('journal_treatment_no_start')}`}
              </span>
            </span>
            <Remove form={form} what={t(treatmentLabel(treatment.code))}
              onRemove={() => { void desk.keep({ treatments: treatments.filter((other) => other.code !== treatment.code) }); }} />
          </li>
        ))}
      </ul>
      <div class="fields">
        <Field id="treatment" label={t('journal_treatment_which')}>
          <select id="treatment" autocomplete="off" value={code} onChange={({ currentTarget }) => setCode(currentTarget.value)}>
            <option value="">{t('journal_treatment_choose')}</option>
            {TREATMENTS.map((each) => <option key={each} value={each}>{t(treatmentLabel(each))}</option>)}
          </select>
        </Field>
        <Field id="since" label={t('journal_treatment_since')}>
          <input id="since" type="date" autocomplete="off" min="1990-01-01" max={desk.today} value={day}
            onInput={({ currentTarget }) => setDay(currentTarget.value)} />
        </Field>
      </div>
      <Button disabled={code === '' || day < '1990-01-01' || day > desk.today} onPress={add}>{t('journal_treatment_add')}</Button>
    </section>
  );
}
