import { describe, expect, test } from 'vitest';
import { plain } from '../../../src/model/text.ts';
import { evaluateDmarc } from '../../../src/protocols/dmarc/evaluate-dmarc.ts';
import { findDmarc } from '../../../src/protocols/dmarc/find-dmarc.ts';
import { organizationalDomain } from '../../../src/protocols/dmarc/organizational-domain.ts';
import { isDmarcRecord, parseDmarc } from '../../../src/protocols/dmarc/parse-dmarc.ts';
import type { ZoneRecords } from '../spf/zone-view.ts';
import { zoneView } from '../spf/zone-view.ts';

const dmarc = (text: string) => ({ TXT: [text] });
const nothing = { spf: { result: 'none', domain: '' }, dkim: [] };
const judge = (zone: ZoneRecords, query: Partial<Parameters<typeof evaluateDmarc>[0]> = {}) =>
  evaluateDmarc({ headerFromDomain: 'contoso.com', ...nothing, ...query }, zoneView(zone));

describe('6.3: the record', () => {
  test('every tag has its default', () => {
    expect(parseDmarc('v=DMARC1; p=reject')).toMatchObject({
      policy: 'reject',
      subdomainPolicy: 'reject',
      dkimAlignment: 'relaxed',
      spfAlignment: 'relaxed',
      percent: 100,
      aggregateReports: [],
      failureReports: [],
      errors: [],
    });
  });
  test('tags after the version may stand in any order, with blanks and a final semicolon', () => {
    const record = parseDmarc('v = DMARC1 ;pct=20; adkim=s;\taspf = S; sp=quarantine ; p=none;');
    expect(record).toMatchObject({ policy: 'none', subdomainPolicy: 'quarantine', percent: 20, errors: [] });
    expect(record).toMatchObject({ dkimAlignment: 'strict', spfAlignment: 'strict' });
  });
  test.each([
    ['v=DMARC1', true],
    ['v=DMARC1;p=none', true],
    ['V=DMARC1; p=none', true],
    ['v=dmarc1; p=none', false],
    ['v=DMARC1 p=none', false],
    ['v=DMARC12; p=none', false],
    ['p=none; v=DMARC1', false],
    [' v=DMARC1; p=none', false],
  ])('6.6.3: %j counts as a record: %j', (text, counts) => {
    expect(isDmarcRecord(text)).toBe(counts);
  });
  test.each([
    ['v=DMARC1; p=reject; pct=101', 25, 'pct', 'default-used'],
    ['v=DMARC1; p=reject; pct=half', 25, 'pct', 'default-used'],
    ['v=DMARC1; p=rejct', 13, 'p', 'no-policy'],
    ['v=DMARC1; p=none; sp=off', 22, 'sp', 'no-policy'],
    ['v=DMARC1; p=none; adkim=x', 25, 'adkim', 'default-used'],
    ['v=DMARC1; p=none; fo=2', 22, 'fo', 'default-used'],
    ['v=DMARC1; p=none; ri=day', 22, 'ri', 'default-used'],
    ['v=DMARC1; p=none; rua=dmarc@contoso.com', 23, 'rua', 'default-used'],
    ['v=DMARC1; p=none; p=reject', 19, 'p', 'default-used'],
    ['v=DMARC1; p=none; quarantine', 19, 'quarantine', 'default-used'],
    ['v=DMARC1 p=none', 1, 'v', 'not-dmarc'],
    ['v=DMARC1; rua=mailto:a@contoso.com', 35, 'p', 'no-policy'],
  ])('%j is wrong at column %i', (text, column, tag, consequence) => {
    expect(parseDmarc(text).errors).toContainEqual(expect.objectContaining({ column, tag, consequence }));
  });
  test('a wrong value names the valid ones', () => {
    const [error] = parseDmarc('v=DMARC1; p=rejct').errors;
    expect(error && plain(error.message)).toBe('p is rejct; it must be none, quarantine or reject.');
  });
  test('several errors are reported at once, in order of place', () => {
    const columns = parseDmarc('v=DMARC1; p=x; pct=x; aspf=x; ri=x').errors.map(({ column }) => column);
    expect(columns).toEqual([13, 20, 28, 34]);
  });
  test('report addresses may have a size limit, and several are separated by commas', () => {
    const record = parseDmarc(
      'v=DMARC1; p=none; rua=mailto:a@contoso.com!10m, mailto:b@example.org; ruf=mailto:c@contoso.com',
    );
    expect(record.aggregateReports).toEqual(['mailto:a@contoso.com!10m', 'mailto:b@example.org']);
    expect(record.failureReports).toEqual(['mailto:c@contoso.com']);
    expect(record.errors).toEqual([]);
  });
  test('an unknown tag is no error, and a near miss is recognised', () => {
    const record = parseDmarc('v=DMARC1; p=none; rau=mailto:a@contoso.com');
    expect(record.errors).toEqual([]);
    expect(record.unknownTags).toMatchObject([{ tag: 'rau', column: 19, meant: ['rua'] }]);
  });
  test('a hostile record costs bounded time', () => {
    const record = parseDmarc(`v=DMARC1; p=none; ${'x;='.repeat(200_000)}`);
    expect(record.policy).toBe('none');
    expect(record.errors.length).toBeLessThan(200);
  });
});

describe('3.2: the organizational domain', () => {
  test.each([
    ['contoso.com', 'contoso.com'],
    ['a.b.Contoso.com.', 'contoso.com'],
    ['mail.contoso.co.uk', 'contoso.co.uk'],
    ['x.contoso.azurewebsites.net', 'contoso.azurewebsites.net'],
    ['mail.contoso.example', 'contoso.example'],
    ['co.uk', 'co.uk'],
  ])('%s belongs to %s', (name, expected) => {
    expect(organizationalDomain(name)).toBe(expected);
  });
});

describe('6.6.3: policy discovery', () => {
  const zone = { '_dmarc.contoso.com': dmarc('v=DMARC1; p=reject; sp=quarantine') };
  test('the record of the domain itself comes first', () => {
    const found = findDmarc(
      'mail.contoso.com',
      zoneView({ ...zone, '_dmarc.mail.contoso.com': dmarc('v=DMARC1; p=none') }),
    );
    expect(found).toMatchObject({ status: 'found', name: '_dmarc.mail.contoso.com', inherited: false });
  });
  test('a name without a record has that of its organizational domain, and nothing between counts', () => {
    const between = { '_dmarc.b.contoso.com': dmarc('v=DMARC1; p=none') };
    const found = findDmarc('a.b.contoso.com', zoneView({ ...zone, ...between }));
    expect(found).toMatchObject({ status: 'found', name: '_dmarc.contoso.com', inherited: true });
  });
  test('several records count as none, and end the search', () => {
    const two = { '_dmarc.mail.contoso.com': { TXT: ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] } };
    const found = findDmarc('mail.contoso.com', zoneView({ ...zone, ...two }));
    expect(found).toMatchObject({ status: 'several', record: undefined });
  });
  test('other TXT records are no matter, and an ill-written record is shown as discarded', () => {
    const found = findDmarc('contoso.com', zoneView({ '_dmarc.contoso.com': { TXT: ['hello', 'v=DMARC1 p=none'] } }));
    expect(found.status).toBe('none');
    expect(found.discarded.map(({ text }) => text)).toEqual(['v=DMARC1 p=none']);
  });
  test('a name that was not given is named, and the organizational domain is still asked', () => {
    const found = findDmarc('mail.contoso.com', zoneView({ ...zone, '_dmarc.mail.contoso.com': 'UNKNOWN' }));
    expect(found).toMatchObject({ status: 'found', missing: ['_dmarc.mail.contoso.com'] });
  });
  test('a From header without a domain has no policy, and nothing is asked', () => {
    const dns = zoneView({});
    expect(findDmarc('', dns)).toMatchObject({ status: 'none', missing: [] });
    expect(dns.asked).toEqual([]);
  });
  test('a failing server leaves the policy unknown', () => {
    expect(findDmarc('contoso.com', zoneView({ '_dmarc.contoso.com': 'TIMEOUT' })).status).toBe('failure');
  });
});

describe('6.6.2: evaluation', () => {
  const zone = { '_dmarc.contoso.com': dmarc('v=DMARC1; p=reject; sp=quarantine; pct=50') };
  const strict = { '_dmarc.contoso.com': dmarc('v=DMARC1; p=reject; aspf=s; adkim=s') };
  const bounce = { spf: { result: 'pass', domain: 'bounce.contoso.com' } };
  const signed = { dkim: [{ domain: 'mail.contoso.com', result: 'pass' }] };

  test('SPF that passes for a name of the same organization aligns', () => {
    expect(judge(zone, bounce)).toMatchObject({ result: 'pass', aligned: { spf: true, dkim: false } });
  });
  test('strict alignment asks for the same name', () => {
    expect(judge(strict, bounce)).toMatchObject({ result: 'fail', policy: 'reject', alignment: { spf: 'strict' } });
    expect(judge(strict, signed)).toMatchObject({ result: 'fail' });
    expect(judge(strict, { spf: { result: 'pass', domain: 'CONTOSO.com.' } })).toMatchObject({ result: 'pass' });
  });
  test('one aligned signature among others is enough', () => {
    const dkim = [
      { domain: 'fabrikam.com', result: 'pass' },
      { domain: 'mail.contoso.com', result: 'pass' },
    ];
    expect(judge(zone, { dkim })).toMatchObject({ result: 'pass', aligned: { spf: false, dkim: true } });
  });
  test('SPF that passes for somebody else does not count', () => {
    const found = judge(zone, { spf: { result: 'pass', domain: 'fabrikam.com' } });
    expect(found).toMatchObject({ result: 'fail', policy: 'reject', policyTag: 'p', pct: 50 });
  });
  test.each(['fail', 'softfail', 'neutral', 'none', 'permerror'])('aligned SPF with %s does not count', (result) => {
    expect(judge(zone, { spf: { result, domain: 'contoso.com' } }).result).toBe('fail');
  });
  test('two customers of one public suffix do not align', () => {
    const tenants = { '_dmarc.contoso.azurewebsites.net': dmarc('v=DMARC1; p=reject') };
    const spf = { result: 'pass', domain: 'fabrikam.azurewebsites.net' };
    expect(judge(tenants, { headerFromDomain: 'contoso.azurewebsites.net', spf }).result).toBe('fail');
  });
  test('a name below has sp, or p where there is no sp', () => {
    expect(judge(zone, { headerFromDomain: 'a.contoso.com' })).toMatchObject({ policy: 'quarantine', policyTag: 'sp' });
    expect(judge(strict, { headerFromDomain: 'a.contoso.com' })).toMatchObject({ policy: 'reject', policyTag: 'p' });
  });
  test('a temporary error of an aligned mechanism leaves the failure unproven, that of another does not', () => {
    expect(judge(zone, { spf: { result: 'temperror', domain: 'contoso.com' } }).result).toBe('temperror');
    expect(judge(zone, { spf: { result: 'temperror', domain: 'fabrikam.com' } }).result).toBe('fail');
  });
  test('DNS that fails is a temporary error', () => {
    expect(judge({ '_dmarc.contoso.com': 'TIMEOUT' }).result).toBe('temperror');
  });
  test('a record without a usable policy is a permanent error, unless it has a place to report to', () => {
    expect(judge({ '_dmarc.contoso.com': dmarc('v=DMARC1; p=off') }).result).toBe('permerror');
    const reporting = judge({ '_dmarc.contoso.com': dmarc('v=DMARC1; p=off; rua=mailto:a@contoso.com') });
    expect(reporting).toMatchObject({ result: 'fail', policy: 'none' });
  });
  test('AUTH-10: without a record, a pass that would align is a best guess', () => {
    expect(judge({}, bounce)).toMatchObject({ result: 'bestguesspass', record: undefined, missing: [] });
    expect(judge({}, { spf: { result: 'pass', domain: 'fabrikam.com' } }).result).toBe('none');
  });
  test('a record that was not given is named, and never taken for a record that does not exist', () => {
    expect(judge({ '_dmarc.contoso.com': 'UNKNOWN' })).toMatchObject({
      result: 'none',
      missing: ['_dmarc.contoso.com'],
    });
  });
});
