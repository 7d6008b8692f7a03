// Serves a built form as any static host could, with the policy that the collector sends.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { sources } from './deployment.mjs';

const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

// `read` gives a file's bytes where they are not those in the folder.
export async function serveForm(
  folder,
  { connect = [], webAssembly = true, change, read = (name) => readFile(join(folder, name)) } = {},
) {
  const policy = [
    "default-src 'none'",
    `script-src 'self'${webAssembly ? " 'wasm-unsafe-eval'" : ''}`,
    "style-src 'self'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...connect].join(' '),
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types tacit-sw',
  ].join('; ');
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://form').pathname.replace(/^\/tacit\/form\//, '');
    const name = path === '' ? 'index.html' : path;
    try {
      if (!/^[\w.-]+$/.test(name)) throw new Error('no such file');
      const bytes = await read(name);
      response.writeHead(200, {
        'Content-Type': types[extname(name)] ?? 'application/octet-stream',
        'Content-Security-Policy': policy,
        'Referrer-Policy': 'no-referrer',
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-cache',
      });
      response.end(change ? change(name, bytes) : bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((listening) => {
    server.listen(0, '127.0.0.1', listening);
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/tacit/form/`,
    stop: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections?.();
      }),
  };
}

// The form as the build made it, in BUILD/form.
export function builtForm() {
  return process.env.TACIT_FORM ?? join(sources, 'build/release/form');
}
