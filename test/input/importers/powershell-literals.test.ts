import { describe, expect, test } from 'vitest';
import { collectingScript } from '../../../src/input/collector/collecting-script.ts';
import { exportedValue } from '../../../src/input/importers/powershell/exported-value.ts';
import { readStatements } from '../../../src/input/importers/powershell/statements.ts';
import type { Command, Statement, Value } from '../../../src/input/importers/powershell/syntax.ts';
import { plain } from '../../../src/model/text.ts';
import { powershellSyntax } from '../../support/powershell-syntax.ts';

const commandsOf = (script: string): readonly Command[] =>
  readStatements(script).flatMap((one) => (one.kind === 'pipeline' ? one.commands : []));

function onlyStatement(script: string): Statement {
  const statements = readStatements(script);
  expect(statements).toHaveLength(1);
  const [only] = statements;
  if (only === undefined) throw new Error('nothing was read');
  return only;
}

/** What stands behind `X -P `. */
function argument(written: string): Value {
  const values = commandsOf(`X -P ${written}`)[0]?.arguments.flatMap((one) =>
    one.kind === 'value' ? [one.value] : [],
  );
  expect(values).toHaveLength(1);
  const [only] = values ?? [];
  if (only === undefined) throw new Error('nothing was read');
  return only;
}

/** What stands behind `$x = `. */
function expression(written: string): Value {
  const only = onlyStatement(`$x = ${written}`);
  if (only.kind !== 'assignment') throw new Error(only.kind);
  return only.value;
}

function dataOf(value: Value): unknown {
  const { value: data, flaw } = exportedValue(value, () => ({ file: 'x.ps1', line: 1, column: 1 }));
  return flaw === undefined ? data : { unresolved: plain(flaw.because) };
}

const computed = { unresolved: 'The value is computed when the script runs.' };

describe('text in quotation marks (about_Quoting_Rules)', () => {
  test.each([
    ["'a''b'", "a'b"],
    ['"a""b"', 'a"b'],
    ["'$a `n'", '$a `n'],
    ['"a`tb`n`"`$c"', 'a\tb\n"$c'],
    ['"`u{41}`u{1F600}"', 'A\u{1f600}'],
    ['"100$ and $"', '100$ and $'],
    ['"a`\nb"', 'a\nb'],
    ['\u2018it\u2019\u2019s\u201b', 'it\u2019s'],
    ['\u201csay \u201e\u201dhi\u201d', 'say \u201ehi'],
    ["''", ''],
    ['"^(?:a|b)$"', '^(?:a|b)$'],
  ])('%s', (written, text) => {
    expect(dataOf(argument(written))).toBe(text);
    expect(dataOf(expression(written))).toBe(text);
  });

  test.each([
    ['"a $b c"', { unresolved: '$b gets its value when the script runs.' }],
    ['"$($b.Name)"', computed],
    ['"a $(Get-Date -Format "yyyy")"', computed],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: PowerShell writes a variable like this.
    ['"${b c}"', { unresolved: '$b c gets its value when the script runs.' }],
  ])('%s holds what only a run knows', (written, found) => {
    expect(dataOf(argument(written))).toEqual(found);
    expect(dataOf(expression(written))).toEqual(found);
  });

  test('here-strings keep lines and quotation marks, without the first and the last break', () => {
    expect(dataOf(expression("@'\na 'b'\n  '@ c\n\n'@"))).toBe("a 'b'\n  '@ c\n");
    expect(dataOf(expression('@"\r\nline "one"\r\n`$two\r\n"@'))).toBe('line "one"\r\n$two');
    expect(dataOf(expression("@'\n'@"))).toBe('');
    expect(dataOf(expression('@"\n$a\n"@'))).toEqual({ unresolved: '$a gets its value when the script runs.' });
  });
});

describe('values', () => {
  test.each([
    ['$true', true],
    ['$FALSE', false],
    ['$null', null],
    ['25MB', 26_214_400],
    ['1kb', 1024],
    ['0x1F', 31],
    ['-1', -1],
    ['1.5', 1.5],
    ['007', '007'],
    ["@('a','b')", ['a', 'b']],
    ['@()', []],
    ["@('a'\n'b'\n)", ['a', 'b']],
    ["('a')", 'a'],
    ["@{ A = 1; 'B' = $true\nC = @('x') }", { A: 1, B: true, C: ['x'] }],
    ["@{ A = 'x' # why\n }", { A: 'x' }],
  ])('%s as an argument and as an expression', (written, data) => {
    expect(dataOf(argument(written))).toEqual(data);
    expect(dataOf(expression(written))).toEqual(data);
  });

  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['198.51.100.0/24', '198.51.100.0/24'],
    ['5.7.900', '5.7.900'],
    ['anna@contoso.com', 'anna@contoso.com'],
    ['*', '*'],
    ['smtp:*', 'smtp:*'],
    ['a` b', 'a b'],
    ['a"b c"d', 'ab cd'],
    ['C:\\x\\y.csv', 'C:\\x\\y.csv'],
    ['a,b , c,\n  d', ['a', 'b', 'c', 'd']],
    ["'a b', c", ['a b', 'c']],
  ])('the bare word %s of an argument', (written, data) => {
    expect(dataOf(argument(written))).toEqual(data);
  });

  test.each([
    '$a.Name',
    '$a[0]',
    "('a' + 'b')",
    '(Get-AcceptedDomain).Name',
    '$(Get-Date)',
    '@{ A = Get-Date }',
    "@('a', (Get-Date))",
    '"a".ToUpper()',
  ])('%s is known to a run alone', (written) => {
    expect(dataOf(argument(written))).toEqual(computed);
    expect(dataOf(expression(written))).toEqual(computed);
  });

  test.each([
    "'a' + 'b'",
    "'a','b' -join ','",
    '1..5',
    "[int]'5'",
    '[string]5',
    '[ordered]$a',
    '[guid]::NewGuid()',
    '"{0}" -f 1',
    '-not $true',
    'if ($a) { 1 }',
  ])('%s is no value without a run', (written) => {
    const [first] = readStatements(`$x = ${written}\n`);
    expect(first?.kind === 'assignment' ? dataOf(first.value) : first?.kind).toEqual(
      written.startsWith('if') ? 'pipeline' : computed,
    );
  });

  test.each([
    ["[ordered]@{ A = 'x' }", { A: 'x' }],
    ["[string[]]@('a','b')", ['a', 'b']],
    ["[string] 'a'", 'a'],
    ['[bool]$true', true],
  ])('the cast %s leaves the literal what it is', (written, data) => {
    expect(dataOf(expression(written))).toEqual(data);
  });

  test('of a list with one part that a run computes nothing is known', () => {
    expect(dataOf(argument("'a',$b"))).toEqual({ unresolved: '$b gets its value when the script runs.' });
  });

  test('adding to a list does not say what it holds', () => {
    expect(dataOf(argument("@{Add='192.0.2.1'}"))).toHaveProperty('unresolved');
    expect(dataOf(argument("@{Name='192.0.2.1'}"))).toEqual({ Name: '192.0.2.1' });
  });
});

describe('statements', () => {
  test('a backtick continues a line, a comment and a semicolon end a command', () => {
    const script = 'New-A -Name a `\n  -B b # -C c\nNew-B <# -D\n d #> -E e; New-C | Out-Null';
    expect(commandsOf(script).map((one) => one.name)).toEqual(['New-A', 'New-B', 'New-C', 'Out-Null']);
    expect(commandsOf(script)[0]?.arguments).toHaveLength(4);
    expect(commandsOf(script)[1]?.arguments).toHaveLength(2);
  });

  test('a typographic dash begins a parameter, a dash before a digit does not', () => {
    const kinds = commandsOf('X \u2013Name a -1 -B:$false -C: 5')[0]?.arguments;
    expect(kinds?.map((one) => (one.kind === 'parameter' ? one.name : one.kind))).toEqual([
      'Name',
      'value',
      'value',
      'B',
      'C',
    ]);
  });

  test('redirections are no arguments', () => {
    expect(commandsOf('New-A a 2>$null >> log.txt 3>&1')[0]?.arguments).toHaveLength(1);
  });

  test('blocks that run in any case are read, all others are passed over and what they hold is told', () => {
    const script =
      'try { New-A } catch { New-B } finally { New-C }\nif ($x) { New-D } else { New-E }\nfunction F { New-F }\nNew-G';
    expect(commandsOf(script).map((one) => one.name)).toEqual(['New-A', 'New-C', 'New-G']);
    const unread = readStatements(script).flatMap((one) => (one.kind === 'unread' ? one.unread.cmdlets : []));
    expect(unread.map((one) => one.name)).toEqual(['New-B', 'New-D', 'New-E', 'New-F']);
  });

  test('a configuration holds resources', () => {
    const script =
      'Configuration C { Node localhost { EXOX \'a\' { A = 1; B = "c" }\n EXOY "b"\n{\n D = @( M{ E = 2 } )\n} } }';
    const resources = readStatements(script).flatMap((one) => (one.kind === 'resource' ? [one] : []));
    expect(resources.map((one) => one.type)).toEqual(['EXOX', 'EXOY']);
    expect(resources[0]?.entries.map((one) => [one.name, dataOf(one.value)])).toEqual([
      ['A', 1],
      ['B', 'c'],
    ]);
    expect(resources[1]?.entries.map((one) => dataOf(one.value))).toEqual([[{ E: 2 }]]);
  });

  test('places are those of the value', () => {
    const script = "New-A `\n  -Name 'x'";
    const value = commandsOf(script)[0]?.arguments[1];
    expect(value?.kind === 'value' ? script.slice(value.value.start, value.value.end) : undefined).toBe("'x'");
  });
});

test('the script that collect prints is read whole, and its cmdlets are those that another grammar finds', async () => {
  const script = collectingScript();
  const names = (all: readonly { readonly name: string }[]) =>
    [...new Set(all.map(({ name }) => name).filter((name) => name.startsWith('Get-')))].sort();
  const statements = readStatements(script);
  const unread = statements.flatMap((one) => (one.kind === 'unread' ? one.unread.cmdlets : []));
  expect(names(unread).length).toBeGreaterThan(30);
  expect(names(unread)).toEqual(names((await powershellSyntax(script)).commands));
});
