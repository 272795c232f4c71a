import { describe, expect, test } from 'vitest';
import { plain } from '../../../src/model/text.ts';
import { bad, decided, direct, end, good } from '../filter-world.ts';
import { type FollowOptions, follow, only, outcomeOf, type Piece } from '../follow.ts';
import { hybrid } from '../hybrid-parts.ts';

/** What rules read of the verdicts of the service: by whether a rule that wants the words matches. */
const reading = (header: string, word: string): Piece => ({
  Name: 'Reads',
  Priority: 0,
  HeaderContainsMessageHeader: header,
  HeaderContainsWords: word,
  DeleteMessage: true,
});

/** `yes`, `no`, or `open` where another answer to a question makes the rule match, or not. */
async function reads(
  topology: (rule: Piece) => Piece,
  header: string,
  word: string,
  message: Piece,
  options: FollowOptions = {},
): Promise<string> {
  const trace = await follow(topology(reading(header, word)), message, options);
  const matches = [trace, ...trace.alternatives].map((one) =>
    one.outcomes.some(({ rules }) => rules.some((name) => name.endsWith('Reads'))),
  );
  return matches.every((one) => one === matches[0]) ? (matches[0] === true ? 'yes' : 'no') : 'open';
}

describe('action= of Authentication-Results (AUTH-1, AUTH-6)', () => {
  const policy = (rest: Piece): Piece => ({ antiPhishPolicies: [{ Name: 'Default', IsDefault: true, ...rest }] });
  const action = (dmarc: string, word: string, rest: Piece = {}, message: Piece = bad) =>
    reads(
      (rule) => direct({ tenant: { ...policy(rest), transportRules: [rule] }, dmarc }),
      'Authentication-Results',
      word,
      message,
    );
  test.each([
    { says: 'a pass asks for nothing', dmarc: 'p=reject', message: good, word: 'action=none', found: 'yes' },
    { says: 'nor does p=none', dmarc: 'p=none', message: bad, word: 'action=none', found: 'yes' },
    { says: 'p=quarantine, honoured', dmarc: 'p=quarantine', message: bad, word: 'action=quarantine', found: 'yes' },
    {
      says: 'a policy for nobody',
      dmarc: 'p=quarantine; pct=0',
      message: bad,
      word: 'action=pct.quarantine',
      found: 'yes',
    },
    { says: 'likewise p=reject', dmarc: 'p=reject; pct=0', message: bad, word: 'action=pct.reject', found: 'yes' },
    {
      says: 'p=reject that the tenant does not honour',
      dmarc: 'p=reject',
      rest: { HonorDmarcPolicy: false },
      message: bad,
      word: 'action=oreject',
      found: 'yes',
    },
    { says: 'another value than the known one', dmarc: 'p=none', message: bad, word: 'action=oreject', found: 'no' },
    {
      says: 'the From domain stands beside it',
      dmarc: 'p=none',
      message: bad,
      word: 'header.from=example.org',
      found: 'yes',
    },
  ])('$says: $word', async ({ dmarc, word, rest = {}, message, found }) => {
    // What is quarantined may never have met the rules (order.dmarcBeforeRules): here it goes to junk.
    expect(await action(dmarc, word, { DmarcQuarantineAction: 'MoveToJmf', ...rest }, message)).toBe(found);
  });
});

test('INB-17: behind own servers Authentication-Results is there where Enhanced Filtering is on for their connector', async () => {
  const behind =
    (connector: Piece) =>
    (rule: Piece): Piece => ({
      ...direct({
        tenant: {
          inboundConnectors: [
            { Name: 'Premises', ConnectorType: 'OnPremises', SenderIPAddresses: ['203.0.113.10'], ...connector },
          ],
          transportRules: [rule],
        },
      }),
      services: [
        {
          name: 'gateway',
          receivesAt: ['mx.contoso.com'],
          addresses: ['203.0.113.10'],
          delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
        },
      ],
      dns: {
        records: [
          'contoso.com. MX 0 mx.contoso.com.',
          'example.org. SOA ns.example.org. h.example.org. 1 2 3 4 5',
          'example.org. TXT "v=spf1 ip4:192.0.2.10 -all"',
        ].join('\n'),
      },
    });
  const header = 'Authentication-Results';
  // A foreign sender is attributed to the connector by the recipient.
  const options = { assume: { 'attribution.recipientFallback': 'single-domain' } };
  expect(await reads(behind({ EFSkipLastIP: true }), header, 'spf=pass', good, options)).toBe('yes');
  expect(await reads(behind({ EFSkipLastIP: true }), header, 'spf=fail', good, options)).toBe('no');
  expect(await reads(behind({}), header, 'spf=pass', good, options)).toBe('open');
});

describe('X-Forefront-Antispam-Report (ORDER-20, SAFE-2)', () => {
  const report = 'X-Forefront-Antispam-Report';
  const spam = { ...good, verdict: 'spam' };

  test('a rule never sees the verdict of its own pass', async () => {
    const topology = (rule: Piece) => direct({ tenant: { transportRules: [rule] } });
    expect(await reads(topology, report, 'SFV:SPM', spam)).toBe('no');
  });

  test('a field that the sender wrote is read as it stands', async () => {
    const topology = (rule: Piece) => direct({ tenant: { transportRules: [rule] } });
    expect(await reads(topology, report, 'SFV:SPM', { ...good, headers: { [report]: 'SFV:SPM' } })).toBe('yes');
  });

  test('rules of own servers see what Exchange Online stamped', async () => {
    const behind = (rule: Piece) => {
      const base = hybrid({ mx: 'E', cmt: false });
      const onPremises = { ...(base.onPremises as Piece), transportRules: [rule] };
      return { ...base, onPremises };
    };
    const message = { ...spam, to: ['bob@contoso.com'] };
    expect(await reads(behind, report, 'SFV:SPM', message)).toBe('yes');
    expect(await reads(behind, report, 'SFV:SKI', message)).toBe('no');
    expect(await reads(behind, report, 'CTRY:FR', message)).toBe('open');
  });
});

describe('SFTY (AUTH-3)', () => {
  const stamped = async (from: string) => {
    const trace = await follow(direct(), { ...bad, from });
    return [end(only(trace)), ...decided(trace, 'filter-content').map((one) => plain(one.verdict))];
  };
  test('9.11 for a forged own domain, 9.22 for another', async () => {
    expect(await stamped('chief@contoso.com')).toEqual(['delivered junk', 'SFV:SPM;SFTY:9.11, junk']);
    expect(await stamped('alice@example.org')).toEqual(['delivered junk', 'SFV:SPM;SFTY:9.22, junk']);
  });
});

describe('spam that leaves (SRS-6, RD-13)', () => {
  const leaving = { from: 'anna@contoso.com', to: ['x@fabrikam.com'] };
  const trusted = (domain: string): Piece => ({
    remoteDomains: [{ Name: 'Trusted', DomainName: domain, TrustedMailOutboundEnabled: true }],
  });
  test.each([
    { says: 'spam by the high-risk pool', tenant: {}, verdict: 'spam', pool: 'highRisk' },
    { says: 'phishing too', tenant: {}, verdict: 'phish', pool: 'highRisk' },
    { says: 'bulk mail is no spam', tenant: {}, verdict: 'bulk', pool: 'regular' },
    {
      says: 'to a trusted domain nothing is filtered',
      tenant: trusted('fabrikam.com'),
      verdict: 'spam',
      pool: 'regular',
    },
    { says: 'to others it is', tenant: trusted('*.fabrikam.example'), verdict: 'spam', pool: 'highRisk' },
  ])('$says', async ({ tenant, verdict, pool }) => {
    expect((await outcomeOf(direct({ tenant }), { ...leaving, verdict })).egressPool).toBe(pool);
  });
});

test('a message that an inbox rule makes anew carries no report of the one before', async () => {
  const recipients = [
    { address: 'anna@contoso.com', mailbox: 'cloud', inboxRules: [{ forwardTo: ['bob@contoso.com'] }] },
    { address: 'bob@contoso.com', mailbox: 'onPremises' },
  ];
  const base = hybrid({ mx: 'E', cmt: false });
  const rule = { ...reading('X-Forefront-Antispam-Report', 'SFV:SPM'), SentTo: 'bob@contoso.com' };
  const topology = { ...base, recipients, onPremises: { ...(base.onPremises as Piece), transportRules: [rule] } };
  const sent = async (to: string, kind: string) => {
    const [one, ...others] = recipients;
    const rules = [{ [kind]: ['bob@contoso.com'] }];
    const trace = await follow(
      { ...topology, recipients: [{ ...one, inboxRules: rules }, ...others] },
      { ...good, to: [to], verdict: 'spam' },
      { assume: { 'forwarding.inboxRulesOnJunk': 'yes' } },
    );
    return trace.outcomes.filter((outcome) => outcome.rules.length > 0).length;
  };
  expect([await sent('anna@contoso.com', 'redirectTo'), await sent('anna@contoso.com', 'forwardTo')]).toEqual([1, 0]);
});
