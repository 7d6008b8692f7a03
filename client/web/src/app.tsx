// Starts the form and draws the page that it stands on.

import { render } from 'preact';
import { useEffect } from 'preact/hooks';
import { loadEngine } from './engine';
import { bestTag, speak, type Tag } from './i18n';
import { loadPages } from './later';
import { leaveOnDoubleEscape } from './leave';
import { addressIn } from './send';
import { Form, type Surroundings } from './state';
import { useArrival } from './view/arrival';
import { Beside } from './view/beside';
import { Broken, Closed, Collected, Ended, Loading, NotOpen, TroublePage } from './view/ends';
import { Frame } from './view/frame';
import { Leaves } from './view/leaves';
import { Question } from './view/question';
import { Review } from './view/review';
import { Already, Sending, Sent, WaitingToSend } from './view/sent';
import { Support } from './view/support';
import { Welcome } from './view/welcome';

// Stands where the form will be, and stays where it cannot come.
class Entrance implements Surroundings {
  speech = speak(bestTag(navigator.languages));
  supportOpen = false;
  news = null;
  broken = false;

  constructor(private readonly changed: () => void) {}

  setSupport(open: boolean): void {
    this.supportOpen = open;
    this.changed();
  }

  setLanguage(tag: Tag): void {
    this.speech = speak(tag);
    this.changed();
  }

  async forget(): Promise<void> {}
}

export * from './shared';

// Changes when another screen is shown, not when its words do.
function screenOf(form: Form | Entrance): string {
  if (form.supportOpen) return 'support';
  if (form instanceof Entrance) return form.broken ? 'broken' : 'loading';
  const { page } = form;
  return page.name === 'question' ? `question ${page.step.question} ${page.step.part}` : page.name;
}

function App({ form }: { form: Form | Entrance }) {
  const screen = screenOf(form);
  useEffect(() => {
    document.documentElement.lang = form.speech.tag;
    document.documentElement.dir = form.speech.dir;
    document.title = form.speech.t('title');
  }, [form.speech]);
  useArrival(screen === 'loading' ? null : screen);
  return (
    <Frame form={form} screen={screen}>
      {form.supportOpen ? (
        <Support form={form} />
      ) : form instanceof Entrance ? (
        form.broken ? (
          <Broken form={form} />
        ) : (
          <Loading form={form} />
        )
      ) : (
        <Screen key={screen} form={form} />
      )}
    </Frame>
  );
}

function Screen({ form }: { form: Form }) {
  const { page } = form;
  switch (page.name) {
    case 'loading':
      return <Loading form={form} />;
    case 'trouble':
      return <TroublePage form={form} trouble={page.trouble} from={page.from} />;
    case 'closed':
      return <Closed form={form} />;
    case 'not_open':
      return <NotOpen form={form} />;
    case 'collected':
      return <Collected form={form} />;
    case 'welcome':
      return <Welcome form={form} begun={page.begun} another={page.another === true} />;
    case 'question':
      return <Question form={form} step={page.step} />;
    case 'ended':
      return <Ended form={form} message={page.message} />;
    case 'review':
      return <Review form={form} entries={page.entries} answered={page.answered} />;
    case 'leaves':
      return <Leaves form={form} leaves={page.leaves} />;
    case 'sending':
      return <Sending form={form} />;
    case 'waiting':
      return <WaitingToSend form={form} why={page.why} />;
    case 'sent':
      return <Sent form={form} ending={page.ending} day={page.day} />;
    case 'already':
      return <Already form={form} day={page.day} />;
    case 'journal':
      return <Beside form={form} name="journal" />;
    case 'results':
      return <Beside form={form} name="results" />;
  }
}

async function main(): Promise<void> {
  const root = document.getElementById('form');
  if (!root) return;
  root.replaceChildren();
  const draw = (form: Form | Entrance) => {
    shown = form;
    render(<App form={form} />, root);
  };
  const entrance: Entrance = new Entrance(() => draw(entrance));
  let shown: Form | Entrance = entrance;
  draw(entrance);
  leaveOnDoubleEscape(() => shown);
  try {
    const form = await Form.open(loadEngine(), addressIn(location), entrance, draw);
    const later = () => void loadPages().catch(() => undefined);
    later();
    addEventListener('online', () => {
      form.online();
      later();
    });
  } catch {
    entrance.broken = true;
    draw(entrance);
  }
}

void main();
