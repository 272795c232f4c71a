import { expect, test } from 'vitest';
import { importTexts, readWritten } from './import-topology.ts';
import { fixtureText, readWith, said, shown } from './read-with.ts';

const title = 'Rule collection';
const fixture = fixtureText('powershell/rules.xml');

test('each command block is a rule, placed where it stands', () => {
  const contents = readWith(title, fixture, 'rules.xml');
  expect(contents.objects.map(shown)).toEqual([
    {
      is: 'created TransportRule undefined',
      Name: 'Block list',
      Comments: '\n',
      Mode: 'Enforce',
      SenderDomainIs: ['spam.example', 'junk.example'],
      DeleteMessage: true,
      State: 'Disabled',
    },
    {
      is: 'created TransportRule undefined',
      Name: "O'Brien & Sons",
      SubjectContainsWords: '<x>',
      SetSCL: -1,
    },
  ]);
  expect(contents.objects[0]?.properties.get('Mode')?.at).toMatchObject({ file: 'rules.xml', line: 6, column: 9 });
  expect(said(contents)).toEqual([]);
});

test('UTF-16 with and without a mark at its beginning is read the same', async () => {
  const units = new Uint8Array(new Uint16Array([...`\ufeff${fixture}`].map((char) => char.charCodeAt(0))).buffer);
  const marked = await importTexts({ 'rules.xml': units });
  const { tenant } = (await readWritten(marked.topology)).topology;
  expect(tenant?.transportRules.map(({ name, enabled }) => [name, enabled])).toEqual([
    ['Block list', false],
    ["O'Brien & Sons", true],
  ]);
  expect((await importTexts({ 'rules.xml': fixture })).topology).toBe(marked.topology);
});

test.each([
  ['<!DOCTYPE rules [<!ENTITY a "b">]><rules name="x"><rule/></rules>', 'document type'],
  ['<rules name="TransportVersioned"><rule>&a;</rule></rules>', 'not well formed'],
  ['<rules name="TransportVersioned"><rule></rules>', 'not well formed'],
  [`<rules name="x">${'<a>'.repeat(40)}`, 'nested deeper'],
  [
    "<rules name='x'><rule><version><commandBlock><![CDATA[New-TransportRule 'a]]></commandBlock></version></rule></rules>",
    'never closed',
  ],
])('%s is unusable', (content, problem) => {
  const contents = readWith(title, content);
  expect(contents.objects).toEqual([]);
  expect(said(contents)).toHaveLength(1);
  expect(said(contents)[0]).toContain('unusable');
  expect(said(contents)[0]).toContain(problem);
});

test('places are right behind many lines that end with CR LF', () => {
  const filler = '<!-- \u{1f600} filler -->\r\n'.repeat(5_000);
  const [head = '', tail = ''] = fixture.split('<rule name="Block list"');
  const content = `${head}${filler}<rule name="Block list"${tail}`;
  const mode = readWith(title, content).objects[0]?.properties.get('Mode')?.at;
  const line = content.split(/\r?\n/u)[(mode?.line ?? 0) - 1] ?? '';
  expect(mode?.line).toBe(5_006);
  expect(line.slice((mode?.column ?? 0) - 1)).toMatch(/^Enforce /u);
});
