import { by, byCodeUnit } from '../../base/order.ts';
import { text } from '../../model/text.ts';
import type { SortedFile } from './choose-sides.ts';
import { domainEntry } from './initial-domain.ts';
import { type Missing, missingEntries } from './missing-exports.ts';
import type { Side } from './nouns.ts';
import { isEmptyValue } from './plain-value.ts';
import type { TakenObject } from './take-object.ts';
import { type DraftEntry, type DraftMap, type DraftNode, draftProperty } from './topology-draft.ts';

/** Keys of each side in the order of the contract. */
const keysOf: Readonly<Record<Side, readonly string[]>> = {
  tenant: [
    'acceptedDomains',
    'organizationConfig',
    'inboundConnectors',
    'outboundConnectors',
    'transportRules',
    'journalRules',
    'remoteDomains',
    'hostedConnectionFilterPolicies',
    'hostedOutboundSpamFilterPolicies',
    'hostedOutboundSpamFilterRules',
    'hostedContentFilterPolicies',
    'hostedContentFilterRules',
    'irmConfiguration',
    'antiPhishPolicies',
    'antiPhishRules',
    'tenantAllowBlockListItems',
    'tenantAllowBlockListSpoofItems',
    'arcConfig',
    'dkimSigningConfigs',
    'onPremisesOrganizations',
    'recipients',
  ],
  onPremises: [
    'acceptedDomains',
    'hybridConfiguration',
    'transportConfig',
    'sendConnectors',
    'receiveConnectors',
    'remoteDomains',
    'transportRules',
    'journalRules',
    'addressRewriteEntries',
    'recipients',
  ],
};

/** The key of its side that an object goes to as it is; undefined: the side has none for it. */
export function keyOfObject({ noun, side }: Pick<TakenObject, 'noun' | 'side'>): string | undefined {
  const key =
    'list' in noun.into ? noun.into.list : 'single' in noun.into ? singleKey(noun.into.single, side) : undefined;
  return key !== undefined && keysOf[side].includes(key) ? key : undefined;
}

/** What Get-OrganizationConfig and Get-TransportConfig print is one object of a tenant; of own servers it is the latter that counts. */
const singleKey = (single: string, side: Side): string =>
  side === 'onPremises' && single === 'organizationConfig' ? 'transportConfig' : single;

/** What is made of objects that do not go into the topology as they are (`parts/`), and of whole files. */
export interface DraftParts {
  readonly servers: readonly DraftNode[];
  readonly mailboxes: readonly DraftNode[];
  readonly records: readonly DraftNode[];
  readonly zones: readonly string[];
  readonly certificates: readonly DraftEntry[];
}

export interface Draft {
  readonly document: DraftMap;
  readonly missing: readonly Missing[];
  /** Whether anything was found that a topology can hold. */
  readonly isFilled: boolean;
}

/** Lays the objects out as a topology, with what is missing said where it would stand. */
export function draftTopology(objects: readonly TakenObject[], parts: DraftParts, files: readonly SortedFile[]): Draft {
  const missing: Missing[] = [];
  const entries: DraftEntry[] = [{ key: 'mxproof', node: { scalar: 1 }, comments: heading }];
  for (const side of ['tenant', 'onPremises'] as const) {
    const own = objects.filter((one) => one.side === side && keyOfObject(one) !== undefined);
    if (own.length === 0 && (side === 'tenant' || parts.servers.length === 0)) continue;
    const absent = missingEntries(side, own);
    missing.push(...absent.map((one) => one.missing));
    const lines = keysOf[side].flatMap((key): readonly DraftEntry[] => {
      const said = absent.filter((one) => one.key === key).map(({ entry }) => entry);
      const section = sectionEntry(key, own);
      return section === undefined ? said : [...said, section];
    });
    if (side === 'tenant') {
      const domains = own.filter(({ noun }) => noun.kind === 'acceptedDomain');
      const { entry, isMissing } = domainEntry(domains, files);
      if (isMissing) missing.push(noInitialDomain);
      lines.unshift(entry);
    } else if (parts.servers.length > 0) {
      missing.push(noAddresses);
      const before = lines.findIndex(({ key }) => key === 'sendConnectors' || key === 'receiveConnectors');
      lines.splice(before < 0 ? lines.length : before, 0, { key: 'servers', node: { items: parts.servers } });
    }
    entries.push({ key: side, node: { entries: lines } });
  }
  if (parts.mailboxes.length > 0) entries.push({ key: 'recipients', node: { items: parts.mailboxes } });
  const dns = dnsEntry(parts);
  if (parts.zones.length === 0) missing.push(noZones);
  entries.push(dns);
  if (parts.certificates.length > 0) entries.push({ key: 'certificates', node: { entries: parts.certificates } });
  const isFilled = entries.some(({ key, node }) => key !== 'mxproof' && node !== undefined);
  return { document: { entries }, missing: isFilled ? missing : [], isFilled };
}

function dnsEntry({ zones, records }: DraftParts): DraftEntry {
  const entries: DraftEntry[] = [];
  if (zones.length > 0) entries.push({ key: 'zones', node: { items: zones.map((scalar) => ({ scalar })) } });
  if (records.length > 0) entries.push({ key: 'records', node: { items: records } });
  const comments = zones.length > 0 ? [] : [text`${noZones.what} ${noZones.remedy}`];
  return { key: 'dns', node: entries.length === 0 ? undefined : { entries }, comments };
}

const noZones: Missing = {
  what: text`dns: no zone is among the files, so that nothing is known of MX and SPF but what stands here.`,
  remedy: text`Add the zone of each accepted domain as its hoster exports it, or what ${'mxproof capture'} writes.`,
};

const noAddresses: Missing = {
  what: text`The addresses of the servers as the Internet sees them are printed by no cmdlet.`,
  remedy: text`Write them as ${'addresses'} of each server under ${'onPremises.servers'}.`,
};

const heading = [
  text`Written by mxproof import. The comment #@ behind a value names the file, line and column of the export that it comes from; findings point there, too. It moves with its line and may be deleted.`,
];

const noInitialDomain: Missing = {
  what: text`The initial domain of the tenant is in no export.`,
  remedy: text`Write it as ${'tenant.domain'}, or add what this prints: ${'Get-AcceptedDomain | ConvertTo-Json -Depth 6'}`,
};

function sectionEntry(key: string, objects: readonly TakenObject[]): DraftEntry | undefined {
  const own = objects.filter((one) => keyOfObject(one) === key);
  const [first] = own;
  if (first === undefined) return undefined;
  if ('single' in first.noun.into) {
    // The same object of two cmdlets, such as Get-OrganizationConfig and Get-TransportConfig.
    const entries = own.flatMap(({ properties }) => [...properties]);
    return { key, node: { entries: propertyEntries({ ...first, properties: new Map(entries.reverse()) }) } };
  }
  const items = [...own].sort(key === 'transportRules' ? byPriority : by(({ key: name }: TakenObject) => name));
  return { key, node: { items: items.map((one): DraftNode => ({ entries: propertyEntries(one), at: one.at })) } };
}

const priority = ({ properties }: TakenObject): number => {
  const value = Number(properties.get('Priority')?.value ?? Number.NaN);
  return Number.isFinite(value) ? value : Number.MAX_SAFE_INTEGER;
};
/** Rules without a priority stay in the order of the export, behind the others. */
const byPriority = (left: TakenObject, right: TakenObject): number => priority(left) - priority(right);

/** What names an object comes first, so that the first line of an item is the place of the object. */
const leading = ['Name', 'DomainName', 'Domain', 'PrimarySmtpAddress', 'Identity', 'Value', 'SpoofedUser', 'Server'];
const rank = (name: string): number => {
  const index = leading.indexOf(name);
  return index < 0 ? leading.length : index;
};

function propertyEntries({
  properties,
  unresolved,
}: Pick<TakenObject, 'properties' | 'unresolved'>): readonly DraftEntry[] {
  const sorted = [...properties].sort(([left], [right]) => rank(left) - rank(right) || byCodeUnit(left, right));
  const entries = sorted
    .filter(([name, { value }], index) => index > 0 || !isEmptyValue(value) || sorted.length === 1 || name !== 'Name')
    .map(([key, found]): DraftEntry => ({ key, node: draftProperty(found) }));
  const unknown = unresolved.map(
    (key): DraftEntry => ({
      key,
      node: undefined,
      comments: [text`${key}: the export does not say; write its value here.`],
    }),
  );
  return [...entries, ...unknown];
}
