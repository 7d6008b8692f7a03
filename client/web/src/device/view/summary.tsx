// One page for the next appointment. Above what one wants on it, below the page as it is printed. Makes no request.

import { useState } from 'preact/hooks';
import type { LaterKey } from '../../i18n';
import { Button, Heading } from '../../view/parts';
import { bandLabel, treatmentLabel, winLabel } from './labels';
import { Field, Remove, Said, takeFocus, type Shown } from './parts';

const SCORES_SHOWN = 6;   // so that it stays one page
const MEDICINES_MAX = 8;
const WORDS_MAX = 400;    // characters
const HELPED = ['lot', 'little', 'none', 'worse_little', 'worse_lot', 'early'] as const;

// What the full survey's questions "What have you asked your care team about?" and "Which of these did your place of care
// offer?" name, as questions.
const ASKED = ['recommend', 'experience', 'progress', 'lifestyle', 'centers', 'side'] as const;
const FEATURES = ['personal', 'evidence', 'levels', 'team', 'resist', 'habits', 'access', 'insurance'] as const;
const QUESTIONS = [...ASKED, ...FEATURES];

const questionLabel = (code: string): LaterKey => `summary_ask_${code as typeof QUESTIONS[number]}`;
const helpedLabel = (code: string): LaterKey => `summary_helped_${code as typeof HELPED[number]}`;

export function Summary({ form, desk }: Shown) {
  const { t } = form.speech;
  return (
    <>
      <div class="screen">
        <Heading>{t('summary_head')}</Heading>
        <Said form={form} desk={desk} />
        <p>{t('summary_intro')}</p>
        <Medicines form={form} desk={desk} />
        <Questions form={form} desk={desk} />
        <div class="ways">
          <Button kind="main" onPress={() => print()}>{t('summary_print')}</Button>
          <Button kind="quiet" onPress={() => desk.go('home')}>{t('journal_back_home')}</Button>
        </div>
        <h2>{t('summary_page')}</h2>
      </div>
      <Sheet form={form} desk={desk} />
    </>
  );
}

function Medicines({ form, desk }: Shown) {
  const { t } = form.speech;
  const { medicines } = desk.journal;
  const [name, setName] = useState('');
  const [helped, setHelped] = useState('');
  const trimmed = name.trim();
  const add = () => {
    const others = medicines.filter((medicine) => medicine.name !== trimmed);
    void desk.keep({ medicines: [...others, { name: trimmed, helped: helped || null }] });
    setName('');
    setHelped('');
    takeFocus(document.getElementById('medicine'));
  };
  return (
    <section aria-labelledby="medicines">
      <h2 id="medicines" tabIndex={-1}>{t('summary_medicines')}</h2>
      <ul class="rows">
        {medicines.map((medicine) => (
          <li key={medicine.name}>
            <span><span dir="auto">{medicine.name}</span>{medicine.helped && <span class="small">{t(helpedLabel(medicine.helped))}</span>}</span>
            <Remove form={form} what={medicine.name}
              onRemove={() => { void desk.keep({ medicines: medicines.filter((other) => other.name !== medicine.name) }); }} />
          </li>
        ))}
      </ul>
      {medicines.length < MEDICINES_MAX && (
        <>
          <div class="fields">
            <Field id="medicine" label={t('summary_medicine_name')}>
              <input id="medicine" type="text" maxLength={60} autocomplete="off" spellcheck={false} dir="auto" value={name}
                onInput={({ currentTarget }) => setName(currentTarget.value)} />
            </Field>
            <Field id="helped" label={t('summary_medicine_helped')}>
              <select id="helped" autocomplete="off" value={helped} onChange={({ currentTarget }) => setHelped(currentTarget.value)}>
                <option value="">{t('summary_medicine_unsaid')}</option>
                {HELPED.map((code) => <option key={code} value={code}>{t(helpedLabel(code))}</option>)}
              </select>
            </Field>
          </div>
          <Button disabled={trimmed === ''} onPress={add}>{t('summary_medicine_add')}</Button>
        </>
      )}
    </section>
  );
}

function Questions({ form, desk }: Shown) {
  const { t } = form.speech;
  const { questions, question_words: words } = desk.journal;
  const toggle = (code: string) => void desk.keep({
    questions: questions.includes(code) ? questions.filter((other) => other !== code) : [...questions, code] });
  return (
    <section aria-labelledby="ask">
      <h2 id="ask">{t('summary_questions_choose')}</h2>
      <div class="choices" role="group" aria-labelledby="ask">
        {QUESTIONS.map((code) => (
          <label key={code} class="choice">
            <input type="checkbox" autocomplete="off" checked={questions.includes(code)} onChange={() => toggle(code)} />
            <span>{t(questionLabel(code))}</span>
          </label>
        ))}
      </div>
      <Field id="words" label={t('summary_question_words')}>
        <textarea id="words" rows={3} maxLength={WORDS_MAX} autocomplete="off" spellcheck={false} dir="auto" value={words}
          onChange={({ currentTarget }) => { void desk.keep({ question_words: currentTarget.value.trim() }); }} />
      </Field>
    </section>
  );
}

function Sheet({ form, desk }: Shown) {
  const { t, dayOf } = form.speech;
  const { treatment, wins } = desk.facts;
  const { medicines, questions, question_words: words } = desk.journal;
  return (
    <article class="sheet" aria-labelledby="sheet">
      <h3 id="sheet">{t('summary_head')}</h3>
      <p class="small">{t('summary_made', { day: dayOf(desk.today) })}</p>
      {treatment && (
        <p><strong>{t('summary_treatments')}:</strong> {t('summary_treatment', {
          treatment: t(treatmentLabel(treatment.code)), day: dayOf(treatment.start), weeks: treatment.weeks })}</p>
      )}
      <Scores form={form} desk={desk} />
      <div class="columns">
        {medicines.length > 0 && (
          <section>
            <h4>{t('summary_medicines')}</h4>
            <ul>{medicines.map(({ name, helped }) => (
              <li key={name}><span dir="auto">{name}</span>{helped && `: ${t(helpedLabel(helped))}`}</li>
            ))}</ul>
          </section>
        )}
        {wins.length > 0 && (
          <section>
            <h4>{t('journal_wins_head')}</h4>
            <ul>{wins.map(({ code }) => <li key={code}>{t(winLabel(code))}</li>)}</ul>
          </section>
        )}
      </div>
      {(questions.length > 0 || words) && (
        <section>
          <h4>{t('summary_questions')}</h4>
          <ul class="boxes">
            {QUESTIONS.filter((code) => questions.includes(code)).map((code) => <li key={code}>{t(questionLabel(code))}</li>)}
          </ul>
          {words && <p class="own" dir="auto">{words}</p>}
        </section>
      )}
    </article>
  );
}

function Scores({ form, desk }: Shown) {
  const { t, dayOf, number, tag } = form.speech;
  const { entries, start, change } = desk.facts;
  const scored = entries.filter(({ score }) => score !== null);
  const recent = scored.slice(-SCORES_SHOWN);
  const shown = start && !recent.some(({ day }) => day === start.day) ? [start, ...recent.slice(1)] : recent;
  const signed = new Intl.NumberFormat(tag, { signDisplay: 'exceptZero' });
  return (
    <section>
      <h4>{t('summary_scores')}</h4>
      {shown.length === 0 ? <p>{t('summary_scores_none')}</p> : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('journal_line_day')}</th>
              <th scope="col">{t('journal_line_score')}</th>
              <th scope="col">{t('journal_line_band')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ day, score, band }) => (
              <tr key={day}>
                <th scope="row">{day === start?.day ? t('summary_start', { day: dayOf(day) }) : dayOf(day)}</th>
                <td>{number(score!)}</td>
                <td>{t(bandLabel(band!))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {change && <p>{t('summary_change', { points: signed.format(change.points) })}</p>}
      <p class="small">{t('summary_scores_note')}</p>
    </section>
  );
}
