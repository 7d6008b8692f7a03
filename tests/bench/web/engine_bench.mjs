// Prints what the engine of the form weighs and how long it computes; asserts nothing.
//
//   node tests/bench/web/engine_bench.mjs BUILD     e.g. build/release, after its target form_engine and its tests
import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { brotliCompressSync, constants } from 'node:zlib';
import { startModule } from '../../web/identity/module.mjs';

const build = process.argv[2] ?? 'build/release';
const files = [`${build}/form-engine/tacit.wasm`, `${build}/form-engine/tacit-wasm2js.js`];
const { surveys } = JSON.parse(readFileSync(`${build}/tests/web/identity/people.json`, 'utf8'));
const bytes = (text) => Buffer.from(text, 'base64url');

function median(times) { return times.sort((a, b) => a - b)[times.length >> 1].toFixed(1); }
function timed(repeats, work) {
  const times = [];
  for (let i = 0; i < repeats; ++i) {
    const start = performance.now();
    work();
    times.push(performance.now() - start);
  }
  return { first: times[0].toFixed(1), median: median(times) };
}

for (const file of files) {
  const raw = readFileSync(file);
  const small = brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  console.log(`${file}: ${raw.length} bytes, brotli ${small.length}`);
  const begun = performance.now();
  const module = await startModule(file, (out) => webcrypto.getRandomValues(out));
  console.log(`  started in ${(performance.now() - begun).toFixed(1)} ms`);
  for (const survey of surveys) {
    const served = [...survey.leader, ...survey.helper].map(bytes);
    const believe = timed(3, () => module.call('believe', survey.taskId, ...served));
    module.call('restore', survey.people[1].saved);
    const step = timed(50, () => module.call('review'));
    const seal = timed(15, () => module.call('seal', `${survey.now}`));
    console.log(`  ${survey.survey}: believe ${believe.first} ms, review ${step.median} ms, ` +
      `seal ${seal.median} ms (first ${seal.first} ms), ${survey.people[1].disclosure.requestSize} bytes`);
  }
}
