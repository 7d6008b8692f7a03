// The pages of pages.js. It is there as a rule before anybody opens one; where it is not, it is fetched again.

import { useEffect, useState } from 'preact/hooks';
import type { LaterForm } from '../device/view/parts';
import { loadPages, pages } from '../later';
import type { Form } from '../state';
import { useArrival } from './arrival';
import { Button, Heading } from './parts';

export function Beside({ form, name }: { form: Form; name: 'journal' | 'results' }) {
  const { t } = form.speech;
  const [found, setFound] = useState<'coming' | 'here' | 'failed'>(pages ? 'here' : 'coming');
  useEffect(() => {
    if (found === 'coming') loadPages().then(() => setFound('here'), () => setFound('failed'));
  }, [found]);
  useArrival(found);
  if (pages) {
    const Page = name === 'journal' ? pages.JournalPages : pages.ResultsPage;
    return <Page form={form as LaterForm} />;
  }
  return (
    <>
      <Heading>{t(name === 'journal' ? 'welcome_journal' : 'results_open')}</Heading>
      <div role="status">
        {found === 'failed' && (
          <p class="lead">
            {t('trouble_form')} {t('trouble_nothing')}
          </p>
        )}
      </div>
      {found === 'failed' && (
        <Button kind="main" onPress={() => setFound('coming')}>
          {t('trouble_again')}
        </Button>
      )}
      <Button kind="quiet" onPress={() => (name === 'journal' ? form.closeJournal() : form.closeResults())}>
        {t('back')}
      </Button>
    </>
  );
}
