import { expect, test } from 'vitest';
import { acceptedDomainTest } from '../../../src/protocols/tls-names/accepted-domain-test.ts';

const accepts = (...domains: readonly string[]) => new Set(domains);
const no = { accepted: 'no' };

test.each([
  [
    'the exact value is accepted',
    'mail.contoso.com',
    ['mail.contoso.com', 'contoso.com'],
    { accepted: 'yes', domain: 'mail.contoso.com' },
  ],
  [
    'the immediate parent alone is where the sources part (DEC-4)',
    'host.contoso.com',
    ['contoso.com'],
    { accepted: 'parent', domain: 'contoso.com' },
  ],
  ['a grandparent is not enough (ATTR-5)', 'host.sub.contoso.com', ['contoso.com'], no],
  [
    'the immediate parent below it is',
    'host.sub.contoso.com',
    ['sub.contoso.com'],
    { accepted: 'parent', domain: 'sub.contoso.com' },
  ],
  ['the apex as value is an exact domain', 'contoso.com', ['contoso.com'], { accepted: 'yes', domain: 'contoso.com' }],
  ['an accepted subdomain does not satisfy a value without star', 'contoso.com', ['jpn.contoso.com'], no],
  [
    'a wildcard is satisfied by its domain',
    '*.contoso.com',
    ['jpn.contoso.com', 'contoso.com'],
    { accepted: 'yes', domain: 'contoso.com' },
  ],
  [
    'a wildcard is satisfied by an accepted subdomain (TB-3KP)',
    '*.contoso.com',
    ['jpn.contoso.com'],
    { accepted: 'yes', domain: 'jpn.contoso.com' },
  ],
  ['the parent of a wildcard domain does not satisfy it', '*.mail.contoso.com', ['contoso.com'], no],
  ['a domain that merely ends alike is another domain', '*.contoso.com', ['notcontoso.com'], no],
  ['case does not matter', 'Mail.Contoso.Com', ['mail.contoso.com'], { accepted: 'yes', domain: 'mail.contoso.com' }],
  [
    'of a pair the common name of the subject counts',
    '<I>CN=CA<S>CN=mail.contoso.com, O=Contoso',
    ['mail.contoso.com'],
    { accepted: 'yes', domain: 'mail.contoso.com' },
  ],
  ['an unusable value is never accepted', '*', ['contoso.com'], no],
])('%s', (_, value, domains, expected) => {
  expect(acceptedDomainTest(value, accepts(...domains))).toEqual(expected);
});

test('which accepted subdomain decides does not depend on the order of the list', () => {
  const forwards = acceptedDomainTest('*.contoso.com', accepts('b.contoso.com', 'a.contoso.com'));
  expect(forwards).toEqual(acceptedDomainTest('*.contoso.com', accepts('a.contoso.com', 'b.contoso.com')));
});
