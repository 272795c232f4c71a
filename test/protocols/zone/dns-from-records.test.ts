import { describe, expect, test } from 'vitest';
import { dnsFromRecords } from '../../../src/protocols/zone/dns-from-records.ts';

const dns = dnsFromRecords({
  'Example.com.': { TXT: ['v=spf1 -all'], MX: [[10, 'MX.Example.com.']], A: ['192.0.2.1'], AAAA: 'TIMEOUT' },
  'www.example.com': { CNAME: ['example.com'] },
  'down.example.com': 'TIMEOUT',
  'a.b.example.com': { A: ['192.0.2.2'], MX: [] },
});

describe('a view from a map of records', () => {
  test('answers in any case, with or without the dot, and gives hosts in lower case without it', () => {
    expect(dns.lookup('EXAMPLE.com', 'txt')).toEqual({ status: 'records', records: ['v=spf1 -all'] });
    expect(dns.lookup('example.com.', 'MX')).toMatchObject({ records: [[10, 'mx.example.com']] });
  });

  test('keeps the four kinds of nothing apart', () => {
    expect(dns.lookup('nowhere.example.com', 'A').status).toBe('no-such-name');
    expect(dns.lookup('example.com', 'PTR').status).toBe('no-such-type');
    expect(dns.lookup('a.b.example.com', 'MX').status).toBe('no-such-type');
    expect(dns.lookup('b.example.com', 'A').status).toBe('no-such-type');
    expect(dns.lookup('example.com', 'AAAA').status).toBe('failure');
    expect(dns.lookup('down.example.com', 'A').status).toBe('failure');
  });

  test('follows aliases, except for the type CNAME itself', () => {
    expect(dns.lookup('www.example.com', 'A')).toEqual({
      status: 'records',
      records: ['192.0.2.1'],
      owner: 'example.com',
      aliases: ['www.example.com'],
    });
    expect(dns.lookup('www.example.com', 'CNAME')).toEqual({ status: 'records', records: ['example.com'] });
    expect(dns.lookup('www.example.com', 'PTR')).toMatchObject({ status: 'no-such-type' });
    expect(dns.lookup('www.example.com', 'AAAA')).toMatchObject({ status: 'failure' });
  });

  test('says that a text which cannot be a name does not exist', () => {
    expect(dns.lookup(`${'l'.repeat(64)}.example.com`, 'A').status).toBe('no-such-name');
    expect(dns.lookup('a..example.com', 'A').status).toBe('no-such-name');
  });

  test('gives the same answer object each time', () => {
    expect(dns.lookup('example.com', 'A')).toBe(dns.lookup('example.com', 'A'));
  });
});

describe('aliases', () => {
  const chain = (count: number) =>
    Object.fromEntries([
      ...Array.from({ length: count }, (_, index) => [`n${index}.example`, { CNAME: [`n${index + 1}.example`] }]),
      [`n${count}.example`, { A: ['192.0.2.1'] }],
    ]);

  test('are followed eight times and not nine', () => {
    expect(dnsFromRecords(chain(8)).lookup('n0.example', 'A')).toMatchObject({ records: ['192.0.2.1'] });
    const ninth = dnsFromRecords(chain(9)).lookup('n0.example', 'A');
    expect(ninth).toMatchObject({ status: 'failure', because: expect.stringContaining('more than 8 aliases') });
  });

  test('that go round in a circle are a failure that shows the circle', () => {
    const circle = dnsFromRecords({ 'a.example': { CNAME: ['b.example'] }, 'b.example': { CNAME: ['A.example'] } });
    expect(circle.lookup('a.example', 'A')).toEqual({
      status: 'failure',
      because: 'the aliases a.example -> b.example -> a.example go round in a circle',
    });
    const self = dnsFromRecords({ 'a.example': { CNAME: ['a.example'] } });
    expect(self.lookup('a.example', 'MX').status).toBe('failure');
  });

  test('that lead nowhere say what is there and how it was reached', () => {
    const dangling = dnsFromRecords({ 'a.example': { CNAME: ['gone.example'] } });
    expect(dangling.lookup('a.example', 'A')).toEqual({
      status: 'no-such-name',
      because: 'alias a.example -> gone.example',
    });
  });
});
