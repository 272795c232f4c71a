import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../src/model/addresses/address.ts';
import {
  type AddressSet,
  contains,
  equals,
  formatSet,
  isEmpty,
  isSubset,
  overlaps,
  union,
} from '../../src/model/addresses/address-set.ts';
import type { Cloud } from '../../src/model/topology.ts';
import { bundledPrefixes } from '../../src/reference/bundled-prefixes.ts';
import {
  clientSubmission,
  currentSpfExpansion,
  expansionAddresses,
  microsoftNames,
  mxSuffixCloud,
  spfExpansions,
  spfInclude,
  spfIncludeClouds,
} from '../../src/reference/microsoft-names.ts';
import {
  microsoftOwner,
  microsoftPart,
  microsoftRanges,
  relayPool,
  sampleEgress,
  serviceAddresses,
  smtpRanges,
} from '../../src/reference/microsoft-ranges.ts';
import { formatProvenance } from '../../src/reference/provenance.ts';

const clouds: readonly Cloud[] = ['worldwide', 'gcc', 'gcchigh', 'dod', 'china'];
const pools = ['regular', 'highRisk', 'relay'] as const;

function one(text: string): AddressSet {
  return bundledPrefixes(`${text}/${text.includes(':') ? 128 : 32}`);
}

function include(): AddressSet {
  const expansion = currentSpfExpansion('spf.protection.outlook.com');
  if (expansion === undefined) throw new Error('no expansion is bundled');
  return expansionAddresses(expansion);
}

describe('whose address it is', () => {
  test('an address of EOP is called EOP although AzureCloud and AS8075 hold it too', () => {
    const hits = microsoftOwner(one('104.47.11.1'));
    expect(hits[0]?.range).toMatchObject({ product: 'EOP', ownership: 'microsoft-service', publisher: 'Microsoft' });
    expect(hits.filter((hit) => !isEmpty(hit.own))).toHaveLength(1);
    expect(hits.map((hit) => hit.range.product)).toContain('M365-all-services');
  });
  test('no address of a service list is decided by Azure or an announcement', () => {
    for (const hit of microsoftOwner(serviceAddresses()))
      if (hit.range.ownership !== 'microsoft-service')
        expect([hit.range.id, formatSet(hit.own)]).toEqual([hit.range.id, 'no address']);
  });
  test('an Azure address is customer use and never the service', () => {
    // CodeTwo's gateway, a customer of Azure.
    const hits = microsoftOwner(one('20.79.220.33'));
    expect(hits[0]?.range).toMatchObject({
      id: 'ww-azure',
      ownership: 'microsoft-hosted-customer-use',
      date: '2025-07-22',
    });
    expect(microsoftPart(one('20.79.220.33'), 'microsoft-service')).toEqual([]);
    expect(microsoftPart(one('20.79.220.33'), 'microsoft-hosted-customer-use')).toHaveLength(1);
  });
  test('an address of the relay pool outside the service tag is the relay pool', () => {
    expect(microsoftOwner(one('40.95.200.1'))[0]?.range.product).toBe('EOP-relay-pool');
  });
  test('a client endpoint of Exchange Online is EXO', () => {
    expect(microsoftOwner(one('52.97.1.1'))[0]?.range).toMatchObject({ product: 'EXO', clouds: ['worldwide', 'gcc'] });
  });
  test('the closed German cloud is asked last, because Azure has given out some of its addresses again', () => {
    const ids = microsoftRanges().map((range) => range.id);
    expect(ids.at(-1)).toBe('de-eop-legacy');
    // The two lists that hold it; the list of announcements is partial and lacks it.
    expect(microsoftOwner(one('51.4.72.9')).map((hit) => hit.range.id)).toEqual(['ww-azure', 'de-eop-legacy']);
    expect(microsoftOwner(one('51.5.72.9')).at(-1)?.range.clouds).toEqual([]);
    expect(overlaps(serviceAddresses(), one('51.4.72.9'))).toBe(false);
  });
  test("a documentation address is nobody's at Microsoft", () => {
    expect(microsoftOwner(bundledPrefixes('192.0.2.0/24 2001:db8::/32'))).toEqual([]);
  });
  test('a prefix half inside a list is hit by that half', () => {
    const [hit] = microsoftOwner(bundledPrefixes('40.92.0.0/14'));
    expect(hit && formatSet(hit.part)).toBe('40.92.0.0/15');
  });
  test('every hit names its source and date', () => {
    for (const range of microsoftRanges())
      expect(formatProvenance(range)).toMatch(/^(?:Microsoft|routing tables \(AS8075\)): .{10,}, .{10,}$/u);
  });
});

describe('where a cloud sends from', () => {
  test('worldwide and GCC share the ranges of web service id 10', () => {
    expect(smtpRanges('gcc')).toBe(smtpRanges('worldwide'));
    const published = '40.92.0.0/15 40.107.0.0/16 52.100.0.0/14 104.47.0.0/17 2a01:111:f400::/48 2a01:111:f403::/48';
    expect(equals(smtpRanges('worldwide').set, bundledPrefixes(published))).toBe(true);
  });
  test('each cloud has ranges of its own list', () => {
    for (const cloud of clouds) {
      expect(smtpRanges(cloud).clouds).toContain(cloud);
      expect(smtpRanges(cloud).product).toBe('EOP');
    }
  });
  test('the relay pool is 40.95.0.0/16 and apart from the SMTP ranges and the SPF include', () => {
    expect(formatSet(relayPool().set)).toBe('40.95.0.0/16');
    expect(overlaps(relayPool().set, smtpRanges('worldwide').set)).toBe(false);
    expect(overlaps(relayPool().set, include())).toBe(false);
  });
  test.each(clouds.flatMap((cloud) => pools.map((pool) => [cloud, pool] as const)))(
    'the sample of %s %s lies in its list',
    (cloud, pool) => {
      const sample = sampleEgress(cloud, pool);
      expect(parseAddress(sample.text)).toEqual(sample.address);
      expect(contains(sample.range.set, sample.address)).toBe(true);
      expect(sample.range.clouds).toContain(cloud);
    },
  );
  test.each(clouds)('the three samples of %s differ', (cloud) => {
    expect(new Set(pools.map((pool) => sampleEgress(cloud, pool).text)).size).toBe(3);
  });
  test('worldwide, regular and high-risk mail passes the SPF include and relayed mail does not', () => {
    expect(contains(include(), sampleEgress('worldwide', 'regular').address)).toBe(true);
    expect(contains(include(), sampleEgress('worldwide', 'highRisk').address)).toBe(true);
    expect(contains(include(), sampleEgress('worldwide', 'relay').address)).toBe(false);
    expect(contains(bundledPrefixes('40.95.0.0/16'), sampleEgress('gcc', 'relay').address)).toBe(true);
  });
  test('only pools whose addresses a document gives are called documented', () => {
    expect(pools.map((pool) => sampleEgress('worldwide', pool).documented)).toEqual([true, false, true]);
    expect(pools.map((pool) => sampleEgress('gcchigh', pool).documented)).toEqual([true, false, false]);
  });
});

describe('names', () => {
  test.each([
    ['contoso-com.mail.protection.outlook.com', ['worldwide', 'gcc']],
    ['Contoso-Com.Mail.Protection.Outlook.Com.', ['worldwide', 'gcc']],
    ['contoso-com.o-v1.mx.microsoft', ['worldwide', 'gcc']],
    ['contoso-com.mail.eo.outlook.com', ['worldwide', 'gcc']],
    ['contoso-com.mail.protection.office365.us', ['gcchigh', 'dod']],
    ['contoso-com.mail.protection.partner.outlook.cn', ['china']],
    ['contoso-com.mail.protection.outlook.de', []],
  ])('%s receives for %j (NET-3)', (host, expected) => {
    expect(mxSuffixCloud(host)?.clouds).toEqual(expected);
  });
  test.each([
    'mx1.filter.example',
    'mail.protection.outlook.com',
    'notmail.protection.outlook.com.example.org',
    'xmx.microsoft',
    '',
  ])("%j is no tenant of Microsoft's", (host) => {
    expect(mxSuffixCloud(host)).toBeUndefined();
  });
  test('each cloud has its SPF include (NET-8)', () => {
    expect(clouds.map((cloud) => spfInclude(cloud)?.value)).toEqual([
      'spf.protection.outlook.com',
      'spf.protection.outlook.com',
      'spf.protection.office365.us',
      'spf.protection.office365.us',
      'spf.protection.partner.outlook.cn',
    ]);
  });
  test('an include says which clouds it is for', () => {
    expect(spfIncludeClouds('SPF.protection.outlook.com.')).toEqual(['worldwide', 'gcc']);
    expect(spfIncludeClouds('spf.protection.office365.us')).toEqual(['gcchigh', 'dod']);
    expect(spfIncludeClouds('spfd.protection.outlook.com')).toEqual([]);
    expect(spfIncludeClouds('_spf.example.org')).toBeUndefined();
  });
  test('clients submit to smtp.office365.com worldwide, and elsewhere the data does not know', () => {
    expect(clientSubmission('worldwide')?.value).toBe('smtp.office365.com');
    expect(clientSubmission('gcchigh')).toBeUndefined();
  });
  test('kinds without a name of the cloud are empty', () => {
    expect(microsoftNames('tenant-routing-suffix', 'worldwide').map((name) => name.value)).toEqual([
      'mail.onmicrosoft.com',
    ]);
    expect(microsoftNames('tenant-routing-suffix', 'china')).toEqual([]);
  });
});

describe('the SPF include', () => {
  test('is the newest of its dated states, inside the SMTP ranges', () => {
    expect(currentSpfExpansion('spf.protection.outlook.com')?.date).toBe('2025/2026');
    expect(isSubset(include(), smtpRanges('worldwide').set)).toBe(true);
    // 52.103.128.0/17 belongs to EOP and is not authorised any more.
    expect(overlaps(include(), bundledPrefixes('52.103.128.0/17'))).toBe(false);
  });
  test('of a cloud whose record was not found is unknown and not empty', () => {
    expect(currentSpfExpansion('spf.protection.office365.us')).toBeUndefined();
    expect(spfExpansions().find((state) => state.name === 'spf.protection.office365.us')?.record).toBeUndefined();
  });
  test('states have only terms that expansionAddresses reads, an include apart', () => {
    for (const { record } of spfExpansions()) {
      const terms = record?.split(' ') ?? [];
      expect(
        terms.filter((term) => !/^(?:v=spf1|ip[46]:\S+|-all|include:spfd\.protection\.outlook\.com)$/u.test(term)),
      ).toEqual([]);
    }
  });
});

describe('the bundled file', () => {
  test('keeps to the words the types allow', () => {
    const ids = new Set<string>();
    for (const range of microsoftRanges()) {
      expect([
        'EOP',
        'EOP-relay-pool',
        'EXO',
        'Dynamics365-marketing-mail',
        'M365-all-services',
        'Azure',
        'Microsoft-AS8075',
      ]).toContain(range.product);
      expect(['microsoft-service', 'microsoft-hosted-customer-use', 'microsoft-announced']).toContain(range.ownership);
      for (const cloud of range.clouds) expect(clouds).toContain(cloud);
      expect(isEmpty(range.set)).toBe(false);
      expect(ids.has(range.id)).toBe(false);
      ids.add(range.id);
    }
    expect(ids.size).toBe(19);
    const kinds = [
      'autodiscover',
      'client-submission',
      'dkim-target-suffix',
      'mx-suffix',
      'outbound-host-suffix',
      'spf-include',
      'tenant-routing-suffix',
    ] as const;
    const known = kinds.flatMap((kind) => microsoftNames(kind));
    expect(known).toHaveLength(17);
    for (const name of known) expect(name.value).toBe(name.value.toLowerCase());
  });
  test("calls all SMTP ranges and the relay pool the service's", () => {
    const sending = clouds.map((cloud) => smtpRanges(cloud).set).reduce(union, relayPool().set);
    expect(isSubset(sending, serviceAddresses())).toBe(true);
  });
});
