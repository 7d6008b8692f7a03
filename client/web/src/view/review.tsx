// Every answer once more, each with a way to change it.

import { direction } from '../i18n';
import type { ReviewEntry } from '../engine';
import type { Form } from '../state';
import { Button, Heading, Notice } from './parts';

export function Review({ form, entries, answered }: { form: Form; entries: ReviewEntry[]; answered: number }) {
  const { t } = form.speech;
  const tag = form.survey?.tag ?? 'en';
  return (
    <>
      <Heading>{t('review_head')}</Heading>
      {answered > 0 ? <p>{t('review_intro')}</p> : <Notice>{t('review_nothing')}</Notice>}
      <ol class="answers">
        {entries.map((entry) => (
          <li key={entry.question}>
            <div lang={tag} dir={direction(tag)}>
              <p class="asked">{entry.text}</p>
              <Answer form={form} entry={entry} />
            </div>
            {entry.shown ? (
              <button
                type="button"
                class="change"
                onClick={() => form.change(entry.question)}
                aria-label={t('review_change_what', { question: entry.text })}
              >
                {t('review_change')}
              </button>
            ) : (
              <span class="small">{t('review_journal')}</span>
            )}
          </li>
        ))}
      </ol>
      <div class="ways">
        {answered > 0 && (
          <Button kind="main" onPress={() => form.disclose()}>
            {t('review_on')}
          </Button>
        )}
        <Button kind="quiet" onPress={() => form.backToQuestions()}>
          {t('back')}
        </Button>
      </div>
    </>
  );
}

function Answer({ form, entry }: { form: Form; entry: ReviewEntry }) {
  const { t, tag } = form.speech;
  if (entry.answer.length > 0)
    return (
      <ul class={entry.answer.length > 3 ? 'given many' : 'given'}>
        {entry.answer.map((label) => (
          <li key={label}>{label}</li>
        ))}
      </ul>
    );
  return (
    <p class="given none" lang={tag}>
      {entry.answered ? t('review_marked_none') : t('review_none')}
    </p>
  );
}
