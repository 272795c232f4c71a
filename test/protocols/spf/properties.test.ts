import fc from 'fast-check';
import { Address6 } from 'ip-address';
import { describe, expect, test } from 'vitest';
import { parseAddress } from '../../../src/model/addresses/address.ts';
import { contains } from '../../../src/model/addresses/address-set.ts';
import {
  addressText,
  parseClientAddress,
  parseIpv6,
  reverseName,
  toBigint,
} from '../../../src/protocols/spf/address-words.ts';
import { analyzeSpf } from '../../../src/protocols/spf/analyze-spf.ts';
import { checkHost } from '../../../src/protocols/spf/check-host.ts';
import { spfResults } from '../../../src/protocols/spf/spf-result.ts';
import { zoneView } from './zone-view.ts';

describe('client addresses', () => {
  test('every IPv6 text has the value that ip-address gives it', () => {
    fc.assert(
      fc.property(fc.ipV6(), (written) => {
        const words = parseIpv6(written);
        expect(words && toBigint(words)).toBe(new Address6(written).bigInt());
      }),
    );
  });
  test('text that ip-address refuses is refused', () => {
    const near = fc.array(fc.constantFrom(':', '::', '1', 'ffff', '0', '.', '1.2.3.4', 'g', '12345', '256'), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(near, (parts) => {
        const written = parts.join('');
        if (!Address6.isValid(written)) expect([written, parseIpv6(written)]).toEqual([written, undefined]);
      }),
    );
  });
  test('the canonical text reads back as the same client', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (written) => {
        const client = parseClientAddress(written);
        const again = client && parseClientAddress(addressText(client));
        expect(again?.words).toEqual(client?.words);
      }),
    );
  });
  test.each([
    ['192.0.2.200', '200.2.0.192.in-addr.arpa'],
    ['::ffff:192.0.2.200', '200.2.0.192.in-addr.arpa'],
    ['2001:DB8::a', 'a.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa'],
  ])('the reverse name of %s', (written, name) => {
    const client = parseClientAddress(written);
    expect(client && reverseName(client)).toBe(name);
  });
});

const term = fc.oneof(
  fc.constantFrom(
    'a',
    'mx',
    'ptr',
    'all',
    '-all',
    'include:b.example',
    'redirect=b.example',
    'exp=b.example',
    'exists:%{i}.b.example',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.stringMatching(/^[-+~?]?(a|mx|ip4|ip6|include|exists|ptr|x)[:=/%{}.a-z0-9]{0,20}$/u),
);

describe('any zone', () => {
  test('any text in a record gives one of the seven results, and never an exception', () => {
    fc.assert(
      fc.property(fc.array(term, { maxLength: 8 }), fc.string({ maxLength: 40 }), (terms, sender) => {
        const zone = {
          'a.example': { TXT: [`v=spf1 ${terms.join(' ')}`] },
          'b.example': { TXT: [`v=spf1 ${[...terms].reverse().join(' ')}`] },
        };
        const dns = zoneView(zone);
        const found = checkHost({ ip: '192.0.2.1', sender: `${sender}@a.example`, helo: sender }, dns);
        expect(spfResults).toContain(found.result);
        expect(found.lookups).toBeLessThanOrEqual(11);
        expect(found.voidLookups).toBeLessThanOrEqual(3);
        expect(() => analyzeSpf('a.example', dns)).not.toThrow();
        expect(() => JSON.stringify(found)).not.toThrow();
      }),
      { numRuns: 1000, seed: 7208 },
    );
  });
  test('where the analysis is exact and within the limits, it passes whom checkHost passes', () => {
    const network = fc.tuple(
      fc.constantFrom('', '-', '~', '?'),
      fc.integer({ min: 0, max: 255 }),
      fc.integer({ min: 24, max: 32 }),
    );
    const record = fc.array(network, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        record,
        record,
        fc.integer({ min: 0, max: 8 }),
        fc.integer({ min: 0, max: 255 }),
        (outer, inner, at, host) => {
          const write = (terms: typeof outer): string[] =>
            terms.map(([sign, last, length]) => `${sign}ip4:192.0.2.${last}/${length}`);
          const dns = zoneView({
            'a.example': { TXT: [`v=spf1 ${write(outer).toSpliced(at, 0, 'include:b.example').join(' ')} ?all`] },
            'b.example': { TXT: [`v=spf1 ${write(inner).join(' ')} ~all`] },
          });
          const ip = `192.0.2.${host}`;
          const address = parseAddress(ip);
          const passes = address !== undefined && contains(analyzeSpf('a.example', dns).records[0].authorised, address);
          expect(passes).toBe(checkHost({ ip, sender: 'x@a.example', helo: 'h' }, dns).result === 'pass');
        },
      ),
      { numRuns: 500, seed: 7208 },
    );
  });
});
