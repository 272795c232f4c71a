import { describe, expect, test } from 'vitest';
import { asString } from '../../../src/model/text.ts';
import { noticeLines, readable } from '../../support/topology-reading.ts';

const lines = async (body: string): Promise<readonly string[]> =>
  noticeLines((await readable(`mxproof: 1\n${body}`)).notices);

const tenant = 'tenant: { domain: contoso.onmicrosoft.com, acceptedDomains: [contoso.com] }\n';

describe('a name that nothing declares is a finding, and the document stays usable', () => {
  test.each([
    [
      'certificate',
      'onPremises: { servers: [{ name: EX01, certificate: hybird }] }\ncertificates: { hybrid: { subject: CN=mail.contoso.com } }\n',
      'server:ex01 2:52 No certificate named hybird is declared. Did you mean hybrid?',
    ],
    [
      'server of a mailbox',
      `${tenant}onPremises: { servers: [{ name: EX01 }] }\nrecipients: [{ address: bob@contoso.com, mailbox: EX02 }]\n`,
      'recipient:bob@contoso.com 4:51 No server named EX02 is declared. Did you mean EX01?',
    ],
    [
      'server of via',
      'onPremises: { servers: [{ name: EX01 }, { name: MFP, role: device, submits: "via:EX10" }] }\n',
      'server:mfp',
    ],
    [
      'service in a firewall',
      'onPremises: { servers: [{ name: EX01, reachableFrom: [service:filtre] }] }\nservices: [{ name: filter }]\n',
      'server:ex01 2:55 No server, service or partner named service:filtre is declared. Did you mean service:filter?',
    ],
    [
      'next hop with its kind',
      'services: [{ name: filter, delivers: [{ domains: [contoso.com], to: "server:EX01" }] }]\n',
      'service:filter 2:69 No server named server:EX01 is declared.',
    ],
    [
      'provider',
      'services: [{ name: filter, provider: mimecats-eu }]\n',
      'service:filter 2:38 No provider named mimecats-eu is declared. Did you mean mimecast',
    ],
    [
      'source of a message',
      `${tenant}messages: [{ name: a, from: alice@example.org, to: [anna@contoso.com], source: "service:filter" }]\n`,
      'message:a',
    ],
    [
      'member of a group',
      `${tenant}recipients: [{ address: anna@contoso.com, mailbox: cloud }, { address: all@contoso.com, members: [ana@contoso.com] }]\n`,
      'recipient:all@contoso.com 3:99 No recipient named ana@contoso.com is declared. Did you mean anna@contoso.com',
    ],
    [
      'policy of a rule',
      'tenant:\n  domain: contoso.onmicrosoft.com\n  hostedOutboundSpamFilterRules: [{ Name: Allow, HostedOutboundSpamFilterPolicy: Forwarders }]\n',
      'policy:allow 4:82 No outbound spam policy named Forwarders is declared.',
    ],
    [
      'server of a send connector',
      'onPremises: { servers: [{ name: EX01 }], sendConnectors: [{ Name: Out, SourceTransportServers: [EX02] }] }\n',
      'send:out',
    ],
    [
      'node of an intent',
      'intents: [{ name: a, when: { to: "partner:fabrikam" }, must: { tls: true } }]\n',
      'intent:a 2:34 No node named partner:fabrikam is declared.',
    ],
    [
      'node of an expectation',
      `${tenant}messages: [{ name: a, from: alice@example.org, to: [anna@contoso.com], expect: { route: [internet, tennant] } }]\n`,
      'message:a 3:100 No node named tennant is declared. Did you mean tenant?',
    ],
  ])('%s', async (_, body, expected) => {
    const said = await lines(body);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`topology/undefined-reference ${expected}`);
  });
});

describe('a name that is declared is taken without a word', () => {
  test.each([
    [
      'a host name as next hop',
      'services: [{ name: filter, delivers: [{ domains: [contoso.com], to: mail.contoso.com }, { domains: ["*"], to: 203.0.113.7 }] }]\n',
    ],
    [
      'names in another case',
      `${tenant}onPremises: { servers: [{ name: EX01 }] }\nrecipients: [{ address: bob@contoso.com, mailbox: ex01 }]\n`,
    ],
    [
      'a member outside the own domains',
      `${tenant}recipients: [{ address: all@contoso.com, members: [alice@example.org] }]\n`,
    ],
    [
      'a member of which the domain has no declared recipient',
      `tenant: { domain: contoso.onmicrosoft.com, acceptedDomains: [contoso.com, fabrikam.com] }\nrecipients: [{ address: all@contoso.com, members: [x@fabrikam.com] }]\n`,
    ],
    [
      'the default policy',
      'tenant:\n  domain: contoso.onmicrosoft.com\n  hostedOutboundSpamFilterRules: [{ Name: Allow, HostedOutboundSpamFilterPolicy: default }]\n',
    ],
    ['a provider by region', 'services: [{ name: filter, provider: mimecast-eu }]\n'],
  ])('%s', async (_, body) => {
    expect(await lines(body)).toEqual([]);
  });
});

test('a bare name of a server and a service is the server, and the reader says so', async () => {
  const { topology, notices } = await readable(
    'mxproof: 1\nonPremises: { servers: [{ name: relay }] }\nservices: [{ name: relay }, { name: filter, delivers: [{ domains: ["*"], to: relay }] }]\n',
  );
  expect(topology.services[1]?.delivers?.[0]?.to).toMatchObject({ kind: 'node', node: 'server:relay' });
  expect(noticeLines(notices)).toEqual([
    expect.stringMatching(
      /^topology\/undetermined service:filter .*relay names server:relay and service:relay\. Write server:relay or service:relay\./u,
    ),
  ]);
});

describe('a provider fills what its service does not declare', () => {
  test('addresses and sharing come from the bundled data, with the source', async () => {
    const { topology } = await readable('mxproof: 1\nservices: [{ name: filter, provider: mimecast-eu }]\n');
    const [service] = topology.services;
    expect(service?.addresses.length).toBeGreaterThan(0);
    expect(service?.shared).toBe(true);
    expect(asString(service?.sharedBasis ?? '')).toMatch(/Mimecast/u);
  });

  test('what is declared wins', async () => {
    const { topology } = await readable(
      'mxproof: 1\nservices: [{ name: filter, provider: mimecast-eu, addresses: [198.51.100.1], shared: false }]\n',
    );
    expect(topology.services[0]).toMatchObject({ shared: false, addresses: [{ text: '198.51.100.1' }] });
  });

  test('a service without a provider is not shared', async () => {
    expect((await readable('mxproof: 1\nservices: [{ name: filter }]\n')).topology.services[0]?.shared).toBe(false);
  });
});

describe('the sender of a message', () => {
  const message = (from: string, more = ''): string =>
    `messages: [{ name: a, from: ${from}, to: [anna@contoso.com]${more} }]\n`;
  const anna = `${tenant}recipients: [{ address: anna@contoso.com, aliases: [a@contoso.com], mailbox: cloud }]\n`;

  test.each([
    ['has a mailbox', anna + message('anna@contoso.com')],
    ['is an alias of one', anna + message('A@contoso.com')],
    ['is named with a source', anna + message('news@contoso.com', ', source: internet')],
    ['belongs to somebody else', anna + message('alice@example.org')],
    ['is in an own domain of which no recipient is declared', tenant + message('news@contoso.com')],
  ])('may be one who %s', async (_, body) => {
    expect((await readable(`mxproof: 1\n${body}`)).topology.messages).toHaveLength(1);
  });
});

test.each(['oof', 'ndr', 'readReceipt'])(
  'a message of the type %s has the null sender unless it says otherwise',
  async (type) => {
    const { topology } = await readable(
      `mxproof: 1\nmessages:\n  - { name: a, from: a@example.org, to: [b@example.net], type: ${type} }\n  - { name: b, from: a@example.org, mailFrom: c@example.org, to: [b@example.net], type: ${type} }\n`,
    );
    expect(topology.messages.map((message) => message.mailFrom)).toEqual(['', 'c@example.org']);
  },
);

test('rules whose evaluation fails are carried by name', async () => {
  const { topology, notices } = await readable(
    'mxproof: 1\ntenant: { domain: contoso.onmicrosoft.com, transportRules: [{ Name: Block list }] }\nmessages: [{ name: a, from: a@example.org, to: [b@example.net], ruleErrors: [block list] }]\n',
  );
  expect(topology.messages[0]?.ruleErrors).toEqual(['Block list']);
  expect(notices).toEqual([]);
});
