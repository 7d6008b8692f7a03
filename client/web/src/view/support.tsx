// Somebody to talk to. The same for everybody, whatever they answer; makes no request.

import { callAddress, countries, textAddress, type Country, type Helpline } from '../helplines';
import type { Surroundings } from '../state';
import { Button, Heading, Notice } from './parts';

export function Support({ form }: { form: Surroundings }) {
  const { t } = form.speech;
  const all = countries(form.speech.tag, navigator.languages);
  return (
    <>
      <Heading>{t('support_head')}</Heading>
      <p>{t('support_intro')}</p>
      <Notice tone="care">{t('support_danger')}</Notice>
      <h2>{t('support_country')}</h2>
      {all.map((country) => (
        <InCountry key={country.code} form={form} country={country} />
      ))}
      <p>{t('support_elsewhere')}</p>
      <p class="small">{t('support_change')}</p>
      <div class="ways">
        <Button kind="main" onPress={() => form.setSupport(false)}>
          {t('support_back')}
        </Button>
      </div>
    </>
  );
}

function InCountry({ form, country }: { form: Surroundings; country: Country }) {
  const { t } = form.speech;
  return (
    <details class="country" open={country.here}>
      <summary>{country.name}</summary>
      {country.helplines.map((helpline) => (
        <Line key={helpline.name} form={form} helpline={helpline} />
      ))}
      {country.emergency && (
        <p>
          <a class="call" href={callAddress(country.emergency)}>
            {t('support_emergency', { number: country.emergency })}
          </a>
        </p>
      )}
    </details>
  );
}

function Line({ form, helpline }: { form: Surroundings; helpline: Helpline }) {
  const { t, dayOf } = form.speech;
  return (
    <div class="helpline">
      <p>
        <strong dir="auto">{helpline.name}</strong> <span>{helpline.hours === 'always' && t('support_always')}</span>
      </p>
      <p class="calls">
        {helpline.call && (
          <a class="call" href={callAddress(helpline.call)}>
            {t('support_call', { number: helpline.call })}
          </a>
        )}
        {helpline.text && (
          <a class="call" href={textAddress(helpline.text)}>
            {t('support_text', { number: helpline.text })}
          </a>
        )}
      </p>
      {helpline.note === 'spanish_2' && <p class="small">{t('support_spanish_2')}</p>}
      <p class="small">
        {t('support_checked', { date: dayOf(helpline.checked) })} ·{' '}
        {t('support_source', { source: new URL(helpline.source).host })}
      </p>
    </div>
  );
}
