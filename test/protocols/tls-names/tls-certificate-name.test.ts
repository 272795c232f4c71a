import { array, assert, constant, constantFrom, property, record, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  canonicalDistinguishedName,
  commonNameOf,
  formatDistinguishedName,
  parseDistinguishedName,
} from '../../../src/protocols/tls-names/distinguished-name.ts';
import {
  chooseTlsCertificate,
  formatTlsCertificateName,
  namesCertificate,
  parseTlsCertificateName,
} from '../../../src/protocols/tls-names/tls-certificate-name.ts';
import { certificateWith } from './certificate-with.ts';

describe('TlsCertificateName (CERT-4, CERT-5, OPR-11)', () => {
  const name = { issuer: 'CN=Public CA, O=Example', subject: 'CN=mail.contoso.com, O=Contoso' };
  const issued = (key: string, notAfter: number | undefined, issuer: string | undefined = name.issuer) =>
    certificateWith('mail.contoso.com', [], { key, notAfter, issuer, subject: name.subject });

  test('the text is taken apart at its marks', () => {
    expect(parseTlsCertificateName(`<I>${name.issuer}<S>${name.subject}`)).toEqual(name);
  });

  test.each(['', 'mail.contoso.com', '<I>CN=CA', '<S>CN=a<I>CN=b', '<I><S>CN=a', '<I>CN=a<S>'])(
    'without both marks and both names it is no such name: %j',
    (text) => {
      expect(parseTlsCertificateName(text)).toBeUndefined();
    },
  );

  test('both strings have to be equal, case included (OPR-11)', () => {
    expect(namesCertificate(name, issued('a', 1))).toBe('yes');
    expect(namesCertificate({ ...name, issuer: 'CN=public ca, O=Example' }, issued('a', 1))).toBe('no');
    expect(namesCertificate({ ...name, subject: 'CN=mail.contoso.com' }, issued('a', 1))).toBe('no');
  });

  test('a declared name counts also in the notation that Exchange prints', () => {
    const declared = certificateWith('mail.contoso.com', [], {
      subject: 'CN=mail.contoso.com,O=Contoso',
      issuer: 'CN=Public CA,O=Example',
    });
    expect(namesCertificate(name, declared)).toBe('yes');
    expect(formatTlsCertificateName(declared)).toBe(`<I>${name.issuer}<S>${name.subject}`);
  });

  test('the newest expiry wins, and an unknown expiry comes last', () => {
    const choice = chooseTlsCertificate(name, [issued('unknown', undefined), issued('old', 1), issued('new', 2)]);
    expect(choice.chosen?.key).toBe('new');
    expect(choice.named.map(({ key }) => key)).toEqual(['new', 'old', 'unknown']);
  });

  test('after a renewal at another issuer nothing is found, and the new certificate is named as the likely cause', () => {
    const choice = chooseTlsCertificate(name, [issued('renewed', 2, 'CN=Other CA')]);
    expect(choice.chosen).toBeUndefined();
    expect(choice.otherIssuer.map(({ key }) => key)).toEqual(['renewed']);
  });

  test('a certificate without declared issuer is taken when no other is named', () => {
    const undeclared = { ...issued('undeclared', 5), issuer: undefined };
    expect(chooseTlsCertificate(name, [undeclared]).chosen?.key).toBe('undeclared');
    expect(chooseTlsCertificate(name, [undeclared, issued('certain', 1)]).chosen?.key).toBe('certain');
  });
});

describe('distinguished names', () => {
  test.each([
    ['CN=a', 'CN=a'],
    ['cn=a,o=b', 'CN=a, O=b'],
    ['CN=a; O=b', 'CN=a, O=b'],
    ['CN=a, ST=Washington, emailAddress=x@contoso.com', 'CN=a, S=Washington, E=x@contoso.com'],
    ['O="Contoso, Ltd."', 'O="Contoso, Ltd."'],
    ['O=Contoso\\, Ltd.', 'O="Contoso, Ltd."'],
    ['O="a ""b"" c"', 'O="a ""b"" c"'],
    ['CN=a+OU=b', 'CN=a + OU=b'],
    ['O=M\\C3\\BCller', 'O=Müller'],
    ['OID.2.5.4.15=Private Organization', 'OID.2.5.4.15=Private Organization'],
    ['DC=contoso, DC=com', 'DC=contoso, DC=com'],
  ])('%s is printed by Exchange as %s', (written, printed) => {
    expect(canonicalDistinguishedName(written)).toBe(printed);
  });

  test('what is printed can be read again', () => {
    const attribute = record({
      key: constantFrom('CN', 'O', 'OU', 'S', 'DC', 'E'),
      // A backslash is left out: Windows prints it bare, and RFC 4514 reads it as an escape.
      value: string({ maxLength: 20 }).map((value) => value.replaceAll('\\', '')),
      joined: constant(false),
    });
    assert(
      property(array(attribute, { minLength: 1, maxLength: 5 }), (attributes) => {
        expect(parseDistinguishedName(formatDistinguishedName(attributes))).toEqual(attributes);
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  test('printing is stable', () => {
    const printed = canonicalDistinguishedName('CN=mail.contoso.com,O="Contoso, ""Ltd.""",C=US');
    expect(canonicalDistinguishedName(printed)).toBe(printed);
  });

  test.each(['', 'mail.contoso.com', 'CN', '=a', 'CN="a', 'CN="a"b', 'CN=a,', 'CN=a, b', `CN=${'a'.repeat(5000)}`])(
    'is no distinguished name: %j',
    (text) => {
      expect(parseDistinguishedName(text)).toBeUndefined();
    },
  );

  test('the common name is found wherever it stands', () => {
    expect(commonNameOf('C=US, O=Contoso, CN=mail.contoso.com')).toBe('mail.contoso.com');
    expect(commonNameOf('O=Contoso')).toBeUndefined();
  });
});
