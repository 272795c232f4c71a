import { describe, expect, test } from 'vitest';
import { formatSet, isEmpty, toPrefixes } from '../../src/model/addresses/address-set.ts';
import { bundledPrefixes } from '../../src/reference/bundled-prefixes.ts';
import {
  allProviders,
  nearestProviderIds,
  providerById,
  providerBySpfInclude,
  providerIds,
  providersByAddress,
  providersByHost,
} from '../../src/reference/providers.ts';

const hostIds = (host: string) => providersByHost(host).map((hit) => hit.provider.id);

describe('by id', () => {
  test('a provider is found in any case', () => {
    expect(providerById('Mimecast')?.name).toBe('Mimecast');
    expect(providerById('proofpoint-essentials')?.id).toBe('proofpoint-essentials');
  });
  test('an id with a region narrows ranges and includes to it', () => {
    const eu = providerById('mimecast-eu');
    expect(eu).toMatchObject({ id: 'mimecast-eu', region: 'eu', spfIncludes: ['eu._netblocks.mimecast.com'] });
    expect(eu?.sharedBetweenCustomers).toBe(true);
    expect(eu?.ranges.map((range) => [range.region, range.kind, range.date])).toEqual([
      ['eu', 'spf-expansion', '2025'],
    ]);
  });
  test('a region known only from an include has no ranges', () => {
    expect(providerById('barracuda-uk')).toMatchObject({
      ranges: [],
      spfIncludes: ['spf.ess.uk.barracudanetworks.com'],
    });
  });
  test('a region that the provider does not have is not found', () => {
    expect(providerById('mimecast-mars')).toBeUndefined();
    expect(providerById('mimecast-all')).toBeUndefined();
    expect(providerById('-eu')).toBeUndefined();
  });
  test('every known id is found, and a misspelt one has a suggestion', () => {
    for (const id of providerIds()) expect(providerById(id)?.id).toBe(id);
    expect(nearestProviderIds('mimcast')).toContain('mimecast');
    expect(nearestProviderIds('mimecast-ue')).toContain('mimecast-eu');
  });
});

describe('by host name', () => {
  test.each([
    ['eu-smtp-inbound-1.mimecast.com', ['mimecast']],
    ['MX1.Contoso.IPHMX.com.', ['cisco-ces']],
    ['mx0a-00112233.pphosted.com', ['proofpoint']],
    ['inbound-smtp.eu-west-1.amazonaws.com', ['amazon-ses']],
    ['host.eu-west-1.amazonaws.com', []],
    ['inbound-smtp..amazonaws.com', []],
    ['inbound-smtp.amazonaws.com', []],
    ['notmimecast.com', []],
    ['mx1.filter.example', []],
    ['', []],
  ])('%s belongs to %j', (host, ids) => {
    expect(hostIds(host)).toEqual(ids);
  });
  test('the longest suffix wins and is named', () => {
    const [hit] = providersByHost('mx-01-eu-central-1.prod.hydra.sophos.com');
    expect(hit).toMatchObject({ matched: 'prod.hydra.sophos.com', by: 'mx' });
  });
  test('a hostile name is answered at once', () => {
    expect(providersByHost('.'.repeat(100_000))).toEqual([]);
    expect(providersByHost('a.'.repeat(100_000))).toEqual([]);
  });
});

describe('by SPF include', () => {
  test.each([
    ['_netblocks.mimecast.com', 'mimecast'],
    ['eu._netblocks.mimecast.com', 'mimecast'],
    ['u1234.wl.sendgrid.net', 'sendgrid'],
    ['_spf.google.com.', 'google-workspace'],
  ])('%s is %s', (name, id) => {
    expect(providerBySpfInclude(name)?.provider.id).toBe(id);
  });
  test("a name above or beside an include is nobody's", () => {
    expect(providerBySpfInclude('google.com')).toBeUndefined();
    expect(providerBySpfInclude('spf.protection.outlook.com')).toBeUndefined();
  });
});

describe('by address', () => {
  test('each list that holds part of the set is a hit with its date and source', () => {
    const [hit] = providersByAddress(bundledPrefixes('91.220.42.0/23'));
    expect(hit).toMatchObject({
      provider: { id: 'mimecast' },
      range: { region: 'eu', kind: 'spf-expansion', publisher: 'Mimecast', date: '2025' },
    });
    expect(hit && formatSet(hit.part)).toBe('91.220.42.0/24');
  });
  test('published lists come before announcements', () => {
    const kinds = providersByAddress(bundledPrefixes('0.0.0.0/0')).map((hit) => hit.range.kind);
    expect(kinds).toEqual([...kinds].sort((a, b) => strength(a) - strength(b)));
    expect(new Set(kinds).size).toBe(4);
  });
  test('an unknown address has no hit', () => {
    expect(providersByAddress(bundledPrefixes('198.51.100.0/24 2001:db8::/32'))).toEqual([]);
  });
});

describe('whether customers share addresses', () => {
  test('is yes, no, or not established', () => {
    expect(providerById('mimecast')?.sharedBetweenCustomers).toBe(true);
    expect(providerById('cisco-ces')?.sharedBetweenCustomers).toBe(false);
    expect(providerById('proofpoint')?.sharedBetweenCustomers).toBeUndefined();
  });
  test('has a basis wherever it is decided', () => {
    for (const provider of allProviders())
      if (provider.sharedBetweenCustomers !== undefined) expect(provider.sharedBasis).toMatch(/\w{3}/u);
  });
});

describe('the bundled file', () => {
  test('has lists that can be read, each with kind, source and date', () => {
    expect(allProviders()).toHaveLength(62);
    for (const provider of allProviders()) {
      expect(provider.id).toMatch(/^[a-z0-9-]+$/u);
      for (const range of provider.ranges) {
        expect(['published', 'spf-expansion', 'observed', 'as-announced']).toContain(range.kind);
        expect(isEmpty(range.set)).toBe(false);
        expect(range.source).toMatch(/\w{3}/u);
        expect(range.date).toMatch(/\w{3}/u);
      }
    }
  });
  test('has no include that two providers claim', () => {
    const includes = allProviders().flatMap((provider) => provider.spfIncludes);
    expect(new Set(includes).size).toBe(includes.length);
  });
  test('has one star in each MX pattern', () => {
    const patterns = allProviders().flatMap((provider) => provider.mxPatterns);
    expect(patterns.length).toBeGreaterThan(0);
    for (const pattern of patterns) expect(pattern.split('*')).toHaveLength(2);
  });
  test('has no prefix so wide that a slip of a digit must be behind it', () => {
    for (const { ranges } of allProviders()) {
      for (const prefix of ranges.flatMap((range) => toPrefixes(range.set))) {
        const length = Number(prefix.slice(prefix.indexOf('/') + 1));
        expect(length, prefix).toBeGreaterThanOrEqual(prefix.includes(':') ? 32 : 16);
      }
    }
  });
});

const strength = (kind: string): number => ['published', 'spf-expansion', 'observed', 'as-announced'].indexOf(kind);
