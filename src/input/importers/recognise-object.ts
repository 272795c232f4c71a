import { isNoise } from '../topology/known-properties.ts';
import type { ExportedObject } from './exported-object.ts';
import { type Noun, nounNamed, nouns, type Side } from './nouns.ts';

/** Nouns by property: in how many of them a name occurs says how much it tells. */
const holders = new Map<string, readonly Noun[]>();

function holdersOf(property: string): readonly Noun[] {
  if (holders.size === 0) {
    for (const noun of nouns) {
      for (const name of noun.properties) {
        if (isNoise(name) && !telling.has(name)) continue;
        const key = name.toLowerCase();
        holders.set(key, [...(holders.get(key) ?? []), noun]);
      }
    }
  }
  return holders.get(property.toLowerCase()) ?? [];
}

/** Whether any cmdlet whose output is known prints a property of this name. */
export const isExportedName = (name: string): boolean => isNoise(name) || holdersOf(name).length > 0;

/** Properties that are noise on most objects and tell a noun on one. */
const telling: ReadonlySet<string> = new Set(['OriginatingServer']);

/** What a single noun needs at least, in properties that no other noun has. */
const scoreMin = 1;

/**
 * The noun that prints an object: by what the export says, otherwise by the properties. Each counts the more, the fewer
 * nouns have it, so that what `select` left of an object is enough where anything telling is left.
 */
export function recogniseNoun(object: ExportedObject): Noun | undefined {
  if (object.noun !== undefined) return nounNamed(object.noun);
  const scores = new Map<Noun, number>();
  for (const property of object.properties.keys()) {
    const found = holdersOf(property);
    for (const noun of found) scores.set(noun, (scores.get(noun) ?? 0) + 1 / found.length);
  }
  let best: Noun | undefined;
  let second = 0;
  for (const [noun, score] of scores) {
    const leading = best === undefined ? 0 : (scores.get(best) ?? 0);
    if (best === undefined || score > leading) {
      second = leading;
      best = noun;
    } else second = Math.max(second, score);
  }
  const score = best === undefined ? 0 : (scores.get(best) ?? 0);
  return score >= scoreMin && score > second ? narrower(best, object) : undefined;
}

/** Of the cmdlets for recipients, those that print what Get-Recipient, which lists all of them, does not. */
const narrowing: readonly (readonly [noun: string, properties: readonly string[]])[] = [
  ['RemoteMailbox', ['RemoteRoutingAddress']],
  ['Mailbox', ['ForwardingSmtpAddress', 'ForwardingAddress', 'DeliverToMailboxAndForward', 'ProhibitSendQuota']],
  ['DistributionGroup', ['MemberJoinRestriction', 'MemberDepartRestriction', 'Members']],
];

function narrower(noun: Noun | undefined, object: ExportedObject): Noun | undefined {
  if (noun?.name !== 'Recipient') return noun;
  const found = narrowing.find(([, names]) => names.some((name) => property(object, name) !== undefined));
  return found === undefined ? noun : (nounNamed(found[0]) ?? noun);
}

/** Objects of the service stand under a unit of their tenant; objects of an organisation's own directory under its root. */
const ofTenant =
  /CN=ConfigurationUnits\b|OU=Microsoft Exchange Hosted Organizations|Microsoft Exchange Hosted Organizations\//iu;
const ofPremises = /CN=Microsoft Exchange,CN=Services,CN=Configuration,DC=|^CN=.*,DC=(?!PROD,)[^,]+,DC=[^,]+$/iu;
const places = ['DistinguishedName', 'OrganizationId', 'OrganizationalUnit', 'ConfigurationUnit'];

/** Properties that only one side prints. */
const tenantOnly = [
  'RawAuthenticationType',
  'SendingFromDomainDisabled',
  'SmtpDaneStatus',
  'MailFlowRegion',
  'RejectDirectSend',
  'ExternalDirectoryObjectId',
];
const premisesOnly = ['ServerName', 'HomeMTA', 'ServerLegacyDN', 'UMMailboxPolicy'];

/** Whose object it is, as far as the object itself says; undefined: it could be of either side. */
export function sideOf(object: ExportedObject, noun: Noun): Side | undefined {
  if (noun.side !== undefined) return noun.side;
  if (object.side !== undefined) return object.side;
  const said = places.map((name) => property(object, name)).filter((value) => typeof value === 'string');
  if (said.some((value) => ofTenant.test(value))) return 'tenant';
  if (said.some((value) => ofPremises.test(value))) return 'onPremises';
  if (noun.kind === 'acceptedDomain') {
    if (/^(?:ExternalRelay|1)$/iu.test(String(property(object, 'DomainType')))) return 'onPremises';
    if (/^true$/iu.test(String(property(object, 'InitialDomain')))) return 'tenant';
  }
  if (noun.kind !== 'recipient' && tenantOnly.some((name) => property(object, name) !== undefined)) return 'tenant';
  if (noun.kind === 'recipient' && typeof property(object, 'ExternalDirectoryObjectId') === 'string') {
    if (property(object, 'ExternalDirectoryObjectId') !== '') return 'tenant';
  }
  return noun.kind !== 'recipient' && premisesOnly.some((name) => property(object, name) !== undefined)
    ? 'onPremises'
    : undefined;
}

/** A property's value in any case of its name. */
export function property(object: ExportedObject, name: string): unknown {
  const direct = object.properties.get(name);
  if (direct !== undefined) return direct.value;
  const lower = name.toLowerCase();
  for (const [key, { value }] of object.properties) if (key.toLowerCase() === lower) return value;
  return undefined;
}
