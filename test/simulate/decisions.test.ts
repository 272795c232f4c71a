import { describe, expect, test } from 'vitest';
import { factOf } from '../../src/model/source.ts';
import { plain } from '../../src/model/text.ts';
import type { Decision, Trace } from '../../src/simulate/trace.ts';
import { follow, type Piece } from './follow.ts';
import { hybrid } from './hybrid-parts.ts';

/*
 * The contract of `trace`: one decision a step, with why, and every candidate that lost with the first test it failed.
 */
const of = (trace: Trace, step: string): readonly Decision[] =>
  trace.hops.flatMap((hop) => hop.decisions.filter((one) => one.step === step));
const losers = (decision: Decision | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries((decision?.rejected ?? []).map((one) => [one.candidate, plain(one.because)]));

const base = hybrid({ mx: 'E', cmt: false });
const message: Piece = { from: 'bob@contoso.com', to: ['anna@contoso.com'] };

describe('losers of a decision', () => {
  test('attribution names every inbound connector that did not take the session, and why', async () => {
    const topology = {
      ...base,
      tenant: {
        ...base.tenant,
        inboundConnectors: [
          ...base.tenant.inboundConnectors,
          { Name: 'Other name', ConnectorType: 'OnPremises', TlsSenderCertificateName: 'mail.fabrikam.com' },
        ],
      },
    };
    const [decision] = of(await follow(topology, message), 'attribute-connection');
    expect(losers(decision)).toEqual({ 'inbound:Other name': expect.stringContaining('mail.fabrikam.com') });
    expect(decision?.semantics).toEqual(expect.arrayContaining(['ATTR-3', 'ATTR-4']));
  });

  test('an outbound connector that lost says by which test', async () => {
    const [own] = base.tenant.outboundConnectors;
    const topology = {
      ...base,
      tenant: {
        ...base.tenant,
        outboundConnectors: [
          own,
          { ...own, Name: 'Off', Enabled: false },
          { ...own, Name: 'Scoped', IsTransportRuleScoped: true },
          { ...own, Name: 'Other', RecipientDomains: ['fabrikam.com'] },
          { ...own, Name: 'Star', RecipientDomains: ['*'] },
        ],
      },
    };
    const [decision] = of(
      await follow(topology, { from: 'anna@contoso.com', to: ['bob@contoso.com'] }),
      'select-outbound-connector',
    );
    expect(losers(decision)).toEqual({
      'outbound:Off': expect.stringContaining('disabled'),
      'outbound:Scoped': expect.stringContaining('rule'),
      'outbound:Other': expect.stringContaining('contoso.com'),
      'outbound:Star': expect.stringContaining('more specific'),
    });
  });

  test('a send connector that lost says by which test', async () => {
    const [coexistence, star] = base.onPremises.sendConnectors;
    const topology = {
      ...base,
      onPremises: {
        ...base.onPremises,
        sendConnectors: [
          coexistence,
          star,
          { ...coexistence, Name: 'Dear', AddressSpaces: ['SMTP:contoso.mail.onmicrosoft.com;9'] },
        ],
      },
    };
    const [decision] = of(await follow(topology, message), 'select-send-connector');
    expect(losers(decision)).toEqual({
      'send:To Internet': expect.stringContaining('more specific'),
      'send:Dear': expect.stringContaining('cost'),
    });
  });

  test('a receive connector that lost says by which test', async () => {
    const [frontend] = base.onPremises.receiveConnectors;
    const topology = {
      ...base,
      onPremises: {
        ...base.onPremises,
        receiveConnectors: [
          frontend,
          { ...frontend, Identity: 'EX01\\Client', Bindings: ['0.0.0.0:587'] },
          { ...frontend, Identity: 'EX01\\Printers', RemoteIPRanges: ['10.0.0.0/8'] },
        ],
      },
    };
    const [decision] = of(
      await follow(topology, { from: 'anna@contoso.com', to: ['bob@contoso.com'] }),
      'select-receive-connector',
    );
    expect(losers(decision)).toEqual({
      'receive:EX01/Client': expect.stringContaining('port 25'),
      'receive:EX01/Printers': expect.stringContaining('RemoteIPRanges'),
    });
  });
});

describe('what a hop tells', () => {
  test('the leg from the premises to the tenant: address, name, certificate, TLS, envelope', async () => {
    const trace = await follow(base, message);
    expect(trace.hops.at(-1)).toMatchObject({
      from: 'server:EX01',
      to: 'tenant',
      sourceIp: '203.0.113.10',
      helo: 'mail.contoso.com',
      mailFrom: 'bob@contoso.com',
      recipients: ['anna@contoso.mail.onmicrosoft.com'],
      tls: 'verified',
      certificate: 'hybrid',
    });
  });

  test('evidence names the line of the setting', async () => {
    const [decision] = of(await follow(base, message), 'attribute-connection');
    expect(decision?.evidence[0]?.at).toMatchObject({ file: 'topology.json', line: expect.any(Number) });
    expect(decision?.evidence.map(factOf)[0]).toContain('*.contoso.com');
  });
});

describe('what is open', () => {
  test('`outbound.starCoversAcceptedDomains` matters only where `*` is all there is for an accepted domain', async () => {
    const [own] = base.tenant.outboundConnectors;
    const star = { ...base, tenant: { ...base.tenant, outboundConnectors: [{ ...own, RecipientDomains: ['*'] }] } };
    const points = async (topology: Piece) =>
      (await follow(topology, { from: 'anna@contoso.com', to: ['bob@contoso.com'] })).alternatives.map(
        (one) => one.assumption,
      );
    expect([await points(star), await points(base)]).toEqual([['outbound.starCoversAcceptedDomains'], []]);
  });

  test('an address range of which a connector knows a part leaves open from where the node sends', async () => {
    const filtered = hybrid({ mx: 'F>E', cmt: false });
    const [filter] = filtered.services;
    const topology = { ...filtered, services: [{ ...filter, addresses: ['198.51.100.25', '198.51.100.99'] }] };
    const trace = await follow(topology, {
      from: 'alice@example.org',
      to: ['anna@contoso.com'],
      source: { address: '192.0.2.10' },
    });
    expect(trace.outcomes.map((one) => one.status)).toEqual(['delivered']);
    expect(trace.alternatives.flatMap((one) => one.outcomes.map((other) => other.reply?.enhanced))).toEqual(['5.7.51']);
  });
});
