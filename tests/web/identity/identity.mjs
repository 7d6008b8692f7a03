// The engine, as WebAssembly and as script, gives the very bytes and views that the native library gives: for the same
// answers, keys and random stream (people.cpp).
//
//   node identity.mjs PEOPLE.json MODULE      MODULE is tacit.wasm or tacit-wasm2js.js
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { startModule } from './module.mjs';

const [people, file] = process.argv.slice(2);
const { surveys, sealed } = JSON.parse(readFileSync(people, 'utf8'));
const bytes = (text) => Buffer.from(text, 'base64url');

let stream = Buffer.alloc(0);
const fillRandom = (out) => {
  if (stream.length === 0) return out.fill(7);  // before a stream is laid in
  assert.ok(stream.length >= out.length, 'more randomness was drawn than the native library draws');
  out.set(stream.subarray(0, out.length));
  stream = stream.subarray(out.length);
};
const module = await startModule(file, fillRandom);
const passphrase = await startModule(file.replace(/tacit([^/]*)$/, 'passphrase$1'), fillRandom);

for (const survey of surveys) {
  const files = [...survey.leader, ...survey.helper].map(bytes);

  test(`${survey.survey}: every view on the way is the native one`, () => {
    assert.deepEqual(module.call('believe', survey.taskId, ...files), survey.task);
    module.call('start', '');
    for (const { view, call, choice } of survey.walk) {
      assert.deepEqual(module.call('step'), view);
      const args = { skip: [], mark: [`[${choice}]`], choose: [`${choice}`] }[call];
      module.call(call, ...args);
    }
    assert.equal(module.call('step'), null);
  });

  survey.people.forEach((person, index) => test(`${survey.survey}, person ${index}: the upload is the native one`, () => {
    stream = Buffer.alloc(0);
    module.call('believe', survey.taskId, ...files);
    module.call('set_language', 'es');
    module.call('restore', person.saved);
    assert.deepEqual(module.call('review'), person.review);
    assert.deepEqual(module.call('disclose'), person.disclosure);

    stream = bytes(person.random);
    const upload = module.call('seal', `${survey.now}`);

    assert.ok(upload.equals(bytes(person.upload)), 'other bytes than the native library for the same randomness');
    assert.equal(upload.length, person.disclosure.requestSize);
  }));
}

test('randomness decides the bytes, and all of it', () => {
  const [survey] = surveys;
  module.call('believe', survey.taskId, ...[...survey.leader, ...survey.helper].map(bytes));
  module.call('restore', survey.people[0].saved);
  stream = bytes(survey.people[1].random);
  assert.ok(!module.call('seal', `${survey.now}`).equals(bytes(survey.people[0].upload)));
});

test('every call of the page is there, and none is left over', () => {
  const page = readFileSync(new URL('../../../client/web/src/engine_calls.ts', import.meta.url), 'utf8');
  const called = new Set([...page.matchAll(/\btacit_\w+/g)].map(([name]) => name));
  const exported = [module, passphrase].flatMap(({ exports }) => Object.keys(exports));
  assert.deepEqual([...called].sort(), [...new Set(exported.filter((name) => name.startsWith('tacit_')))].sort());
});

test('a journal file that the native library sealed opens with its passphrase', () => {
  assert.equal(passphrase.call('open_passphrase', 'correct horse', bytes(sealed)).toString(), 'went for a walk');
});

// As script each attempt takes seconds.
test('a journal file opens with its passphrase alone', { skip: !file.endsWith('.wasm') }, () => {
  const own = passphrase.call('seal_passphrase', 'correct horse', 'slept well');
  assert.equal(passphrase.call('open_passphrase', 'correct horse', own).toString(), 'slept well');
  assert.throws(() => passphrase.call('open_passphrase', 'battery staple', own), /passphrase/);
});
