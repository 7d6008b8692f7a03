// Pages with nothing to answer: an answer that ends the survey here, a survey that is closed or not open yet, a
// refusal.

import { direction } from '../i18n';
import type { Trouble } from '../send';
import type { Form, Surroundings } from '../state';
import { Button, Details, Heading, Notice, ToResults } from './parts';

export function Loading({ form }: { form: Surroundings }) {
  return (
    <div class="loading" role="status">
      <Heading>{form.speech.t('loading')}</Heading>
    </div>
  );
}

// Where a part of the page itself is missing or changed.
export function Broken({ form }: { form: Surroundings }) {
  const { t } = form.speech;
  return (
    <>
      <Heading>{t('trouble_head')}</Heading>
      <p class="lead">{t('trouble_form')}</p>
      <p>
        {t('trouble_nothing')} {t('trouble_do_not_answer')}
      </p>
    </>
  );
}

export function Ended({ form, message }: { form: Form; message: string }) {
  const { t } = form.speech;
  const tag = form.survey?.tag ?? 'en';
  return (
    <>
      <Heading>{t('ended_head')}</Heading>
      <p lang={tag} dir={direction(tag)} class="lead">
        {message}
      </p>
      <Notice>{t('ended_kept')}</Notice>
      <Button onPress={() => form.setSupport(true)}>{t('support_link')}</Button>
    </>
  );
}

export function Closed({ form }: { form: Form }) {
  const { t, day } = form.speech;
  return (
    <>
      <Heading>{t('closed_head')}</Heading>
      <p class="lead">{t('closed_text', { date: day(form.task?.closes ?? 0) })}</p>
      <p class="small">{t('closed_clock')}</p>
      <ToResults form={form} />
      <ToJournal form={form} />
    </>
  );
}

export function NotOpen({ form }: { form: Form }) {
  const { t, day } = form.speech;
  const { opens = 0, closes = 0 } = form.task ?? {};
  return (
    <>
      <Heading>{t('not_open_head')}</Heading>
      <p class="lead">{t('not_open_text', { opens: day(opens), closes: day(closes) })}</p>
    </>
  );
}

// Answers given now would count for nobody.
export function Collected({ form }: { form: Form }) {
  const { t } = form.speech;
  return (
    <>
      <Heading>{t('collected_head')}</Heading>
      <p class="lead">{t('collected_text')}</p>
      <p>{t('collected_later', { date: form.speech.day(form.task?.closes ?? 0) })}</p>
      <ToResults form={form} />
      <ToJournal form={form} />
    </>
  );
}

export function TroublePage({ form, trouble, from }: { form: Form; trouble: Trouble; from: 'visit' | 'send' }) {
  const { t } = form.speech;
  return (
    <>
      <Heading>{t('trouble_head')}</Heading>
      <p class="lead">{t(trouble.key, trouble.values)}</p>
      <p>
        {t('trouble_nothing')}{' '}
        {!trouble.again && from === 'visit' && form.address !== null && t('trouble_do_not_answer')}
      </p>
      {trouble.again && (
        <Button
          kind="main"
          onPress={() => {
            void (from === 'send' ? form.send() : form.tryVisitAgain());
          }}
        >
          {t('trouble_again')}
        </Button>
      )}
      <Details speech={form.speech} text={trouble.details} />
      {from === 'visit' && <ToJournal form={form} />}
    </>
  );
}

// The journal needs no survey and no network.
function ToJournal({ form }: { form: Form }) {
  const { t } = form.speech;
  return (
    <p>
      <Button kind="quiet" hint={t('welcome_journal_hint')} onPress={() => form.openJournal()}>
        {t('welcome_journal')}
      </Button>
    </p>
  );
}
