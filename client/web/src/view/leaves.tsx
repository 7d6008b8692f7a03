// What leaves this device: the counters that the report moves, who gets it, what is published, how well it hides.

import type { CounterView, DisclosureView } from '../engine';
import { direction } from '../i18n';
import type { Form } from '../state';
import { Button, Heading, inHundred, Notice, Reach } from './parts';
import { Steps } from './steps';

export function Leaves({ form, leaves }: { form: Form; leaves: DisclosureView }) {
  const { t, day } = form.speech;
  const tag = form.survey?.tag ?? 'en';
  const date = day(leaves.closes);
  return (
    <>
      <Heading>{t('leaves_head')}</Heading>
      <Steps form={form} sent="open" />
      <p>{t('leaves_intro', { size: leaves.requestSize, count: leaves.counters.length, all: leaves.counterCount })}</p>

      <section aria-labelledby="counters">
        <h2 id="counters">{t('leaves_counters')}</h2>
        <ul class="counters">
          {leaves.counters.map((counter) => (
            <Counter key={keyOf(counter)} counter={counter} form={form} tag={tag} />
          ))}
        </ul>
        <p class="small">{t('leaves_not')}</p>
        <p class="small">{t('leaves_address', { leader: leaves.leader.name })}</p>
      </section>

      <section aria-labelledby="who">
        <h2 id="who">{t('leaves_who')}</h2>
        {form.task?.oneMachine && <Notice>{t('welcome_trial')}</Notice>}
        <ul class="operators">
          {(
            [
              [leaves.leader, 'leaves_one_half'],
              [leaves.helper, 'leaves_other_half'],
              [leaves.publisher, 'leaves_publishes'],
            ] as const
          ).map(([operator, does]) => (
            <li key={does}>
              <strong dir="auto">{operator.name}</strong> <span>{t(does)}</span>
              <Reach host={operator.host} contact={operator.contact} />
            </li>
          ))}
        </ul>
      </section>

      <section aria-labelledby="tables">
        <h2 id="tables">{t('leaves_tables')}</h2>
        <p>{t('leaves_totals', { people: leaves.minBatchSize, publisher: leaves.publisher.name, date })}</p>
        <details>
          <summary>{t('leaves_all', { count: leaves.tables.length })}</summary>
          <ul lang={tag} dir={direction(tag)}>
            {leaves.tables.map((title) => (
              <li key={title}>{title}</li>
            ))}
          </ul>
        </details>
        <p>{t('leaves_noise', { least: Math.round(leaves.noiseMin), most: Math.round(leaves.noiseMax) })}</p>
        <p>{t('leaves_odds', { reader: inHundred(leaves.guessReader), operator: inHundred(leaves.guessOperator) })}</p>
      </section>

      <div class="ways">
        <p>
          <strong>{t('leaves_no_undo')}</strong>
        </p>
        <Button
          kind="main"
          onPress={() => {
            void form.send();
          }}
        >
          {t('leaves_send')}
        </Button>
        <Button onPress={() => form.review()}>{t('leaves_back')}</Button>
      </div>
    </>
  );
}

function Counter({ form, counter, tag }: { form: Form; counter: CounterView; tag: string }) {
  const { t, number } = form.speech;
  const sum = counter.levels.length === 0;
  return (
    <li>
      <span class="by" dir="ltr" aria-hidden="true">
        {sum ? '±' : t('leaves_by_one')}
      </span>
      <span>
        <span class="table" lang={tag} dir={direction(tag)}>
          {counter.table}
        </span>
        {sum ? (
          <span>{t('leaves_sum', { by: signed(counter.by, number) })}</span>
        ) : (
          <span lang={tag} dir={direction(tag)}>
            {counter.levels.join(' · ')}
          </span>
        )}
      </span>
    </li>
  );
}

function signed(value: number, number: (value: number) => string): string {
  return value > 0 ? `+${number(value)}` : number(value).replace('-', '−');
}

function keyOf({ table, levels }: CounterView): string {
  return [table, ...levels].join('\n');
}
