import { expect, test } from 'vitest';
import { clientOfReceived } from '../../../src/protocols/smtp/received.ts';

test.each<readonly [string, string, string | null | undefined]>([
  ['Postfix', 'from out.example.org (mx.example.org [192.0.2.1])\tby in.example.net (Postfix) with ESMTP', '192.0.2.1'],
  ['Postfix, no reverse name', 'from x (unknown [IPv6:2001:db8::1]) by y', '2001:db8::1'],
  [
    'Exchange',
    'from EX01.contoso.com (10.0.0.10) by EX02.contoso.com (10.0.0.11) with Microsoft SMTP Server',
    '10.0.0.10',
  ],
  ['Exchange, IPv6', 'from A.outlook.com (2001:db8:b01::13) by B.outlook.com with HTTPS', '2001:db8:b01::13'],
  ['Exim without a name', 'from [192.0.2.1] (helo=mail.example.org) by mx.example.net with esmtp', '192.0.2.1'],
  ['Exim, port and claimed literal', 'from [192.0.2.1] ([192.0.2.9]:4025 helo=[198.51.100.1]) by x', '192.0.2.9'],
  ['qmail', 'from unknown (HELO mail.example.org) (192.0.2.1) by mx with SMTP', '192.0.2.1'],
  ['Sendmail', 'from x (IDENT:root@mx [192.0.2.1] (may be forged)) by y', '192.0.2.1'],
  ['what the client claims gives way to what was seen', 'from [198.51.100.9] (mx [192.0.2.1]) by y', '192.0.2.1'],
  ['an address of the receiver does not count', 'from mx.example.org by y ([192.0.2.1]) with SMTP', undefined],
  ['a hop without a client', 'by 2001:db8::5 with SMTP id abc; Mon, 2 Nov 2026 10:00:00 +0000', undefined],
  ['two clients', 'from x (a [192.0.2.1]) (b [192.0.2.2]) by y', null],
  ['the same twice', 'from x ([192.0.2.1]) (b [192.0.2.1]) by y', '192.0.2.1'],
  ['an IPv4 address in IPv6 clothes', 'from x (y [IPv6:::ffff:192.0.2.1]) by z', '192.0.2.1'],
  ['a word that begins like a keyword', 'fromage [192.0.2.1]', undefined],
  ['an open comment', 'from x (y [192.0.2.1] by z', '192.0.2.1'],
  ['nothing', '', undefined],
])('%s', (_, field, address) => {
  expect(clientOfReceived(field)).toBe(address);
});

test('a field of a megabyte takes no time', () => {
  const start = performance.now();
  clientOfReceived(`from ${'('.repeat(500_000)}${'[1.2.3.4] helo='.repeat(30_000)}`);
  expect(performance.now() - start).toBeLessThan(500);
});
