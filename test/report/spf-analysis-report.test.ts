import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../src/model/addresses/address.ts';
import type { AddressSet } from '../../src/model/addresses/address-set.ts';
import { fromPrefix } from '../../src/model/addresses/address-set.ts';
import type { DnsView } from '../../src/model/dns.ts';
import { plain, text } from '../../src/model/text.ts';
import { checkHost } from '../../src/protocols/spf/check-host.ts';
import { spfAnalysisReport } from '../../src/report/spf-analysis-report.ts';
import { spfEvaluationTree } from '../../src/report/spf-evaluation-tree.ts';

const origin = { kind: 'declared', at: { file: 'a.zone', line: 3, column: 1 } } as const;

/** A view of TXT records by name; `missing` marks a name that nobody gave, other names do not exist. */
function view(records: Readonly<Record<string, string | readonly string[]>>): DnsView {
  return {
    lookup(name, type) {
      const found = records[name.toLowerCase()];
      if (found === 'missing') return { status: 'not-supplied' };
      if (found === undefined) return { status: 'no-such-name' };
      if (type !== 'TXT') return { status: 'no-such-type' };
      const texts = typeof found === 'string' ? [found] : found;
      return { status: 'records', records: texts, origins: texts.map(() => origin) };
    },
  };
}
const analyse = (records: Parameters<typeof view>[0], declared: Parameters<typeof spfAnalysisReport>[2] = []) =>
  spfAnalysisReport('contoso.com', view(records), declared);
const rules = (records: Parameters<typeof view>[0]): readonly (string | null)[] =>
  analyse(records).problems.map(({ rule }) => rule);

function prefix(base: string, length: number): AddressSet {
  const address = parseAddress(base);
  if (address === undefined) throw new Error('an address');
  return fromPrefix(address, length);
}

describe('whom a record authorises', () => {
  test('each entry names the term, the way of includes to it, and the declared node that has the addresses', () => {
    const { authorised } = analyse(
      {
        'contoso.com': 'v=spf1 ip4:192.0.2.0/28 include:spf.filter.example -all',
        'spf.filter.example': 'v=spf1 ip4:198.51.100.7 ~all',
      },
      [{ node: 'service:filter', set: prefix('198.51.100.0', 24) }],
    );
    expect(authorised).toEqual([
      { addresses: '192.0.2.0/28', through: ['contoso.com'], term: 'ip4:192.0.2.0/28', owner: null },
      {
        addresses: '198.51.100.7',
        through: ['contoso.com', 'spf.filter.example'],
        term: 'ip4:198.51.100.7',
        owner: 'service:filter',
      },
    ]);
  });

  test('addresses that an earlier term fails are not authorised by a later include', () => {
    const { authorised } = analyse({
      'contoso.com': 'v=spf1 -ip4:198.51.100.0/25 include:b.example -all',
      'b.example': 'v=spf1 ip4:198.51.100.0/24 -all',
    });
    expect(authorised.map((it) => it.addresses)).toEqual(['198.51.100.128/25']);
  });

  test('what an include of Microsoft passes is known as the service of that cloud', () => {
    const records = {
      'contoso.com': 'v=spf1 include:spf.protection.outlook.com -all',
      'spf.protection.outlook.com': 'v=spf1 ip4:192.0.2.0/24 -all',
    };
    expect(analyse(records).authorised[0]?.owner).toBe('Microsoft Exchange Online (worldwide, gcc)');
  });

  test('+all is everybody else', () => {
    expect(analyse({ 'contoso.com': 'v=spf1 ip4:192.0.2.1 +all' }).authorised.map((it) => it.addresses)).toEqual([
      '192.0.2.1',
      'everybody else',
    ]);
  });
});

describe('the tree of a record', () => {
  test('shows each record once, so that a record included everywhere cannot make it grow without bound', () => {
    const levels = 40;
    const records: Record<string, string> = { 'contoso.com': 'v=spf1 include:l0.example -all' };
    for (let level = 0; level < levels; level++) {
      const next = `l${level + 1}.example`;
      records[`l${level}.example`] = `v=spf1 include:${next} a:x.${next} include:${next} -all`;
    }
    records[`l${levels}.example`] = 'v=spf1 ip4:192.0.2.1 -all';
    const report = analyse(records);
    expect(JSON.stringify(report.tree).length).toBeLessThan(40_000);
    expect(JSON.stringify(report.tree)).toContain('"as above"');
    expect(report.authorised.length).toBeLessThanOrEqual(2_000);
  });

  test('says of a name that was not given that it was not supplied, and leaves the result open', () => {
    const report = analyse({ 'contoso.com': 'v=spf1 include:b.example -all', 'b.example': 'missing' });
    expect(report.undetermined).toBe(true);
    expect(report.tree.terms[0]?.child?.note).toEqual(text`not supplied`);
  });

  test('has the place where the record is declared', () => {
    expect(analyse({ 'contoso.com': 'v=spf1 -all' }).tree.at).toEqual(origin.at);
  });
});

describe('problems of a record', () => {
  test.each([
    ['no record', {}, ['spf/missing']],
    ['several', { 'contoso.com': ['v=spf1 -all', 'v=spf1 ~all'] }, ['spf/multiple']],
    ['a good one', { 'contoso.com': 'v=spf1 ip4:192.0.2.1 -all' }, []],
    ['a broken term', { 'contoso.com': 'v=spf1 ip4:192.0.2.300 -all' }, ['spf/syntax']],
    ['+all', { 'contoso.com': 'v=spf1 +all' }, ['spf/allows-everyone']],
    [
      'half the address space',
      { 'contoso.com': 'v=spf1 ip4:128.0.0.0/1 -all' },
      ['spf/allows-everyone', 'spf/private-address'],
    ],
    ['?all', { 'contoso.com': 'v=spf1 ip4:192.0.2.1 ?all' }, ['spf/weak-all']],
    ['neither all nor redirect', { 'contoso.com': 'v=spf1 ip4:192.0.2.1' }, ['spf/weak-all']],
    ['a redirect to a record with all', { 'contoso.com': 'v=spf1 redirect=b.example', 'b.example': 'v=spf1 -all' }, []],
    ['ptr', { 'contoso.com': 'v=spf1 ptr -all' }, ['spf/deprecated-ptr']],
    ['a term behind all', { 'contoso.com': 'v=spf1 -all ip4:192.0.2.1' }, ['spf/unreachable-term']],
    ['an RFC 1918 address', { 'contoso.com': 'v=spf1 ip4:10.0.0.1 -all' }, ['spf/private-address']],
    ['a documentation address, which stands for a public one', { 'contoso.com': 'v=spf1 ip4:203.0.113.1 -all' }, []],
    ['an include of nothing', { 'contoso.com': 'v=spf1 include:b.example -all' }, ['spf/syntax']],
    ['a circle', { 'contoso.com': 'v=spf1 include:contoso.com -all' }, ['spf/syntax']],
    ['nothing given', { 'contoso.com': 'missing' }, [null]],
  ] as const)('%s', (_, records, expected) => {
    expect(rules(records)).toEqual(expected);
  });

  test('ten look-ups are within the limit, eleven are not (RFC 7208 4.6.4)', () => {
    const includes = (count: number) => ({
      'contoso.com': `v=spf1 ${Array.from({ length: count }, (_, at) => `include:i${at}.example`).join(' ')} -all`,
      ...Object.fromEntries(Array.from({ length: count }, (_, at) => [`i${at}.example`, 'v=spf1 -all'])),
    });
    expect(rules(includes(10))).toEqual([]);
    expect(rules(includes(11))).toEqual(['spf/too-many-lookups']);
  });

  test('two void look-ups are within the limit, three are not', () => {
    expect(rules({ 'contoso.com': 'v=spf1 a:a.example a:b.example -all' })).toEqual([]);
    expect(rules({ 'contoso.com': 'v=spf1 a:a.example a:b.example a:c.example -all' })).toEqual([
      'spf/too-many-void-lookups',
    ]);
  });

  test('are full sentences with the place of the record', () => {
    const [problem] = analyse({ 'contoso.com': 'v=spf1 ptr -all' }).problems;
    expect(problem?.location).toEqual(origin.at);
    expect(plain(problem?.message ?? { words: [], values: [] })).toMatch(/^The term ptr of contoso\.com .*\.$/u);
  });
});

describe('the tree of an evaluation', () => {
  test('counts the look-ups of each term with everything below it', () => {
    const dns = view({
      'contoso.com': 'v=spf1 include:b.example include:d.example -all',
      'b.example': 'v=spf1 include:c.example -all',
      'c.example': 'v=spf1 ip4:192.0.2.1 -all',
      'd.example': 'v=spf1 ip4:192.0.2.2 -all',
    });
    const { tree } = checkHost({ ip: '192.0.2.2', sender: 'a@contoso.com', helo: 'x.example' }, dns);
    const shown = spfEvaluationTree(tree, dns);
    expect(shown.terms.map((term) => [term.text, term.lookups, plain(term.note ?? text``)])).toEqual([
      ['include:b.example', 2, 'no match'],
      ['include:d.example', 1, 'match'],
      ['-all', 0, 'not evaluated'],
    ]);
    expect(shown.terms[0]?.child?.terms[0]).toMatchObject({ text: 'include:c.example', lookups: 1 });
  });
});
