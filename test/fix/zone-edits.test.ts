import { describe, expect, test } from 'vitest';
import { apply, takeBack } from '../../src/fix/apply/apply.ts';
import { type TopologyFiles, textOf } from '../../src/fix/apply/topology-files.ts';
import type { DnsChange } from '../../src/model/change.ts';
import { plain } from '../../src/model/text.ts';

const topology = (files: Readonly<Record<string, string>>): TopologyFiles => ({
  main: 'topology.yaml',
  texts: new Map(),
  access: {
    read: (path) => {
      const text = files[path];
      return text === undefined
        ? { ok: false, because: 'missing' }
        : { ok: true, bytes: new TextEncoder().encode(text) };
    },
    secret: () => undefined,
  },
});

const inFile = (zone: string) =>
  topology({ 'topology.yaml': 'mxproof: 1\ndns:\n  zones: [contoso.com.zone]\n', 'contoso.com.zone': zone });

const txt = (before: readonly string[], after: readonly string[], owner = 'contoso.com'): DnsChange => ({
  target: 'dns',
  owner,
  type: 'TXT',
  before,
  after,
});

/** The text of a file after a change, which taken back is the same to the character; or why it is not made. */
async function changed(files: TopologyFiles, change: DnsChange, file: string): Promise<string> {
  const applied = await apply(files, [change]);
  if (!applied.ok) return `refused: ${plain(applied.conflict.because)}`;
  expect(textOf(takeBack(applied.files, applied.edits), file)).toBe(textOf(files, file));
  return textOf(applied.files, file) ?? '';
}

const head =
  '$ORIGIN contoso.com.\n$TTL 3600\n@ IN SOA ns1 hostmaster 1 7200 900 1209600 300\n@ IN NS ns1.dns.example.\n';

describe('in a zone file', () => {
  test('a value is replaced where it stands, with what is written round it', async () => {
    const zone = `${head}@ 300 IN TXT ( "v=spf1 " ; first\n  "-all" ) ; policy\nwww IN A 192.0.2.1\n`;
    expect(await changed(inFile(zone), txt(['"v=spf1 -all"'], ['"v=spf1 mx -all"']), 'contoso.com.zone')).toBe(
      `${head}@ 300 IN TXT ( "v=spf1 mx -all" ) ; policy\nwww IN A 192.0.2.1\n`,
    );
  });

  test('a record that goes takes its line along, also over several lines', async () => {
    const zone = `${head}@ IN TXT "a"\n@ IN TXT ( "b"\n  "c"\n  )\nwww IN A 192.0.2.1\n`;
    expect(await changed(inFile(zone), txt(['"a"', '"bc"'], ['"a"']), 'contoso.com.zone')).toBe(
      `${head}@ IN TXT "a"\nwww IN A 192.0.2.1\n`,
    );
  });

  test('a record that has its owner from the line that goes keeps it', async () => {
    const zone = `${head}mail IN TXT "a"\n     IN TXT "b"\n     IN A 192.0.2.1\nwww IN A 192.0.2.2\n`;
    const change = txt(['"a"', '"b"'], ['"b"'], 'mail.contoso.com');
    expect(await changed(inFile(zone), change, 'contoso.com.zone')).toBe(
      `${head}mail IN TXT "b"\n     IN A 192.0.2.1\nwww IN A 192.0.2.2\n`,
    );
  });

  test('a new record follows its like, with their TTL', async () => {
    const zone = `${head}@ 600 IN TXT "a"\n  IN MX 10 mail\nmail IN A 192.0.2.1`;
    expect(await changed(inFile(zone), txt(['"a"'], ['"a"', '"b"']), 'contoso.com.zone')).toBe(
      `${head}@ 600 IN TXT "a"\ncontoso.com. 600 IN TXT "b"\n  IN MX 10 mail\nmail IN A 192.0.2.1`,
    );
    const dmarc = txt([], ['"v=DMARC1; p=none"'], '_dmarc.contoso.com');
    expect(await changed(inFile(zone), dmarc, 'contoso.com.zone')).toBe(
      `${head}@ 600 IN TXT "a"\n  IN MX 10 mail\n_dmarc.contoso.com. 3600 IN TXT "v=DMARC1; p=none"\nmail IN A 192.0.2.1`,
    );
    const www = txt([], ['"c"'], 'a.mail.contoso.com');
    const inherited = `${head}mail IN A 192.0.2.1\n     IN A 192.0.2.2\nwww IN A 192.0.2.3\n`;
    expect(await changed(inFile(inherited), www, 'contoso.com.zone')).toBe(
      inherited.replace('www', 'a.mail.contoso.com. 3600 IN TXT "c"\nwww'),
    );
  });

  test('quotation marks, semicolons and backslashes of a value stay in it', async () => {
    const zone = `${head}@ IN TXT "a"\n`;
    expect(await changed(inFile(zone), txt(['"a"'], ['"x\\"; ( \\\\ y"']), 'contoso.com.zone')).toBe(
      `${head}@ IN TXT "x\\"; ( \\\\ y"\n`,
    );
    expect(await changed(inFile(zone), txt(['"a"'], ['"x"\n@ IN A 192.0.2.66']), 'contoso.com.zone')).toMatch(
      /^refused: The records of contoso\.com stand in contoso\.com\.zone in a way/u,
    );
  });

  test('a change that starts from other records is refused', async () => {
    expect(await changed(inFile(`${head}@ IN TXT "a"\n`), txt(['"b"'], ['"c"']), 'contoso.com.zone')).toBe(
      'refused: The TXT records of contoso.com are "a" and no longer "b".',
    );
  });

  test('what a zone includes, and exports of other notations, are refused with a word about where to change them', async () => {
    const included = topology({
      'topology.yaml': 'dns: { zones: contoso.com.zone }\n',
      'contoso.com.zone': `${head}$INCLUDE more.inc\n`,
      'more.inc': '@ IN TXT "a"\n',
    });
    expect(await changed(included, txt(['"a"'], ['"b"']), 'contoso.com.zone')).toBe(
      'refused: The records of contoso.com stand in a file that contoso.com.zone includes.',
    );
    const octodns = topology({
      'topology.yaml': 'dns: { zones: contoso.com.yaml }\n',
      'contoso.com.yaml': "---\n'':\n  type: TXT\n  value: a\n",
    });
    expect(await changed(octodns, txt(['"a"'], ['"b"']), 'contoso.com.yaml')).toMatch(/^refused: /u);
  });

  test('a name that no zone holds is refused', async () => {
    const change = txt([], ['"a"'], 'fabrikam.com');
    expect(await changed(inFile(`${head}`), change, 'contoso.com.zone')).toBe(
      'refused: No zone that holds fabrikam.com is declared.',
    );
  });
});

describe('in inline records', () => {
  const spf = txt(['"v=spf1 -all"'], ['"v=spf1 mx -all"']);

  test('of a literal block, line by line', async () => {
    const text =
      'dns:\n  records: |\n    contoso.com. TXT "v=spf1 -all" ; policy\n\n    contoso.com. MX 0 mail.contoso.com.\nname: x # y\n';
    expect(await changed(topology({ 'topology.yaml': text }), spf, 'topology.yaml')).toBe(
      text.replace('"v=spf1 -all"', '"v=spf1 mx -all"'),
    );
    const two = txt(['"v=spf1 -all"'], ['"v=spf1 -all"', '"b"']);
    expect(await changed(topology({ 'topology.yaml': text }), two, 'topology.yaml')).toBe(
      text.replace('; policy\n', '; policy\n    contoso.com. IN TXT "b"\n'),
    );
  });

  test('of a list of texts, and in JSON, as a whole', async () => {
    const listed =
      'dns:\n  records:\n    - contoso.com. MX 0 mail.contoso.com.\n    - contoso.com. TXT "v=spf1 -all"\n';
    expect(await changed(topology({ 'topology.yaml': listed }), spf, 'topology.yaml')).toBe(
      'dns:\n  records:\n    - contoso.com. MX 0 mail.contoso.com.\n    - "contoso.com. TXT \\"v=spf1 mx -all\\""\n',
    );
    const json = '{"dns": {"records": "contoso.com. TXT \\"v=spf1 -all\\"\\n"}}';
    const files: TopologyFiles = { ...topology({ 'topology.json': json }), main: 'topology.json' };
    expect(await changed(files, spf, 'topology.json')).toBe(json.replace('spf1 -all', 'spf1 mx -all'));
  });

  test('that stand twice are refused', async () => {
    const text = 'dns:\n  records:\n    - contoso.com. TXT "v=spf1 -all"\n    - contoso.com. TXT "b"\n';
    const change = txt(['"v=spf1 -all"', '"b"'], ['"b"']);
    expect(await changed(topology({ 'topology.yaml': text }), change, 'topology.yaml')).toBe(
      'refused: The TXT records of contoso.com stand in several places.',
    );
  });
});
