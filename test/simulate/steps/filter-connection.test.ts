import { describe, expect, test } from 'vitest';
import { plain } from '../../../src/model/text.ts';
import { bad, decided, direct, end, filtered, fromFilter, good } from '../filter-world.ts';
import { follow, idsOf, only, openPoints, outcomeOf, type Piece } from '../follow.ts';

const lists = (allow: readonly string[], block: readonly string[]): Piece => ({
  hostedConnectionFilterPolicies: [{ Name: 'Default', IPAllowList: allow, IPBlockList: block }],
});
const onPremises = (address: string): Piece => ({
  Name: 'From premises',
  ConnectorType: 'OnPremises',
  SenderIPAddresses: [address],
});

describe('the address that Enhanced Filtering finds (PUNC-5, CF-8)', () => {
  const id = 'filtering.recoveredAddressInLists';
  const behind = (allow: readonly string[], block: readonly string[]) =>
    filtered({ EFSkipLastIP: true }, { tenant: lists(allow, block) });

  test('a block of it does nothing by default, and the trace says why', async () => {
    const trace = await follow(behind([], ['192.0.2.10']), good);
    expect([end(only(trace)), only(trace).assumptions]).toEqual(['delivered inbox', [id]]);
    const [note] = decided(trace, 'filter-connection');
    expect([note?.semantics, note && plain(note.because)]).toEqual([
      ['CF-7', 'CF-8', 'PUNC-5'],
      expect.stringContaining('192.0.2.10, which Enhanced Filtering finds, would be blocked'),
    ]);
  });

  test('by the other answer it is refused, and an allowed one skips filtering', async () => {
    const assume = { [id]: 'yes' };
    // The filter has taken the message before, and returns it.
    expect(end(await outcomeOf(behind([], ['192.0.2.10']), good, { assume }))).toBe('bounced 5.7.513');
    const spam = { ...good, verdict: 'spam' };
    expect(end(await outcomeOf(behind(['192.0.2.10'], []), spam))).toBe('delivered junk');
    expect(end(await outcomeOf(behind(['192.0.2.10'], []), spam, { assume }))).toBe('delivered inbox');
    // The filter on the list is no longer looked at.
    expect(end(await outcomeOf(behind(['198.51.100.25'], []), spam))).toBe('delivered inbox');
    expect(end(await outcomeOf(behind(['198.51.100.25'], []), spam, { assume }))).toBe('delivered junk');
  });

  test('without Enhanced Filtering, or where both addresses fare alike, nothing is open', async () => {
    const off = await follow(filtered({}, { tenant: lists([], ['192.0.2.10']) }), good);
    const alike = await follow(behind([], ['203.0.113.0/24']), good);
    expect([openPoints(off).includes(id), openPoints(alike).includes(id)]).toEqual([false, false]);
  });
});

describe('an allow entry that does nothing (CF-9)', () => {
  test('an OnPremises connector of the tenant holds the address', async () => {
    const tenant = { inboundConnectors: [onPremises('203.0.113.99')], ...lists(['203.0.113.99'], []) };
    const trace = await follow(direct({ tenant }), { ...bad, verdict: 'spam' });
    expect([end(only(trace)), only(trace).scl, idsOf(trace, 'filter-connection')]).toEqual([
      'delivered junk',
      null,
      ['CF-9'],
    ]);
    const without = direct({ tenant: lists(['203.0.113.99'], []) });
    expect(end(await outcomeOf(without, { ...bad, verdict: 'spam' }))).toBe('delivered inbox');
  });

  test('of another tenant: whether it is in the same forest is open', async () => {
    const partner = (cloud: string): Piece => ({
      partners: [
        {
          name: 'fabrikam',
          domains: ['fabrikam.com'],
          tenant: {
            domain: 'fabrikam.onmicrosoft.com',
            cloud,
            acceptedDomains: ['fabrikam.com'],
            inboundConnectors: [onPremises('203.0.113.99')],
          },
        },
      ],
    });
    const ends = async (cloud: string) => {
      const topology = direct({ tenant: lists(['203.0.113.99'], []), rest: partner(cloud) });
      const trace = await follow(topology, { ...bad, verdict: 'spam' });
      return [end(only(trace)), trace.alternatives.flatMap((one) => one.outcomes.map(end))];
    };
    expect(await ends('worldwide')).toEqual(['delivered inbox', ['delivered junk']]);
    expect(await ends('china')).toEqual(['delivered inbox', []]);
  });
});

describe('several refusals at the edge (ORDER-18, PUNC-18)', () => {
  const id = 'edge.refusalOrder';
  const locked = direct({ tenant: { inboundConnectors: [fromFilter({})] } });
  const nobody = { ...good, to: ['nobody@contoso.com'], deliverTo: 'tenant' };

  test('an unknown recipient behind an unmet restriction: both are reported, and edge blocking speaks', async () => {
    const trace = await follow(locked, nobody);
    const outcome = only(trace);
    expect([end(outcome), outcome.assumptions]).toEqual(['rejected 5.4.1', [id]]);
    const steps = trace.hops.flatMap((hop) => hop.decisions.map((one) => one.step));
    expect(steps).toEqual(expect.arrayContaining(['attribute-connection', 'block-unknown-recipient']));
    expect(end(await outcomeOf(locked, nobody, { assume: { [id]: 'attribution-first' } }))).toBe('rejected 5.7.51');
  });

  test('a known recipient of the same session gets the words of the restriction', async () => {
    const trace = await follow(locked, { ...nobody, to: ['anna@contoso.com', 'nobody@contoso.com'] });
    expect(trace.outcomes.map(end)).toEqual(['rejected 5.7.51', 'rejected 5.4.1']);
    expect(openPoints(await follow(locked, { ...nobody, to: ['anna@contoso.com'] }))).not.toContain(id);
  });
});

describe('TrustedMailInboundEnabled at edge blocking (RD-12)', () => {
  const trusting = (domain: string) =>
    direct({
      tenant: { remoteDomains: [{ Name: 'Trusted', DomainName: domain, TrustedMailInboundEnabled: true }] },
    });
  const nobody = { ...good, to: ['nobody@contoso.com'] };

  test('skips recipient filtering: the unknown recipient is let in and returned', async () => {
    const trace = await follow(trusting('example.org'), nobody);
    expect([end(only(trace)), idsOf(trace, 'block-unknown-recipient')]).toEqual(['bounced 5.1.10', ['RD-12']]);
  });

  test('not for other senders, and not by the From header, which is not known at RCPT TO', async () => {
    expect(end(await outcomeOf(trusting('example.net'), nobody))).toBe('rejected 5.4.1');
    const named = { ...nobody, from: 'x@example.org', mailFrom: 'alice@mailer.example' };
    expect(end(await outcomeOf(trusting('example.org'), named))).toBe('rejected 5.4.1');
  });
});
