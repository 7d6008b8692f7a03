// The one Trusted Types policy of the form. These addresses may become script beside what index.html names: the service
// worker, the worker that turns a passphrase into a key, and what is loaded later (later.ts).

interface Policy { createScriptURL(address: string): string }
interface Factory { createPolicy(name: string, rules: Policy): Policy }

const SCRIPTS = [
  'sw.js', 'passphrase.js', 'chart.js', 'pages.js', 'passphrase-wasm2js.js', 'tacit-wasm2js.js',
] as const;
const rules: Policy = {
  createScriptURL(address) {
    if (!(SCRIPTS as readonly string[]).includes(address)) throw new TypeError('this script is not part of the form');
    return address;
  },
};
const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes;

// Made when it is first needed. Typed as the string that browsers without Trusted Types take.
let policy: Policy | undefined;
export function scriptAddress(address: (typeof SCRIPTS)[number]): string {
  policy ??= factory?.createPolicy('tacit-sw', rules) ?? rules;
  return policy.createScriptURL(address);
}
