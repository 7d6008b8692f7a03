// Debian's Chromium with nothing of its own on the network.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sources } from './deployment.mjs';

const require = createRequire(join(sources, 'client/web/package.json'));
const { chromium } = require('playwright-core');
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export const phone = { width: 360, height: 740 };
export const desktop = { width: 1280, height: 900 };

const launch = {
  executablePath: process.env.TACIT_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
};

export function openBrowser() {
  return chromium.launch(launch);
}

// A browser that keeps what it is told to keep in this folder, as one that somebody uses every day.
export function openProfile(folder, options = {}) {
  return chromium.launchPersistentContext(folder, { ...launch, viewport: phone, locale: 'en-US', ...options });
}

// What axe finds fault with, a line each. Evaluated as a string: Trusted Types would stop a script tag.
export async function accessibilityFaults(page) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
}
