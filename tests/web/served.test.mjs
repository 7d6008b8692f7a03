// What the collectors themselves put on the wire before the first question: the form and the files of a task, compressed
// as small as they can be for who takes that, and the same content for everybody.

import assert from 'node:assert/strict';
import { get } from 'node:http';
import test, { after, before } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Deployment } from './support/deployment.mjs';
import { builtForm } from './support/form-server.mjs';

let deployment;
before(async () => {
  deployment = await Deployment.start({ form: builtForm() });
});
after(() => deployment?.stop());

// The bytes as they travel: fetch() would unpack them.
const asked = (url, coding) =>
  new Promise((resolve, reject) => {
    get(url, { headers: coding ? { 'Accept-Encoding': coding } : {} }, async (response) => {
      const body = Buffer.concat(await response.toArray());
      resolve({ body, coding: response.headers['content-encoding'], headers: response.headers });
    }).on('error', reject);
  });

test('task.json and the wording travel compressed where the request takes it, and are the same bytes', async () => {
  for (const who of ['leader', 'helper']) {
    for (const name of ['task.json', 'texts/1.json']) {
      const url = `${deployment.url(who)}tacit/tasks/${deployment.taskId}/${name}`;
      const plain = await asked(url);
      assert.equal(plain.coding, undefined);
      JSON.parse(plain.body);

      const [brotli, gzip] = [await asked(url, 'gzip, deflate, br'), await asked(url, 'gzip')];

      assert.deepEqual([brotli.coding, gzip.coding], ['br', 'gzip']);
      assert.ok(brotliDecompressSync(brotli.body).equals(plain.body), url);
      assert.ok(gunzipSync(gzip.body).equals(plain.body), url);
      assert.ok(3 * brotli.body.length < plain.body.length, `${brotli.body.length} of ${plain.body.length} bytes`);
      for (const { headers } of [plain, brotli, gzip]) {
        assert.equal(headers.vary, 'Accept-Encoding');
        assert.equal(headers['access-control-allow-origin'], '*');
      }
    }
  }
});

test('the first load of the core survey is under 200 kB as it travels', async () => {
  const form = ['', 'app.js', 'style.css', 'tacit.wasm'].map((name) => `${deployment.url('leader')}tacit/form/${name}`);
  const ofTask = ['task.json', 'texts.json', 'texts/1.json', 'texts/1.sig', 'peer_hpke.json'];
  const files = ['leader', 'helper'].flatMap((who) => [
    `${deployment.url(who)}hpke_config`,
    ...ofTask.map((name) => `${deployment.url(who)}tacit/tasks/${deployment.taskId}/${name}`),
  ]);
  let total = 0;
  for (const url of [...form, ...files, `${deployment.taskUrl}/counted.json`])
    total += (await asked(url, 'gzip, deflate, br')).body.length;
  assert.ok(total > 100_000 && total < 200_000, `${total} bytes`);
});
