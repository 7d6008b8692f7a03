// The journal inside the form: which of its pages is shown. What was begun is still there after a look at the support
// page, which takes the place of this one for a while.

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { LaterKey, Speech } from '../../i18n';
import type { Form } from '../../state';
import { useArrival } from '../../view/arrival';
import { Button, Heading, Notice } from '../../view/parts';
import { Desk } from '../desk';
import { openDevice, type Device } from '../index';
import { Care, Item, Wins } from './check';
import { Erase, Erased } from './erase';
import { File } from './file';
import { Home } from './home';
import { Summary } from './summary';

// A form that has learnt the words of these pages.
export type LaterForm = Form & { readonly speech: Speech<LaterKey> };
export interface Shown { form: LaterForm; desk: Desk }

const desks = new WeakMap<Device, Desk>();

export function deskOf(form: Form): Desk {
  let desk = desks.get(form.device);
  if (!desk) {
    desk = new Desk(form.engine, form.device);
    desks.set(form.device, desk);
    void desk.open();
  }
  return desk;
}

export function JournalPages({ form }: { form: LaterForm }) {
  const desk = deskOf(form);
  const [, redraw] = useState(0);
  desk.changed = () => redraw((count) => count + 1);
  const screen = desk.page === 'item' ? `item ${desk.item}` : desk.page;
  useArrival(screen);
  return <div class="journal" key={screen}><Page form={form} desk={desk} /></div>;
}

function Page({ form, desk }: Shown) {
  switch (desk.page) {
    case 'loading': return <Heading>{form.speech.t('journal_head')}</Heading>;
    case 'whose': return <Whose form={form} desk={desk} />;
    case 'home': return <Home form={form} desk={desk} />;
    case 'item': return <Item form={form} desk={desk} />;
    case 'care': return <Care form={form} desk={desk} />;
    case 'wins': return <Wins form={form} desk={desk} />;
    case 'file': return <File form={form} desk={desk} />;
    case 'summary': return <Summary form={form} desk={desk} />;
    case 'erase': return <Erase form={form} desk={desk} />;
    case 'erased':
    case 'all-erased': return <Erased form={form} desk={desk} />;
  }
}

// Before anything is kept for the first time.
function Whose({ form, desk }: Shown) {
  const { t } = form.speech;
  const share = async () => {
    form.device = await openDevice(form.engine, 'shared');
    deskOf(form);
    desk.changed();
  };
  return (
    <>
      <Heading>{t('journal_head')}</Heading>
      <p class="lead">{t('journal_about')}</p>
      <section class="card" aria-labelledby="whose">
        <h2 id="whose">{t('journal_whose')}</h2>
        <Button kind="main" hint={t('journal_whose_own_hint')} onPress={() => desk.go('home')}>{t('journal_whose_own')}</Button>
        <Button hint={t('journal_whose_shared_hint')} onPress={() => { void share(); }}>{t('journal_whose_shared')}</Button>
      </section>
      <Limits form={form} desk={desk} />
      <Button kind="quiet" onPress={() => form.closeJournal()}>{t('journal_back_survey')}</Button>
    </>
  );
}

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
