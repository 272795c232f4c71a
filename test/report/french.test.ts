import { beforeAll, describe, expect, test } from 'vitest';
import { french } from '../../src/report/language/french.ts';
import { keyOf } from '../../src/report/language/translate.ts';
import { keptSentences } from '../tooling/kept-sentences.ts';
import { idOf, readWorkList, typeset, workList } from '../tooling/list-sentences.mjs';
import { allSentences, flawsOf, readFrench, type Sentence, templatesOf } from '../tooling/sentences.mjs';

let sentences: readonly Sentence[];
beforeAll(() => {
  sentences = allSentences(keptSentences());
}, 30_000);

/** A hole of a template, as a source has it. */
const hole = (content: string): string => ['$', '{', content, '}'].join('');

describe('the list of sentences', () => {
  test('finds templates with their holes, under whatever name a file has them', () => {
    const source = [
      "import { sentence, text as template } from '../model/text.ts';",
      `const a = template\`MX of ${hole('domain')} names ${hole(`template\`the host ${hole('host')}\``)}\`;`,
      `const b = template\`${hole('a')}: ${hole('b')}\`;`,
      'const c = other`no text of ours`;',
      "const d = sentence('It stands alone.');",
    ].join('\n');
    expect(templatesOf('src/a.ts', source)).toEqual([
      { key: 'MX of {0} names {1}', file: 'src/a.ts', line: 2 },
      { key: 'the host {0}', file: 'src/a.ts', line: 2 },
      { key: 'It stands alone.', file: 'src/a.ts', line: 5 },
    ]);
  });

  test('makes the keys that a translation asks for', () => {
    const source = `import { text } from './text.ts'; const a = text\`\\\`a\\\`\\n${hole('b')} of ${hole('c')}.\`;`;
    const [found] = templatesOf('src/a.ts', source);
    expect(found?.key).toBe(keyOf(['`a`\n', ' of ', '.']));
  });

  test('has an id for each sentence', () => {
    expect(new Set(sentences.map(({ key }) => idOf(key))).size).toBe(sentences.length);
  });

  test('holds templates of every folder, the documentation of checks and the semantics', () => {
    const areas = new Set(sentences.map(({ area }) => area));
    expect([...areas]).toEqual(
      expect.arrayContaining(['check-spf', 'cli', 'fix', 'prove', 'report-html', 'semantics-rules', 'simulate-steps']),
    );
    const documented = sentences.find(
      ({ key }) => key === 'An SPF record ends in ?all, or in neither all nor redirect.',
    );
    expect(documented).toMatchObject({ area: 'check-spf', places: [{ file: 'src/check/rules/spf/weak-all.ts' }] });
  });

  test('is read back as it was written', () => {
    const { entries, unreadable } = readWorkList(`${workList(sentences)}\nno entry`);
    expect(unreadable).toEqual([expect.stringContaining('no entry')]);
    const [first] = sentences;
    expect(entries.size).toBe(sentences.length);
    expect(sentences.filter(({ key }) => typeset(key, String(entries.get(idOf(key)))) !== key).length).toBeLessThan(
      sentences.length / 100,
    );
    expect(readWorkList(`${idOf(first?.key ?? '')}.one a\n${idOf(first?.key ?? '')}.other  b`).entries).toEqual(
      new Map([[idOf(first?.key ?? ''), { one: 'a', other: 'b' }]]),
    );
  });
});

describe('a translation', () => {
  test.each([
    ['{0} of {1}', '{1} de {0}', []],
    ['{0} of {1}', 'de {0}', ['its placeholders are {0}, not {0} {1}']],
    ['{0} of {1}', { one: '{0} de {1}', other: '{0}s de {1}' }, []],
    ['of {1}', { one: 'de {1}', other: 'des {1}' }, ['it has two forms, and the English has no {0} to count by']],
    ['run `Get-X`', 'lancer Get-X', ['its code is , not `Get-X`']],
    [' more', 'plus', ['it does not begin with the same space']],
    ['more', 'pl\u0007us', ['it has a control character']],
    ['more', '', ['it is empty']],
  ])('of %j by %j', (key, entry, flaws) => {
    expect(flawsOf(key, entry)).toEqual(flaws);
  });

  test('keeps its signs on the line, and code as it is', () => {
    expect(typeset(' Is it: `a : b`? ', 'Est-ce : « oui » `a : b` ?')).toBe(
      ' Est-ce\u00a0: «\u00a0oui\u00a0» `a : b`\u00a0? ',
    );
  });
});

describe('the French catalogue', () => {
  const parts = readFrench();

  test('has each sentence once, in the file of its area', () => {
    const areas = new Map(sentences.map(({ key, area }) => [key, area]));
    const keys = [...parts.values()].flatMap((part) => Object.keys(part));
    expect(keys.length).toBe(new Set(keys).size);
    // A sentence that nothing says any longer does no harm; `--tidy` drops it.
    const strays = [...parts].flatMap(([area, part]) =>
      Object.keys(part).filter((key) => areas.has(key) && areas.get(key) !== area),
    );
    expect(strays).toEqual([]);
  });

  test('has every sentence', () => {
    const missing = sentences
      .filter(({ key }) => !Object.hasOwn(french, key))
      .map(({ key, area }) => `${area}: ${key}`);
    expect(missing).toEqual([]);
  });

  test('is loaded with all of its files', () => {
    const entries = [...parts.values()].flatMap((part) => Object.entries(part));
    expect(Object.keys(french).sort()).toEqual(entries.map(([key]) => key).sort());
  });

  test('has the values, the code and the edges of the English', () => {
    const flawed = Object.entries(french).flatMap(([key, entry]) =>
      flawsOf(key, entry).map((flaw) => `${key}: ${flaw}`),
    );
    expect(flawed).toEqual([]);
  });
});
