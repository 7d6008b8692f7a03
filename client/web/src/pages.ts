// pages.js: the pages beside the survey, and their words. A first question needs none of them, so they come after the
// first page is shown (later.ts).

import deviceAr from '../lang/device/ar.json';
import deviceEn from '../lang/device/en.json';
import deviceEs from '../lang/device/es.json';
import resultsAr from '../lang/results/ar.json';
import resultsEn from '../lang/results/en.json';
import resultsEs from '../lang/results/es.json';
import { learn } from './i18n';

learn({
  en: { ...deviceEn, ...resultsEn },
  es: { ...deviceEs, ...resultsEs },
  ar: { ...deviceAr, ...resultsAr },
});

export { JournalPages } from './device/view/pages';
export { ResultsPage } from './view/results';
