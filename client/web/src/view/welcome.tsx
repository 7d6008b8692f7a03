// The first page: who asks and who counts, what is asked, what becomes of it, and whose device this is.

import { primary, languageNames } from '../i18n';
import { inAppBrowser } from '../device';
import type { Form } from '../state';
import { Button, Heading, Notice, Reach, ToResults } from './parts';

export function Welcome({ form, begun, another }: { form: Form; begun: boolean; another: boolean }) {
  const { task, survey, speech } = form;
  const { t } = speech;
  if (!task || !survey) return null;
  const app = inAppBrowser();
  const translated = primary(survey.tag) === speech.tag;
  const shown = languageNames.find(({ tag }) => tag === primary(survey.tag))?.name ?? survey.tag;
  return (
    <>
      <div lang={survey.tag} dir="auto">
        <Heading>{survey.title}</Heading>
        <p class="lead">{survey.about}</p>
      </div>
      {!translated && <Notice>{t('welcome_other_language', { language: shown })}</Notice>}
      {task.oneMachine && <Notice>{t('welcome_trial')}</Notice>}
      {app !== null && <Notice tone="care">{app ? t('welcome_in_app', { app }) : t('welcome_in_app_unnamed')}</Notice>}
      <p>
        {t('welcome_asked_by', {
          leader: task.leader.name,
          leader_host: task.leader.host,
          helper: task.helper.name,
          helper_host: task.helper.host,
        })}
      </p>
      <p>{t('welcome_choice')}</p>
      {form.engine.asScript && <p class="small">{t('welcome_as_script')}</p>}

      <section class="card start" aria-labelledby="start">
        {begun && !another ? (
          <>
            <h2 id="start">{t('welcome_resume')}</h2>
            <Button
              kind="main"
              onPress={() => {
                void form.start('private', true);
              }}
            >
              {t('welcome_go_on')}
            </Button>
            <Button
              hint={t('welcome_again_hint')}
              onPress={() => {
                void form.start('private', false);
              }}
            >
              {t('welcome_again')}
            </Button>
          </>
        ) : (
          <>
            <h2 id="start">{t('welcome_start')}</h2>
            {!another && (
              <Button
                kind="main"
                hint={t('welcome_private_hint')}
                onPress={() => {
                  void form.start('private', false);
                }}
              >
                {t('welcome_private')}
              </Button>
            )}
            <Button
              hint={t('welcome_shared_hint')}
              onPress={() => {
                void form.start('shared', false);
              }}
            >
              {t('welcome_shared')}
            </Button>
          </>
        )}
        <p class="small">
          {t('welcome_adults')} {t('welcome_briefly')}
        </p>
      </section>

      <section aria-labelledby="who">
        <h2 id="who">{t('welcome_who')}</h2>
        <p>{t('welcome_halves')}</p>
        <ul class="operators">
          {[task.leader, task.helper].map((operator) => (
            <li key={operator.url}>
              <strong dir="auto">{operator.name}</strong>
              <Reach host={operator.host} contact={operator.contact} />
            </li>
          ))}
        </ul>
        {!task.oneMachine && (
          <p class="small">{t('welcome_certificates', { leader: task.leader.host, helper: task.helper.host })}</p>
        )}
      </section>

      <section aria-labelledby="published">
        <h2 id="published">{t('welcome_published')}</h2>
        <p>
          {t('welcome_totals', {
            date: speech.day(task.closes),
            publisher: task.publisher.name,
            people: task.minBatchSize,
          })}
        </p>
      </section>

      <section aria-labelledby="know">
        <h2 id="know">{t('welcome_know')}</h2>
        <ul class="points">
          <li>{t('welcome_not_care')}</li>
          <li>{t('welcome_not_advice')}</li>
          <li>{t('welcome_no_undo')}</li>
          <li>{t('welcome_hard', { link: t('support_link') })}</li>
        </ul>
        <details>
          <summary>{t('welcome_credits')}</summary>
          <div lang={survey.tag} dir="auto">
            {survey.notices.map((notice) => (
              <p key={notice} class="small">
                {notice}
              </p>
            ))}
          </div>
        </details>
      </section>

      <ToResults form={form} />
      <Button kind="quiet" hint={t('welcome_journal_hint')} onPress={() => form.openJournal()}>
        {t('welcome_journal')}
      </Button>
    </>
  );
}
