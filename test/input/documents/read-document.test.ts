import { describe, expect, test } from 'vitest';
import { documentLimits } from '../../../src/input/documents/document-limits.ts';
import type { ReadDocument } from '../../../src/input/documents/read-document.ts';
import { readDocument } from '../../../src/input/documents/read-document.ts';
import { plain } from '../../../src/model/text.ts';

async function read(content: string | Uint8Array, file = 'topology.yaml'): Promise<ReadDocument> {
  const result = await readDocument(file, content);
  if (!result.ok) throw new Error(result.problems.map((item) => plain(item.problem)).join('\n'));
  return result.value;
}

async function problems(content: string | Uint8Array, file = 'topology.yaml'): Promise<string[]> {
  const result = await readDocument(file, content);
  if (result.ok) return [];
  return result.problems.map(
    (item) =>
      `${item.at?.line}:${item.at?.column} ${plain(item.problem)}${item.remedy === undefined ? '' : ` ${plain(item.remedy)}`}`,
  );
}

describe('YAML', () => {
  test('is read as version 1.2: off, yes and no stay text', async () => {
    expect((await read('a: off\nb: yes\nc: true\nd: ~\ne: 012')).data).toEqual({
      a: 'off',
      b: 'yes',
      c: true,
      d: null,
      e: 12,
    });
  });

  test('a bare star is an alias, and the problem says to quote it', async () => {
    expect(await problems('domains: [*]')).toEqual(['1:11 In YAML, * without quotes is an alias. Write "*".']);
    expect(await problems('- *')).toEqual(['1:3 In YAML, * without quotes is an alias. Write "*".']);
    expect((await problems('domains: *.contoso.com'))[0]).toContain('Write "*.contoso.com".');
  });

  test('a repeated key is a problem at its second occurrence', async () => {
    expect(await problems('a: 1\nb:\n  c: 1\n  c: 2\n')).toEqual([
      '4:3 The key c occurs twice in one map. Keep one of the two.',
    ]);
  });

  test('a tab as indentation is named as such', async () => {
    expect((await problems('a:\n\tb: 1\n'))[0]).toMatch(/^2:1 A tab indents this line/u);
  });

  test('several syntax errors are reported at once', async () => {
    expect((await problems('a: @x\nb: `y`\n')).map((item) => item.slice(0, 3))).toEqual(['1:4', '2:4']);
  });

  test('an anchored value may be used again', async () => {
    expect((await read('a: &x { b: [1] }\nc: *x\n')).data).toEqual({ a: { b: [1] }, c: { b: [1] } });
  });

  test('aliases that multiply stop at the limit of values', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level++) {
      lines.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    }
    expect((await problems(lines.join('\n')))[0]).toContain('more than 1000000 values');
  });

  test('an alias inside the value it names is refused', async () => {
    expect((await problems('a: &x [1, *x]'))[0]).toContain('stands inside the value it names');
  });

  test('a second document is refused', async () => {
    expect((await problems('a: 1\n---\nb: 2\n'))[0]).toContain('A second document begins here');
  });

  test.each(['[', '{a: ', '- ', '? '])('deep nesting of %j ends with one problem', async (part) => {
    expect(await problems(part.repeat(20_000))).toHaveLength(1);
    expect((await problems(part.repeat(20_000)))[0]).toContain('nested deeper than 64 levels');
  });

  test.each([
    ['quotes', `a: ${'""'.repeat(100_000)}\n`],
    ['blanks inside a scalar', `a: x${' '.repeat(200_000)}y\n`],
    ['keys behind keys', 'a: '.repeat(70_000)],
  ])('two hundred thousand characters of %s take no more than linear time', async (_, source) => {
    const started = performance.now();
    await readDocument('topology.yaml', source);
    // Quadratic work took a minute here.
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('a text that needs the whole parser is bounded, and the way out is named', async () => {
    expect((await problems(`a: &x ${'x'.repeat(4_000_000)}\n`))[0]).toMatch(
      /at most 4000000 are read in this notation.*or as JSON/u,
    );
  });

  test('twenty thousand keys of one map are read in less than a second', async () => {
    const source = Array.from({ length: 20_000 }, (_, index) => `key${index}: 1`).join('\n');
    const started = performance.now();
    expect(Object.keys((await read(source)).data as object)).toHaveLength(20_000);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

describe('JSON', () => {
  test('is read with places', async () => {
    const { data, sources } = await read('{\n  "a": [1, {"b": "x"}]\n}', 'x.json');
    expect(data).toEqual({ a: [1, { b: 'x' }] });
    expect(sources.locate('/a/1/b')).toMatchObject({ line: 2, column: 18 });
  });

  test.each([
    ['{"a": 1, "a": 2}', '1:10 The property a occurs twice in one object. Keep one of the two.'],
    ['{"a": 1,}', '1:9 A comma stands before the closing brace.'],
    ['{"a": .5}', '1:7 .5 is no JSON value.'],
    ['{"a": "x\\q"}', '1:9 \\q is no escape of JSON.'],
    ['{"a": [1, 2', '1:12 The file ends inside a value.'],
    ['{} {}', '1:4 Text follows after the end'],
    ['', '1:1 The file is empty.'],
  ])('%j is refused with its place', async (source, expected) => {
    expect((await problems(source, 'x.json'))[0]).toContain(expected);
  });

  test('a property named __proto__ stays an ordinary property', async () => {
    const { data } = await read('{"__proto__": {"polluted": true}}', 'x.json');
    expect(Object.keys(data as object)).toEqual(['__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('standard input that begins with a brace is JSON when it can be, YAML otherwise', async () => {
    expect((await read('{"a": 1}', '-')).data).toEqual({ a: 1 });
    expect((await read('{a: 1}', '-')).data).toEqual({ a: 1 });
    expect((await problems('{"a": 1, "a": 2}', '-'))[0]).toContain('occurs twice');
  });
});

describe('bytes', () => {
  test('a byte order mark is dropped, and columns do not count it', async () => {
    const bytes = new Uint8Array([0xef, 0xbb, 0xbf, ...new TextEncoder().encode('a: 1')]);
    expect((await read(bytes)).sources.locate('/a')).toMatchObject({ line: 1, column: 4 });
  });

  test.each([true, false])('UTF-16LE is recognised (with a mark: %s)', async (mark) => {
    const units = [...'a: 1\n'].flatMap((letter) => [letter.charCodeAt(0), 0]);
    expect((await read(new Uint8Array(mark ? [0xff, 0xfe, ...units] : units))).data).toEqual({ a: 1 });
  });

  test('bytes that are no UTF-8 are placed', async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('a: 1\nb: '), 0xff, 0x41]);
    expect((await problems(bytes))[0]).toMatch(/^2:4 The file is not UTF-8 text/u);
  });

  test('control characters are placed', async () => {
    expect((await problems('a: 1\nb: x\u0000y\n'))[0]).toMatch(/^2:5 The character U\+0000/u);
  });

  test('a file over the limit is refused unread', async () => {
    const result = await readDocument('big.yaml', 'a: 1', { ...documentLimits, bytes: 3 });
    expect(result.ok).toBe(false);
  });
});

describe('places', () => {
  const source =
    'tenant:\n  inboundConnectors:\n    - name: A\n      SenderIPAddresses: [192.0.2.1, 192.0.2.2]\n  empty:\n';

  test('a scalar is found at its value, a list of a key at the key, an item where it begins', async () => {
    const { sources } = await read(source);
    expect(sources.locate('/tenant/inboundConnectors/0/SenderIPAddresses/1')).toMatchObject({ line: 4, column: 38 });
    expect(sources.locate('/tenant/inboundConnectors')).toMatchObject({ line: 2, column: 3 });
    expect(sources.locate('/tenant/inboundConnectors/0')).toMatchObject({ line: 3, column: 7 });
    expect(sources.locate('/tenant/empty')).toMatchObject({ line: 5, column: 3 });
  });

  test('property names are compared without case', async () => {
    const { sources } = await read(source);
    expect(sources.locate('/tenant/inboundConnectors/0/senderipaddresses/0')).toMatchObject({ line: 4, column: 27 });
  });

  test('a value that is not written is found at the nearest one that is', async () => {
    const { sources } = await read(source);
    expect(sources.locate('/tenant/inboundConnectors/0/RequireTls')).toMatchObject({ line: 3, column: 7 });
    expect(sources.locate('/tenant/outboundConnectors/3/Name')).toMatchObject({ line: 1, column: 1 });
  });

  test('lines are quoted without their end', async () => {
    const { sources } = await read('a: 1\r\nb: 2\r\n');
    expect(sources.line('topology.yaml', 2)).toBe('b: 2');
    expect(sources.line('other.yaml', 2)).toBeUndefined();
  });
});
