import { describe, expect, test } from 'vitest';
import {
  matchConnectorName,
  mostSpecificNames,
  readConnectorName,
} from '../../../src/protocols/tls-names/match-connector-name.ts';
import { certificateWith } from './certificate-with.ts';

const yes = (name: string, how: string) => ({ matched: 'yes', name, how });
const undocumented = (name: string, how: string) => ({ matched: 'undocumented', name, how });
const no = { matched: 'no' };

const host = certificateWith('mail.contoso.com', ['mail.contoso.com', 'autodiscover.contoso.com']);
const wildcard = certificateWith('*.contoso.com', ['*.contoso.com', 'contoso.com']);
const star = certificateWith(undefined, ['*.contoso.com']);
const apex = certificateWith('contoso.com');

describe('the name of an inbound connector against a certificate (ATTR-4, INB-22, DEC-2)', () => {
  test.each([
    ['ATTR-4: a host equals the common name', 'mail.contoso.com', host, yes('mail.contoso.com', 'equal')],
    [
      'ATTR-1: alternative names count as the common name does',
      'autodiscover.contoso.com',
      host,
      yes('autodiscover.contoso.com', 'equal'),
    ],
    ['DEC-2: case is ignored', 'MAIL.Contoso.COM', host, yes('mail.contoso.com', 'equal')],
    ['a host that is not among the names does not match', 'smtp.contoso.com', host, no],
    ['the end of another name is not a domain', '*.toso.com', host, no],
    ['ATTR-4: a wildcard takes a host below it', '*.contoso.com', host, yes('mail.contoso.com', 'host-below')],
    [
      'INB-22: all subdomains, at any depth',
      '*.contoso.com',
      certificateWith('a.b.contoso.com'),
      yes('a.b.contoso.com', 'host-below'),
    ],
    [
      'ATTR-4: a wildcard takes the wildcard name itself',
      '*.contoso.com',
      star,
      yes('*.contoso.com', 'wildcard-equal'),
    ],
    [
      'the literal wildcard name is preferred over a host',
      '*.contoso.com',
      wildcard,
      yes('*.contoso.com', 'wildcard-equal'),
    ],
    ['INB-22: the apex is included', '*.contoso.com', apex, yes('contoso.com', 'apex')],
    [
      'DEC-2: a name without star against the wildcard above it is not documented',
      'contoso.com',
      star,
      undocumented('*.contoso.com', 'apex-of-wildcard'),
    ],
    ['the exact apex name beside the wildcard decides', 'contoso.com', wildcard, yes('contoso.com', 'equal')],
    [
      'ATTR-4: a host value against a wildcard certificate is not documented',
      'mail.contoso.com',
      star,
      undocumented('*.contoso.com', 'host-under-wildcard'),
    ],
    ['a wildcard covers one label only, whoever reads it', 'a.b.contoso.com', star, no],
    ['DEC-2: a name without star takes no host below it', 'contoso.com', host, no],
    [
      'INB-22: a wildcard name below the value stands for subdomains only',
      '*.contoso.com',
      certificateWith(undefined, ['*.mail.contoso.com']),
      yes('*.mail.contoso.com', 'wildcard-below'),
    ],
    ['a broader wildcard certificate does not satisfy a narrower value', '*.mail.contoso.com', star, no],
    ['a lone star matches nothing', '*', host, no],
    ['an embedded star matches nothing', 'mail*.contoso.com', host, no],
    ['an empty value matches nothing', '', certificateWith('', ['']), no],
    ['a final dot and blanks do not matter', ' mail.contoso.com. ', host, yes('mail.contoso.com', 'equal')],
    [
      'U-labels of the value are compared as A-labels',
      'bücher.example.org',
      certificateWith('xn--bcher-kva.example.org'),
      yes('xn--bcher-kva.example.org', 'equal'),
    ],
  ])('%s', (_, value, certificate, expected) => {
    expect(matchConnectorName(value, certificate)).toEqual(expected);
  });

  test('a pair of issuer and subject has to equal both strings', () => {
    const certificate = certificateWith('mail.contoso.com', [], { issuer: 'CN=Public CA, O=Example' });
    expect(matchConnectorName('<I>CN=Public CA, O=Example<S>CN=mail.contoso.com', certificate)).toEqual(
      yes('CN=mail.contoso.com', 'issuer-and-subject'),
    );
    expect(matchConnectorName('<I>CN=Other CA<S>CN=mail.contoso.com', certificate)).toEqual(no);
  });

  test('a pair against a certificate whose issuer was not declared goes by the subject alone', () => {
    expect(matchConnectorName('<I>CN=Public CA<S>CN=mail.contoso.com', host)).toEqual(
      yes('CN=mail.contoso.com', 'subject'),
    );
  });
});

describe('the most specific of several connector names (ATTR-6, DEC-5)', () => {
  const pick = (...values: readonly string[]) => mostSpecificNames(values, readConnectorName);

  test('a host beats a wildcard', () => {
    expect(pick('*.contoso.com', 'exchange.contoso.com')).toEqual(['exchange.contoso.com']);
  });

  test('the longer suffix of two wildcards wins', () => {
    expect(pick('*.contoso.com', '*.mail.contoso.com')).toEqual(['*.mail.contoso.com']);
  });

  test('equal names are a tie, whichever order they come in', () => {
    expect(pick('mail.contoso.com', 'MAIL.contoso.com')).toHaveLength(2);
  });

  test('names of different domains are a tie, however many labels they have', () => {
    expect(pick('mail.contoso.com', 'smtp.eu.fabrikam.com')).toHaveLength(2);
  });
});
