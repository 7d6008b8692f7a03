// Starts the form and draws the page that it stands on.

import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { JournalPages } from './device/view/pages';
import { loadEngine } from './engine';
import { bestTag, speak } from './i18n';
import { leave, leaveOnDoubleEscape } from './leave';
import { addressIn } from './send';
import { Form } from './state';
import { Closed, Ended, Loading, NotOpen, TroublePage } from './view/ends';
import { Frame } from './view/frame';
import { Leaves } from './view/leaves';
import { Question } from './view/question';
import { Review } from './view/review';
import { Already, Sending, Sent, WaitingToSend } from './view/sent';
import { Support } from './view/support';
import { Welcome } from './view/welcome';

// Changes when another screen is shown, not when its words do.
function screenOf({ page, supportOpen }: Form): string {
  if (supportOpen) return 'support';
  return page.name === 'question' ? `question ${page.step.question} ${page.step.part}` : page.name;
}

function App({ form }: { form: Form }) {
  const screen = screenOf(form);
  useEffect(() => {
    document.documentElement.lang = form.speech.tag;
    document.documentElement.dir = form.speech.dir;
    document.title = form.speech.t('title');
  }, [form.speech]);
  useEffect(() => {
    if (screen === 'loading') return;
    window.scrollTo(0, 0);
    document.querySelector('h1')?.focus({ preventScroll: true });
  }, [screen]);
  return (
    <Frame form={form} screen={screen}>
      {form.supportOpen ? <Support form={form} /> : <Screen key={screen} form={form} />}
    </Frame>
  );
}

function Screen({ form }: { form: Form }) {
  const { page } = form;
  switch (page.name) {
    case 'loading': return <Loading form={form} />;
    case 'trouble': return <TroublePage form={form} trouble={page.trouble} from={page.from} />;
    case 'closed': return <Closed form={form} />;
    case 'not_open': return <NotOpen form={form} />;
    case 'welcome': return <Welcome form={form} begun={page.begun} another={page.another === true} />;
    case 'question': return <Question form={form} step={page.step} />;
    case 'ended': return <Ended form={form} message={page.message} />;
    case 'review': return <Review form={form} entries={page.entries} answered={page.answered} />;
    case 'leaves': return <Leaves form={form} leaves={page.leaves} />;
    case 'sending': return <Sending form={form} />;
    case 'waiting': return <WaitingToSend form={form} why={page.why} />;
    case 'sent': return <Sent form={form} ending={page.ending} day={page.day} />;
    case 'already': return <Already form={form} day={page.day} />;
    case 'journal': return <JournalPages form={form} />;
  }
}

async function main(): Promise<void> {
  const root = document.getElementById('form');
  if (!root) return;
  let running: Form | null = null;
  leaveOnDoubleEscape(() => running);
  document.querySelector('#leave')?.addEventListener('click', () => { void leave(running); });
  try {
    const draw = (form: Form) => {
      running = form;
      render(<App form={form} />, root);
    };
    await Form.open(loadEngine(), addressIn(location), navigator.languages, draw);
    addEventListener('online', () => running?.online());
  } catch {
    // Not even the engine: no page of the form can be drawn.
    const { t, tag, dir } = speak(bestTag(navigator.languages));
    render(<main lang={tag} dir={dir}><h1>{t('trouble_head')}</h1><p>{t('trouble_form')}</p></main>, root);
  }
}

void main();
