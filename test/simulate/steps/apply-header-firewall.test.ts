import { describe, expect, test } from 'vitest';
import { plain } from '../../../src/model/text.ts';
import type { Trace } from '../../../src/simulate/trace.ts';
import { direct, filtered, good } from '../filter-world.ts';
import { follow, idsOf, type Piece } from '../follow.ts';
import { hybrid } from '../hybrid-parts.ts';

/*
 * HDR-4, HDR-5, ROUTE-10: what Exchange servers of one organisation write for each other does not pass its border, unless a
 * connector with CloudServicesMailEnabled takes it over. A mail flow rule that looks for the field tells whether it is there.
 */

const ours = 'X-MS-Exchange-Organization-Ticket';
const looksFor = (field: string): Piece => ({
  Name: 'Sees it',
  HeaderMatchesMessageHeader: field,
  HeaderMatchesPatterns: ['.'],
});
const carrying = (field: string, message: Piece): Piece => ({ ...message, headers: { [field]: 'yes' } });

/** Each removal with who made it, in the order of the way. */
const removed = (trace: Trace): readonly string[] =>
  trace.hops.flatMap((hop) => (hop.removed ?? []).map(({ name, by }) => `${name} by ${by}`));
const seen = (trace: Trace): readonly string[] => trace.outcomes.flatMap(({ rules }) => rules);
const reasons = (trace: Trace): string =>
  trace.hops
    .flatMap(({ decisions }) => decisions.filter(({ step }) => step === 'apply-header-firewall'))
    .map(({ verdict, because }) => `${plain(verdict)}: ${plain(because)}`)
    .join('\n');

describe('mail of strangers', () => {
  const world = (field: string) => direct({ tenant: { transportRules: [looksFor(field)] } });

  test.each([ours, 'X-MS-Exchange-CrossPremises-Ticket'])('loses %s before rules run', async (field) => {
    const trace = await follow(world(field), carrying(field, good));
    expect([seen(trace), removed(trace)]).toEqual([[], [`${field.toLowerCase()} by tenant`]]);
    expect(idsOf(trace, 'apply-header-firewall')).toEqual(expect.arrayContaining(['HDR-4', 'HDR-5']));
    expect(reasons(trace)).toContain(field.toLowerCase());
    expect(reasons(trace)).toContain('Incoming');
  });

  test.each(['X-Ticket', 'X-MS-Exchange-Transport-Rules-Loop', 'X-MS-Exchange-Inbox-Rules-Loop'])(
    'keeps %s, also as a loop counter',
    async (field) => {
      const trace = await follow(world(field), carrying(field, good));
      expect([seen(trace), removed(trace), idsOf(trace, 'apply-header-firewall')]).toEqual([['Sees it'], [], []]);
    },
  );

  test('cannot claim to be internal where a rule believes the field', async () => {
    const rule = { ...looksFor('X-MS-Exchange-Organization-AuthAs'), HeaderMatchesPatterns: ['Internal'] };
    const forged = { ...good, headers: { 'X-MS-Exchange-Organization-AuthAs': 'Internal' } };
    expect(seen(await follow(direct({ tenant: { transportRules: [rule] } }), forged))).toEqual([]);
  });
});

describe('between own servers and the tenant', () => {
  const base = hybrid({ mx: 'E', cmt: false });
  const stamp = (Name: string): Piece => ({
    Name,
    FromScope: 'InOrganization',
    SetHeaderName: ours,
    SetHeaderValue: '1',
  });
  const withCloud = (transportRules: readonly Piece[], inboundConnectors = base.tenant.inboundConnectors) => ({
    ...base,
    tenant: { ...base.tenant, transportRules, inboundConnectors },
  });
  const toCloud: Piece = { from: 'bob@contoso.com', to: ['anna@contoso.com'] };

  test('a field of an own server is promoted where both connectors have CloudServicesMailEnabled', async () => {
    const topology = withCloud([looksFor(ours)]);
    const stamping = { ...topology, onPremises: { ...base.onPremises, transportRules: [stamp('Stamp')] } };
    const trace = await follow(stamping, toCloud);
    expect([seen(trace), removed(trace)]).toEqual([['onPremises/Stamp', 'Sees it'], []]);
    expect(idsOf(trace, 'apply-header-firewall')).toEqual(expect.arrayContaining(['ROUTE-10']));
  });

  test('and is removed by the tenant whose connector has it off', async () => {
    const [connector] = base.tenant.inboundConnectors;
    const off = withCloud([looksFor(ours)], [{ ...connector, CloudServicesMailEnabled: false }]);
    const trace = await follow(
      { ...off, onPremises: { ...base.onPremises, transportRules: [stamp('Stamp')] } },
      toCloud,
    );
    expect(seen(trace)).toEqual(['onPremises/Stamp']);
    expect(removed(trace)).toEqual(['x-ms-exchange-crosspremises-ticket by tenant']);
    expect(reasons(trace)).toContain('CloudServicesMailEnabled of Inbound from premises is off');
  });

  test('a rule of the tenant reaches own servers with its field, and nobody outside', async () => {
    const topology = withCloud([stamp('Stamp')]);
    const looking = { ...topology, onPremises: { ...base.onPremises, transportRules: [looksFor(ours)] } };
    const inside = await follow(looking, { from: 'anna@contoso.com', to: ['bob@contoso.com'] });
    expect([seen(inside), removed(inside)]).toEqual([['Stamp', 'onPremises/Sees it'], []]);
    const outside = await follow(looking, { from: 'anna@contoso.com', to: ['alice@example.org'] });
    expect(removed(outside)).toEqual([`${ours.toLowerCase()} by tenant`]);
  });

  test('own servers take such fields of Exchange servers only, also of an externally secured host (OPR-8)', async () => {
    const [connector] = base.onPremises.receiveConnectors;
    const secured = {
      ...connector,
      Identity: 'EX01\\Relay',
      RemoteIPRanges: ['192.0.2.10'],
      AuthMechanism: 'Tls, ExternalAuthoritative',
      PermissionGroups: 'ExchangeServers',
    };
    const inwards = carrying(ours, { ...good, to: ['bob@contoso.com'], deliverTo: 'mail.contoso.com' });
    for (const receiveConnectors of [[connector], [connector, secured]]) {
      const onPremises = { ...base.onPremises, receiveConnectors, transportRules: [looksFor(ours)] };
      const trace = await follow({ ...base, onPremises }, inwards);
      expect([seen(trace), removed(trace)]).toEqual([[], [`${ours.toLowerCase()} by server:EX01`]]);
      expect(idsOf(trace, 'apply-header-firewall')).toContain('OPR-8');
    }
  });
});

describe('a system that is no Exchange server', () => {
  const stamping = { stamps: { [ours]: 'yes' } };
  const tenant = { transportRules: [looksFor(ours)] };

  test('hands on no field that came to it (HDR-8), unless it is declared to', async () => {
    const field = carrying(ours, good);
    expect(removed(await follow(filtered({}, { tenant }), field))).toEqual([`${ours.toLowerCase()} by service:filter`]);
    const keeping = { modifies: { stripsInternalHeaders: false } };
    expect(removed(await follow(filtered({}, { tenant }, keeping), field))).toEqual([
      `${ours.toLowerCase()} by tenant`,
    ]);
  });

  test('stamps one in vain', async () => {
    const trace = await follow(filtered({}, { tenant }, stamping), good);
    expect([seen(trace), removed(trace)]).toEqual([[], [`${ours.toLowerCase()} by tenant`]]);
  });

  test('in a session whose connector promotes headers: open, and an assumption', async () => {
    const recognised = { Name: 'From filter', ConnectorType: 'OnPremises', CloudServicesMailEnabled: true };
    const inboundConnectors = [{ ...recognised, TlsSenderCertificateName: 'filter.contoso.com' }];
    const service = { ...stamping, certificateNames: ['filter.contoso.com'], encrypts: 'required' };
    const acceptedDomains = ['contoso.com', 'filter.contoso.com'];
    const topology = filtered({}, { tenant: { ...tenant, acceptedDomains, inboundConnectors } }, service);
    const trace = await follow(topology, good);
    expect([seen(trace), removed(trace)]).toEqual([[], [`${ours.toLowerCase()} by tenant`]]);
    expect(trace.hops.flatMap((hop) => hop.removed ?? [])[0]?.assumption).toBe('headers.fieldsOfOtherSystems');
    const kept = await follow(topology, good, { assume: { 'headers.fieldsOfOtherSystems': 'kept' } });
    expect([seen(kept), removed(kept)]).toEqual([['Sees it'], []]);
    // CMIS-55: trust is not taken from it, whatever becomes of the field.
    const forging = { ...service, stamps: { 'X-MS-Exchange-Organization-AuthAs': 'Internal' } };
    const forged = await follow(
      filtered({}, { tenant: { ...tenant, acceptedDomains, inboundConnectors } }, forging),
      good,
      {
        assume: { 'headers.fieldsOfOtherSystems': 'kept' },
      },
    );
    expect(forged.outcomes.map(({ authAs }) => authAs)).toEqual(['Anonymous']);
    expect(removed(forged)).toEqual(['x-ms-exchange-organization-authas by tenant']);
  });
});
