// What lies in the files of a folder, in any spelling in which a browser might have written it.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Where each of these texts is found: "text in file". Looks for UTF-8, UTF-16 of both orders, and base64 at all offsets.
export function findOnDisk(folder, texts) {
  const wanted = texts.flatMap((text) => spellings(text).map((bytes) => ({ text, bytes })));
  const found = new Set();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const content = readFileSync(path);
    for (const { text, bytes } of wanted) if (content.includes(bytes)) found.add(`${text} in ${path.slice(folder.length + 1)}`);
  }
  return [...found];
}

function spellings(text) {
  const wide = Buffer.from(text, 'utf16le');
  const base64 = [0, 1, 2].map((offset) => {
    const shifted = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]).toString('base64');
    return shifted.slice(offset === 0 ? 0 : offset + 1).replace(/=+$/, '').slice(0, -1);   // what its neighbours do not change
  });
  return [Buffer.from(text), wide, Buffer.from(wide).swap16(), ...base64.map((each) => Buffer.from(each))];
}
