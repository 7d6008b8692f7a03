// Erasing: one tap, and one more to be sure.

import { useState } from 'preact/hooks';
import { Button, Heading } from '../../view/parts';
import { Limits, Said, takeFocus, type Shown } from './parts';

export function Erase({ form, desk }: Shown) {
  const { t } = form.speech;
  const [asking, setAsking] = useState<'journal' | 'everything' | null>(null);
  const choice = (what: 'journal' | 'everything', words: string, hint: string) => (
    asking === what
      ? (
        <div class="card" role="group" aria-label={words} tabIndex={-1} ref={takeFocus}>
          <p><strong>{words}.</strong> {t('storage_erase_sure')}</p>
          <div class="pair">
            <Button kind="main" onPress={() => { void desk.erase(what); }}>{t('storage_erase_yes')}</Button>
            <Button onPress={() => { setAsking(null); takeFocus(document.querySelector('h1')); }}>{t('storage_erase_no')}</Button>
          </div>
        </div>
      )
      : <Button hint={hint} onPress={() => setAsking(what)}>{words}</Button>
  );
  return (
    <>
      <Heading>{t('storage_erase_head')}</Heading>
      <Said form={form} desk={desk} />
      <p>{t('storage_erase_intro')}</p>
      {choice('journal', t('storage_erase_journal'), t('storage_erase_journal_hint'))}
      {choice('everything', t('storage_erase_all'), t('storage_erase_all_hint'))}
      <Limits form={form} desk={desk} />
      <Button kind="quiet" onPress={() => desk.go('home')}>{t('journal_back_home')}</Button>
    </>
  );
}

export function Erased({ form, desk }: Shown) {
  const { t } = form.speech;
  return (
    <>
      <Heading>{t('storage_erase_done_head')}</Heading>
      <p class="lead">{t('storage_erase_done')}</p>
      <Limits form={form} desk={desk} />
      {desk.page === 'erased'
        ? <Button kind="quiet" onPress={() => desk.go('home')}>{t('journal_back_home')}</Button>
        // What the page still holds of an interview goes too.
        : <Button kind="quiet" onPress={() => location.reload()}>{t('journal_back_survey')}</Button>}
    </>
  );
}
