// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the braces of a $GENERATE are no placeholder.
import { describe, expect, test } from 'vitest';
import { plain, text } from '../../../src/model/text.ts';
import { parseZone } from '../../../src/protocols/zone/parse-zone.ts';
import { recordLine } from '../../../src/protocols/zone/record-line.ts';
import type { Included, ZoneOptions } from '../../../src/protocols/zone/zone-record.ts';

const read = (content: string, options: ZoneOptions = {}) => parseZone(content, { origin: 'contoso.com', ...options });
const lines = (content: string, options?: ZoneOptions) => read(content, options).records.map(recordLine);
/** Each problem as `line:column problem`. */
const problems = (content: string, options?: ZoneOptions) =>
  read(content, options).problems.map(({ at, problem }) => `${at.line}:${at.column} ${plain(problem)}`);
const notices = (content: string, options?: ZoneOptions) =>
  read(content, options).notices.map(({ kind, at }) => `${at.line}:${at.column} ${kind}`);

describe('names', () => {
  test('are absolute without an origin, with or without the dot', () => {
    const { records } = parseZone('contoso.com MX 10 mail.contoso.com\ncontoso.com. A 192.0.2.1\n', { form: 'inline' });
    expect(records.map(recordLine)).toEqual(['contoso.com. IN MX 10 mail.contoso.com.', 'contoso.com. IN A 192.0.2.1']);
  });

  test('are relative from $ORIGIN on, and only from there on', () => {
    const content = 'mail A 192.0.2.1\n$ORIGIN contoso.com.\nmail A 192.0.2.2\n';
    const { records } = parseZone(content, { form: 'inline' });
    expect(records.map((record) => record.owner)).toEqual(['mail', 'mail.contoso.com']);
  });

  test('of a file without $ORIGIN are completed with the zone that its SOA names with a trailing dot', () => {
    const soa = 'contoso.com. SOA ns1 hostmaster 1 2 3 4 5\nwww A 192.0.2.1\n';
    expect(parseZone(soa).records.map((record) => record.owner)).toEqual(['contoso.com', 'www.contoso.com']);
    expect(parseZone(soa, { form: 'inline' }).records.map((record) => record.owner)).toEqual(['contoso.com', 'www']);
    const undotted = 'contoso.com SOA ns1.contoso.com h.contoso.com 1 2 3 4 5\nwww.contoso.com A 192.0.2.1\n';
    expect(parseZone(undotted).records.map((record) => record.owner)).toEqual(['contoso.com', 'www.contoso.com']);
  });

  test('at the sign @ need an origin', () => {
    const { records, problems: found } = parseZone('@ A 192.0.2.1\n');
    expect(records).toEqual([]);
    expect(found.map(({ remedy }) => plain(remedy))).toEqual([
      'Put $ORIGIN contoso.com. above it, or write the whole name.',
    ]);
  });

  test('in Unicode are the A-labels that they stand for', () => {
    expect(lines('münchen A 192.0.2.1\nMÜNCHEN AAAA 2001:db8::1\nxn--mnchen-3ya MX 10 bücher.example.\n')).toEqual([
      'xn--mnchen-3ya.contoso.com. IN A 192.0.2.1',
      'xn--mnchen-3ya.contoso.com. IN AAAA 2001:db8::1',
      'xn--mnchen-3ya.contoso.com. IN MX 10 xn--bcher-kva.example.',
    ]);
    expect(problems('a\u00a0b A 192.0.2.1\n')).toEqual([
      '1:1 The label a\u00a0b cannot be written as an internationalised host name.',
    ]);
  });

  test('that are too long name the label or the octets', () => {
    expect(problems(`${'l'.repeat(64)} A 192.0.2.1\n`)).toEqual([`1:1 The label ${'l'.repeat(64)} has 64 octets.`]);
    // Four labels of 60 octets take 4 * 61, contoso.com 12, and the root 1.
    const [found] = problems(`a MX 10 ${Array(4).fill('m'.repeat(60)).join('.')}\n`);
    expect(found).toMatch(/^1:9 The name m+\.m+\.{3} takes 257 octets once it is complete\.$/u);
  });
});

describe('places', () => {
  const zone = 'mail 300 IN A 192.0.2.1\n\tMX ( 10\n  mail )\n';

  test('of a record run from its first word to its last, of its value from the first word of that', () => {
    const [address, exchange] = read(zone, { file: 'dns/contoso.com.zone' }).records;
    const file = 'dns/contoso.com.zone';
    expect(address?.at).toEqual({ file, line: 1, column: 1, endLine: 1, endColumn: 24 });
    expect(address?.dataAt).toEqual({ file, line: 1, column: 15, endLine: 1, endColumn: 24 });
    expect(exchange?.at).toEqual({ file, line: 2, column: 2, endLine: 3, endColumn: 7 });
    expect(exchange?.dataAt).toEqual({ file, line: 2, column: 7, endLine: 3, endColumn: 7 });
  });

  test('count the same with CRLF, a lone CR and a byte order mark', () => {
    const places = (content: string) => read(content).records.map(({ at }) => `${at.line}:${at.column}`);
    expect(places(`\ufeff${zone.replaceAll('\n', '\r\n')}`)).toEqual(['1:1', '2:2']);
    expect(places(zone.replaceAll('\n', '\r'))).toEqual(['1:1', '2:2']);
  });

  test('are moved for text that is a part of another file, problems too', () => {
    const place = (line: number, column: number) => ({ line: line + 33, column: column + 4 });
    const { records, problems: found } = read('a A 192.0.2.1\nb A x\nc TXT "\n', { place });
    expect(records[0]?.at).toMatchObject({ line: 34, column: 5, endLine: 34, endColumn: 18 });
    expect(found.map(({ at }) => `${at.line}:${at.column}`)).toEqual(['35:9', '36:11']);
  });
});

describe('every error', () => {
  test('is reported in one reading, and the sound records around it are kept', () => {
    const content = [
      'a A 192.0.2.300',
      'b MX many mail',
      'c MX 70000 mail',
      'd TXT "open',
      'e CNAME x y',
      'f SRV 1 2',
      'g MXX 10 mail',
      '$ORIGINS x',
      'h A 192.0.2.1 )',
      'i A 192.0.2.9',
    ].join('\n');
    expect(problems(content)).toEqual([
      '1:5 192.0.2.300 is no address of this type.',
      '2:6 The preference of the MX record is many.',
      '3:6 The preference of the MX record is 70000.',
      '4:7 This quote is not closed on its line.',
      '5:11 The CNAME record goes on with y behind its value.',
      '6:9 The SRV record ends before its port.',
      '7:3 MXX is no record type.',
      '8:1 $ORIGINS is no directive.',
      '9:15 This parenthesis was never opened.',
    ]);
    expect(lines(content)).toEqual(['i.contoso.com. IN A 192.0.2.9']);
  });

  test('says what would be valid', () => {
    const remedies = (content: string) => read(content).problems.map(({ remedy }) => plain(remedy));
    expect(remedies('a A 192.0.2.300\n')).toEqual(['An A record takes an IPv4 address such as 192.0.2.1.']);
    expect(remedies('a MXX 10 b\n')[0]).toContain('MX');
    expect(remedies('$TTLL 5\n')[0]).toContain('Did you mean $TTL?');
    expect(remedies('a TXT "\\300"\n')[0]).toContain('000 to 255');
  });

  test('of a value that misses several words is one error', () => {
    expect(problems('@ SOA ns1\n')).toEqual(['1:7 The SOA record ends before its mailbox of the administrator.']);
  });

  test('behind a parenthesis that is never closed is still found', () => {
    expect(problems('a MX ( 10 mail\nb A 192.0.2.300\nc A 192.0.2.1\n')).toEqual([
      '1:6 This parenthesis is never closed.',
      '2:5 192.0.2.300 is no address of this type.',
    ]);
  });

  test('in an owner is one error, not one for each line that takes its owner from it', () => {
    expect(problems('a..b A 192.0.2.1\n AAAA 2001:db8::1\n MX 10 x\n')).toEqual([
      '1:1 The name a..b has an empty label.',
    ]);
  });

  test('over the limit is counted in one last line', () => {
    const found = problems('a A x\n'.repeat(50), { limits: { problems: 3 } });
    expect(found).toHaveLength(4);
    expect(found.at(-1)).toContain('the first 3 are listed');
  });
});

describe('records that exclude one another', () => {
  test('are a CNAME and anything else, but not the records that sign it', () => {
    expect(problems('a A 192.0.2.1\na CNAME b\n', { file: 'x.zone' })).toEqual([
      '2:1 a.contoso.com has a CNAME record and a A record (the other one is at x.zone:1:1).',
    ]);
    expect(problems('a CNAME b\na NSEC c CNAME NSEC\n')).toEqual([]);
  });

  test('are two different CNAMEs or SOAs, but identical ones are one record', () => {
    expect(problems('a CNAME b\na CNAME c\n')).toHaveLength(1);
    expect(problems('a CNAME b\na CNAME B\n')).toEqual([]);
    expect(problems('@ SOA a b 1 2 3 4 5\n@ SOA a b 2 2 3 4 5\n')).toHaveLength(1);
    expect(problems('@ SOA a b 1 2 3 4 5\n@ SOA a b 1 2 3 4 5\n')).toEqual([]);
  });
});

describe('suspicions', () => {
  test('a relative name that ends with the origin or looks like a domain probably lacks its dot', () => {
    expect(lines('@ MX 10 mail.contoso.com\n')).toEqual(['contoso.com. IN MX 10 mail.contoso.com.contoso.com.']);
    expect(notices('@ MX 10 mail.contoso.com\n')).toEqual(['1:9 missing-trailing-dot']);
    expect(notices('@ MX 0 contoso-com.mail.protection.outlook.com\n')).toEqual(['1:8 missing-trailing-dot']);
    expect(notices('mail.contoso.com A 192.0.2.1\n')).toEqual(['1:1 missing-trailing-dot']);
  });

  test('belong to the record that holds them, as it is read', () => {
    const owners = read('a A 192.0.2.1\nmail.contoso.com A 192.0.2.1\nb MX 10 x.contoso.com\n').notices.map(
      ({ owner }) => owner,
    );
    expect(owners).toEqual(['mail.contoso.com.contoso.com', 'b.contoso.com']);
  });

  test('a relative name that exists once it is complete lacks nothing', () => {
    expect(notices('@ MX 10 mail.eu.com\nmail.eu.com A 192.0.2.1\n')).toEqual([]);
    expect(notices('@ MX 10 mail\n@ MX 20 mail.contoso.com.\nmail.north A 192.0.2.1\n')).toEqual([]);
  });

  test('text without quotes loses its spaces, and what follows a semicolon', () => {
    const [spaced, cut] = read('a TXT v=spf1 mx -all\nb TXT v=DMARC1; p=none\n').records.map(({ data }) => data);
    expect(spaced).toEqual({ type: 'TXT', strings: ['v=spf1', 'mx', '-all'] });
    expect(cut).toEqual({ type: 'TXT', strings: ['v=DMARC1'] });
    expect(notices('a TXT v=spf1 mx -all\nb TXT v=DMARC1; p=none\n')).toEqual([
      '1:7 unquoted-text',
      '2:7 unquoted-text',
    ]);
    expect(notices('a TXT "v=spf1 mx -all" ; fine\nb TXT token ; fine\n')).toEqual([]);
  });

  test('an address where a host name is expected', () => {
    expect(notices('@ MX 10 192.0.2.1\n')).toEqual(['1:9 address-as-name']);
  });

  test('a record outside the only zone of a file, but not among inline records', () => {
    const content = '@ SOA a b 1 2 3 4 5\nwww.fabrikam.com. A 192.0.2.1\n';
    expect(notices(content)).toEqual(['2:1 outside-zone']);
    expect(notices(content, { form: 'inline' })).toEqual([]);
  });

  test('TTLs that differ within one name and type, or that do not fit into 31 bits', () => {
    expect(notices('a 60 A 192.0.2.1\na 90 A 192.0.2.2\na 10 MX 1 a\n')).toEqual(['2:1 ttl-differs']);
    expect(read('a 2147483648 A 192.0.2.1\n').records[0]?.ttl).toBe(0);
    expect(notices('a 2147483648 A 192.0.2.1\n')).toEqual(['1:3 ttl-too-large']);
  });
});

describe('values', () => {
  test('of text are octets: UTF-8, escapes resolved', () => {
    const [record] = read('a TXT "caf\u00e9\\255\\"" "\\065"\n').records;
    expect(record?.data).toEqual({ type: 'TXT', strings: ['caf\u00c3\u00a9\u00ff"', 'A'] });
  });

  test('of text count their 255 octets in UTF-8', () => {
    expect(problems(`a TXT "${'\u00e9'.repeat(127)}"\n`)).toEqual([]);
    expect(notices(`a TXT "${'\u00e9'.repeat(127)}"\n`)).toEqual([]);
    expect(problems(`a TXT "${'\u00e9'.repeat(128)}"\n`)).toEqual([]);
    expect(notices(`a TXT "${'\u00e9'.repeat(128)}"\n`)).toEqual(['1:7 long-string']);
  });

  test('of other types are carried as written', () => {
    expect(lines('a NAPTR 10 20 "u" "" "!x!" . ; why\n')).toEqual(['a.contoso.com. IN NAPTR 10 20 "u" "" "!x!" .']);
    expect(lines('a TYPE65280 \\# 3 ( 0a00\n 01 )\n')).toEqual(['a.contoso.com. IN TYPE65280 \\# 3 0a0001']);
  });

  test('in the form of unknown types are those of the type when it is known (RFC 3597 section 5)', () => {
    expect(lines('a TYPE1 \\# 4 c0000201\n@ MX \\# 9 000a 04 6d61696c 01 78 00\n').slice(0, 1)).toEqual([
      'a.contoso.com. IN A 192.0.2.1',
    ]);
    expect(problems('a A \\# 3 c00002\n')).toEqual(['1:10 These 3 octets are no value of type A.']);
  });

  test('of a class other than IN are refused', () => {
    expect(problems('a CH TXT "x"\n')).toEqual(['1:3 The class of this record is CH.']);
  });
});

describe('$INCLUDE', () => {
  const files: Readonly<Record<string, string>> = {
    'hosts.inc': '$ORIGIN sub.contoso.com.\nmail A 192.0.2.1\n',
    'a.inc': '$INCLUDE b.inc\n',
    'b.inc': '$INCLUDE a.inc\n',
    'broken.inc': '\nmail A 192.0.2.300\n',
  };
  const include = (path: string): Included =>
    files[path] === undefined
      ? { ok: false, because: text`no such file.` }
      : { ok: true, file: path, text: files[path] };

  test('leaves the origin and the owner of the including file alone', () => {
    expect(lines('www A 192.0.2.7\n$INCLUDE hosts.inc\n AAAA 2001:db8::1\nx A 192.0.2.8\n', { include })).toEqual([
      'www.contoso.com. IN A 192.0.2.7',
      'mail.sub.contoso.com. IN A 192.0.2.1',
      'www.contoso.com. IN AAAA 2001:db8::1',
      'x.contoso.com. IN A 192.0.2.8',
    ]);
  });

  test('reports errors in the file that holds them', () => {
    const [found] = read('$INCLUDE broken.inc\n', { include, file: 'main.zone' }).problems;
    expect(found?.at).toMatchObject({ file: 'broken.inc', line: 2, column: 8 });
  });

  test('of a file that includes itself shows the way', () => {
    const [found] = read('$INCLUDE a.inc\n', { include, file: 'main.zone' }).problems;
    expect(plain(found?.problem ?? text``)).toBe('a.inc includes itself, through main.zone, a.inc, b.inc and a.inc.');
    expect(found?.at).toMatchObject({ file: 'b.inc', line: 1, column: 10 });
  });

  test('ends at its limits even when every file is a new one', () => {
    let count = 0;
    const endless = (): Included => ({ ok: true, file: `f${++count}`, text: '$INCLUDE x\n$INCLUDE y\n' });
    const { problems: found } = read('$INCLUDE x\n', { include: endless });
    expect(count).toBeLessThanOrEqual(200);
    expect(plain(found[0]?.problem ?? text``)).toContain('too deeply or too often');
  });

  test('is refused with the reason where no file can be read', () => {
    expect(problems('$INCLUDE missing.inc\n', { include })).toEqual(['1:10 missing.inc cannot be read: no such file.']);
    expect(problems('$INCLUDE hosts.inc\n')).toEqual(['1:10 hosts.inc cannot be included here.']);
  });
});

describe('$GENERATE', () => {
  test('writes one record a number, each at the place of the directive', () => {
    const { records } = read('; hosts\n$GENERATE 1-5/2 h${10,3} A 192.0.2.$\n');
    expect(records.map(recordLine)).toEqual([
      'h011.contoso.com. IN A 192.0.2.1',
      'h013.contoso.com. IN A 192.0.2.3',
      'h015.contoso.com. IN A 192.0.2.5',
    ]);
    expect(records.every(({ at }) => at.line === 2)).toBe(true);
  });

  test('is bounded in its count, and reports a mistake once', () => {
    expect(problems('$GENERATE 0-65536 h$ A 192.0.2.1\n')).toEqual(['1:11 The range 0-65536 has 65537 numbers.']);
    expect(problems('$GENERATE 300-400 h$ A 192.0.2.$\n')).toEqual(['1:24 192.0.2.300 is no address of this type.']);
  });

  test('refuses what is no range and what is no brace', () => {
    expect(problems('$GENERATE 5-1 h$ A 192.0.2.$\n$GENERATE 1-2 h${x} A 192.0.2.$\n$GENERATE 1-2 h$ A\n')).toEqual([
      '1:11 5-1 is no range.',
      '2:15 The braces in h${x} hold something else.',
      '3:1 $GENERATE stands without all of its parts.',
    ]);
  });
});
