// Three honest steps: ready, sent, counted. Each says only what this device knows.

import type { Form } from '../state';

type State = 'done' | 'now' | 'open';
export type Sent = 'open' | 'now' | 'done' | 'waiting' | 'unknown' | 'refused';

export function Steps({
  form,
  sent,
  day,
  counted = false,
}: {
  form: Form;
  sent: Sent;
  day?: string;
  counted?: boolean;
}) {
  const { t, dayOf } = form.speech;
  const leader = form.task?.leader.name ?? '';
  const made = sent === 'done' || sent === 'now' || sent === 'unknown' || sent === 'refused';
  const steps: { name: string; text: string; state: State }[] = [
    { name: t('step_ready'), text: t(made ? 'step_ready_done' : 'step_ready_text'), state: 'done' },
    {
      name: t('step_sent'),
      text: t(`step_sent_${sent}`, { leader }),
      state: sent === 'done' ? 'done' : sent === 'now' ? 'now' : 'open',
    },
  ];
  if (sent !== 'unknown' && sent !== 'refused') {
    const text =
      sent !== 'done' || !day
        ? t('step_counted_waiting')
        : t(counted ? 'step_counted_done' : 'step_counted_open', { day: dayOf(day) });
    steps.push({ name: t('step_counted'), text, state: counted ? 'done' : 'open' });
  }
  return (
    <ol class="steps" aria-label={t('steps')}>
      {steps.map(({ name, text, state }) => (
        <li key={name} class={state}>
          <strong>{name}</strong> <span class="hidden">({t(`step_${state}`)})</span>
          <span>{text}</span>
        </li>
      ))}
    </ol>
  );
}
