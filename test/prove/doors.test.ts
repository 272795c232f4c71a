import { describe, expect, test } from 'vitest';
import { classesOf } from '../../src/prove/classes/classes.ts';
import { KinTracer } from '../../src/prove/traced-kin.ts';
import { traceMessage } from '../../src/simulate/trace-message.ts';
import { compileWorld } from '../../src/simulate/world.ts';
import type { Piece } from '../simulate/follow.ts';
import { readable } from '../support/topology-reading.ts';

/*
 * Over an MX that leads to Exchange Online a stranger makes the same session as one who dials it directly (PIPE-3: the
 * dialled name decides nothing but the region), as long as all recipients have the same MX: a sender who asks the DNS makes
 * one session for each host.
 */
const options = { asOf: Date.UTC(2026, 10, 21), assumptions: new Map(), down: [] };

interface Case {
  readonly rules?: readonly Piece[];
  readonly mx?: string;
}

/** How anna fares in mail from a stranger at each door, and whether it was traced or another's trace served for it. */
async function atDoors({ rules = [], mx = 'contoso-com.mail.protection.outlook.com' }: Case) {
  const { topology, sources, patterns } = await readable(
    JSON.stringify({
      mxproof: 1,
      tenant: {
        domain: 'contoso.onmicrosoft.com',
        acceptedDomains: ['contoso.com', 'fabrikam.com'],
        organizationConfig: { RejectDirectSend: false },
        transportRules: rules,
      },
      services: [
        {
          name: 'filter',
          addresses: ['198.51.100.10'],
          receivesAt: ['mx.filter.example'],
          delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
        },
      ],
      recipients: ['anna@contoso.com', 'bert@fabrikam.com'].map((address) => ({ address, mailbox: 'cloud' })),
      dns: {
        records: `contoso.com. MX 0 ${mx}.\nfabrikam.com. MX 0 fabrikam-com.mail.protection.outlook.com.`,
      },
    }),
  );
  const world = compileWorld(topology, sources, { ...options, patterns });
  const classes = classesOf(world);
  const tracer = new KinTracer(
    [{ world, trace: (message, wanted) => traceMessage(world, message, { ...wanted, alternativesMax: 64 }) }],
    classes,
  );
  const doors = new Map<string, { statuses: Set<string>; traced: boolean }>();
  for (const one of classes.each())
    for (const { of, traces, runs } of tracer.trace(one)) {
      const { origin, sender, recipient } = of;
      if (!sender.plain || origin.source?.address !== undefined || recipient.address !== 'anna@contoso.com') continue;
      if (origin.kind !== 'stranger') continue;
      const door = origin.deliverTo?.text ?? 'mx';
      const found = doors.get(door) ?? { statuses: new Set(), traced: false };
      doors.set(door, found);
      found.traced ||= runs > 0;
      for (const { outcomes } of traces)
        for (const { recipient: to, status } of outcomes) if (to === 'anna@contoso.com') found.statuses.add(status);
    }
  return Object.fromEntries(
    [...doors].map(([door, { statuses, traced }]) => [door, { statuses: [...statuses].sort(), traced }]),
  );
}

describe('what is handed in over the MX and directly', () => {
  test('fares alike where the MX leads to the tenant, and is traced once', async () => {
    const { mx, tenant } = await atDoors({});
    expect(mx).toEqual({ statuses: ['delivered'], traced: true });
    expect(tenant).toEqual({ statuses: ['delivered'], traced: false });
  });

  test('is traced at each door where the MX leads to a filter', async () => {
    const { mx, tenant } = await atDoors({ mx: 'mx.filter.example' });
    expect(mx?.traced).toBe(true);
    expect(tenant?.traced).toBe(true);
  });

  test('is traced at each door where the MX is in another cloud than the tenant (ATTR-20)', async () => {
    const { tenant } = await atDoors({ mx: 'contoso-com.mail.protection.office365.us' });
    expect(tenant).toEqual({ statuses: ['delivered'], traced: true });
  });

  // RULE-46, RULE-50: about any recipient of the message as it is handed in; over the MX bert comes in a session of his own.
  test('a rule about a further recipient with another MX meets the message only where both come in one session', async () => {
    const { mx, tenant } = await atDoors({
      rules: [
        { Name: 'A', AnyOfRecipientAddressMatchesPatterns: ['^bert@fabrikam\\.com$'], RejectMessageReasonText: 'no' },
      ],
    });
    expect(mx?.statuses).toEqual(['delivered']);
    expect(tenant).toEqual({ statuses: ['bounced', 'delivered'], traced: true });
  });
});
