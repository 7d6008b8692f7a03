// The journal inside the form: which of its pages is shown. What was begun is still there after a look at the support
// page, which takes the place of this one for a while.

import { useState } from 'preact/hooks';
import { useArrival } from '../../view/arrival';
import { Button, Heading } from '../../view/parts';
import { deskOf } from '../desk';
import { openDevice } from '../index';
import { Care, Item, Wins } from './check';
import { Erase, Erased } from './erase';
import { File } from './file';
import { Home } from './home';
import { Limits, type LaterForm, type Shown } from './parts';
import { Summary } from './summary';

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
