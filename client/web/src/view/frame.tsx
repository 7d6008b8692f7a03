// What stands on every screen: the ways to support and out, above; the language, below.

import type { ComponentChildren } from 'preact';
import { leave } from '../leave';
import { languageNames, type Tag } from '../i18n';
import type { Surroundings } from '../state';

export function Frame({ form, screen, children }: { form: Surroundings; screen: string; children: ComponentChildren }) {
  const { t } = form.speech;
  const isWarning = form.news !== null && form.news !== 'offline_kept' && form.news !== 'update_kept';
  return (
    <>
      <a
        class="skip"
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          document.querySelector('h1')?.focus();
        }}
      >
        {t('to_content')}
      </a>
      <header>
        <button
          type="button"
          class="help"
          aria-expanded={form.supportOpen}
          onClick={() => form.setSupport(!form.supportOpen)}
        >
          {t('support_link')}
        </button>
        <button
          type="button"
          class="leave"
          title={t('leave_hint')}
          onClick={() => {
            void leave(form);
          }}
        >
          {t('leave')}
        </button>
      </header>
      <main id="content" data-screen={screen}>
        {isWarning && (
          <div class="notice care news" role="status">
            <p>{t(form.news!)}</p>
          </div>
        )}
        {children}
      </main>
      <footer>
        <label>
          <span>{t('language')}</span>
          <select value={form.speech.tag} onChange={(event) => form.setLanguage(event.currentTarget.value as Tag)}>
            {languageNames.map(({ tag, name }) => (
              <option key={tag} value={tag} lang={tag}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <p>
          {t('leave')}: {t('leave_hint')}
        </p>
        {form.news && !isWarning && (
          <p class="news" role="status">
            {t(form.news)}
          </p>
        )}
      </footer>
    </>
  );
}
