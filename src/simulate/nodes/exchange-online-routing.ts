import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { OutboundConnector } from '../../model/topology.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { reply } from '../../reference/replies/replies.ts';
import { deferCopy } from '../cannot-depart.ts';
import { collect } from '../collect.ts';
import { depart } from '../depart.ts';
import type { DirectoryEntry } from '../directory.ts';
import { sendOn } from '../forwards/inbox-rules.ts';
import { splitByForwarding } from '../forwards/mailbox-forwarding.ts';
import { microsoftCertificate } from '../microsoft-certificate.ts';
import { copyWith } from '../new-copy.ts';
import type { Resolved, RuleRoute } from '../rules/fork.ts';
import { rulesOfTenant } from '../rules/rule-owner.ts';
import type { Copy, Note, Run, Transit } from '../run.ts';
import { signed, withoutOriginal } from '../sign-message.ts';
import { applyHeaderFirewall, borderOut } from '../steps/apply-header-firewall.ts';
import { applyOutboundPolicy, type RefusedForward } from '../steps/apply-outbound-policy.ts';
import { checkContent, checkLeaving, returnedOverLimit } from '../steps/check-limits.ts';
import { chooseEgress } from '../steps/choose-egress.ts';
import { egressOf } from '../steps/judge-egress.ts';
import { resolveDomain } from '../steps/resolve-next-hop.ts';
import { resolveSmartHosts } from '../steps/resolve-smart-hosts.ts';
import { isSilenced, told } from '../steps/return-to-sender.ts';
import { outboundName, selectOutboundConnector } from '../steps/select-outbound-connector.ts';
import { tenantAddress } from '../steps/source-address.ts';
import { submitted, type TenantMessage } from '../tenant-message.ts';
import { transitWith } from '../transit.ts';
import { acceptedDomain } from '../world.ts';
import { filterBeforeRules, filterForks } from './exchange-online-filtering.ts';
import { journalFromTenant, refuseReports } from './exchange-online-journaling.ts';
import { premisesFirst, resolve } from './exchange-online-resolution.ts';
import { applyTenantRules } from './exchange-online-rules.ts';

/** One recipient's way out. */
interface WayOut {
  readonly copy: Copy;
  readonly connector: OutboundConnector | undefined;
  readonly domain: string;
  readonly notes: readonly Note[];
  readonly transit: Transit;
  readonly pool: 'regular' | 'highRisk' | 'relay';
  readonly ip: string;
  /** Where a rule demands TLS (ACT-19). */
  readonly requireTls?: Pointer;
}

/** Recipient resolution, delivery here, and the next hop of everything else, recipients with one way travelling together. */
export function routeFromTenant(run: Run, message: TenantMessage, copies: readonly Copy[]): void {
  const { hop, transit, tenant } = message;
  const at = { hop, node: tenant.tenant.node, transit };
  if (returnedOverLimit(run, at, copies, checkContent(run, transit))) return;
  const found = collect(copies, (copy) => resolve(run, message, copy, 0));
  const resolved = filterBeforeRules(run, message, refuseReports(run, message, found));
  const groups = new Map<string, { readonly message: TenantMessage; readonly ways: WayOut[] }>();
  const ruled = collect(splitByForwarding(transit, resolved), (part) =>
    applyTenantRules(run, part.transit === transit ? message : { ...message, transit: part.transit }, part.recipients),
  );
  const forks = filterForks(run, ruled, (by, copy) => resolve(run, by, copy, 0));
  for (const [index, fork] of forks.entries()) {
    for (const way of collect(fork.recipients, (recipient) => leadOn(run, fork.message, recipient))) {
      const next =
        way.connector === undefined || way.connector.useMXRecord
          ? `${way.connector?.name ?? ''} mx ${way.domain}`
          : way.connector.name;
      const key = `${index} ${next} ${way.transit.mailFrom} ${way.pool} ${way.requireTls ?? ''}`;
      const known = groups.get(key);
      if (known === undefined) groups.set(key, { message: fork.message, ways: [way] });
      else known.ways.push(way);
    }
  }
  for (const group of groups.values()) leave(run, group.message, group.ways);
  journalFromTenant(run, message, forks, routeFromTenant);
}

function leadOn(run: Run, message: TenantMessage, recipient: Resolved): readonly WayOut[] {
  const { copy, destination, route, requireTls } = recipient;
  if (route !== undefined) return byRule(run, message, recipient, route);
  // ACT-19 is about recipients outside only.
  const ways = ordinaryWays(run, message, copy, destination);
  return requireTls === undefined
    ? ways
    : ways.map((one) => (acceptedDomain(message.tenant, one.domain) === undefined ? { ...one, requireTls } : one));
}

function ordinaryWays(
  run: Run,
  message: TenantMessage,
  copy: Copy,
  destination: Resolved['destination'],
): readonly WayOut[] {
  switch (destination.kind) {
    case 'mailbox':
      return deliver(run, message, copy, destination.entry);
    case 'assumed':
      return assumedHere(run, message, copy);
    case 'domain':
      return wayOut(run, message, copy, destination.domain);
  }
}

/** ACT-5, OUT-3: the connector that a rule names takes the copy wherever it would have gone; without one it waits (ACT-5a). */
function byRule(run: Run, message: TenantMessage, recipient: Resolved, route: RuleRoute): readonly WayOut[] {
  const { copy, destination, requireTls } = recipient;
  const { connector } = route;
  const evidence = () => [run.setting(route.at, text`RouteMessageOutboundConnector of ${route.rule}`)];
  if (connector === undefined) {
    run.decide(message.hop, 'select-outbound-connector', ['ACT-5a'], () => ({
      verdict: text`none, the message waits`,
      because: text`the rule ${route.rule} routes to ${route.name}, which is no enabled outbound connector`,
      evidence: evidence(),
    }));
    deferCopy(run, copy, message.transit, message.tenant.tenant.node, reply('danglingConnector'));
    return [];
  }
  const note = run.note('select-outbound-connector', ['OUT-3', 'ACT-5'], () => ({
    verdict: text`${outboundName(message.tenant, connector)}`,
    because: text`the rule ${route.rule} names it, which goes before every choice by domain`,
    evidence: evidence(),
  }));
  const own = destination.kind === 'mailbox' ? destination.entry : undefined;
  const address = own?.recipient?.address ?? own?.primary ?? copy.address;
  const domain = domainOf(address);
  const taken = way(run, message, copyWith(copy, { address }), connector, domain, [note]);
  const outside = requireTls !== undefined && acceptedDomain(message.tenant, domain) === undefined;
  return outside ? taken.map((one) => ({ ...one, requireTls })) : taken;
}

function deliver(run: Run, message: TenantMessage, copy: Copy, entry?: DirectoryEntry): readonly WayOut[] {
  const selected = premisesFirst(run, message, copy);
  if (selected !== undefined) {
    const address = entry === undefined ? copy.address : (entry.recipient?.address ?? entry.primary);
    return way(run, message, copyWith(copy, { address }), selected.connector, domainOf(address), [selected.note]);
  }
  if (entry === undefined || runsInbox(run, message, copy, entry))
    run.end(copy, message.transit, { status: 'delivered', endsAt: message.tenant.tenant.node, folder: message.folder });
  return [];
}

/** @returns whether the mailbox keeps its own copy. */
function runsInbox(run: Run, message: TenantMessage, copy: Copy, entry: DirectoryEntry): boolean {
  const { tenant, hop, transit, authAs, folder } = message;
  const at = { owner: rulesOfTenant(run.world, tenant), node: tenant.tenant.node, hop, transit, authAs, folder };
  return sendOn(run, at, copy, entry, ({ hop, transit, authAs, copies }) => {
    const sent = submitted(tenant, transit, authAs, hop);
    const scl = authAs === 'Internal' ? -1 : null;
    const arrived = { directionality: 'Originating', authAs, scl } as const;
    routeFromTenant(run, sent, tenant === run.world.own ? copies.map((one) => copyWith(one, arrived)) : copies);
  });
}

/** A partner's undeclared recipient is outside the topology: the message is sent, as far as it tells. */
function assumedHere(run: Run, message: TenantMessage, copy: Copy): readonly WayOut[] {
  if (message.tenant === run.world.own) return deliver(run, message, copy);
  run.end(copy, message.transit, { status: 'sent', endsAt: message.tenant.tenant.node });
  return [];
}

function wayOut(run: Run, message: TenantMessage, copy: Copy, domain: string): readonly WayOut[] {
  const selected = selectOutboundConnector(run, message.tenant, {
    domain,
    fromOnPremises: message.fromOnPremises,
    local: false,
  });
  if (selected.kind === 'loop') {
    run.attach(message.hop, [selected.note]);
    const said = reply('hopCountCloud');
    run.end(copy, message.transit, {
      status: 'looped',
      endsAt: message.tenant.tenant.node,
      reply: {
        ...said,
        from: message.tenant.tenant.node,
        final: null,
        ...told(run, copy, message.transit, message.tenant.tenant.node),
      },
    });
    return [];
  }
  return way(run, message, copy, selected.kind === 'connector' ? selected.connector : undefined, domain, [
    selected.note,
  ]);
}

function way(
  run: Run,
  message: TenantMessage,
  copy: Copy,
  connector: OutboundConnector | undefined,
  domain: string,
  notes: readonly Note[],
): readonly WayOut[] {
  const external = acceptedDomain(message.tenant, domain) === undefined;
  const refused = applyOutboundPolicy(run, message.tenant, message, copy, domain);
  if (refused !== undefined) {
    endRefused(run, message, copy, refused);
    return [];
  }
  const named =
    connector === undefined
      ? copy
      : copyWith(copy, { connectors: [...copy.connectors, outboundName(message.tenant, connector)] });
  const plain = { copy: named, connector, domain, notes, transit: message.transit, pool: 'regular' as const, ip: '' };
  if (!external) return [plain];
  const egress = chooseEgress(run, message.tenant, message.transit, copy, connector);
  return [
    {
      ...plain,
      notes: [...notes, ...egress.notes],
      transit: transitWith(message.transit, { mailFrom: egress.mailFrom }),
      pool: egress.pool,
      ip: egress.ip,
    },
  ];
}

/** Nobody may be told: then the copy is gone without a word. */
function endRefused(run: Run, message: TenantMessage, copy: Copy, { reply: said, meantFor }: RefusedForward): void {
  const { node } = message.tenant.tenant;
  const returnedTo = meantFor.filter((one) => !isSilenced(run, copy, one, node));
  run.end(copy, message.transit, {
    status: returnedTo.length === 0 ? 'dropped' : 'bounced',
    endsAt: node,
    reply: {
      code: said.code,
      enhanced: said.enhanced,
      text: said.text,
      from: node,
      final: null,
      returnedTo,
      returnedBy: node,
    },
  });
}

function leave(run: Run, message: TenantMessage, group: readonly WayOut[]): void {
  const [first] = group;
  if (first === undefined) return;
  const { connector, domain } = first;
  const { tenant } = message.tenant;
  const keepsHeaders = connector?.cloudServicesMailEnabled === true && message.authAs === 'Internal';
  const { headers, notes } = applyHeaderFirewall(run, tenant.node, first.transit.headers, () =>
    borderOut(tenant.node, connector?.name, connector?.cloudServicesMailEnabled === true),
  );
  const outgoing = transitWith(withoutOriginal(first.transit), { headers, crossPremises: keepsHeaders });
  const transit = signed(message, outgoing);
  const smartHosts = connector !== undefined && !connector.useMXRecord;
  const helo = 'outbound.protection.outlook.com';
  const copies = group.map((one) => one.copy);
  const resolution = smartHosts ? resolveSmartHosts(run.world, connector.smartHosts) : resolveDomain(run.world, domain);
  const limit = checkLeaving(run, transit, resolution);
  if (returnedOverLimit(run, { hop: message.hop, node: tenant.node, transit }, copies, limit)) return;
  depart(run, {
    from: tenant.node,
    copies,
    transit,
    towards: smartHosts ? connector.smartHosts.map((host) => host.text).join(', ') : domain,
    resolution,
    client: {
      demand: connector?.tlsSettings ?? (first.requireTls === undefined ? 'opportunistic' : 'EncryptionOnly'),
      domain: connector?.tlsDomain?.text.toLowerCase(),
      at: connector?.tlsSettings === undefined ? first.requireTls : `${connector.at}/TlsSettings`,
      certificate: microsoftCertificate(tenant.cloud),
      certificateFound: true,
    },
    helo,
    sourceIp: (to) =>
      first.ip !== '' && first.pool !== 'regular' ? first.ip : tenantAddress(run, tenant, message.tenant.smtp, to),
    via: smartHosts ? 'smart-host' : 'mx',
    accepted: true,
    notes: [...first.notes, ...notes],
    semantics: smartHosts ? (connector.smartHosts.length > 1 ? ['OUT-11'] : []) : ['OUT-9'],
    because: undefined,
    leave: (leaving) => {
      const ip = first.ip === '' ? tenantAddress(run, tenant, message.tenant.smtp, 'internet') : first.ip;
      const judged = egressOf(run, transit, ip, helo, first.ip === '' ? 'regular' : first.pool);
      return {
        copies: leaving.map((copy) => copyWith(copy, { egress: judged.egress })),
        transit,
        sourceIp: ip,
        notes: [judged.note],
      };
    },
  });
}
