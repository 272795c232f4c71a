import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentLimits } from '../../../src/input/documents/document-limits.ts';
import { parsePlainYaml } from '../../../src/input/documents/parse-plain-yaml.ts';
import { parseYaml } from '../../../src/input/documents/parse-yaml.ts';
import { pointerTo, sourceIndex } from '../../../src/input/documents/source-index.ts';
import { textLines } from '../../../src/input/documents/text-lines.ts';

/** Whether the plain reader took the text; what it took must be what the whole parser gives, places included. */
function compare(source: string): boolean {
  const plain = parsePlainYaml(source, documentLimits);
  if (plain === undefined) return false;
  const whole = parseYaml(source, documentLimits);
  if (!whole.ok) throw new Error(`only the plain reader takes ${JSON.stringify(source)}`);
  expect(plain.data).toEqual(whole.data);
  const lines = textLines('x.yaml', source);
  const [left, right] = [sourceIndex('x.yaml', lines, plain.root), sourceIndex('x.yaml', lines, whole.root)];
  for (const pointer of pointersOf(whole.data, '')) {
    const [a, b] = [left.locate(pointer), right.locate(pointer)];
    expect(`${pointer} ${a?.line}:${a?.column}`).toBe(`${pointer} ${b?.line}:${b?.column}`);
    const [c, d] = [left.locateKey(pointer), right.locateKey(pointer)];
    // Where a block that is an item of a list ends is a matter of taste; everything else has an end.
    expect(c).toEqual(/(?:^|\/\d+)$/u.test(pointer) ? { ...d, endLine: c?.endLine, endColumn: c?.endColumn } : d);
  }
  return true;
}

function pointersOf(value: unknown, at: string): string[] {
  if (typeof value !== 'object' || value === null) return [at];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [at, ...entries.flatMap(([key, inner]) => pointersOf(inner, pointerTo(at, key)))];
}

describe('what the plain reader takes, it reads as the whole parser does', () => {
  test.each([
    'a: 1\n',
    'a:\n- b: 1\n  c:\n  - d\n  - e\nf: x\n',
    'a:\n  - b\n\n  # comment\n  - c: 1   # why\n    d: [x, "y", {z: 1, w: [] }]\ne: {}\n',
    'a: |\n  one\n    two\n\n  three\n\n\nb: |-\n   x\n# end\n',
    'a:\nb: ~\nc: null\nd: off\n',
    'a: http://x.example/a#b:c\nb: 2026-11-21T10:00:00Z\nc: v=spf1 -all\n',
    '- a: 1\n  b: 2\n-   c: 3\n    d:\n      - 1\n      - 2\n',
    'a: "x\\n\\"y\\" \\u00e9\\/ \\ud83d\\ude00"\n',
    '"a b": "x: #y"\n\'c\': \'{z}\'\n',
    'a: [1.2.3.4, 10.0.0.0/8, +5, 012, 1_000, "", x y]\n',
  ])('%j', (source) => {
    expect(compare(source)).toBe(true);
  });

  test.each([
    'a: &x 1\n',
    'a: *x\n',
    'a: !t x\n',
    'a: "\\x41"\n',
    "a: 'it''s'\n",
    'a: [1,\n 2]\n',
    'a: >\n  x\n',
    'a: |2\n   x\n',
    'a: x\n  y\n',
    'a: 1\na: 2\n',
    '---\na: 1\n',
    'a:\tb\n',
    '? a\n',
    '- - a\n',
    'a: 0x1F\n',
    'a: 1.5\n',
    'a: .inf\n',
    'a: [x, ]\n',
    'a: b: c\n',
    'a:\n    b: 1\n  c: 2\n',
    '__proto__: 1\n',
    'a\n',
    '',
    'a: 1\r\n',
  ])('%j is left to the whole parser', (source) => {
    expect(parsePlainYaml(source, documentLimits)).toBeUndefined();
  });

  test('lines put together at random', () => {
    const indent = fc.constantFrom('', '', '  ', '  ', '    ', ' ', '   ');
    const head = fc.constantFrom('a: ', 'b: ', 'c:', 'd:', '- ', '- e: ', '-', '"f": ', '# x', '', '- - ', 'g : ');
    const sound = fc.constantFrom(
      '',
      'x',
      'x y',
      '1',
      '"q"',
      '[1, b]',
      '{k: [v, {z: ~}]}',
      '|',
      '# c',
      'x # c',
      'http://a/b',
    );
    const odd = fc.constantFrom(
      '',
      '',
      'x',
      'x y',
      '1',
      '-1',
      '"q"',
      "'q'",
      '[1, b]',
      '{k: v}',
      '{k: [v, {z: ~}]}',
      '[',
      '{k: v',
      '|',
      '|-',
      '>',
      '# c',
      'x # c',
      'x#c',
      'x: y',
      'x:',
      '*',
      '&n',
      '!t',
      '12.5',
      'é',
      '\t',
      'x\t',
      '[a: b]',
      '{k}',
      '[]',
      '{}',
      '[x,y]',
      '{k: v, }',
      '"a" b',
      '[x] y',
      '012',
      '0o7',
      '~',
      '@x',
      '%',
      '`',
      '- z',
      '? z',
      '[x:y, z: ]',
      '{"k":v}',
      '{k:v}',
      'a,b',
      'a]b',
      '"\\x"',
      '\u00a0x',
      'x\u2028y',
    );
    const tail = fc.oneof({ weight: 3, arbitrary: sound }, { weight: 1, arbitrary: odd });
    const line = fc.tuple(indent, head, tail).map((parts) => parts.join(''));
    let taken = 0;
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 7 }), fc.boolean(), (lines, ended) => {
        if (compare(`${lines.join('\n')}${ended ? '\n' : ''}`)) taken++;
      }),
      { seed: 20_261_125, numRuns: 20_000 },
    );
    // A comparison of nothing would always hold.
    expect(taken).toBeGreaterThan(300);
  });

  test('a topology of which a part is replaced', () => {
    const base = `mxproof: 1
tenant:
  domain: contoso.onmicrosoft.com   # initial
  acceptedDomains: [contoso.com, { DomainName: fabrikam.com, Default: true }]
  inboundConnectors:
    - Name: From filter
      SenderDomains: ["smtp:*;1"]
      SenderIPAddresses:
      - 192.0.2.1
    - { Name: 'B', Enabled: false }
dns:
  records: |
    contoso.com. TXT "v=spf1 -all"

    contoso.com. MX 10 mx.example.
messages:
- name: a
  size: 25 MB
`;
    const piece = fc.constantFrom(
      '',
      ' ',
      '  ',
      '\n',
      '\n  ',
      ':',
      ': ',
      '- ',
      '#',
      ' #',
      '"',
      "'",
      ',',
      '[',
      ']',
      '{',
      '}',
      '|',
      'x',
      '12',
      '~',
      '*',
      '&',
      '\t',
      '-',
      '\n\n',
      'a: b',
      '?',
    );
    let taken = 0;
    fc.assert(
      fc.property(fc.nat(base.length), fc.nat(4), piece, (at, length, by) => {
        if (compare(base.slice(0, at) + by + base.slice(at + length))) taken++;
      }),
      { seed: 20_261_127, numRuns: 4_000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  test('signs put together at random', () => {
    const unit = fc.constantFrom(
      'a',
      'b',
      ':',
      ': ',
      ' ',
      '  ',
      '\n',
      '\n',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ',',
      ', ',
      '"',
      "'",
      '#',
      ' #',
      '|',
      '1',
      '.',
      '-',
      '*',
      '&',
      '!',
      '\t',
      '~',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 24 }), (source) => {
        compare(source);
        compare(`k: ${source}\n`);
        compare(`k: [${source}]\n`);
        compare(`k: {x: ${source}}\n`);
      }),
      { seed: 20_261_126, numRuns: 8_000 },
    );
  });
});

test('the documents of the fixtures read alike, and most of them plainly', () => {
  const folder = new URL('../../../fixtures/', import.meta.url);
  const names = existsSync(folder)
    ? (readdirSync(folder, { recursive: true }) as string[]).filter((name) => /\.ya?ml$/u.test(name))
    : [];
  const sound = names.filter((name) => !name.startsWith('invalid'));
  let taken = 0;
  for (const name of sound) if (compare(readFileSync(new URL(name, folder), 'utf8'))) taken++;
  expect(taken).toBeGreaterThanOrEqual(Math.floor(sound.length / 2));
});
