import { instancesOf } from '../../model/header-fields.ts';
import { text } from '../../model/text.ts';
import type { Partner, SampleMessage, Server } from '../../model/topology.ts';
import { decodeHeader } from '../../protocols/rule-text/decode-header.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { clientOfReceived } from '../../protocols/smtp/received.ts';
import { depart } from '../depart.ts';
import { newCopy } from '../new-copy.ts';
import type { Copy, Run, Transit } from '../run.ts';
import { frontDoor, type Resolution, resolveDomain } from '../steps/resolve-next-hop.ts';
import { resolveName } from '../steps/resolve-smart-hosts.ts';
import { sourceAddress } from '../steps/source-address.ts';
import { asDemand } from '../tls-demand.ts';
import { transitWith } from '../transit.ts';
import { acceptedDomain, isExchangeServer, memoAbout, nodesOfAddress, tenantOfDomain, type World } from '../world.ts';
import { authenticated, submits } from './application.ts';
import { serverRelay, serviceRelay } from './declared-relay.ts';
import { submitToTenant } from './exchange-online.ts';
import { submitToServer } from './exchange-server.ts';
import { forwardFromRelay } from './relay.ts';
import { strangerAddress, strangerDkim } from './stranger.ts';

/** The node a message starts from: the declared source, the sender's mailbox, its partner, or the Internet. */
export const originOf = (world: World, message: SampleMessage): Origin =>
  memoAbout(world, message, 'origin', () => findOrigin(world, message));

interface Origin {
  readonly node: string;
  /** A mailbox there sends it. */
  readonly mailbox: boolean;
}

function findOrigin(world: World, message: SampleMessage): Origin {
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

/** A message as its first node has it, before anybody has taken it. */
export function handedIn(
  message: SampleMessage,
  node: string,
): { readonly transit: Transit; readonly copies: readonly Copy[] } {
  const transit = transitOf(message);
  const copies = message.recipients.map(({ text: address }, index): Copy => newCopy([index], address, node));
  return { transit, copies };
}

/** Sends a message on its way: the first leg of every copy. */
export function originate(run: Run): void {
  const { message, world } = run;
  const declaredAddress = message.source?.address ?? null;
  run.reads?.other('whose is it', declaredAddress, (one, address) => nodesOfAddress(one, address).join());
  const { node, mailbox } = originOf(world, message);
  const { transit: unsigned, copies } = handedIn(message, node);
  const dkim = signatures(run);
  const transit = dkim === unsigned.dkim ? unsigned : transitWith(unsigned, { dkim });
  const tenant = world.tenants.find((one) => one.tenant.node === node);
  const own = world.own;
  if (
    message.authenticated &&
    !mailbox &&
    own !== undefined &&
    tenant === undefined &&
    !isExchangeServer(world, node)
  ) {
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

/** By the message, which is traced with other answers and other worlds again. */
const transits = new WeakMap<SampleMessage, Transit>();

/** The message before its first leg. */
export function transitOf(message: SampleMessage): Transit {
  const before = transits.get(message);
  if (before !== undefined) return before;
  const made = readTransit(message);
  transits.set(message, made);
  return made;
}

function readTransit(message: SampleMessage): Transit {
  const headers = new Map([...message.headers].map(([name, content]) => [name.toLowerCase(), content]));
  const box = (wanted: 'to' | 'cc') =>
    message.eml?.[wanted] ?? message.recipients.filter((one) => one.box === wanted).map((one) => one.text);
  return {
    mailFrom: message.mailFrom,
    from: message.from,
    originalFrom: undefined,
    headers,
    // A field without an address adds none to the chain (EFC-5).
    received: instancesOf(headers.get('received'))
      .map(clientOfReceived)
      .filter((one) => one !== undefined),
    crossPremises: false,
    dkim: message.dkim,
    junk: false,
    sfv: undefined,
    arc: undefined,
    type: message.type,
    content: {
      // RULE-32: rules compare the decoded text.
      subject: decodeHeader(message.subject).text,
      body: message.body,
      otherBody: message.eml?.otherBody,
      to: box('to'),
      cc: box('cc'),
    },
    journalReport: false,
    journaled: false,
  };
}

/** Nobody has verified the signatures of a message file; what a sample says itself holds. */
function signatures(run: Run): Transit['dkim'] {
  const { dkim, dkimDeclared, eml } = run.message;
  if (dkimDeclared || eml === undefined) return dkim;
  return eml.signedBy.map((domain) => ({
    domain,
    result: run.ask(
      `dkim signature ${domain}`,
      ['pass', 'fail'],
      () => text`whether the DKIM signature of ${domain} in ${eml.path} still verifies`,
    ),
  }));
}

/** A service signs as it declares under `sendsAs`, unless the sample says itself what a verifier would find. */
function signedBy(run: Run, transit: Transit): Transit {
  if (run.message.dkimDeclared) return transit;
  const { node } = originOf(run.world, run.message);
  const sendings = run.world.services.get(node)?.sendsAs ?? run.world.servers.get(node)?.sends ?? [];
  const from = transit.from.toLowerCase();
  const sending = sendings.find((one) => one.from.toLowerCase() === from || one.from.toLowerCase() === domainOf(from));
  return sending?.dkim === undefined
    ? transit
    : transitWith(transit, { dkim: [{ domain: sending.dkim, result: 'pass' }] });
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
    const known = groups.get(domain) ?? { resolution: firstHop(world, message, domain), copies: [] };
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
      transit: partner === undefined ? transitWith(transit, { dkim: strangerDkim(run, transit) }) : transit,
      towards: deliveryHost(message) ?? domain,
      resolution,
      client: hostTls(run, partner),
      helo,
      sourceIp: () => address,
      via: 'mx',
      accepted: false,
      notes: [],
      semantics: ['OUT-9'],
      because: undefined,
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

/** Where a host of the Internet connects for a domain: as the sample says, else over the MX. */
export function firstHop(world: World, { deliverTo: to }: SampleMessage, domain: string): Resolution {
  if (to === undefined || to.kind === 'mx') return resolveDomain(world, domain, 'outside');
  if (to.kind === 'tenant') return { kind: 'hosts', groups: [[{ node: frontDoor, host: undefined }]], evidence: [] };
  return to.kind === 'host' ? resolveName(world, to.host) : { kind: 'not-supplied', name: to.text };
}

const deliveryHost = (message: SampleMessage): string | undefined =>
  message.deliverTo?.kind === 'host' ? message.deliverTo.text : undefined;
