// Two organisations and a publisher on this machine, as an operator sets them up: the real programs, real sockets,
// three folders. As tests/e2e/deployment.h, for tests that have a browser.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const sources = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const programs = process.env.TACIT_BIN ?? join(sources, 'build/release/bin');

export class Deployment {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'tacit-web-'));
    this.ports = {};
    this.servers = {};
  }

  // `survey` is a file, from the root of the sources. `noise: false` takes the program linked for tests. `form` is a built
  // form that both organisations sign and serve.
  static async start({ survey = 'schemas/surveys/core.json', noise = true, minBatchSize, closes, form } = {}) {
    const it = new Deployment();
    it.noise = noise;
    it.program = join(programs, noise ? 'tacit-collector' : 'tacit-collector-test');
    for (const who of ['leader', 'helper', 'publisher']) it.ports[who] = await freePort();
    for (const who of ['leader', 'helper', 'publisher']) {
      const listen = `127.0.0.1:${it.ports[who]}`;
      const about = { name: `The ${who}`, contact: `${who}@example.org`, url: it.url(who), listen, roles: who };
      it.run(it.program, ['init', ...flags({ folder: it.file(who), ...about })]);
    }
    const [offer, acceptance, access] = ['offer.json', 'acceptance.json', 'access.json'].map((name) => it.file(name));
    const terms = { survey: join(sources, survey), opens: 'today', closes: closes ?? '2099-01-01' };
    const publisher = it.file('publisher/publisher.json');
    it.collector('leader', [
      ...['pair', 'offer'],
      ...flags({ ...terms, publisher, 'out': offer, 'min-batch-size': minBatchSize }),
    ]);
    it.collector('helper', ['pair', 'accept', offer, ...flags({ out: acceptance }), '--yes']);
    const done = it.collector('leader', ['pair', 'complete', acceptance, ...flags({ out: access })]);
    it.collector('publisher', ['pair', 'receive', access]);
    it.taskId = /\/tacit\/tasks\/([A-Za-z0-9_-]{43})/.exec(done)[1];
    if (form) it.installForm(form);
    await it.serve('helper');
    await it.serve('leader');
    return it;
  }

  installForm(folder) {
    const organisations = ['leader', 'helper'];
    const signatures = organisations.map((who) => this.file(`${who}.form.sig`));
    organisations.forEach((who, at) =>
      this.collector(who, ['form', 'sign', folder, ...flags({ out: signatures[at] })]),
    );
    const both = signatures.flatMap((file) => flags({ signature: file }));
    for (const who of organisations) this.collector(who, ['form', 'install', folder, ...both]);
  }

  url(who) {
    return `http://127.0.0.1:${this.ports[who]}/`;
  }
  get taskUrl() {
    return `${this.url('leader')}tacit/tasks/${this.taskId}`;
  }
  file(name) {
    return join(this.folder, name);
  }
  log(who) {
    return readFileSync(this.file(`${who}.log`), 'utf8');
  }
  get environment() {
    return this.noise ? process.env : { ...process.env, TACIT_TEST_NOISE: 'off' };
  }

  run(program, args, input = '') {
    return execFileSync(program, args, {
      input,
      env: this.environment,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  }

  collector(who, args) {
    return this.run(this.program, ['--config', this.file(`${who}/tacit-collector.toml`), ...args]);
  }

  tacit(args, input = '') {
    return this.run(join(programs, 'tacit'), args, input);
  }

  async serve(who) {
    const log = openSync(this.file(`${who}.log`), 'a');
    const server = spawn(this.program, ['--config', this.file(`${who}/tacit-collector.toml`), 'serve'], {
      env: this.environment,
      stdio: ['ignore', log, log],
    });
    this.servers[who] = server;
    for (let attempt = 0; attempt < 3000; ++attempt) {
      const ready = await fetch(`${this.url(who)}readyz`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (ready) return;
      if (server.exitCode !== null) break;
      await pause(20);
    }
    throw new Error(`${who} is not ready:\n${this.log(who)}`);
  }

  async end(who) {
    const server = this.servers[who];
    delete this.servers[who];
    if (!server || server.exitCode !== null) return;
    const ended = new Promise((done) => {
      server.once('exit', done);
    });
    server.kill('SIGTERM');
    await ended;
  }

  async stop() {
    for (const who of Object.keys(this.servers)) await this.end(who);
    rmSync(this.folder, { recursive: true, force: true });
  }

  // Ends the survey, and shows its results to everybody.
  async publish() {
    this.collector('publisher', ['collect', '--close']);
    this.collector('publisher', ['publish']);
    await this.serve('publisher');
  }

  // Ends the survey and reads what the publisher collected: the noisy totals as the release prints them.
  release() {
    this.collector('publisher', ['collect', '--close']);
    this.collector('publisher', ['publish', '--out', this.file('release')]);
    return this.file('release');
  }
}

const flags = (values) =>
  Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, String(value)]));

export async function freePort() {
  const server = createServer();
  await new Promise((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  const { port } = server.address();
  await new Promise((closed) => {
    server.close(closed);
  });
  return port;
}
