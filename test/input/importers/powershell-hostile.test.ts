import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportDialects } from '../../../src/input/importers/dialects.ts';
import { cmdletScript } from '../../../src/input/importers/powershell/cmdlet-script.ts';
import { hybridLog, hybridXmlLog } from '../../../src/input/importers/powershell/hybrid-log.ts';
import { ruleCollection } from '../../../src/input/importers/powershell/rule-collection.ts';
import { fixtureText, said } from './read-with.ts';

const read = (content: string) => cmdletScript.read(content, 'x.ps1');

test.each([
  ["New-InboundConnector 'a", 'The text that opens here is never closed.'],
  ['New-InboundConnector "a $(', 'The bracket that opens here is never closed.'],
  ["New-InboundConnector @'\na\n", 'The text that opens here is never closed.'],
  ["New-InboundConnector @'a'@", 'A here-string begins on the line after its opening.'],
  ["New-InboundConnector @('a'", 'The bracket that opens here is never closed.'],
  ['$a = @{ B = @( }', '} closes nothing.'],
  ['New-InboundConnector a )', ') closes nothing.'],
  ['if ($a) { New-InboundConnector a', 'The bracket that opens here is never closed.'],
  ['try { New-InboundConnector a', 'The block that opens here is never closed.'],
  ['<# New-InboundConnector a', 'The comment that opens here is never closed.'],
  [`New-InboundConnector ${'('.repeat(200)}`, 'Brackets are nested deeper than 64 levels.'],
  [`$a = ${'@('.repeat(200_000)}`, 'Brackets are nested deeper than 64 levels.'],
  [`New-InboundConnector "${'$("'.repeat(200_000)}`, 'Brackets are nested deeper than 64 levels.'],
  [`${'try {'.repeat(200_000)}`, 'Brackets are nested deeper than 64 levels.'],
])('a script that cannot be read to its end is unusable (%#)', (script, problem) => {
  const { objects, remarks } = read(`Remove-InboundConnector b\n${script}`);
  expect(objects).toEqual([]);
  expect(remarks).toHaveLength(1);
  expect(said({ objects, remarks })[0]).toContain(`unusable 2:`);
  expect(said({ objects, remarks })[0]).toContain(problem);
});

describe('time grows with the length of the text', () => {
  const many = 100_000;
  test.each([
    ['one word', `New-InboundConnector ${'a'.repeat(8 * many)}`],
    ['one text', `New-InboundConnector '${"''".repeat(4 * many)}'`],
    ['one list', `New-InboundConnector ${'a,'.repeat(100_000)}a`],
    ['many commands', 'New-InboundConnector a\n'.repeat(25_000)],
    ['many words of one command', `New-InboundConnector ${'a '.repeat(100_000)}`],
    ['blanks', `New-InboundConnector a${' '.repeat(8 * many)}`],
    ['line ends', `New-InboundConnector a${'\n'.repeat(8 * many)}`],
    ['continued lines', `New-InboundConnector ${'`\n'.repeat(4 * many)}a`],
    ['comments', `New-InboundConnector a\n${'#\n'.repeat(4 * many)}`],
    ['dollar signs', `New-InboundConnector "${'$ '.repeat(2 * many)}"`],
    ['brackets in a row', `New-InboundConnector ${'(1)'.repeat(100_000)}`],
    [
      'open brackets inside of each other, again and again',
      `New-InboundConnector a\n$a = ${`${'('.repeat(60)}1 + 2${')'.repeat(60)};`.repeat(4_000)}`,
    ],
    ['equals signs', `New-InboundConnector a\n${'='.repeat(4 * many)}`],
    ['skipped code', `New-InboundConnector a\nif (1) {${'a-b '.repeat(2 * many)}}`],
  ])('%s', { timeout: 20_000 }, (_, script) => {
    expect(cmdletScript.recognises(script)).toBe(true);
    const started = performance.now();
    const { objects, remarks } = read(script);
    expect(performance.now() - started).toBeLessThan(8_000);
    expect(objects.length + remarks.length).toBeGreaterThan(0);
  });

  test('20 megabytes are refused before they are read', () => {
    const script = `New-InboundConnector ${'a'.repeat(20 * 1024 * 1024)}`;
    expect(said(read(script))).toEqual(['unusable 1:1 The file has more than 16777216 characters.']);
  });

  test('a million values and more are refused', () => {
    expect(said(read(`New-InboundConnector ${'a,'.repeat(1_100_000)}a`)).join()).toContain('more than 1000000 values');
  });

  test.each([
    ['a log', hybridLog, `2026.11.02 10:00:00.1 1 [Session=Tenant] START ${'x'.repeat(4 * many)}`],
    ['a log of open brackets', hybridLog, '2026.11.02 10:00:00.1 1 ['.repeat(100_000)],
    ['a log of numbers', hybridLog, `2026.11.02 10:00:00.${'1'.repeat(many)}`],
    ['an XML log', hybridXmlLog, `<invoke cmdlet="x" type="Tenant">${'<!--x-->'.repeat(50_000)}</invoke>`],
    ['an XML log that opens and never closes', hybridXmlLog, '<invoke cmdlet="x">'.repeat(200_000)],
    ['rules without end', ruleCollection, `<rules name="a">${'<rule/>'.repeat(200_000)}`],
    [
      'rules with many blocks',
      ruleCollection,
      `<rules name="a">${'<commandBlock>x</commandBlock>'.repeat(100_000)}</rules>`,
    ],
  ])('%s', { timeout: 20_000 }, (_, dialect, content) => {
    const started = performance.now();
    dialect.recognises(content);
    dialect.read(content, 'x');
    expect(performance.now() - started).toBeLessThan(8_000);
  });
});

test('names that JavaScript treats apart are names', () => {
  const script = "$p = @{ Name = 'a'; __proto__ = @{ Enabled = $true }; constructor = 'b' }\nNew-InboundConnector @p";
  const [object] = read(script).objects;
  expect([...(object?.properties.keys() ?? [])]).toEqual(['Name', '__proto__', 'constructor']);
  expect(({} as Record<string, unknown>).Enabled).toBeUndefined();
});

test('control characters stay in the value and end nothing', () => {
  const [object] = read("New-InboundConnector 'a\u0000\u001b[31m\u2028b'").objects;
  expect(object?.properties.get('Name')?.value).toBe('a\u0000\u001b[31m\u2028b');
});

const pieces = [
  'New-InboundConnector',
  'EXOInboundConnector',
  "'",
  '"',
  '@(',
  '@{',
  '}',
  ')',
  '(',
  '{',
  '`',
  '\n',
  '$a',
  '=',
  ',',
  ';',
  '|',
  '#',
  '<#',
  '#>',
  "@'\n",
  "\n'@",
  '-Name',
  'a',
  '1MB',
  '<rules name="x">',
  '<![CDATA[',
  '&',
  '[Session=x] START ',
  '\u2018',
  '\u201d',
  '$(',
  '..',
  'if',
  'try',
  '@a',
  '>',
];

test('nothing throws and every place lies in the text, whatever stands there', () => {
  const anything = fc.oneof(
    fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((all) => all.join(' ')),
    fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((all) => all.join('')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
  fc.assert(
    fc.property(anything, (content) => {
      const lines = content.split(/\r\n|\r|\n/u).length;
      for (const dialect of exportDialects.filter(({ title }) => title !== 'JSON')) {
        dialect.recognises(content);
        const { objects, remarks } = dialect.read(content, 'x');
        for (const { at } of [...objects, ...remarks]) {
          expect(at.line).toBeLessThanOrEqual(lines);
          expect(at.column).toBeGreaterThan(0);
        }
      }
    }),
    { numRuns: 1_000, seed: 20_261_122 },
  );
});

test('what is left of a fixture when its end is cut off is read or said to be broken', () => {
  for (const name of ['m365dsc.ps1', 'tenant.ps1', 'rules.xml', 'hybrid.log', 'hybrid.xhcw']) {
    const whole = fixtureText(`powershell/${name}`);
    const dialect = exportDialects.find((one) => one.recognises(whole));
    const complete = dialect?.read(whole, name).objects.length ?? 0;
    expect(complete).toBeGreaterThan(0);
    for (let length = 0; length < whole.length; length += 37) {
      const found = dialect?.read(whole.slice(0, length), name);
      expect(found?.objects.length).toBeLessThanOrEqual(complete);
    }
  }
});
