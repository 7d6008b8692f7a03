// The weekly check-in: the nine questions in their official wording, one a page, then small wins.

import { useMemo } from 'preact/hooks';
import type { LaterKey } from '../../i18n';
import { direction, primary } from '../../i18n';
import { Button, Heading, Notice } from '../../view/parts';
import { winLabel, WINS } from './labels';
import { Field, type Shown } from './parts';

const PHQ9 = 'phq9';
const LAST = 8;   // the ninth item, which is in no score

export function Item({ form, desk }: Shown) {
  const { t, tag } = form.speech;
  const phq9 = useMemo(() => desk.engine.instrument(PHQ9, tag), [tag]);
  const { item } = desk;
  const given = desk.entry.phq9?.[item] ?? null;
  const words = t('journal_item_progress', { position: item + 1, count: phq9.items.length });
  return (
    <>
      <div class="progress">
        <p>{words}</p>
        <progress max={phq9.items.length} value={item} aria-label={words} />
      </div>
      {primary(phq9.lang) !== tag && item === 0 && <Notice><p>{t('journal_item_english')}</p></Notice>}
      <div lang={phq9.lang} dir={direction(phq9.lang)}>
        <p class="stem" id="stem">{phq9.stem}</p>
        <Heading id="asked">{phq9.items[item]}</Heading>
      </div>
      <div class="choices" role="group" aria-labelledby="stem asked" lang={phq9.lang} dir={direction(phq9.lang)}>
        {phq9.steps.map(({ points, label }) => (
          <button key={points} type="button" class="choice" aria-pressed={given === points} onClick={() => desk.answer(points)}>
            <span>{label}</span>
          </button>
        ))}
      </div>
      {item === LAST && <p class="small">{t('journal_item_nine')}</p>}
      <div class="ways">
        <Button onPress={() => desk.answer(null)}>{t('journal_item_skip')}</Button>
        <div class="pair">
          <Button kind="quiet" onPress={() => desk.back()}>{t('back')}</Button>
          <Button kind="quiet" onPress={() => desk.go('home', desk.entry.phq9 ? keptOrHeld(desk.device.private) : null)}>
            {t('journal_enough')}
          </Button>
        </div>
      </div>
      <p class="small credit" lang="en" dir="ltr">{phq9.credit}</p>
    </>
  );
}

// After any answer to the ninth item but "not at all": calm, the same for each of them, and in nobody's way.
export function Care({ form, desk }: Shown) {
  const { t } = form.speech;
  return (
    <>
      <Heading>{t('journal_care_head')}</Heading>
      <p class="lead">{t('journal_care')}</p>
      <Button kind="main" onPress={() => form.setSupport(true)}>{t('support_link')}</Button>
      <Button onPress={() => desk.go('wins')}>{t('journal_care_on')}</Button>
      <Button onPress={() => desk.go('home', keptOrHeld(desk.device.private))}>{t('journal_enough')}</Button>
      <Button kind="quiet" onPress={() => desk.back()}>{t('back')}</Button>
    </>
  );
}

export function Wins({ form, desk }: Shown) {
  const { t } = form.speech;
  const { wins, words } = desk.entry;
  const toggle = (code: string) =>
    void desk.note({ wins: wins.includes(code) ? wins.filter((win) => win !== code) : [...wins, code] });
  return (
    <>
      <Heading id="wins">{t('journal_wins_head')}</Heading>
      <p id="how">{t('journal_wins_intro')}</p>
      <div class="choices" role="group" aria-labelledby="wins" aria-describedby="how">
        {WINS.map((code) => (
          <label key={code} class="choice">
            <input type="checkbox" autocomplete="off" checked={wins.includes(code)} onChange={() => toggle(code)} />
            <span>{t(winLabel(code))}</span>
          </label>
        ))}
      </div>
      <Field id="words" label={t('journal_wins_words')}>
        <textarea id="words" rows={3} maxLength={1000} autocomplete="off" spellcheck={false} dir="auto" value={words}
          onChange={({ currentTarget }) => { void desk.note({ words: currentTarget.value.trim() }); }} />
      </Field>
      <div class="ways">
        <Button kind="main" onPress={() => desk.go('home', keptOrHeld(desk.device.private))}>{t('journal_save')}</Button>
        <Button kind="quiet" onPress={() => desk.back()}>{t('back')}</Button>
      </div>
    </>
  );
}

export function keptOrHeld(isPrivate: boolean): LaterKey {
  return isPrivate ? 'journal_kept' : 'journal_held';
}
