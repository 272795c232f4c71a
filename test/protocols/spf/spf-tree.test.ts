import { describe, expect, test } from 'vitest';
import { plain } from '../../../src/model/text.ts';
import { checkHost } from '../../../src/protocols/spf/check-host.ts';
import type { SpfTermNode } from '../../../src/protocols/spf/spf-node.ts';
import type { ZoneRecords } from './zone-view.ts';
import { zoneView } from './zone-view.ts';

const txt = (text: string) => ({ TXT: [text] });
const check = (zone: ZoneRecords, ip = '192.0.2.1', sender = 'ann@contoso.com') =>
  checkHost({ ip, sender, helo: 'mail.contoso.com' }, zoneView(zone));
const line = ({ text, column, outcome, lookups, voidLookups }: SpfTermNode): string =>
  `${column} ${text} ${outcome} ${lookups}/${voidLookups}`;

describe('the tree', () => {
  test('shows every term with its place, what became of it, and the totals so far', () => {
    const { tree } = check({
      'contoso.com': txt('v=spf1 a:gone.contoso.com  include:i.contoso.com ip4:192.0.2.0/24 mx -all'),
      'i.contoso.com': txt('v=spf1 ip4:198.51.100.1 a:x.contoso.com ?all'),
      'x.contoso.com': { A: ['198.51.100.2'] },
    });
    expect(tree.terms.map(line)).toEqual([
      '8 a:gone.contoso.com no-match 1/1',
      '28 include:i.contoso.com no-match 3/1',
      '50 ip4:192.0.2.0/24 match 3/1',
      '67 mx not-evaluated 3/1',
      '70 -all not-evaluated 3/1',
    ]);
    expect(tree.terms[1]?.nested?.terms.map(line)).toEqual([
      '8 ip4:198.51.100.1 no-match 2/1',
      '25 a:x.contoso.com no-match 3/1',
      '41 ?all match 3/1',
    ]);
    expect(tree.terms[1]?.nested).toMatchObject({ domain: 'i.contoso.com', result: 'neutral' });
  });
  test('shows the questions with their answers', () => {
    const { tree } = check({
      'contoso.com': { TXT: ['v=spf1 mx -all'], MX: [[10, 'mx.contoso.com']] },
      'mx.contoso.com': { A: ['192.0.2.1'] },
    });
    expect(tree.question).toMatchObject({ name: 'contoso.com', type: 'TXT', answer: { status: 'records' } });
    expect(tree.terms[0]?.questions).toEqual([
      { name: 'contoso.com', type: 'MX', answer: { status: 'records', records: [[10, 'mx.contoso.com']] } },
      { name: 'mx.contoso.com', type: 'A', answer: { status: 'records', records: ['192.0.2.1'] } },
    ]);
  });
  test('a redirect before other terms keeps its place', () => {
    const { tree } = check({
      'contoso.com': txt('v=spf1 redirect=r.contoso.com ip4:198.51.100.1'),
      'r.contoso.com': txt('v=spf1 -all'),
    });
    expect(tree.terms.map(line)).toEqual(['8 redirect=r.contoso.com followed 1/0', '31 ip4:198.51.100.1 no-match 0/0']);
    expect(tree.terms[0]?.nested?.result).toBe('fail');
  });
  test('exp shows its target and question', () => {
    const { tree } = check({
      'contoso.com': txt('v=spf1 exp=%{d}.why.contoso.com -all'),
      'contoso.com.why.contoso.com': txt('no'),
    });
    expect(tree.terms[0]).toMatchObject({ outcome: 'explained', target: 'contoso.com.why.contoso.com' });
    expect(tree.terms[0]?.questions.map(({ type }) => type)).toEqual(['TXT']);
  });
  test('one check does not change the tree of another', () => {
    const dns = zoneView({ 'contoso.com': txt('v=spf1 ip4:192.0.2.1 ip4:192.0.2.2 -all') });
    const first = checkHost({ ip: '192.0.2.2', sender: 'a@contoso.com', helo: 'h' }, dns);
    const before = JSON.stringify(first);
    checkHost({ ip: '192.0.2.1', sender: 'a@contoso.com', helo: 'h' }, dns);
    checkHost({ ip: '198.51.100.1', sender: 'a@contoso.com', helo: 'h' }, dns);
    expect(JSON.stringify(first)).toBe(before);
    expect(first.tree.terms.map(({ outcome }) => outcome)).toEqual(['no-match', 'match', 'not-evaluated']);
  });
  test('the eleventh look-up says why it ends the check', () => {
    const { tree } = check({
      'contoso.com': txt(`v=spf1 ${'a:x.contoso.com '.repeat(11)}-all`),
      'x.contoso.com': { A: ['198.51.100.1'] },
    });
    const term = tree.terms[10];
    expect(term).toMatchObject({ outcome: 'permerror', lookups: 11, questions: [] });
    expect(term?.because && plain(term.because)).toContain('look-up number 11');
    expect(tree.terms[11]?.outcome).toBe('not-evaluated');
  });
});

describe('syntax errors', () => {
  test('all of a record are found, each with its term and column, and nothing is asked', () => {
    const dns = zoneView({
      'contoso.com': txt('v=spf1 ipv4:192.0.2.1 a:%{x}.contoso.com ip4:1.2.3 mx/99 include:contoso -all'),
    });
    const { tree, result } = checkHost({ ip: '192.0.2.1', sender: 'a@contoso.com', helo: 'h' }, dns);
    expect(result).toBe('permerror');
    expect(tree.errors.map(({ term, column }) => [term, column])).toEqual([
      ['ipv4:192.0.2.1', 8],
      ['a:%{x}.contoso.com', 25],
      ['ip4:1.2.3', 46],
      ['mx/99', 55],
      ['include:contoso', 66],
    ]);
    expect(dns.asked).toEqual(['TXT contoso.com']);
    expect(tree.terms.every(({ outcome }) => outcome === 'not-evaluated')).toBe(true);
  });
  test.each([
    ['ipv4:192.0.2.1', 'ip4'],
    ['incldue:x.contoso.com', 'include'],
    ['192.0.2.1', 'ip4:192.0.2.1'],
    ['a:192.0.2.1', 'ip4:192.0.2.1'],
    ['ip4:2001:db8::1', 'ip6:2001:db8::1'],
    ['ip6:192.0.2.1', 'ip4:192.0.2.1'],
    ['redirect:x.contoso.com', '='],
  ])('%s: the message says what would be valid', (term, valid) => {
    const { tree } = check({ 'contoso.com': txt(`v=spf1 ${term} -all`) });
    expect(tree.errors[0] && plain(tree.errors[0].message)).toContain(valid);
  });
});

describe('names that were not given', () => {
  const unknown = { 'u.contoso.com': 'UNKNOWN' } as const;
  test('the record of the domain: none, undetermined, and the name', () => {
    expect(check({ 'contoso.com': 'UNKNOWN' })).toMatchObject({
      result: 'none',
      undetermined: true,
      missing: ['contoso.com'],
    });
  });
  test('an include: a temporary error, undetermined, and what is possible either way', () => {
    const found = check({ ...unknown, 'contoso.com': txt('v=spf1 include:u.contoso.com -all') });
    expect(found).toMatchObject({
      result: 'temperror',
      undetermined: true,
      missing: ['u.contoso.com'],
      possible: ['pass', 'fail'],
    });
    expect(found.tree.terms[0]?.outcome).toBe('undetermined');
    expect(found.tree.result).toBe('undetermined');
    expect(found).not.toHaveProperty('mechanism');
  });
  test('a name behind the match is not needed', () => {
    const found = check({ ...unknown, 'contoso.com': txt('v=spf1 ip4:192.0.2.1 include:u.contoso.com -all') });
    expect(found).toMatchObject({ result: 'pass', undetermined: false, missing: [], possible: ['pass'] });
  });
  test('a match behind an unknown include leaves pass as the only possibility, and is still undetermined', () => {
    const found = check({ ...unknown, 'contoso.com': txt('v=spf1 include:u.contoso.com ip4:192.0.2.1 -all') });
    expect(found).toMatchObject({ undetermined: true, possible: ['pass'] });
  });
  test('every missing name is named, at any depth, once', () => {
    const found = check({
      ...unknown,
      'v.contoso.com': 'UNKNOWN',
      'contoso.com': txt('v=spf1 a:u.contoso.com include:i.contoso.com mx:V.contoso.com ~all'),
      'i.contoso.com': txt('v=spf1 a:u.contoso.com -all'),
    });
    expect(found).toMatchObject({
      missing: ['u.contoso.com', 'v.contoso.com'],
      possible: ['pass', 'softfail'],
      voidLookups: 0,
    });
  });
  test('an MX host that was not given does not matter when another one matches', () => {
    const mx = {
      'contoso.com': {
        TXT: ['v=spf1 mx -all'],
        MX: [
          [1, 'u.contoso.com'],
          [2, 'm.contoso.com'],
        ] as const,
      },
    };
    expect(check({ ...unknown, ...mx, 'm.contoso.com': { A: ['192.0.2.1'] } })).toMatchObject({
      result: 'pass',
      undetermined: false,
    });
    expect(check({ ...unknown, ...mx, 'm.contoso.com': { A: ['192.0.2.9'] } })).toMatchObject({ undetermined: true });
  });
  test('an included record that may pass or err may not fail here', () => {
    const found = check({
      ...unknown,
      'contoso.com': txt('v=spf1 include:i.contoso.com -all'),
      'i.contoso.com': txt('v=spf1 a:u.contoso.com include:gone.contoso.com'),
    });
    expect(found.possible).toEqual(['pass', 'permerror']);
  });
  test('a redirect: anything that a record can say', () => {
    const found = check({ ...unknown, 'contoso.com': txt('v=spf1 redirect=u.contoso.com') });
    expect(found).toMatchObject({ undetermined: true, possible: ['pass', 'fail', 'softfail', 'neutral'] });
  });
  test('an address that is none is undetermined, with the reason in the tree', () => {
    const found = check({ 'contoso.com': txt('v=spf1 +all') }, '192.0.2.300');
    expect(found).toMatchObject({ result: 'none', undetermined: true });
    expect(found.tree.because && plain(found.tree.because)).toContain('192.0.2.300');
  });
});

describe('hostile zones', () => {
  test('a record of a megabyte is read in bounded time and lists a bounded number of errors', () => {
    const { tree, result } = check({ 'contoso.com': txt(`v=spf1 ${'x:y '.repeat(250_000)}-all`) });
    expect(result).toBe('permerror');
    expect(tree.errors.length).toBeLessThanOrEqual(50);
  });
  test('a domain-spec of many macros does not grow beyond a name', () => {
    const found = check({ 'contoso.com': txt(`v=spf1 exists:${'%{d}.%{s}.'.repeat(5000)}contoso.com -all`) });
    expect(found.result).toBe('fail');
    expect(found.tree.terms[0]?.target?.length).toBeLessThanOrEqual(253);
  });
  test('records that include each other ten times over end at the limit', () => {
    const record = (to: string) => txt(`v=spf1 ${`include:${to} `.repeat(10)}-all`);
    const found = check({ 'contoso.com': record('b.contoso.com'), 'b.contoso.com': record('contoso.com') });
    expect(found).toMatchObject({ result: 'permerror', lookups: 11 });
  });
});
