// The journal as a file under a passphrase, and back.

import { useState } from 'preact/hooks';
import { Button, Heading, Notice } from '../../view/parts';
import type { Journal } from '../journal';
import { strengthOf } from '../passphrase';
import { Field, takeFocus, type Shown } from './parts';

const NAME = 'my-notes.locked';   // says nothing about what is in it

export function File({ form, desk }: Shown) {
  return (
    <>
      <Heading>{form.speech.t('journal_file_head')}</Heading>
      <Save form={form} desk={desk} />
      <Open form={form} desk={desk} />
      <Button kind="quiet" onPress={() => desk.go('home')}>{form.speech.t('journal_back_home')}</Button>
    </>
  );
}

function Save({ form, desk }: Shown) {
  const { t } = form.speech;
  const [passphrase, setPassphrase] = useState('');
  const [state, setState] = useState<'' | 'short' | 'working' | 'saved' | 'failed'>('');
  const strength = strengthOf(passphrase);
  const save = async () => {
    if (state === 'working') return;
    if (strength === 'short') return setState('short');
    setState('working');
    try {
      download(await desk.device.journal.exportFile(passphrase));
      setPassphrase('');
      setState('saved');
    } catch {
      setState('failed');
    }
  };
  return (
    <section class="card" aria-labelledby="save">
      <h2 id="save">{t('journal_file_save')}</h2>
      <p>{t('journal_file_save_text')}</p>
      <Passphrase form={form} desk={desk} id="new" value={passphrase}
        onValue={(value) => { setPassphrase(value); setState(''); }} />
      <p class={`said strength ${passphrase ? strength : ''}`} role="status">{passphrase && state !== 'short' && t(`journal_file_${strength}`)}</p>
      <Button kind="main" onPress={() => { void save(); }}>
        {t('journal_file_save_now')}
      </Button>
      <p class="said" role="status">
        {state === 'short' && t('journal_file_short')}
        {state === 'working' && t('journal_file_working')}
        {state === 'saved' && t('journal_file_saved', { name: NAME })}
        {state === 'failed' && t('trouble_unexpected')}
      </p>
    </section>
  );
}

function Open({ form, desk }: Shown) {
  const { t, dayOf } = form.speech;
  const [passphrase, setPassphrase] = useState('');
  const [file, setFile] = useState<globalThis.File | null>(null);
  const [state, setState] = useState<'' | 'working' | 'wrong' | 'other'>('');
  const [brought, setBrought] = useState<Journal | null>(null);
  const open = async () => {
    if (state === 'working') return;
    setState('working');
    try {
      const read = await desk.device.journal.openFile(passphrase, new Uint8Array(await file!.arrayBuffer()));
      if (typeof read === 'string') return setState(read);
      if (!await desk.device.journal.exists()) return void desk.take(read, 'replace');
      setBrought(read);
      setPassphrase('');
      setState('');
    } catch {
      setState('wrong');
    }
  };
  if (brought) {
    const last = brought.entries.at(-1);
    return (
      <section class="card" aria-labelledby="brought">
        <h2 id="brought" tabIndex={-1} ref={takeFocus}>{t('journal_file_open')}</h2>
        <p>{last
          ? t('journal_file_what', { day: dayOf(last.day) })
          : t('journal_file_what_empty')}</p>
        <Button kind="main" hint={t('journal_file_merge_hint')} onPress={() => { void desk.take(brought, 'merge'); }}>
          {t('journal_file_merge')}
        </Button>
        <Button hint={t('journal_file_replace_hint')} onPress={() => { void desk.take(brought, 'replace'); }}>
          {t('journal_file_replace')}
        </Button>
        <Button kind="quiet" onPress={() => { setBrought(null); takeFocus(document.querySelector('h1')); }}>{t('journal_file_cancel')}</Button>
      </section>
    );
  }
  return (
    <section class="card" aria-labelledby="open">
      <h2 id="open">{t('journal_file_open')}</h2>
      <Field id="file" label={t('journal_file_choose')}>
        <input id="file" type="file" autocomplete="off" onChange={({ currentTarget }) => setFile(currentTarget.files?.[0] ?? null)} />
      </Field>
      <Passphrase form={form} desk={desk} id="old" value={passphrase} onValue={setPassphrase} />
      <Button disabled={!file || passphrase === ''} onPress={() => { void open(); }}>
        {t('journal_file_open_now')}
      </Button>
      <div role="status">
        {state === 'working' && <p class="said">{t('journal_file_working')}</p>}
        {state === 'wrong' && <Notice tone="care"><p>{t('journal_file_wrong')}</p></Notice>}
        {state === 'other' && <Notice tone="care"><p>{t('journal_file_other')}</p></Notice>}
      </div>
    </section>
  );
}

function Passphrase({ form, id, value, onValue }: Shown & { id: string; value: string; onValue: (value: string) => void }) {
  const { t } = form.speech;
  const [visible, setVisible] = useState(false);
  return (
    <Field id={id} label={t('journal_file_passphrase')}>
      <input {...visible ? { type: 'text' } : { type: 'password' }} id={id} autocomplete="off" autocapitalize="off"
        spellcheck={false} dir="auto" value={value} onInput={({ currentTarget }) => onValue(currentTarget.value)} />
      <label class="tick">
        <input type="checkbox" autocomplete="off" checked={visible} onChange={() => setVisible(!visible)} />
        <span>{t('journal_file_show')}</span>
      </label>
    </Field>
  );
}

function download(bytes: Uint8Array): void {
  const address = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = NAME;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);   // the browser may still be reading it
}
