import { describe, expect, test } from 'vitest';
import { list, text } from '../../src/model/text.ts';
import { shortened, terminalText } from '../../src/report/escape.ts';
import { breakable } from '../../src/report/formats/html/breakable.ts';
import { prose } from '../../src/report/formats/terminal/page.ts';
import { english } from '../../src/report/language/translate.ts';

describe('a value that would fill the screen', () => {
  test('is cut in a terminal, and says how long it is', () => {
    const record = `v=spf1 ${'ip4:192.0.2.1 '.repeat(10_000)}-all`;
    const shown = terminalText(record);
    expect(shown.startsWith('v=spf1 ip4:192.0.2.1 ip4:192.0.2.1 ')).toBe(true);
    expect(shown.endsWith(`… (${record.length} characters)`)).toBe(true);
    expect(shown.length).toBeLessThan(2_100);
  });

  test('a record that fits into a DNS answer is shown whole, to be copied', () => {
    const record = `v=spf1 ${'ip4:192.0.2.1 '.repeat(100)}-all`;
    expect(terminalText(record)).toBe(record);
  });

  test('is made inert after it is cut, so that no escape is halved', () => {
    const shown = terminalText('\u001b'.repeat(3_000));
    expect(shown).toBe(`${'\\u{1b}'.repeat(2_000)}… (3000 characters)`);
  });

  test('never ends in half of a pair', () => {
    expect(shortened(`a${'\u{1f600}'.repeat(5)}`, 4)).toBe('a\u{1f600}… (11 characters)');
    expect(shortened('abc', 3)).toBe('abc');
  });

  test('a sentence with thousands of short values is cut too', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `host${index}.example.org`);
    const said = prose({ wording: english }, text`These hosts: ${list(names)}.`);
    expect(said.length).toBeLessThan(8_100);
    expect(said).toMatch(/^These hosts: host0\.example\.org, .*… \(\d+ characters\)$/u);
  });
});

test.each([
  ['anna@contoso.com', 'anna@contoso.com'],
  ['fixtures/worlds/hybrid/topology.yaml', 'fixtures/<wbr>worlds/<wbr>hybrid/<wbr>topology<wbr>.yaml'],
  ['/srv/topologies/production.yaml:12', '/srv/<wbr>topologies/<wbr>production<wbr>.yaml:<wbr>12'],
  ['anna-katharina@contoso.onmicrosoft.com', 'anna-<wbr>katharina<wbr>@contoso<wbr>.onmicrosoft<wbr>.com'],
  [`a ${'x'.repeat(30)} <b>`, `a ${'x'.repeat(15)}<wbr>${'x'.repeat(15)} &lt;b&gt;`],
])('on a page a long word may end its line at a mark, without one in even pieces: %s', (value, markup) => {
  expect(breakable(value)).toBe(markup);
});
