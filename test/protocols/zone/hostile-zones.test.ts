// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces of a $GENERATE are no placeholder.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeLabel } from '../../../src/protocols/dns-names/domain-name.ts';
import { parseZone } from '../../../src/protocols/zone/parse-zone.ts';
import { quoteString, recordLine } from '../../../src/protocols/zone/record-line.ts';

const megabyte = (piece: string) => piece.repeat(Math.ceil(1_000_000 / piece.length));

const pieces = [
  '$ORIGIN ',
  '$TTL ',
  '$INCLUDE ',
  '$GENERATE 1-9 ',
  '@',
  '\n',
  '\r\n',
  ' ',
  '\t',
  '(',
  ')',
  '"',
  ';',
  '\\',
  '\\0',
  '\\255',
  '.',
  '..',
  'a',
  'mail',
  'contoso.com.',
  'IN ',
  'CH ',
  '300 ',
  '1h ',
  'A ',
  'AAAA ',
  'MX ',
  'TXT ',
  'SOA ',
  'SRV ',
  'CAA ',
  'TLSA ',
  'TYPE1 ',
  'TYPE65280 ',
  '\\# 4 0a000001',
  '192.0.2.1',
  '2001:db8::1',
  '10',
  '$',
  '${0,3,n}',
  'é',
  '\ud800',
  '\0',
  '\ufeff',
];
const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 80 }).map((parts) => parts.join(''));
const octet = fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code));
const octets = fc.array(octet, { maxLength: 30 }).map((codes) => codes.join(''));
const label = octets.filter((label) => label !== '').map(writeLabel);
const name = fc.array(label, { maxLength: 4 }).map((labels) => `${labels.join('.')}.`);
const value = fc.oneof(
  fc.array(octets, { minLength: 1, maxLength: 3 }).map((strings) => `TXT ${strings.map(quoteString).join(' ')}`),
  name.map((target) => `CNAME ${target}`),
  fc.tuple(fc.nat({ max: 65_535 }), name).map(([preference, host]) => `MX ${preference} ${host}`),
  fc.ipV4().map((address) => `A ${address}`),
  fc.ipV6().map((address) => `AAAA ${address}`),
  octets.map((content) => `CAA 0 issue ${quoteString(content)}`),
);
const record = fc.tuple(name, fc.nat(), value).map(([owner, ttl, rest]) => `${owner} ${ttl} ${rest}\n`);

const seeded = { seed: 20261121, numRuns: 3000 };

describe('a hostile zone', () => {
  test('never makes the reader throw, and every problem has a place in it', () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary', maxLength: 200 })), (content) => {
        const { problems } = parseZone(content, { origin: 'contoso.com' });
        const lines = content.split(/\r\n|\n|\r/u).length;
        for (const { at } of problems) expect(at.line >= 1 && at.line <= lines && at.column >= 1).toBe(true);
      }),
      seeded,
    );
  });

  test('a record is read again the same from the line that it is rendered to', () => {
    let records = 0;
    fc.assert(
      fc.property(fc.oneof(soup, record), (content) => {
        for (const { owner, ttl, type, data } of parseZone(content, { origin: 'contoso.com' }).records) {
          records++;
          const line = recordLine({ owner, ttl, class: 'IN', type, data });
          const again = parseZone(line, { form: 'inline' });
          expect(again.problems).toEqual([]);
          expect(again.records).toMatchObject([{ owner, ttl, type, data }]);
        }
      }),
      seeded,
    );
    expect(records).toBeGreaterThan(1000);
  });

  test.each([
    ['opening parentheses', '('],
    ['opening parentheses, one a line', '(\n'],
    ['records that open parentheses', 'a TXT ( x\n'],
    ['closing parentheses', ')'],
    ['quotes', '"'],
    ['open quotes, one a line', '"a\n'],
    ['backslashes', '\\'],
    ['one name', 'a'],
    ['one name of labels', 'a.'],
    ['one name outside ASCII', 'é'],
    ['one word of digits', '9'],
    ['unknown types', 'a b\n'],
    ['unknown directives', '$b c\n'],
    ['character-strings', 'TXT "" '],
    ['records', 'a A 192.0.2.1\n'],
    ['generated records', '$GENERATE 0-65535 $ A 192.0.2.1\n'],
    ['generated mistakes', '$GENERATE 0-65535 a A $\n'],
    ['deep names', `${'x.'.repeat(120)} A 192.0.2.1\n`],
    ['dollar signs to generate from', '$$ ${'],
  ])('a megabyte of %s takes about twice as long as half of it', (_, piece) => {
    const whole = megabyte(piece);
    const timed = (content: string) => {
      // Processor time, which other work on the machine does not lengthen.
      const start = process.cpuUsage();
      const parsed = parseZone(content, { origin: 'contoso.com' });
      return { ...parsed, took: process.cpuUsage(start).user / 1000 };
    };
    const half = timed(whole.slice(0, whole.length / 2));
    const { records, problems, took } = timed(whole);
    // Twice for linear time, four times for quadratic; the constant is for what collecting garbage adds to short times.
    expect(took).toBeLessThan(half.took * 3 + 1500);
    expect(records.length).toBeLessThanOrEqual(250_000);
    expect(problems.length).toBeLessThanOrEqual(101);
  });

  test('a $GENERATE of a megabyte is refused before it has multiplied', () => {
    const start = performance.now();
    const { problems } = parseZone(`$GENERATE 0-65535 a$ TXT "${'$ '.repeat(400_000)}"\n`, { origin: 'contoso.com' });
    expect(problems).toHaveLength(1);
    // Multiplied it would be fifty gigabytes: any machine that reads it at all refuses it long before this.
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  test('time grows with the text and not with its square', () => {
    const zone = (count: number) => 'host MX ( 10 ; x\n mail ) \n  TXT "a" "b"\n'.repeat(count);
    const time = (content: string) => {
      const start = performance.now();
      parseZone(content, { origin: 'contoso.com' });
      return performance.now() - start;
    };
    time(zone(5000));
    const small = Math.min(...[1, 2, 3].map(() => time(zone(5000))));
    const large = Math.min(...[1, 2, 3].map(() => time(zone(40_000))));
    // Eight times the text; sixty-four times would be quadratic.
    expect(large).toBeLessThan(Math.max(small, 5) * 30);
  });

  test('more than the limit of text is refused with the limit', () => {
    const { problems, records } = parseZone('a A 192.0.2.1\n', { limits: { bytes: 10 } });
    expect(records).toEqual([]);
    expect(problems).toHaveLength(1);
  });
});
