import { type AddressSet, toRanges, unionAll } from '../../model/addresses/address-set.ts';
import type { Tenant, Topology } from '../../model/topology.ts';

/** An object that is there only before or only after, or whose meaning is another. */
export interface ObjectChange {
  /** `kind:name` as findings print it. */
  readonly subject: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Of a changed one: the settings whose meaning is another. */
  readonly settings: readonly string[];
}

type Named = Readonly<Record<string, unknown>>;

/** Every object of a topology by its subject. */
function objectsOf(topology: Topology): ReadonlyMap<string, Named> {
  const found = new Map<string, Named>();
  const add = (kind: string, name: string, object: object) =>
    found.set(`${kind}:${name.toLowerCase()}`, object as Named);
  if (topology.tenant !== undefined) tenantObjects(topology.tenant, add);
  const { onPremises } = topology;
  for (const one of onPremises?.sendConnectors ?? []) add('send', one.name, one);
  for (const one of onPremises?.receiveConnectors ?? []) add('receive', `${one.server}/${one.name}`, one);
  for (const one of onPremises?.transportRules ?? []) add('rule', `onPremises/${one.name}`, one);
  for (const one of onPremises?.servers ?? []) add('server', one.name, one);
  for (const one of onPremises?.acceptedDomains ?? []) add('domain', `onPremises/${one.name}`, one);
  for (const one of onPremises?.remoteDomains ?? []) add('remote-domain', `onPremises/${one.name}`, one);
  for (const one of onPremises?.journalRules ?? []) add('rule', `onPremises/journal/${one.name}`, one);
  for (const one of onPremises?.recipients ?? []) add('recipient', `${one.address} on-premises`, { entry: one.entry });
  if (onPremises !== undefined) {
    const { transportConfig, hybridConfiguration, addressRewriteEntries } = onPremises;
    add('policy', 'onPremises/organisation', { ...transportConfig, hybridConfiguration, addressRewriteEntries });
  }
  for (const one of topology.services) add('service', one.name, one);
  for (const one of topology.partners) {
    const { tenant, ...own } = one;
    add('partner', one.name, own);
    if (tenant !== undefined) tenantObjects(tenant, add);
  }
  for (const one of topology.recipients) add('recipient', one.address, one);
  for (const [name, one] of topology.certificates) add('certificate', name, one);
  return found;
}

function tenantObjects(tenant: Tenant, add: (kind: string, name: string, object: object) => void): void {
  const { prefix } = tenant;
  for (const one of tenant.inboundConnectors) add('inbound', prefix + one.name, one);
  for (const one of tenant.outboundConnectors) add('outbound', prefix + one.name, one);
  for (const one of tenant.transportRules) add('rule', prefix + one.name, one);
  for (const one of tenant.acceptedDomains) add('domain', prefix + one.name, one);
  for (const one of tenant.remoteDomains) add('remote-domain', prefix + one.name, one);
  for (const one of tenant.journalRules) add('rule', `${prefix}journal/${one.name}`, one);
  const policies = [
    ...tenant.hostedConnectionFilterPolicies,
    ...tenant.hostedOutboundSpamFilterPolicies,
    ...tenant.hostedOutboundSpamFilterRules,
    ...tenant.hostedContentFilterPolicies,
    ...(tenant.hostedContentFilterRules ?? []),
    ...tenant.antiPhishPolicies,
    ...(tenant.antiPhishRules ?? []),
  ];
  // Policies and rules of several kinds may share a name, as all the default ones do.
  for (const { name } of policies) {
    const [first = {}, ...others] = policies.filter((one) => one.name === name);
    add('policy', prefix + name, others.length === 0 ? first : { all: [first, ...others] });
  }
  for (const one of tenant.dkimSigningConfigs) add('policy', `${prefix}DKIM of ${one.domain}`, one);
  for (const one of tenant.recipients) add('recipient', `${prefix}${one.address} in the tenant`, { entry: one.entry });
  const { domain, cloud, licensed, irmConfiguration, arcTrustedSealers } = tenant;
  const { tenantAllowBlockListItems, tenantAllowBlockListSpoofItems } = tenant;
  add('policy', `${prefix}organisation`, {
    ...tenant.organization,
    ...{ domain, cloud, licensed, irmConfiguration, arcTrustedSealers },
    ...{ tenantAllowBlockListItems, tenantAllowBlockListSpoofItems },
  });
}

/** Objects compared in meaning: where they were written, their order and other notations of the same are no change. */
export function objectChanges(before: Topology, after: Topology): readonly ObjectChange[] {
  const [was, is] = [objectsOf(before), objectsOf(after)];
  // The key of a certificate is a word of the document: the same certificate under another key is no other one.
  const isThere = (subject: string, object: Named, side: ReadonlyMap<string, Named>) =>
    subject.startsWith('certificate:') && [...side.values()].some((one) => meaning(one) === meaning(object));
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((subject): readonly ObjectChange[] => {
    const [old, now] = [was.get(subject), is.get(subject)];
    if (old === undefined)
      return now === undefined || isThere(subject, now, was) ? [] : [{ subject, change: 'added', settings: [] }];
    if (now === undefined) return isThere(subject, old, is) ? [] : [{ subject, change: 'removed', settings: [] }];
    const settings = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
      (key) => !meaningless.has(key) && meaning(old[key], key) !== meaning(now[key], key),
    );
    return settings.length === 0 ? [] : [{ subject, change: 'changed', settings }];
  });
}

/** Where it stands, what it was pasted from, and the number of a rule, which another one inserted before it changes. */
const meaningless: ReadonlySet<string> = new Set(['at', 'properties', 'priority', 'object']);
/** Lists that are taken in their order. */
const ordered: ReadonlySet<string> = new Set(['delivers', 'actions']);
/** Addresses, domains and names are compared without case. */
const withoutCase: ReadonlySet<string> = new Set([
  'text',
  'from',
  'mailFrom',
  'name',
  'address',
  'domain',
  'host',
  'names',
  'fqdn',
  'node',
]);

function meaning(value: unknown, key = '', depth = 0): string {
  if (typeof value === 'string') return JSON.stringify(withoutCase.has(key) ? value.toLowerCase() : value);
  if (typeof value !== 'object' || value === null || depth > 12) return JSON.stringify(value) ?? 'undefined';
  if (value instanceof Map)
    return `{${[...value]
      .map((one) => meaning(one, '', depth + 1))
      .sort()
      .join()}}`;
  if (value instanceof Set)
    return `{${[...value]
      .map((one) => meaning(one, '', depth + 1))
      .sort()
      .join()}}`;
  if (Array.isArray(value)) {
    // One prefix, or its addresses one by one: the same clients.
    const sets = value.map((one) => (one as Named | null)?.set).filter(isAddressSet);
    if (sets.length > 0 && sets.length === value.length) return toRanges(unionAll(sets)).join(' ');
    const items = value.map((one) => meaning(one, key, depth + 1));
    return `[${(ordered.has(key) ? items : items.sort()).join()}]`;
  }
  if (isAddressSet(value)) return toRanges(value).join(' ');
  const record = value as Named;
  if (isAddressSet(record.set)) return meaning(record.set);
  const isCertificate = 'key' in record && 'dnsNames' in record;
  const isPattern = 'kind' in record && (record.kind === 'all' || 'domain' in record);
  const keys = Object.keys(record)
    .filter((name) => !meaningless.has(name) && !(isPattern && name === 'text'))
    // Its key is a word of the document, and its facts are the same from a file and declared.
    .filter((name) => !(isCertificate && (name === 'key' || name === 'file')))
    .sort();
  return `{${keys.map((name) => `${name}:${meaning(record[name], name, depth + 1)}`).join()}}`;
}

const isAddressSet = (value: unknown): value is AddressSet =>
  typeof value === 'object' && value !== null && 'v4' in value && 'v6' in value && Array.isArray(value.v4);
