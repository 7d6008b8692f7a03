// After sending: being sent, waiting to be sent, sent, and what there is to know on a later visit.

import { useState } from 'preact/hooks';
import { isCounted } from '../send';
import type { Ending, Form, Waiting } from '../state';
import { Button, Heading, Notice, ToResults } from './parts';
import { Steps } from './steps';

export function Sending({ form }: { form: Form }) {
  const { t } = form.speech;
  return (
    <>
      <Heading>{t('step_sent_now', { leader: form.task?.leader.name ?? '' })}</Heading>
      <Steps form={form} sent="now" />
    </>
  );
}

export function WaitingToSend({ form, why }: { form: Form; why: Waiting }) {
  const { t } = form.speech;
  const host = form.task?.leader.host ?? '';
  return (
    <>
      <Heading>{t('waiting_head')}</Heading>
      <p role="status">{t(`waiting_${why}`, { host })}</p>
      <p>{t(form.device.private ? 'waiting_kept' : 'waiting_shared')}</p>
      <Steps form={form} sent="waiting" />
      <div class="ways">
        <Button
          kind="main"
          onPress={() => {
            void form.send();
          }}
        >
          {t('waiting_again')}
        </Button>
        <Button
          onPress={() => {
            void form.discard();
          }}
        >
          {t('waiting_discard')}
        </Button>
      </div>
    </>
  );
}

export function Sent({ form, ending, day }: { form: Form; ending: Ending; day: string }) {
  const { t } = form.speech;
  if (ending !== 'sent') {
    return (
      <>
        <Heading>{t(`sent_${ending}_head`)}</Heading>
        <p>{t(`sent_${ending}`)}</p>
        <Steps form={form} sent={ending} />
        <Close form={form} />
      </>
    );
  }
  return (
    <>
      <Heading>{t('sent_head')}</Heading>
      <Counted form={form} day={day} />
      <ToResults form={form} />
      <Close form={form} />
    </>
  );
}

export function Already({ form, day }: { form: Form; day: string }) {
  const { t, dayOf } = form.speech;
  return (
    <>
      <Heading>{t('already_head')}</Heading>
      <p>{t('already_sent', { day: dayOf(day) })}</p>
      <Counted form={form} day={day} />
      <section class="card" aria-labelledby="other">
        <h2 id="other">{t('already_other')}</h2>
        <Button hint={t('already_other_hint')} onPress={() => form.anotherPerson()}>
          {t('already_other_start')}
        </Button>
      </section>
      <ToResults form={form} />
      <Button kind="quiet" hint={t('welcome_journal_hint')} onPress={() => form.openJournal()}>
        {t('welcome_journal')}
      </Button>
    </>
  );
}

// Whether a day is in the results: from the public list that is the same for everybody, and only when asked for.
function Counted({ form, day }: { form: Form; day: string }) {
  const { t, dayOf } = form.speech;
  const [found, setFound] = useState<'unasked' | 'looking' | boolean | null>('unasked');
  const { task } = form;
  if (!task) return null;

  async function look(): Promise<void> {
    setFound('looking');
    setFound(await isCounted(form.engine, task!, form.taskId, day));
  }

  return (
    <>
      <Steps form={form} sent="done" day={day} counted={found === true} />
      <p role="status">
        {found === 'looking' && t('sent_looking')}
        {found === false && t('sent_not_yet', { day: dayOf(day) })}
        {found === null && t('sent_cannot_look')}
      </p>
      {found !== true && (
        <Button
          hint={t('sent_look_hint')}
          disabled={found === 'looking'}
          onPress={() => {
            void look();
          }}
        >
          {t('sent_look')}
        </Button>
      )}
    </>
  );
}

function Close({ form }: { form: Form }) {
  const { t } = form.speech;
  return <Notice>{t(form.device.private ? 'sent_close' : 'sent_close_shared')}</Notice>;
}
