// The words of the form, before anybody reads them on a screen.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { sources } from './support/deployment.mjs';

const web = join(sources, 'client/web');
const read = (path) => readFileSync(join(web, path), 'utf8');
const tags = ['en', 'es', 'ar'];
const words = Object.fromEntries(
  tags.map((tag) => [
    tag,
    Object.assign({}, ...['lang', 'lang/device', 'lang/results'].map((folder) => JSON.parse(read(`${folder}/${tag}.json`)))),
  ]),
);
const names = (text) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
const codeFiles = readdirSync(join(web, 'src'), { recursive: true })
  .map(String)
  .filter((name) => /\.tsx?$/.test(name));

test('every language has the words of English and no others, with the same values in them', () => {
  for (const tag of tags) {
    assert.deepEqual(Object.keys(words[tag]).sort(), Object.keys(words.en).sort(), tag);
    for (const [key, text] of Object.entries(words.en))
      assert.deepEqual(names(words[tag][key]), names(text), `${tag} ${key}`);
  }
});

test('no word is left over that no page shows', () => {
  const code = codeFiles.map((name) => read(`src/${name}`)).join('\n');
  const stems = [...code.matchAll(/`(\w+?)\$\{/g)].map(([, stem]) => stem);
  const shown = (key) => new RegExp(`['"\`]${key}['"\`]`).test(code) || stems.some((stem) => key.startsWith(stem));
  assert.deepEqual(
    Object.keys(words.en).filter((key) => !shown(key)),
    [],
  );
});

test('the words promise neither secrecy as a milestone nor anonymity', () => {
  const promises = {
    en: /encrypt|anonym|GDPR|cannot be hacked|unbreakable|100 ?% safe/i,
    es: /cifrad|encript|anónim|RGPD/i,
    ar: /مشفّ?ر|مجهول الهوية/,
  };
  for (const tag of tags) {
    for (const [key, text] of Object.entries(words[tag])) assert.doesNotMatch(text, promises[tag], `${tag} ${key}`);
  }
});

// Sentences of English at about grade 6 to 8: few long words, and no sentence that has to be read twice.
test('the English words are plain', () => {
  const all = Object.values(words.en)
    .join('. ')
    .replace(/\{\w+\}/g, 'name');
  const sentences = all.split(/[.!?:…]+\s/).filter((sentence) => /\w/.test(sentence));
  const list = all.match(/[A-Za-z']+/g);
  const syllables = list.reduce(
    (sum, word) =>
      sum +
      Math.max(
        1,
        (
          word
            .toLowerCase()
            .replace(/e$/, '')
            .match(/[aeiouy]+/g) ?? []
        ).length,
      ),
    0,
  );
  const grade = 0.39 * (list.length / sentences.length) + 11.8 * (syllables / list.length) - 15.59; // Flesch-Kincaid
  assert.ok(grade < 8, `grade ${grade.toFixed(1)}`);
  for (const sentence of sentences) assert.ok(sentence.split(/\s+/).length <= 40, sentence);
});

test('the form writes no entry into the history of the tab', () => {
  for (const name of codeFiles)
    assert.doesNotMatch(read(`src/${name}`), /pushState|location\.(href|hash)\s*=|location\.assign/, name);
});
