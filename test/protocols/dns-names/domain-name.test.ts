import { describe, expect, test } from 'vitest';
import { readIPv4, readIPv6 } from '../../../src/protocols/dns-names/address-text.ts';
import {
  canonicalName,
  isWithin,
  parentOf,
  readName,
  wireLength,
} from '../../../src/protocols/dns-names/domain-name.ts';

const fault = (text: string, origin?: string) => {
  const read = readName(text, origin);
  return read.ok ? undefined : read.fault;
};

describe('a domain name', () => {
  test.each([
    ['Mail.Contoso.COM.', 'mail.contoso.com'],
    ['mail.contoso.com', 'mail.contoso.com'],
    ['.', ''],
    ['a\\.b.example.', 'a\\.b.example'],
    ['a\\046b.example', 'a\\.b.example'],
    ['\\065bc.example', 'abc.example'],
    ['a b.example', 'a\\032b.example'],
    ['@', '\\@'],
    ['bücher.EXAMPLE', 'xn--bcher-kva.example'],
    ['１.example', '1.example'],
    ['_25._tcp.mail', '_25._tcp.mail'],
  ])('%s has one spelling, %s', (written, name) => {
    expect(canonicalName(written)).toBe(name);
  });

  test('is completed with the origin unless it ends with a dot', () => {
    expect(readName('mail', 'contoso.com')).toEqual({ ok: true, name: 'mail.contoso.com', relative: true });
    expect(readName('mail.', 'contoso.com')).toEqual({ ok: true, name: 'mail', relative: false });
    expect(readName('mail', '')).toEqual({ ok: true, name: 'mail', relative: true });
    // The last dot belongs to the label when a backslash precedes it.
    expect(readName('mail\\.', 'contoso.com')).toMatchObject({ name: 'mail\\..contoso.com', relative: true });
  });

  test('has labels of at most 63 octets, and at most 255 octets in all (RFC 1035 section 2.3.4)', () => {
    const full = [...Array<string>(3).fill('a'.repeat(63)), 'b'.repeat(61)].join('.');
    expect(wireLength(full)).toBe(255);
    expect(canonicalName(full)).toBe(full);
    expect(fault(`${full}b`)).toEqual({ kind: 'long-name', octets: 256 });
    expect(fault('l'.repeat(64))).toMatchObject({ kind: 'long-label', octets: 64 });
    // An escape is one octet however long it is written.
    expect(fault(`${'\\001'.repeat(63)}.example`)).toBeUndefined();
    expect(fault(`${'\\001'.repeat(64)}.example`)).toMatchObject({ kind: 'long-label', octets: 64 });
  });

  test.each([
    ['a..b', { kind: 'empty-label' }],
    ['.a', { kind: 'empty-label' }],
    ['..', { kind: 'empty-label' }],
    ['', { kind: 'empty' }],
    ['a\\256', { kind: 'bad-escape', found: '\\256' }],
    ['a\\1', { kind: 'bad-escape', found: '\\1' }],
    ['a\\', { kind: 'bad-escape', found: '\\' }],
    ['é/b.example', { kind: 'bad-international', label: 'é/b' }],
    ['é\\032.example', { kind: 'bad-international', label: 'é\\032' }],
    ['\ud800.example', { kind: 'bad-international', label: '\ud800' }],
  ])('is not %s', (written, expected) => {
    expect(fault(written)).toEqual(expected);
  });

  test('has a parent, up to the root; an escaped dot separates nothing', () => {
    expect(parentOf('a\\.b.example')).toBe('example');
    expect(parentOf('a\\\\.b')).toBe('b');
    expect(parentOf('example')).toBe('');
    expect(parentOf('')).toBeUndefined();
  });

  test('lies within a zone by whole labels', () => {
    expect(isWithin('mail.contoso.com', 'contoso.com')).toBe(true);
    expect(isWithin('contoso.com', 'contoso.com')).toBe(true);
    expect(isWithin('mycontoso.com', 'contoso.com')).toBe(false);
    expect(isWithin('x\\.contoso.com', 'contoso.com')).toBe(false);
    expect(isWithin('anything', '')).toBe(true);
  });
});

describe('an address', () => {
  test.each(['192.0.2.256', '192.0.2', '192.0.2.01', '192.0.2.1.1', ' 192.0.2.1', '', '1e1.0.0.1'])(
    'of version 4 is not %j',
    (written) => {
      expect(readIPv4(written)).toBeUndefined();
    },
  );

  // RFC 5952 sections 4.1 to 4.3 and 5.
  test.each([
    ['2001:0DB8::0001', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1::', '1::'],
    ['::FFFF:192.0.2.1', '::ffff:192.0.2.1'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ])('of version 6 written %s is %s', (written, canonical) => {
    expect(readIPv6(written)).toBe(canonical);
  });

  test.each(['1::2::3', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '::12345', 'g::', '192.0.2.1', '192.0.2.1::', ':::', ''])(
    'of version 6 is not %j',
    (written) => {
      expect(readIPv6(written)).toBeUndefined();
    },
  );
});
