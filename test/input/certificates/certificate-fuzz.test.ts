import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readCertificateFile } from '../../../src/input/certificates/certificate-file.ts';
import { mintChain, mintPkcs7 } from '../../support/mint-certificates.ts';

/** A small generator with a fixed seed (xorshift32), so that a failing case can be run again. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** A few octets changed, cut out, repeated or the end cut off. */
function mutate(bytes: Uint8Array, next: (below: number) => number): Uint8Array {
  let result = Uint8Array.from(bytes);
  for (let change = next(4); change >= 0; change--) {
    const at = next(Math.max(1, result.length));
    switch (next(5)) {
      case 0:
        result = result.slice(0, at);
        break;
      case 1:
        result = Uint8Array.from([...result.slice(0, at), ...result.slice(at + next(8))]);
        break;
      case 2:
        result = Uint8Array.from([...result.slice(0, at), ...result.slice(at, at + next(40)), ...result.slice(at)]);
        break;
      default:
        result[at] = next(256);
    }
  }
  return result;
}

const cases = 400;
const options = {
  key: 'hybrid',
  at: '/certificates/hybrid',
  file: 'a.pem',
  passwordEnv: 'PFX',
  password: 'mxproof-example',
};

describe('mutated files end in a certificate or in problems, and in nothing else', () => {
  test.each(['pem', 'der', 'p7b', 'ec-modern.pfx', 'ec-legacy.pfx'])('%s', async (form) => {
    const [leaf, between, root] = await mintChain({ subject: 'CN=mail.contoso.com', dnsNames: ['mail.contoso.com'] });
    const seeds: Readonly<Record<string, Uint8Array>> = {
      pem: new TextEncoder().encode(leaf.pem + between.pem),
      der: leaf.der,
      p7b: mintPkcs7([leaf, between, root]),
    };
    const bytes = seeds[form] ?? readFileSync(new URL(`../../../fixtures/certificates/${form}`, import.meta.url));
    const next = generator(20_260_101);
    let refused = 0;
    for (let run = 0; run < cases; run++) {
      const result = await readCertificateFile(mutate(bytes, next), options);
      if (result.ok) expect(result.certificate.subject).toBeTypeOf('string');
      else {
        refused++;
        expect(result.problems.length).toBeGreaterThan(0);
      }
    }
    expect(refused).toBeGreaterThan(cases / 10);
  });

  test('deep nesting and long runs of one octet end quickly', async () => {
    for (const octet of [0x30, 0x80, 0xa0, 0x24, 0xff, 0x2d]) {
      expect((await readCertificateFile(new Uint8Array(200_000).fill(octet), options)).ok).toBe(false);
    }
    const indefinite = Uint8Array.from({ length: 100_000 }, (_, index) => (index % 2 === 0 ? 0x30 : 0x80));
    expect((await readCertificateFile(indefinite, options)).ok).toBe(false);
    const begins = new TextEncoder().encode('-----BEGIN CERTIFICATE-----\n'.repeat(30_000));
    expect((await readCertificateFile(begins, options)).ok).toBe(false);
  });
});
