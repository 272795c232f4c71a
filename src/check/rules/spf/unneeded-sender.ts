import { parseAddress } from '../../../model/addresses/address.ts';
import {
  type AddressSet,
  emptySet,
  fromAddress,
  isEmpty,
  overlaps,
  size,
  subtract,
  union,
  unionAll,
} from '../../../model/addresses/address-set.ts';
import { list, type Text, text } from '../../../model/text.ts';
import type { AnalyzedRecord, AnalyzedTerm } from '../../../protocols/spf/analyzed-record.ts';
import { spfIncludeClouds } from '../../../reference/microsoft-names.ts';
import { providerBySpfInclude, providersByHost } from '../../../reference/providers.ts';
import { neverConnects } from '../../../reference/special-purpose.ts';
import { memo, setOf } from '../../../simulate/world.ts';
import type { CheckContext } from '../../check.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { baseProvider } from '../dns/base-provider.ts';
import { handoverGroups } from './handovers.ts';
import { isOwnName } from './own-mail-domains.ts';
import { ownRecords, recordEvidence, recordSpan, txtSubject } from './own-spf.ts';
import { recordFix, takeOut, withoutTerms } from './record-edits.ts';
import { shownSet } from './sender-terms.ts';
import { learnSpf } from './spf-references.ts';

interface UnneededSender extends Violation {
  readonly domain: string;
  readonly terms: readonly string[];
  readonly addresses: Text;
  readonly record: AnalyzedRecord;
  readonly unneeded: readonly AnalyzedTerm[];
}

export const unneededSender = defineCheck<UnneededSender>({
  id: 'spf/unneeded-sender',
  severity: 'info',
  docs: {
    summary: 'An SPF record passes addresses that belong to nothing declared and send nothing in any trace.',
    why: 'Whoever has these addresses, or gets them one day, may send as the domain; and each include costs look-ups.',
    remedy: 'Remove the term, or declare the server or service that sends from there.',
    whenNotToApply: 'A sender that the topology does not describe, such as a newsletter tool of another department.',
    references: [learnSpf],
  },
  *run(context) {
    if (hasUnknownSenders(context)) return;
    const needed = union(declaredSet(context), sendingSet(context));
    for (const { record } of ownRecords(context)) {
      if (record.status !== 'valid') continue;
      const lacking = lacksOwnSender(context, record.domain);
      const terms = record.terms.flatMap((term) => {
        // An address of nobody's in a record that lacks a sender's own is that one's, mistyped or of old: spf/missing-sender.
        if (lacking && term.kind.startsWith('ip')) return [];
        const connecting = subtract(term.contributes, neverConnects(term.contributes).set);
        const isNeeded = overlaps(connecting, needed) || isNamed(context, term);
        return isEmpty(connecting) || isVast(connecting) || isNeeded ? [] : [{ term, connecting }];
      });
      if (terms.length === 0) continue;
      yield {
        subject: txtSubject(record.domain),
        at: recordSpan(record),
        evidence: [
          ...recordEvidence(record),
          ...terms.map(({ term, connecting }) => ({ at: undefined, text: evidenceOf(term, connecting) })),
        ],
        semantics: ['NET-8'],
        domain: record.domain,
        terms: terms.map(({ term }) => term.text),
        record,
        unneeded: terms.map(({ term }) => term),
        addresses: shownSet(unionAll(terms.map(({ connecting }) => connecting))),
      };
    }
  },
  explain: ({ domain, terms, addresses }) => ({
    problem:
      terms.length === 1
        ? text`The term ${list(terms)} in the SPF record of ${domain} passes ${addresses}, which belong to no declared server or service and send nothing in any trace.`
        : text`The terms ${list(terms)} in the SPF record of ${domain} pass ${addresses}, which belong to no declared server or service and send nothing in any trace.`,
    consequence: text`Whoever sends from there as ${domain} passes SPF, without anybody in the topology needing it.`,
    remedy: text`Remove ${list(terms)} from the record of ${domain}, or declare the server or service that sends from there.`,
  }),

  fix: ({ domain, terms, record, unneeded }, context) =>
    recordFix(context, record, withoutTerms(record, unneeded), takeOut(list(terms), domain), 'review'),
});

/** Whether the record turns away mail that a server or service hands to the Internet. */
const lacksOwnSender = (context: CheckContext, domain: string): boolean =>
  handoverGroups(context).some(
    (group) =>
      group.domain === domain &&
      (group.node.startsWith('server:') || group.node.startsWith('service:')) &&
      group.all.some(({ outcome: { egressSpf } }) => egressSpf === 'fail' || egressSpf === 'softfail'),
  );

/** Whether the addresses of some sender were not given: then no address can be said to be nobody's. */
function hasUnknownSenders(context: CheckContext): boolean {
  const { servers, services } = context.world;
  // What hands its mail in elsewhere is seen there.
  const leavesItself = (how: string | undefined): boolean => how === undefined || how === 'direct';
  return (
    [...servers.values()].some((server) => isEmpty(setOf(server.addresses)) && leavesItself(server.submits?.how)) ||
    [...services.values()].some(
      (service) =>
        isEmpty(setOf(service.addresses)) && service.spfInclude === undefined && service.provider === undefined,
    )
  );
}

/** What the declared servers and services send from, and the tenant, through which any mail may leave. */
const declaredSet = (context: CheckContext): AddressSet =>
  memo(context.world, 'declared-senders', () =>
    unionAll([
      ...context.world.addresses.map(({ set }) => set),
      ...(context.world.own === undefined ? [] : [context.world.own.smtp]),
    ]),
  );

/** Every address from which a trace shows somebody but a stranger send. */
function sendingSet(context: CheckContext): AddressSet {
  return memo(context.world, 'sending-addresses', () => {
    const sources = new Set<string>();
    for (const { trace } of context.traces)
      for (const hops of [trace.hops, ...trace.alternatives.map((other) => other.hops)])
        for (const hop of hops) if (hop.sourceIp !== null && hop.from !== 'internet') sources.add(hop.sourceIp);
    return unionAll(
      [...sources].map((source) => {
        const address = parseAddress(source);
        return address === undefined ? emptySet : fromAddress(address);
      }),
    );
  });
}

/** Whether a term names, and does not only number, somebody who is declared; or a record with findings of its own. */
function isNamed(context: CheckContext, { kind, target }: AnalyzedTerm): boolean {
  if ((kind !== 'include' && kind !== 'redirect') || target === undefined) return false;
  if (isOwnName(context, target)) return true;
  if (spfIncludeClouds(target) !== undefined && context.world.own !== undefined) return true;
  const provider = providerBySpfInclude(target)?.provider.id;
  return context.topology.services.some((service) => {
    const include = service.spfInclude?.toLowerCase();
    if (include !== undefined && (include === target || target.endsWith(`.${include}`))) return true;
    if (provider === undefined) return false;
    const hosts = [...service.receivesAt, ...service.names];
    return (
      baseProvider(service) === provider ||
      hosts.some((host) => providersByHost(host).some((hit) => hit.provider.id === provider))
    );
  });
}

/** One term, whom it passes, and whose name it includes where the bundled data knows. */
function evidenceOf({ text: term, target }: AnalyzedTerm, passed: AddressSet): Text {
  const owner = target === undefined ? undefined : providerBySpfInclude(target)?.provider.name;
  return owner === undefined
    ? text`${term} passes ${shownSet(passed)}`
    : text`${term} passes ${shownSet(passed)}, ${owner}`;
}

/** Nobody needs to be told that half the Internet is not all theirs: spf/allows-everyone. */
const isVast = (set: AddressSet): boolean => size({ v4: set.v4, v6: [] }) > 1n << 24n;
