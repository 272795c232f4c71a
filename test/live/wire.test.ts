import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeMessage, encodeMessage, Packet, type Resource } from '../../src/live/wire.ts';
import { encodeWire } from '../../src/protocols/zone/encode-wire.ts';
import { parseZone } from '../../src/protocols/zone/parse-zone.ts';
import { recordLine } from '../../src/protocols/zone/record-line.ts';
import { decodeWire } from '../../src/protocols/zone/wire-data.ts';

const octets = (name: string): Buffer => Buffer.from(name, 'latin1');

function message(records: readonly Resource[]): InstanceType<typeof Packet> {
  const packet = new Packet();
  packet.header = new Packet.Header({ id: 7, qr: 1 });
  packet.answers = [...records];
  return packet;
}

const resource = (name: string, type: number, data: Buffer): Resource =>
  new Packet.Resource({ name, type, class: 1, ttl: 60, data });

describe('values', () => {
  const zone = parseZone(
    String.raw`
contoso.com. 60 SOA ns1.contoso.com. host\.master.contoso.com. 4294967295 2 3 4 5
contoso.com. 60 MX 10 mail.contoso.com.
contoso.com. 60 TXT "v=spf1 " "-all" "" "caf\195\169 \255\000 \"x\" \\"
contoso.com. 60 CAA 128 issue "ca.example.net; a=b"
a.contoso.com. 60 A 192.0.2.1
a.contoso.com. 60 AAAA ::ffff:192.0.2.1
a.contoso.com. 60 AAAA ::
a.contoso.com. 60 AAAA 2001:db8::1:0:0:1
b\.c.contoso.com. 60 CNAME a\.b\032c.contoso.com.
_25._tcp.a.contoso.com. 60 TLSA 3 1 1 00ff10
_x._tcp.contoso.com. 60 SRV 1 2 65535 .
d.contoso.com. 60 TYPE65280 \# 3 00ff10
e.contoso.com. 60 TYPE65280 \# 0
`,
    { form: 'inline' },
  );

  test.each(zone.records.map((record) => [recordLine(record), record] as const))(
    'come back from the wire as they were: %s',
    (line, record) => {
      expect(zone.problems).toEqual([]);
      const wire = encodeWire(record.data) ?? '';
      const type =
        { TXT: 16, SOA: 6, MX: 15, CAA: 257, A: 1, AAAA: 28, CNAME: 5, TLSA: 52, SRV: 33 }[record.type] ?? 65280;
      const [back] = decodeMessage(encodeMessage(message([resource(record.owner, type, octets(wire))])))?.answers ?? [];
      const hex = Buffer.isBuffer(back?.data) ? back.data.toString('hex') : '';
      expect(back?.name).toBe(record.owner);
      const data =
        type === 65280
          ? { type: 'other' as const, text: `\\# ${hex.length / 2}${hex === '' ? '' : ` ${hex}`}` }
          : decodeWire(record.type, hex);
      expect(data).toBeDefined();
      if (data !== undefined) expect(recordLine({ ...record, data })).toBe(line);
    },
  );

  test('a string over 255 octets is cut, and a type that is only carried has no octets', () => {
    const long = encodeWire({ type: 'TXT', strings: ['x'.repeat(300)] }) ?? '';
    expect([long.charCodeAt(0), long.charCodeAt(256), long.length]).toEqual([255, 45, 302]);
    expect(encodeWire({ type: 'TXT', strings: [''] })).toBe('\0');
    expect(encodeWire({ type: 'other', text: '257 3 13 abc=' })).toBeUndefined();
  });
});

test('names are compressed against names whatever their case, and keep the case that they are written in', () => {
  const packet = message([
    resource('CoNtOsO.com', 1, octets('\x01\x02\x03\x04')),
    resource('mail.contoso.COM', 1, octets('abcd')),
  ]);
  const wire = encodeMessage(packet);
  // Header, 13 + 10 + 4 for the first; label, pointer, 10 and 4 for the second.
  expect(wire.length).toBe(12 + 27 + (5 + 2 + 14));
  expect(decodeMessage(wire)?.answers.map((record) => record.name)).toEqual(['CoNtOsO.com', 'mail.CoNtOsO.com']);
});

test('a message of thousands of records is written in time', () => {
  const records = Array.from({ length: 3500 }, (_, index) =>
    resource('contoso.com', 1, octets(`ab${String.fromCharCode(index >> 8, index & 255)}`)),
  );
  const before = performance.now();
  expect(encodeMessage(message(records)).length).toBeGreaterThan(50_000);
  expect(performance.now() - before).toBeLessThan(1000);
});

test('64 kB of questions that follow one long chain of pointers are refused in time', () => {
  const chain = Buffer.alloc(32_000);
  chain.writeUInt16BE(0xc000, 12);
  for (let at = 14; at + 1 < 16_000; at += 2) chain.writeUInt16BE(0xc000 | (at - 2), at);
  for (let at = 16_000; at + 5 < chain.length; at += 6) chain.writeUInt16BE(0xc000 | 15_998, at);
  chain.writeUInt16BE(20_000, 4);
  const before = performance.now();
  expect(decodeMessage(chain)).toBeUndefined();
  expect(performance.now() - before).toBeLessThan(500);
});

test('octets of any kind are a message or none, in time', () => {
  const header = fc
    .tuple(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.nat(3), fc.nat(3))
    .map(([start, questions, answers]) => Buffer.from([...start, 0, questions, 0, answers, 0, 0, 0, 1]));
  const body = fc.array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom(
        Buffer.from([0xc0, 12]),
        Buffer.from([0, 0, 1, 0, 1]),
        Buffer.from([3, 97, 98, 99, 0, 0, 16, 0, 1]),
      ),
    ),
    { maxLength: 30 },
  );
  const before = performance.now();
  fc.assert(
    fc.property(header, body, (start, parts) => {
      const packet = decodeMessage(Buffer.concat([start, ...parts]));
      // What was understood can be written again.
      if (packet !== undefined)
        expect(decodeMessage(encodeMessage(packet))?.answers.length).toBe(packet.answers.length);
    }),
    { numRuns: 3000, seed: 53 },
  );
  expect(performance.now() - before).toBeLessThan(20_000);
});
