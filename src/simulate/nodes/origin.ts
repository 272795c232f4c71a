import { formatAddress } from '../../model/addresses/address.ts';
import { containsText, firstAddress, isEmpty, subtract, unionAll } from '../../model/addresses/address-set.ts';
import { text } from '../../model/text.ts';
import type { Partner, SampleMessage, Server } from '../../model/topology.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { analyzeSpf } from '../../protocols/spf/analyze-spf.ts';
import { serviceAddresses } from '../../reference/microsoft-ranges.ts';
import { reply } from '../../reference/replies/replies.ts';
import { depart } from '../depart.ts';
import type { Copy, Run, Transit } from '../run.ts';
import { egressOf } from '../steps/judge-egress.ts';
import { frontDoor, type Resolution, resolveDomain } from '../steps/resolve-next-hop.ts';
import { resolveName } from '../steps/resolve-smart-hosts.ts';
import { refuse } from '../steps/return-to-sender.ts';
import { sourceAddress } from '../steps/source-address.ts';
import { acceptedDomain, memo, nodesOfAddress, tenantOfDomain, type World } from '../world.ts';
import { submitToTenant } from './exchange-online.ts';
import { asDemand, submitToServer } from './exchange-server.ts';
import { forwardFromRelay, serverRelay, serviceRelay } from './relay.ts';

/** The node a message starts from: the declared source, the sender's mailbox, its partner, or the Internet. */
export function originOf(world: World, message: SampleMessage): { readonly node: string; readonly mailbox: boolean } {
  const declared = message.source;
  if (declared !== undefined) {
    if (declared.node === 'internet' && declared.address !== undefined) {
      const [owner] = nodesOfAddress(world, declared.address);
      if (owner !== undefined) return { node: owner, mailbox: false };
    }
    return { node: declared.node, mailbox: false };
  }
  const sender = message.from;
  const domain = domainOf(sender);
  const { own, premises } = world;
  if (own !== undefined && acceptedDomain(own, domain) !== undefined) {
    const entry = own.directory.entries.get(sender.toLowerCase());
    const there = premises?.directory.entries.get(sender.toLowerCase());
    if (there?.kind === 'mailbox')
      return { node: there.node ?? premises?.mailboxServers[0]?.node ?? own.tenant.node, mailbox: true };
    if (entry?.kind === 'remote' && premises?.mailboxServers[0] !== undefined)
      return { node: premises.mailboxServers[0].node, mailbox: true };
    return { node: own.tenant.node, mailbox: true };
  }
  if (
    own === undefined &&
    premises !== undefined &&
    premises.directory.entries.get(sender.toLowerCase())?.kind === 'mailbox'
  ) {
    return { node: premises.mailboxServers[0]?.node ?? 'internet', mailbox: true };
  }
  for (const partner of world.partners.values()) {
    const accepts = partner.tenant && tenantOfDomain(world, domain)?.tenant === partner.tenant;
    if (partner.domains.includes(domain) || accepts) return { node: partner.node, mailbox: false };
  }
  return { node: 'internet', mailbox: false };
}

function isExchange(world: World, node: string): boolean {
  const role = world.servers.get(node)?.role;
  return role === 'mailbox' || role === 'edge';
}

/** Sends a message on its way: the first leg of every copy. */
export function originate(run: Run): void {
  const { message, world } = run;
  const { node, mailbox } = originOf(world, message);
  const transit: Transit = {
    mailFrom: message.mailFrom,
    from: message.from,
    headers: new Map([...message.headers].map(([name, content]) => [name.toLowerCase(), content])),
    received: [],
    crossPremises: false,
    dkim: message.dkim,
    type: message.type,
    junk: false,
  };
  const copies = message.recipients.map(
    ({ text: address }, index): Copy => ({
      order: [index],
      recipient: address,
      address,
      final: address,
      route: [node],
      connectors: [],
      hops: [],
      tls: null,
      spf: null,
      dkim: null,
      dmarc: null,
      judged: false,
      directionality: null,
      authAs: null,
      finalAuthAs: null,
      scl: null,
      egress: null,
      states: [],
      groups: [],
      arrivalSpf: null,
      judgedAddress: null,
    }),
  );
  const tenant = world.tenants.find((one) => one.tenant.node === node);
  const own = world.own;
  if (message.authenticated && !mailbox && own !== undefined && tenant === undefined && !isExchange(world, node)) {
    const server = world.servers.get(node);
    return authenticated(run, node, server?.fqdn ?? message.source?.helo ?? domainOf(transit.from), transit, copies);
  }
  if (tenant !== undefined) return submitToTenant(run, tenant, transit, copies, node);
  const server = world.servers.get(node);
  if (server !== undefined) return fromServer(run, server, transit, copies, mailbox);
  const service = world.services.get(node);
  if (service !== undefined)
    return forwardFromRelay(run, serviceRelay(service), signedBy(run, transit), copies, false, undefined);
  fromHost(run, node, transit, copies);
}

/** A service signs as it declares under `sendsAs`, unless the sample says itself what a verifier would find. */
function signedBy(run: Run, transit: Transit): Transit {
  if (run.message.dkimDeclared) return transit;
  const { node } = originOf(run.world, run.message);
  const sendings = run.world.services.get(node)?.sendsAs ?? run.world.servers.get(node)?.sends ?? [];
  const from = transit.from.toLowerCase();
  const sending = sendings.find((one) => one.from.toLowerCase() === from || one.from.toLowerCase() === domainOf(from));
  return sending?.dkim === undefined ? transit : { ...transit, dkim: [{ domain: sending.dkim, result: 'pass' }] };
}

function fromServer(run: Run, server: Server, transit: Transit, copies: readonly Copy[], mailbox: boolean): void {
  const { premises } = run.world;
  if ((server.role === 'mailbox' || server.role === 'edge') && premises !== undefined)
    return submitToServer(run, server, premises, transit, copies, mailbox);
  const signed = signedBy(run, transit);
  if (server.submits === undefined) {
    if (server.delivers !== undefined)
      return forwardFromRelay(run, serverRelay(run, server), signed, copies, mailbox, undefined);
    for (const copy of copies)
      run.end(copy, signed, {
        status: 'undetermined',
        missing: text`how ${server.node} hands in its mail: neither submits nor delivers is declared`,
      });
    return;
  }
  submits(run, server, signed, copies);
}

/** Applications and devices (SUB-1 to SUB-5). */
function submits(run: Run, server: Server, transit: Transit, copies: readonly Copy[]): void {
  const how = server.submits;
  if (how === undefined) return;
  if (how.how === 'smtpAuth')
    return authenticated(run, server.node, server.fqdn ?? server.name.toLowerCase(), transit, copies);
  const hop = (copy: Copy): Resolution => {
    if (how.how === 'via') return { kind: 'hosts', groups: [[{ node: how.node, host: undefined }]], evidence: [] };
    const own = run.world.own !== undefined && acceptedDomain(run.world.own, domainOf(copy.address)) !== undefined;
    if (how.how === 'relay' || own)
      return { kind: 'hosts', groups: [[{ node: frontDoor, host: undefined }]], evidence: [] };
    return resolveDomain(run.world, domainOf(copy.address));
  };
  sendFrom(run, server, transit, copies, hop, how.how === 'direct' ? ['SUB-5'] : ['SUB-4'], how.how === 'via');
}

/** SUB-1, SUB-2: client submission needs SMTP AUTH allowed for the mailbox or the tenant, and a mailbox to be. */
function authenticated(run: Run, node: string, helo: string, transit: Transit, copies: readonly Copy[]): void {
  const { own } = run.world;
  if (own === undefined) {
    for (const copy of copies)
      run.end(copy, transit, { status: 'undetermined', missing: text`the tenant that ${node} submits to` });
    return;
  }
  const entry =
    own.directory.entries.get(transit.mailFrom.toLowerCase()) ?? own.directory.entries.get(transit.from.toLowerCase());
  const setting = entry?.recipient?.smtpAuth;
  const disabled =
    own.tenant.organization.smtpClientAuthenticationDisabled ??
    run.ask(
      'smtp-auth-disabled',
      ['true', 'false'],
      () => text`SmtpClientAuthenticationDisabled of the tenant, which is not declared`,
    ) === 'true';
  const allowed = setting ?? !disabled;
  const arrival = { to: own.tenant.node, from: node, accepted: false, transit };
  const there = copies.map((copy) => ({ ...copy, route: [...copy.route, own.tenant.node] }));
  if (!allowed || entry?.kind !== 'mailbox') {
    const said =
      entry !== undefined && entry.kind !== 'mailbox'
        ? reply('sendAsDenied')
        : !allowed
          ? setting === false
            ? reply('smtpAuthDisabledForMailbox')
            : reply('smtpAuthDisabledForTenant')
          : reply('sendAsDenied');
    const hop = run.openHop(
      {
        from: node,
        to: own.tenant.node,
        sourceIp: null,
        helo,
        mailFrom: transit.mailFrom,
        recipients: copies.map((copy) => copy.address),
        tls: 'encrypted',
        certificate: null,
      },
      [
        run.note('submit-message', ['SUB-1', 'SUB-2'], () => ({
          verdict: text`refused`,
          because: allowed
            ? text`${transit.mailFrom} is no mailbox of the tenant that the client could be`
            : text`SMTP AUTH is off for ${transit.mailFrom}`,
        })),
      ],
    );
    for (const copy of there) refuse(run, arrival, { ...copy, hops: [...copy.hops, hop] }, said);
    return;
  }
  submitToTenant(
    run,
    own,
    transit,
    there.map((copy) => ({ ...copy, tls: 'encrypted' as const })),
    node,
  );
}

function sendFrom(
  run: Run,
  server: Server,
  transit: Transit,
  copies: readonly Copy[],
  hop: (copy: Copy) => Resolution,
  semantics: readonly string[],
  inside: boolean,
): void {
  const groups = new Map<Resolution, Copy[]>();
  const keys = new Map<string, Resolution>();
  for (const copy of copies) {
    const resolution = hop(copy);
    const key = JSON.stringify(resolution);
    const known = keys.get(key) ?? resolution;
    keys.set(key, known);
    groups.set(known, [...(groups.get(known) ?? []), copy]);
  }
  const helo = server.fqdn ?? server.name.toLowerCase();
  const entries = inside && server.internalAddresses.length > 0 ? server.internalAddresses : server.addresses;
  const ip = () => sourceAddress(run, inside ? `${server.node} inside` : server.node, entries);
  for (const [resolution, some] of groups) {
    depart(run, {
      from: server.node,
      copies: some,
      transit,
      towards: domainOf(some[0]?.address ?? ''),
      resolution,
      client: {
        demand: asDemand(server.encrypts ?? 'opportunistic'),
        domain: undefined,
        at: undefined,
        certificate: server.certificates[0],
        certificateFound: true,
      },
      helo,
      sourceIp: ip,
      via: semantics[0] === 'SUB-5' ? 'mx' : 'smart-host',
      accepted: false,
      notes: [],
      semantics,
      leave: (leaving) => {
        const judged = egressOf(run, transit, ip(), helo, null);
        return {
          copies: leaving.map((copy) => ({ ...copy, egress: judged.egress })),
          transit,
          sourceIp: ip(),
          notes: [judged.note],
        };
      },
    });
  }
}

/** Some host of the Internet, or a partner's, or a declared host that is told where to hand its message in. */
function fromHost(run: Run, node: string, transit: Transit, copies: readonly Copy[]): void {
  const { message, world } = run;
  const partner = world.partners.get(node);
  const declared = message.source;
  const entries = partner?.addresses ?? world.servers.get(node)?.addresses ?? world.services.get(node)?.addresses;
  const address =
    declared?.address ?? (entries === undefined ? strangerAddress(world, message) : sourceAddress(run, node, entries));
  const groups = new Map<string, { resolution: Resolution; copies: Copy[] }>();
  for (const copy of copies) {
    const domain = domainOf(copy.address);
    const known = groups.get(domain) ?? { resolution: firstHop(run, domain), copies: [] };
    known.copies.push(copy);
    groups.set(domain, known);
  }
  // One session for all recipients that the same host receives: what ATTR-9 looks at.
  const sessions = new Map<string, { domain: string; resolution: Resolution; copies: Copy[] }>();
  for (const [domain, { resolution, copies: some }] of groups) {
    const key =
      resolution.kind === 'hosts'
        ? resolution.groups.map((group) => group.map((one) => `${one.node} ${one.host}`).join()).join(';')
        : domain;
    const known = sessions.get(key);
    if (known === undefined) sessions.set(key, { domain, resolution, copies: some });
    else known.copies.push(...some);
  }
  const helo = declared?.helo ?? partner?.fqdn ?? domainOf(message.mailFrom || message.from);
  for (const { domain, resolution, copies: some } of sessions.values()) {
    depart(run, {
      from: node,
      copies: some,
      transit: partner === undefined ? { ...transit, dkim: strangerDkim(run, transit) } : transit,
      towards: deliveryHost(message) ?? domain,
      resolution,
      client: hostTls(run, partner),
      helo,
      sourceIp: () => address,
      via: 'mx',
      accepted: false,
      notes: [],
      semantics: ['OUT-9'],
    });
  }
}

function hostTls(run: Run, partner: Partner | undefined) {
  const declared = run.message.source;
  // What the sample says of its own session holds, whoever's address it comes from.
  const demand =
    declared?.tls === 'none' ? 'none' : partner === undefined ? 'opportunistic' : asDemand(partner.encrypts);
  return {
    demand,
    domain: undefined,
    at: undefined,
    certificate: declared?.certificate ?? partner?.clientCertificates[0],
    certificateFound: true,
  } as const;
}

function firstHop(run: Run, domain: string): Resolution {
  const to = run.message.deliverTo;
  if (to === undefined || to.kind === 'mx') return resolveDomain(run.world, domain);
  if (to.kind === 'tenant') return { kind: 'hosts', groups: [[{ node: frontDoor, host: undefined }]], evidence: [] };
  return to.kind === 'host' ? resolveName(run.world, to.host) : { kind: 'not-supplied', name: to.text };
}

const deliveryHost = (message: SampleMessage): string | undefined =>
  message.deliverTo?.kind === 'host' ? message.deliverTo.text : undefined;

/** Selectors under which a domain is usually found to sign; the view can be asked for names only, not listed. */
const usualSelectors = ['selector1', 'selector2', 'default', 'dkim', 'google', 's1', 's2', 'k1', 'mail'];

/** A host of the sender's own signs where the declared DNS shows a key; a key that is not supplied counts as none. */
function strangerDkim(run: Run, transit: Transit): Transit['dkim'] {
  if (run.message.dkimDeclared || run.message.source?.address !== undefined) return transit.dkim;
  const domain = domainOf(transit.from);
  const { own } = run.world;
  if (own !== undefined && acceptedDomain(own, domain) !== undefined) return transit.dkim;
  const signs = memo(run.world, `dkim-key ${domain}`, () =>
    usualSelectors.some(
      (selector) => run.world.topology.dns.view.lookup(`${selector}._domainkey.${domain}`, 'TXT').status === 'records',
    ),
  );
  return signs ? [{ domain, result: 'pass' }] : transit.dkim;
}

/** Documentation addresses (RFC 5737), of which the first that nobody declared stands for "some host of the Internet". */
const strangers = ['203.0.113.250', '198.51.100.250', '192.0.2.250', '203.0.113.17', '198.51.100.17', '192.0.2.17'];

/** An address that belongs to nobody the topology mentions. */
export function someStranger(world: World): string {
  return memo(world, 'stranger', () => {
    const own = unionAll(world.addresses.map((one) => one.set));
    const keys = unionAll(
      world.tenants.flatMap((tenant) =>
        [...tenant.onPremisesConnectors, ...tenant.partnerConnectors].map((one) => one.set),
      ),
    );
    return strangers.find((address) => !containsText(own, address) && !containsText(keys, address)) ?? '203.0.113.250';
  });
}

/**
 * The address of "some host of the sender's own": one that the sender's SPF authorises and that is nobody else's, where
 * the declared DNS has such a one; a stranger's where it has none; unknown where the record is not supplied.
 */
function strangerAddress(world: World, message: SampleMessage): string | null {
  const domain = domainOf(message.mailFrom === '' ? message.from : message.mailFrom);
  return memo(world, `sender-host ${domain}`, () => {
    const { dns } = world.topology;
    if (dns.view.lookup(domain, 'TXT').status === 'not-supplied') return null;
    const authorized = analyzeSpf(domain, dns.view).records[0].authorised;
    const taken = unionAll([...world.addresses.map((one) => one.set), serviceAddresses()]);
    const free = subtract(authorized, taken);
    const first = isEmpty(free) ? undefined : firstAddress(free);
    return first === undefined ? someStranger(world) : formatAddress(first);
  });
}
