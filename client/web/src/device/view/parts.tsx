// What several pages of the journal are made of.

import type { ComponentChildren } from 'preact';
import type { LaterKey, Speech } from '../../i18n';
import type { Form } from '../../state';
import { Notice } from '../../view/parts';
import type { Desk } from '../desk';

// A form that has learnt the words of these pages.
export type LaterForm = Form & { readonly speech: Speech<LaterKey> };
export interface Shown { form: LaterForm; desk: Desk }

// A control and its label, which name each other by id: a label around a list would count the list as its words.
export function Field({ id, label, children }: { id: string; label: string; children: ComponentChildren }) {
  return <div class="field"><label for={id}>{label}</label>{children}</div>;
}

// The focus goes where what follows is: the control that had it is gone.
export function takeFocus(element: HTMLElement | null): void {
  element?.focus();
}

export function Remove({ form, what, onRemove }: { form: LaterForm; what: string; onRemove: () => void }) {
  const { t } = form.speech;
  return (
    <button type="button" class="change" aria-label={t('journal_remove_what', { what })}
      onClick={({ currentTarget }) => {
        takeFocus(currentTarget.closest('section')!.querySelector<HTMLElement>('summary, h2'));
        onRemove();
      }}>
      {t('journal_remove')}
    </button>
  );
}

// What became of the last deed, also for screen readers.
export function Said({ form, desk }: Shown) {
  const troubled = desk.said === 'journal_failed' || desk.said === 'journal_unreadable' || desk.said === 'storage_erase_failed';
  return (
    <div role="status">
      {desk.said && <Notice tone={troubled ? 'care' : 'calm'}><p>{form.speech.t(desk.said)}</p></Notice>}
    </div>
  );
}

export function Limits({ form }: Shown) {
  const { t } = form.speech;
  return (
    <details>
      <summary>{t('storage_head')}</summary>
      <ul class="points">
        <li>{t('storage_locked')}</li>
        <li>{t('storage_erased')}</li>
        <li>{t('storage_others')}</li>
        <li>{t('storage_lost')}</li>
      </ul>
    </details>
  );
}
