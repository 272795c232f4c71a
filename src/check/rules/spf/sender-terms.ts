import { type AddressSet, formatSet, isEmpty, overlaps, subtract } from '../../../model/addresses/address-set.ts';
import { joined, type Text, text } from '../../../model/text.ts';
import { addressTerms, addSenders } from '../../../protocols/spf/add-senders.ts';
import type { SpfAnalysis } from '../../../protocols/spf/analyze-spf.ts';
import type { AnalyzedRecord } from '../../../protocols/spf/analyzed-record.ts';
import { lookupsMax } from '../../../protocols/spf/evaluation.ts';
import { spfInclude } from '../../../reference/microsoft-names.ts';
import { providerById, providerBySpfInclude } from '../../../reference/providers.ts';
import { neverConnects } from '../../../reference/special-purpose.ts';
import { setOf } from '../../../simulate/world.ts';
import type { CheckContext } from '../../check.ts';
import { baseProvider } from '../dns/base-provider.ts';
import { recordText, spfAnalysis } from './own-spf.ts';

/** The addresses that a server or service sends from, as declared. */
export function declaredAddresses(context: CheckContext, node: string): AddressSet {
  const { servers, services } = context.world;
  return setOf(servers.get(node)?.addresses ?? services.get(node)?.addresses ?? []);
}

/** The name that customers of a node include: declared for it, or the only one of its provider; that of the tenant's cloud. */
export function includeOf(context: CheckContext, node: string): string | undefined {
  const { own, services } = context.world;
  if (own !== undefined && node === own.tenant.node) return spfInclude(own.tenant.cloud)?.value;
  const service = services.get(node);
  if (service?.spfInclude !== undefined) return service.spfInclude;
  const includes = service?.provider === undefined ? [] : (providerById(service.provider)?.spfIncludes ?? []);
  return includes.length === 1 ? includes[0] : undefined;
}

/**
 * The shortest terms that let a node pass: its include where the policy does not lead there yet, else its addresses.
 * @param missing the addresses that do not pass
 */
export function termsFor(
  context: CheckContext,
  node: string,
  missing: AddressSet,
  analysis: SpfAnalysis,
): readonly string[] {
  const include = includeOf(context, node);
  const leadsThere = analysis.records.some(({ domain }) => domain === include?.toLowerCase());
  if (include !== undefined && !leadsThere) return [`include:${include}`];
  return isEmpty(missing) ? [] : addressTerms(missing);
}

/** A set for a reader: a long list is cut, because no one reads it to the end. */
export function shownSet(set: AddressSet): Text {
  const parts = formatSet(set).split(', ');
  return parts.length <= 5 ? joined(parts) : text`${joined(parts.slice(0, 3))} and ${parts.length - 3} more`;
}

/** The names among which a customer of a node's provider chooses by region; empty where one is known for sure. */
export function includeChoices(context: CheckContext, node: string): readonly string[] {
  const provider = context.world.services.get(node)?.provider;
  if (provider === undefined || includeOf(context, node) !== undefined) return [];
  return providerById(provider)?.spfIncludes ?? [];
}

/**
 * Whether the addresses of a service are those of the bundled data and the policy leads to its provider's own record. The
 * two lists are of different days, so that they differ says nothing: the provider's record is right about its own senders.
 */
export function isCoveredByProvider(context: CheckContext, node: string, analysis: SpfAnalysis): boolean {
  const service = context.world.services.get(node);
  const provider = service && baseProvider(service);
  if (service === undefined || provider === undefined) return false;
  return (
    service.addresses.every(({ at }) => at === `${service.at}/provider`) &&
    analysis.records.some(({ domain }) => providerBySpfInclude(domain)?.provider.id === provider)
  );
}

/** A record with senders put in, as text and as the line of a zone. */
export interface AmendedRecord {
  /** The text of the record as it is, and with the terms. */
  readonly from: string;
  readonly to: string;
  readonly line: string;
  readonly added: readonly string[];
  /** What is missing, and the terms that it is put together with, where one prefix passes both. */
  readonly merged: { readonly parts: readonly string[]; readonly into: readonly string[] } | undefined;
  readonly lookups: number;
  readonly over: boolean;
}

/**
 * The ways to let addresses of a node pass, the best first. A special-purpose address stands for a public one that nobody
 * named; only a name that the node's customers include can then be put in.
 */
export function waysToPass(
  context: CheckContext,
  node: string,
  record: AnalyzedRecord,
  missing: AddressSet,
): readonly AmendedRecord[] {
  const { servers, services } = context.world;
  const include = includeOf(context, node);
  const seen = subtract(missing, neverConnects(missing).set);
  if (isEmpty(seen)) return include === undefined ? [] : [amend(context, record, [`include:${include}`], missing)];
  const offers = {
    include,
    hosts: servers.get(node)?.names ?? services.get(node)?.names ?? [],
    own: declaredAddresses(context, node),
  };
  return addSenders(record, seen, offers, context.topology.dns.view).map((way) => ({
    ...way,
    merged: way.replaced.length === 0 ? undefined : { parts: addressTerms(seen), into: way.replaced },
    line: txtLine(record.domain, way.to),
  }));
}

/** Puts terms in front of `all` (or of the first term that turns these addresses away), or at the end. */
export function amend(
  context: CheckContext,
  record: AnalyzedRecord,
  terms: readonly string[],
  missing: AddressSet,
): AmendedRecord {
  const text = recordText(record);
  const stop = record.terms.find(
    (term) =>
      term.kind === 'all' ||
      term.kind === 'redirect' ||
      (term.qualifier !== undefined && term.qualifier !== '+' && overlaps(term.addresses, missing)),
  );
  const at = stop === undefined ? text.length : stop.column - 1;
  const head = text.slice(0, at).trimEnd();
  const tail = text.slice(at).trimStart();
  const amended = [head, ...terms, ...(tail === '' ? [] : [tail])].join(' ');
  const lookups = record.lookups + terms.reduce((sum, term) => sum + costOf(context, term), 0);
  return {
    from: text,
    to: amended,
    line: txtLine(record.domain, amended),
    added: terms,
    merged: undefined,
    lookups,
    over: lookups > lookupsMax,
  };
}

function costOf(context: CheckContext, term: string): number {
  if (!term.startsWith('include:')) return 0;
  return 1 + spfAnalysis(context, term.slice('include:'.length).toLowerCase()).records[0].lookups;
}

/** The line of a zone, in character-strings of at most 255 octets (RFC 1035 section 3.3). */
export function txtLine(domain: string, record: string): string {
  const strings = record.match(/.{1,255}/gsu) ?? [''];
  return `${domain}. IN TXT ${strings.map((part) => `"${part.replaceAll(/["\\]/gu, '\\$&')}"`).join(' ')}`;
}
