import { containsText } from '../../model/addresses/address-set.ts';
import type { DnsAnswer, DnsView, RecordOrigin } from '../../model/dns.ts';
import type { Evidence } from '../../model/source.ts';
import { type Text, text } from '../../model/text.ts';
import { mxSuffixCloud } from '../../reference/microsoft-names.ts';
import type { Run } from '../run.ts';
import { memo, nodesOfAddress, partnerOfDomain, tenantOfDomain, type World } from '../world.ts';

/** The front door of Exchange Online; attribution decides whose tenant it is (PIPE-3). */
export const frontDoor = 'front-door';

/** A node to connect to, and the name under which it was found. */
export interface Destination {
  /** A node of the topology, `front-door`, `internet`, or `mx:<host>`. */
  readonly node: string;
  readonly host: string | undefined;
}

/** Where mail for a domain or a smart host goes: groups of equally good destinations, best first. */
export type Resolution =
  | {
      readonly kind: 'hosts';
      readonly groups: readonly (readonly Destination[])[];
      readonly evidence: readonly DnsEvidence[];
    }
  | {
      readonly kind: 'null-mx' | 'no-such-domain' | 'failure' | 'no-address';
      readonly evidence: readonly DnsEvidence[];
      readonly name: string;
    }
  | { readonly kind: 'not-supplied'; readonly name: string };

interface DnsEvidence {
  readonly origin: RecordOrigin | undefined;
  readonly text: string;
}

/**
 * Where the mail of a domain goes by DNS: MX by preference, equal preferences together (RFC 5321 5.1), a null MX
 * (RFC 7505), the address record where there is no MX. Mail for a domain that nothing declares goes to the Internet
 * whatever the DNS says of its hosts. Hosts inside are the own ones, and those of services.
 */
export function resolveDomain(world: World, domain: string, seenFrom: 'inside' | 'outside' = 'inside'): Resolution {
  const { view, outsideView } = world.topology.dns;
  return seenFrom === 'inside' || outsideView === undefined
    ? memo(world, `mx ${domain}`, () => lookUpDomain(world, domain, view))
    : memo(world, `mx ${domain} outside`, () => lookUpDomain(world, domain, outsideView));
}

function lookUpDomain(world: World, domain: string, dns: DnsView): Resolution {
  const declared = isDeclaredDomain(world, domain);
  const answer = dns.lookup(domain, 'MX');
  switch (answer.status) {
    case 'records': {
      const { evidence, hosts } = exchangers(domain, answer);
      if (isNull(hosts)) return { kind: 'null-mx', evidence, name: domain };
      if (!declared) return internet(evidence);
      return byPreference(world, domain, hosts, evidence);
    }
    case 'no-such-name':
      return { kind: 'no-such-domain', evidence: [], name: domain };
    case 'failure':
      return { kind: 'failure', evidence: [], name: domain };
    case 'no-such-type': {
      // RFC 5321 5.1: without MX the address record of the domain stands for one of preference 0.
      if (!declared) return internet([]);
      const nodes = hostNodes(world, domain);
      return nodes.kind === 'nodes'
        ? { kind: 'hosts', groups: [nodes.nodes.map((node) => ({ node, host: domain }))], evidence: nodes.evidence }
        : { kind: nodes.kind === 'none' ? 'no-address' : 'not-supplied', evidence: [], name: domain };
    }
    case 'not-supplied':
      return undeclaredDomain(world, domain, declared);
  }
}

/**
 * The MX of a name that a connector or table sends to, followed whoever's domain it is (OUT-11).
 * @returns undefined where no MX is known, or where none of its hosts belongs to a node of the topology.
 */
export function resolveMx(world: World, name: string): Resolution | undefined {
  const answer = world.topology.dns.view.lookup(name, 'MX');
  if (answer.status !== 'records') return undefined;
  const { evidence, hosts } = exchangers(name, answer);
  if (isNull(hosts)) return { kind: 'null-mx', evidence, name };
  const resolution = byPreference(world, name, hosts, evidence);
  const known =
    resolution.kind === 'hosts' && resolution.groups.flat().some((destination) => !destination.node.startsWith('mx:'));
  return known ? resolution : undefined;
}

interface Exchanger {
  readonly preference: number;
  readonly host: string;
}

function exchangers(
  domain: string,
  answer: Extract<DnsAnswer, { status: 'records' }>,
): { readonly evidence: readonly DnsEvidence[]; readonly hosts: readonly Exchanger[] } {
  const evidence = answer.records.map((record, index) => ({
    origin: answer.origins?.[index],
    text: `${domain} MX ${typeof record === 'string' ? record : `${record[0]} ${record[1] === '' ? '.' : record[1]}`}`,
  }));
  const hosts = answer.records.flatMap((record) =>
    typeof record === 'string' ? [] : [{ preference: record[0], host: record[1] }],
  );
  return { evidence, hosts };
}

/** RFC 7505: the only MX is the root. */
const isNull = (hosts: readonly Exchanger[]): boolean =>
  hosts.length === 1 && (hosts[0]?.host === '' || hosts[0]?.host === '.');

const internet = (evidence: readonly DnsEvidence[]): Resolution => ({
  kind: 'hosts',
  groups: [[{ node: 'internet', host: undefined }]],
  evidence,
});

function undeclaredDomain(world: World, domain: string, declared: boolean): Resolution {
  // ACC-19, ACC-20: Microsoft manages the MX of the initial and the coexistence domain.
  if (/(^|\.)onmicrosoft\.(com|us|cn)$/u.test(domain) && tenantOfDomain(world, domain)) {
    return { kind: 'hosts', groups: [[{ node: frontDoor, host: undefined }]], evidence: [] };
  }
  if (!declared) return internet([]);
  const partner = partnerOfDomain(world, domain);
  if (partner?.domains.includes(domain)) {
    // Where its MX is not supplied, a partner is reached where it says it receives; its tenant at Microsoft.
    const [host] = partner.receivesAt;
    if (host === undefined && partner.tenant !== undefined && partner.addresses.length === 0) {
      return { kind: 'hosts', groups: [[{ node: frontDoor, host: undefined }]], evidence: [] };
    }
    return { kind: 'hosts', groups: [[{ node: partner.node, host }]], evidence: [] };
  }
  return { kind: 'not-supplied', name: domain };
}

/** Whether a tenant, a partner or the on-premises organisation of the document has the domain. */
export function isDeclaredDomain(world: World, domain: string): boolean {
  return memo(world, `declared-domain ${domain}`, () => {
    if (tenantOfDomain(world, domain) || partnerOfDomain(world, domain)) return true;
    const own = world.premises?.acceptedDomains ?? [];
    return own.some((one) => one.name === domain || (one.matchSubDomains && domain.endsWith(`.${one.name}`)));
  });
}

function byPreference(
  world: World,
  domain: string,
  hosts: readonly Exchanger[],
  evidence: readonly DnsEvidence[],
): Resolution {
  const groups = new Map<number, Destination[]>();
  let missing = false;
  const found: DnsEvidence[] = [...evidence];
  for (const { preference, host } of [...hosts].sort((a, b) => a.preference - b.preference)) {
    const nodes = hostNodes(world, host);
    if (nodes.kind === 'nodes') found.push(...nodes.evidence);
    const group = groups.get(preference) ?? [];
    if (nodes.kind === 'nodes') group.push(...nodes.nodes.map((node) => ({ node, host })));
    else if (nodes.kind === 'unknown') group.push({ node: `mx:${host}`, host });
    else missing = true;
    if (group.length > 0) groups.set(preference, group);
  }
  if (groups.size > 0) return { kind: 'hosts', groups: [...groups.values()], evidence: found };
  return { kind: missing ? 'no-address' : 'failure', evidence: found, name: hosts[0]?.host ?? domain };
}

/** The nodes behind a host name: through its addresses first, then by declared name; a Microsoft mail name is the front door. */
export type HostNodes =
  | { readonly kind: 'nodes'; readonly nodes: readonly string[]; readonly evidence: readonly DnsEvidence[] }
  | { readonly kind: 'unknown' }
  /** The zone is complete and holds no address of it. */
  | { readonly kind: 'none' };

export function hostNodes(world: World, host: string): HostNodes {
  return memo(world, `host ${host}`, () => {
    const addresses: string[] = [];
    const evidence: DnsEvidence[] = [];
    let nothing = true;
    for (const type of ['A', 'AAAA']) {
      const answer = world.topology.dns.view.lookup(host, type);
      if (answer.status === 'not-supplied' || answer.status === 'failure') nothing = false;
      if (answer.status !== 'records') continue;
      nothing = false;
      answer.records.forEach((record, index) => {
        if (typeof record !== 'string') return;
        addresses.push(record);
        evidence.push({ origin: answer.origins?.[index], text: `${host} ${type} ${record}` });
      });
    }
    const byAddress = new Set(addresses.flatMap((address) => nodesOfAddress(world, address)));
    if (byAddress.size > 0) return { kind: 'nodes', nodes: [...byAddress], evidence };
    const byName = world.hosts.get(host);
    if (byName !== undefined) return { kind: 'nodes', nodes: byName, evidence };
    if (mxSuffixCloud(host) !== undefined || addresses.some((address) => isMicrosoft(world, address))) {
      return { kind: 'nodes', nodes: [frontDoor], evidence };
    }
    return nothing ? { kind: 'none' } : { kind: 'unknown' };
  });
}

const isMicrosoft = (world: World, address: string): boolean =>
  world.tenants.some((tenant) => containsText(tenant.smtp, address));

/** The records behind a resolution, with their places. */
export function resolutionEvidence(resolution: Resolution): readonly Evidence[] {
  if (resolution.kind === 'not-supplied') return [];
  return resolution.evidence.map(({ origin, text: fact }) => ({
    at: origin?.kind === 'declared' ? origin.at : undefined,
    text: origin?.kind === 'bundled' ? `${fact} (bundled, ${origin.source}, ${origin.date})` : fact,
  }));
}

/** Whether every best host of the domain is Exchange Online; undefined where the DNS of the domain is not supplied (AUTH-7). */
export function mxLeadsToTenant(world: World, domain: string): boolean | undefined {
  const resolution = resolveDomain(world, domain, 'outside');
  if (resolution.kind !== 'hosts') return undefined;
  return resolution.groups[0]?.every((destination) => destination.node === frontDoor);
}

/** Picks among equally good destinations; which one a server takes is chance. */
export function chooseDestination(run: Run, name: string, group: readonly Destination[]): Destination | undefined {
  const [first, ...others] = group;
  if (first === undefined || others.length === 0) return first;
  const unique = [...new Map(group.map((one) => [`${one.node} ${one.host}`, one])).values()];
  const keys = unique.map((one) => `${one.node === frontDoor ? 'tenant' : one.node} ${one.host ?? ''}`.trimEnd());
  const [firstKey = '', ...otherKeys] = keys;
  const taken = run.ask(`destination ${name} ${keys.join()}`, [firstKey, ...otherKeys], () => equallyGood(name));
  return unique[keys.indexOf(taken)];
}

const equallyGood = (name: string): Text => text`which of the equally good hosts of ${name} is taken`;
