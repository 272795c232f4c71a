import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { documentLimits } from '../../../src/input/documents/document-limits.ts';
import { parsePlainYaml } from '../../../src/input/documents/parse-plain-yaml.ts';
import { draftValue } from '../../../src/input/importers/topology-draft.ts';
import { writeDraft } from '../../../src/input/importers/write-draft.ts';
import { inEnglish } from '../../../src/report/language/translate.ts';

const at = { file: 'exports/in file.json', line: 3, column: 14 };
const scalar = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'true',
    'No',
    '~',
    '',
    ' x ',
    '1.2.3.4/24',
    '0x1F',
    '- a',
    'a: b',
    'a #@ b:1:1',
    '"',
    "'",
    '\\',
    '"\'\\',
    '2026-01-01',
    '*',
  ),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
  fc.constant(null),
);
const key = fc.oneof(
  fc.constantFrom('Name', 'on', 'a b', 'x: y', '? z', '#@ x:1'),
  fc.string({ unit: 'grapheme', minLength: 1 }),
);
const property = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 4 }),
  fc.dictionary(key, scalar, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
);
const objects = fc.array(fc.dictionary(key, property, { minKeys: 1, maxKeys: 5, noNullPrototype: true }), {
  minLength: 1,
  maxLength: 4,
});

test('what is written is read as it was, whatever the values are, by the quick reader too', () => {
  fc.assert(
    fc.property(objects, (items) => {
      fc.pre(items.every((item) => !JSON.stringify(item).includes('"__proto__"')));
      const node = { items: items.map((item) => draftValue(item, at)), at };
      const written = writeDraft({ entries: [{ key: 'list', node }] }, inEnglish);
      expect(parse(written)).toEqual({ list: items });
      const quick = parsePlainYaml(written, documentLimits);
      if (quick !== undefined) expect(quick.data).toEqual({ list: items });
      for (const line of written.trimEnd().split('\n')) expect(line).toMatch(/ {2}#@ exports\/in file\.json:3:14$/u);
    }),
    { numRuns: 300 },
  );
});

test('texts with line ends and both quotes stay with the quick reader', () => {
  const text = 'a "b"\n\'c\' \\ d\te\u00e9\u{1f600}';
  const written = writeDraft({ entries: [{ key: 'Name', node: { scalar: text, at } }] }, inEnglish);
  expect(parsePlainYaml(written, documentLimits)?.data).toEqual({ Name: text });
});
