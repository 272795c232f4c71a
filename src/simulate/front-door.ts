import { text } from '../model/text.ts';
import { domainOf } from '../protocols/smtp/mail-address.ts';
import { mxSuffixCloud } from '../reference/microsoft-names.ts';
import { reply, type SpokenReply } from '../reference/replies/replies.ts';
import type { Departure } from './departure.ts';
import { step, weakest } from './legs.ts';
import { copyWith } from './new-copy.ts';
import type { Arrival, Attribution, Copy, Note, Run } from './run.ts';
import { attributeOriginating } from './steps/attribute-connection.ts';
import { blockUnknownRecipient } from './steps/block-unknown-recipient.ts';
import { negotiateTls, type ServerTls } from './steps/negotiate-tls.ts';
import { refuse } from './steps/return-to-sender.ts';
import { type IncomingResult, selectPartnerConnector } from './steps/select-partner-connector.ts';
import { splitTransactions } from './steps/split-transactions.ts';
import type { TlsLevel } from './trace.ts';
import { type CompiledTenant, tenantOfDomain } from './world.ts';

const exchangeOnline: ServerTls = {
  offers: true,
  demands: false,
  certificate: undefined,
  microsoft: true,
  because: undefined,
};

/**
 * A session with Exchange Online Protection: TLS, then attribution, which decides per recipient whose tenant it is
 * (PIPE, ATTR). The dialled name decides nothing but the region (PIPE-3, ATTR-20).
 * @returns why no session came about, or undefined.
 */
export function enterFrontDoor(
  run: Run,
  departure: Departure,
  host: string | undefined,
  sourceIp: string | null,
): { reply: SpokenReply; note: Note } | undefined {
  const client =
    departure.client.demand === 'DomainValidation' && departure.client.domain === undefined
      ? { ...departure.client, domain: host }
      : departure.client;
  const negotiated = negotiateTls(run, 'Exchange Online', client, exchangeOnline);
  if (!negotiated.ok) return { reply: negotiated.reply, note: negotiated.note };
  const certificate = negotiated.encrypted ? client.certificate : undefined;
  const notes = [...departure.notes, negotiated.note];
  const door: Door = {
    run,
    departure,
    host,
    sourceIp,
    level: negotiated.level,
    encrypted: negotiated.encrypted,
    certificate,
    notes,
  };

  for (const transaction of splitTransactions(run, departure.copies))
    attribute({ ...door, notes: [...notes, ...transaction.notes] }, transaction.copies);
  return undefined;
}

/** One transaction: an own server's as a whole, another's by the tenants of its recipients. */
function attribute(door: Door, copies: readonly Copy[]): void {
  const { run, departure, certificate, sourceIp } = door;
  const { mailFrom } = departure.transit;
  const { match, losers } = attributeOriginating(run, { certificate, sourceIp, mailFrom, copies });
  if (match !== undefined) return admit(door, copies, match.attribution, undefined, match.note);
  // ATTR-25: recipients of several tenants in one session are attributed each for itself.
  const byTenant = new Map<CompiledTenant | undefined, Copy[]>();
  for (const copy of copies) {
    const tenant = tenantOfDomain(run.world, domainOf(copy.address));
    byTenant.set(tenant, [...(byTenant.get(tenant) ?? []), copy]);
  }
  for (const [tenant, some] of byTenant) {
    if (tenant === undefined) {
      const note = run.note('attribute-connection', ['ATTR-12'], () => ({
        verdict: text`refused`,
        because: text`no OnPremises connector identifies the client, and the recipient's domain belongs to no tenant`,
        rejected: losers,
      }));
      refuseAt(door, run.world.own?.tenant.node ?? 'tenant', some, reply('relayAccessDenied'), [note], undefined);
      continue;
    }
    const result = selectPartnerConnector(
      run,
      tenant,
      { certificate, sourceIp, encrypted: door.encrypted, mailFrom },
      losers,
    );
    if (result.ok) admit(door, some, result.attribution, result.level, result.note);
    else refuseByPartner(door, tenant, some, result);
  }
}

/** PUNC-18: the restriction and edge blocking are both reported, and which of them answers for an unknown recipient is open. */
function refuseByPartner(
  door: Door,
  tenant: CompiledTenant,
  copies: readonly Copy[],
  { attribution, reply: said, note }: Extract<IncomingResult, { ok: false }>,
): void {
  const { run, departure } = door;
  const unknown = new Map<Copy, Note>();
  for (const copy of copies) {
    const blocked = blockUnknownRecipient(run, { attribution, transit: departure.transit }, copy);
    if (blocked?.rejected === true) unknown.set(copy, blocked.note);
  }
  const { node } = tenant.tenant;
  if (unknown.size === 0) return refuseAt(door, node, copies, said, [note], attribution);
  const order = run.assume('edge.refusalOrder', ['edge-blocking-first', 'attribution-first']);
  const answer = order === 'edge-blocking-first' ? reply('recipientRejectedAtEdge') : said;
  const known = copies.filter((copy) => !unknown.has(copy));
  if (known.length > 0) refuseAt(door, node, known, said, [note], attribution);
  refuseAt(door, node, [...unknown.keys()], answer, [note, ...unknown.values()], attribution);
}

interface Door {
  readonly run: Run;
  readonly departure: Departure;
  readonly host: string | undefined;
  readonly sourceIp: string | null;
  readonly level: TlsLevel;
  readonly encrypted: boolean;
  readonly certificate: Arrival['certificate'];
  readonly notes: readonly Note[];
}

function open(
  door: Door,
  to: string,
  copies: readonly Copy[],
  level: TlsLevel,
  notes: readonly Note[],
  attribution: Attribution | undefined,
): readonly [number, readonly Copy[]] {
  const { run, departure } = door;
  const connector = attribution?.connector;
  const names = connector === undefined ? [] : [`inbound:${attribution?.tenant.tenant.prefix ?? ''}${connector.name}`];
  const hop = run.openHop(
    {
      from: departure.from,
      to,
      sourceIp: door.sourceIp,
      helo: departure.helo,
      mailFrom: departure.transit.mailFrom,
      recipients: copies.map((copy) => copy.address),
      tls: level,
      certificate: door.certificate?.key ?? null,
      attribution: {
        directionality: attribution?.directionality ?? null,
        connector: names[0] ?? null,
        by: attribution?.byKey ?? null,
      },
    },
    [...door.notes, ...notes],
  );
  // A partner's tenant is another organisation: what it can verify of the sender is settled like at any border.
  const handed = to.startsWith('partner:') ? (departure.leave?.(copies, to).copies ?? copies) : copies;
  const there = handed.map((copy) => {
    const here = step(copy, to, hop, level, names);
    return attribution === undefined ? here : seenBy(run, attribution, here);
  });
  return [hop, there];
}

/** What attribution alone says of a message: Incoming mail is anonymous whatever follows (HDR-2), refusals included. */
function seenBy(run: Run, { tenant, directionality }: Attribution, copy: Copy): Copy {
  const own = tenant === run.world.own;
  if (directionality === 'Originating') return own ? copyWith(copy, { directionality }) : copy;
  const authAs = 'Anonymous' as const;
  return own
    ? copyWith(copy, { directionality, authAs, finalAuthAs: authAs, scl: null })
    : copyWith(copy, { finalAuthAs: authAs });
}

function refuseAt(
  door: Door,
  to: string,
  copies: readonly Copy[],
  said: SpokenReply,
  notes: readonly Note[],
  attribution: Attribution | undefined,
): void {
  const [, there] = open(door, to, copies, door.level, notes, attribution);
  const { departure, run } = door;
  for (const copy of there)
    refuse(run, { to, from: departure.from, accepted: departure.accepted, transit: departure.transit }, copy, said);
}

function admit(
  door: Door,
  copies: readonly Copy[],
  attribution: Attribution,
  demanded: TlsLevel | undefined,
  note: Note,
): void {
  const { run, departure, host } = door;
  const { tenant } = attribution.tenant;
  const level = demanded === undefined ? door.level : strongest(door.level, demanded);
  if (isOfOtherCloud(host, tenant.cloud)) {
    const region = run.note('attribute-connection', ['ATTR-20'], () => ({
      verdict: text`refused for now`,
      because: text`${host ?? ''} belongs to another cloud than the tenant's (${tenant.cloud})`,
    }));
    refuseAt(door, tenant.node, copies, reply('wrongRegion'), [region], undefined);
    return;
  }
  if (!tenant.licensed) {
    const unlicensed = run.note('attribute-connection', ['ACC-23'], () => ({
      verdict: text`refused for now`,
      because: text`${tenant.domain} has no mail-enabled subscription`,
      evidence: [run.setting(`${tenant.at}/licensed`, 'licensed: false')],
    }));
    refuseAt(door, tenant.node, copies, reply('unlicensed'), [unlicensed], undefined);
    return;
  }
  const [hop, there] = open(door, tenant.node, copies, level, [note], attribution);
  run.queue.push({
    from: departure.from,
    to: tenant.node,
    sourceIp: door.sourceIp,
    helo: departure.helo,
    dialled: host,
    via: departure.via,
    encrypted: door.encrypted,
    transit: departure.transit,
    copies: there,
    hop,
    accepted: departure.accepted,
    certificate: door.certificate,
    attribution,
  });
}

const strongest = (left: TlsLevel, right: TlsLevel): TlsLevel => (weakest(left, right) === left ? right : left);

/** Whether the dialled name is one of another cloud than this. */
export function isOfOtherCloud(host: string | undefined, cloud: CompiledTenant['tenant']['cloud']): boolean {
  const suffix = host === undefined ? undefined : mxSuffixCloud(host);
  return suffix !== undefined && suffix.clouds.length > 0 && !suffix.clouds.includes(cloud);
}
