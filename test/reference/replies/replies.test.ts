import { describe, expect, test } from 'vitest';
import { type ReplyText, replies, reply } from '../../../src/reference/replies/replies.ts';
import { isSemanticsId } from '../../../src/reference/semantics/confidence.ts';

const entries: readonly (readonly [string, ReplyText])[] = Object.entries(replies);

describe('the replies that the simulator says', () => {
  test.each([
    ['relayAccessDenied', '550 5.7.64 TenantAttribution; Relay Access Denied'],
    [
      'partnerRestriction',
      "550 5.7.51 TenantInboundAttribution; There is a partner connector configured that matched the message's recipient domain. The connector had either the RestrictDomainsToIPAddresses or RestrictDomainsToCertificate set",
    ],
    [
      'directSendRejected',
      '550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from unauthorized sources',
    ],
    ['recipientRejectedAtEdge', '550 5.4.1 Recipient address rejected: Access denied'],
    ['recipientNotFound', '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'],
    ['hopCountCloud', '554 5.4.14 Hop count exceeded - possible mail loop ATTR34'],
    ['hopCountOnPremises', '554 5.4.6 Hop count exceeded - possible mail loop'],
    ['unableToRelay', '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain'],
    ['multipleRegions', '452 4.5.3 Recipients belong to multiple regions ATTR38'],
    ['ruleLoop', '550 5.7.128 TRANSPORT.RULES.RejectMessage; Transport rules loop count exceeded and message rejected'],
    ['onPremisesProxy', '451 4.7.0 Temporary server error. Please try again later. PRX5'],
  ] as const)('%s is worded as the tables of codes word it', (key, line) => {
    const said = reply(key);
    expect(`${said.code} ${said.enhanced} ${said.text}`).toBe(line);
    expect(said.final).toBeNull();
  });

  test('a missing STARTTLS is deferred first and reported after the queue expires (OUT-22)', () => {
    expect(reply('starttlsRequired')).toMatchObject({
      code: '450',
      enhanced: '4.4.317',
      text: 'Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail]',
      final: {
        code: '550',
        enhanced: '5.4.317',
        text: 'Message expired, cannot connect to remote server(451 5.7.3 STARTTLS is required to send mail)',
      },
    });
  });

  test('connection and DNS failures keep their codes of OUT-25', () => {
    expect(reply('connectionRefused')).toMatchObject({ enhanced: '4.4.316', final: { enhanced: '5.4.316' } });
    expect(reply('dnsQueryFailed')).toMatchObject({ enhanced: '4.4.312', final: { enhanced: '5.4.312' } });
    expect(reply('connectionTimedOut')).toMatchObject({ enhanced: '4.4.315', final: { enhanced: '5.4.300' } });
    expect(reply('domainDoesNotExist', { domain: 'example.org' })).toMatchObject({
      enhanced: '5.4.310',
      text: 'DNS domain example.org does not exist',
      final: null,
    });
  });

  test('holes are filled once, so a value that looks like a hole stays as it is', () => {
    const said = reply('subjectMismatch', { expected: '{presented}', presented: 'CN=mail.contoso.com' });
    expect(said.text).toContain('Expected Subject: {presented}. Presented Subject: CN=mail.contoso.com.');
  });

  test('a rule with its own status and words says both', () => {
    expect(reply('ruleRejectedWithStatus', { status: '5.7.900', reason: 'No such projects.' })).toMatchObject({
      code: '550',
      enhanced: '5.7.900',
      text: 'No such projects.',
    });
  });

  test('words that Microsoft has not published are marked as such', () => {
    expect(reply('partnerTlsRequired')).toMatchObject({ code: '550', enhanced: '5.7.x' });
    for (const [key, said] of entries) {
      if (said.enhanced.includes('x')) expect(said.text, key).toMatch(/^\(text unpublished/u);
    }
  });
});

describe('the table of replies', () => {
  test('names existing semantics for every reply', () => {
    for (const [key, said] of entries) {
      expect(said.semantics.length, key).toBeGreaterThan(0);
      expect(
        said.semantics.filter((id) => !isSemanticsId(id)),
        key,
      ).toEqual([]);
    }
  });

  test('what stands in a queue is transient and names the report that follows; nothing else has one', () => {
    for (const [key, said] of entries) {
      if (said.side === 'queue') {
        expect(said.code, key).toMatch(/^4/u);
        expect(said.final?.code, key).toMatch(/^5/u);
      }
      if (/^5/u.test(said.code)) expect(said.final, key).toBeUndefined();
    }
  });
});
