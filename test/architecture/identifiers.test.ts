import { expect, test } from 'vitest';
import { impurities } from './impurities.ts';
import { readText, sources } from './source-files.ts';

test('nothing outside cli and live reads the clock, chance, the locale, the environment, the console or the network', () => {
  const pure = sources.filter((path) => !/^src\/(?:cli|live)\//u.test(path));
  expect(pure.length).toBeGreaterThan(150);
  const found = pure.flatMap((path) => impurities(readText(path)).map((one) => `${path}:${one}`));
  expect(found).toEqual([]);
  // Every file is parsed: a minute is for a machine that does other things, too.
}, 60_000);

test('nothing in src names what opens a connection, cli included', () => {
  const network = sources.flatMap((path) => impurities(readText(path)).map((one) => `${path}:${one}`));
  expect(network.filter((one) => /\b(fetch|WebSocket|EventSource|XMLHttpRequest)$/u.test(one))).toEqual([]);
});

test.each([
  'const now = Date.now();',
  'const now = new Date();',
  'const now = Date();',
  'const dice = Math.random();',
  "const sorted = new Intl.Collator('en');",
  'names.sort((a, b) => a.localeCompare(b));',
  'const lower = name.toLocaleLowerCase();',
  'const shown = count.toLocaleString();',
  'const hour = new Date(instant).getHours();',
  'const home = process.env.HOME;',
  'const env = globalThis.process;',
  "console.log('here');",
  'const start = performance.now();',
  'setTimeout(() => undefined, 1);',
  "const page = await fetch('https://example.org');",
  'const made = crypto.randomUUID();',
  "const run = eval('1');",
  ['const words = `$', '{process.argv.length} arguments`;'].join(''),
])('this would be found: %s', (planted) => {
  expect(impurities(planted)).toHaveLength(1);
});

test.each([
  'const instant = new Date(milliseconds).toISOString();',
  "const words = 'Date.now() is not called in a string'; // nor process.env in a comment",
  'const sum = { process: 1, console: 2 }.process;',
  'const upper = name.toUpperCase();',
])('this is no violation: %s', (innocent) => {
  expect(impurities(innocent)).toEqual([]);
});
