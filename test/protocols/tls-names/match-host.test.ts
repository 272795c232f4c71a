import { describe, expect, test } from 'vitest';
import { matchHost } from '../../../src/protocols/tls-names/match-host.ts';
import { matchSendConnectorDomain, matchTlsDomain } from '../../../src/protocols/tls-names/match-tls-domain.ts';
import { certificateWith } from './certificate-with.ts';

const dns = (name: string) => ({ matched: true, name, by: 'dnsName' });
const no = { matched: false };

describe('the name of a server (RFC 6125, RFC 9525)', () => {
  test.each([
    ['an equal name', 'MX1.contoso.com', ['mx1.contoso.com'], dns('mx1.contoso.com')],
    ['a final dot names the same host', 'mx1.contoso.com.', ['mx1.contoso.com'], dns('mx1.contoso.com')],
    ['the star stands for one label', 'mx1.contoso.com', ['*.contoso.com'], dns('*.contoso.com')],
    ['the star does not stand for two labels', 'a.mx1.contoso.com', ['*.contoso.com'], no],
    ['the star does not stand for none', 'contoso.com', ['*.contoso.com'], no],
    ['a star within a label is no wildcard (RFC 9525 6.3)', 'mx1.contoso.com', ['mx*.contoso.com'], no],
    ['a star further right is no wildcard', 'mx1.eu.contoso.com', ['mx1.*.contoso.com'], no],
    ['a star over a whole top-level domain covers nobody', 'contoso.com', ['*.com'], no],
    ['the suffix of a name is not the name', 'mail.contoso.com', ['.contoso.com'], no],
    ['an address is no name', '192.0.2.1', ['192.0.2.1', '*.0.2.1'], no],
  ])('%s', (_, host, dnsNames, expected) => {
    expect(matchHost(host, certificateWith('other.contoso.com', dnsNames))).toEqual(expected);
  });

  test('the common name counts only where there is no alternative name', () => {
    expect(matchHost('mail.contoso.com', certificateWith('mail.contoso.com'))).toEqual({
      matched: true,
      name: 'mail.contoso.com',
      by: 'commonName',
    });
    expect(matchHost('mail.contoso.com', certificateWith('mail.contoso.com', ['smtp.contoso.com']))).toEqual(no);
  });

  test('for MTA-STS the common name never counts (RFC 8461 4.2)', () => {
    expect(matchHost('mail.contoso.com', certificateWith('mail.contoso.com'), 'never')).toEqual(no);
  });
});

describe('DomainValidation (OUT-23, OPR-10)', () => {
  const yes = (name: string, how: string) => ({ matched: 'yes', name, how });

  test.each([
    [
      'an equal alternative name',
      'mail.contoso.com',
      certificateWith('x', ['mail.contoso.com']),
      yes('mail.contoso.com', 'equal'),
    ],
    [
      'an equal common name beside other alternative names',
      'mail.contoso.com',
      certificateWith('mail.contoso.com', ['smtp.contoso.com']),
      yes('mail.contoso.com', 'equal'),
    ],
    [
      'a wildcard name one label up',
      'mail.contoso.com',
      certificateWith(undefined, ['*.contoso.com']),
      yes('*.contoso.com', 'under-wildcard'),
    ],
    [
      'a wildcard name two labels up covers it not',
      'a.mail.contoso.com',
      certificateWith(undefined, ['*.contoso.com']),
      { matched: 'no' },
    ],
    [
      'the service presents its own wildcard',
      'mail.protection.outlook.com',
      certificateWith('mail.protection.outlook.com', ['*.mail.protection.outlook.com']),
      yes('mail.protection.outlook.com', 'equal'),
    ],
    [
      'the self-signed certificate of the server (the example of OUT-23)',
      '*.contoso.com',
      certificateWith('ExchangeServer01'),
      { matched: 'no' },
    ],
    [
      '*.x and the name *.x',
      '*.contoso.com',
      certificateWith(undefined, ['*.contoso.com']),
      yes('*.contoso.com', 'wildcard-equal'),
    ],
    [
      '*.x and a host below',
      '*.contoso.com',
      certificateWith('mail.contoso.com'),
      yes('mail.contoso.com', 'host-below'),
    ],
    [
      '*.x and x: open (DEC-11)',
      '*.contoso.com',
      certificateWith('contoso.com'),
      { matched: 'undocumented', name: 'contoso.com', how: 'apex' },
    ],
    ['an embedded star fits nothing', 'mail.*.com', certificateWith('mail.contoso.com'), { matched: 'no' }],
  ])('%s', (_, tlsDomain, certificate, expected) => {
    expect(matchTlsDomain(tlsDomain, certificate)).toEqual(expected);
  });

  test('without TlsDomain the recipient domain is what the certificate must carry', () => {
    const certificate = certificateWith('mail.fabrikam.com');
    expect(matchSendConnectorDomain(undefined, 'fabrikam.com', certificate)).toEqual({
      expected: 'fabrikam.com',
      match: { matched: 'no' },
    });
    expect(matchSendConnectorDomain('mail.fabrikam.com', 'fabrikam.com', certificate).match.matched).toBe('yes');
  });
});
