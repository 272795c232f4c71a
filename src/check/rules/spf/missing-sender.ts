import { formatAddress, parseAddress } from '../../../model/addresses/address.ts';
import {
  type AddressSet,
  emptySet,
  firstAddress,
  fromAddress,
  isEmpty,
  subtract,
  union,
  unionAll,
} from '../../../model/addresses/address-set.ts';
import { list, type Text, text } from '../../../model/text.ts';
import type { SpfAnalysis } from '../../../protocols/spf/analyze-spf.ts';
import { checkHost } from '../../../protocols/spf/check-host.ts';
import { lookupsMax } from '../../../protocols/spf/evaluation.ts';
import { neverConnects } from '../../../reference/special-purpose.ts';
import type { CheckContext } from '../../check.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { textRecordChange } from '../../text-record-change.ts';
import { type Handover, handoverEvidence, openGroups, samplesOf } from './handovers.ts';
import { breaksLimitsOnly, recordEvidence, recordSpan, spfAnalysis, txtSubject } from './own-spf.ts';
import {
  type AmendedRecord,
  amend,
  declaredAddresses,
  includeChoices,
  includeOf,
  isCoveredByProvider,
  shownSet,
  termsFor,
  waysToPass,
} from './sender-terms.ts';
import { learnSpf, rfc7208 } from './spf-references.ts';

interface MissingSender extends Violation {
  readonly domain: string;
  readonly node: string;
  readonly addresses: Text;
  /** Includes of the provider, one for each region, where the topology does not say which. */
  readonly choices: readonly string[];
  /** Ways to name the sender in the record, the best first. */
  readonly ways: readonly AmendedRecord[];
  readonly otherwise: AmendedRecord;
}

export const missingSender = defineCheck<MissingSender>({
  id: 'spf/missing-sender',
  severity: 'error',
  // Mail that leaves by the wrong way, for want of a connector, is not the record's fault.
  stage: 1,
  docs: {
    summary: 'An address that hands mail of a domain to the Internet does not pass its SPF record.',
    why: 'Receivers take what this address sends for forged: they refuse it or put it into junk.',
    remedy: 'Name the sender in the record, or let it send through one that is named.',
    references: [learnSpf, rfc7208('2.6')],
  },
  *run(context) {
    for (const { domain, node, all } of openGroups(context)) {
      if (!node.startsWith('server:') && !node.startsWith('service:')) continue;
      const analysis = spfAnalysis(context, domain);
      const [root] = analysis.records;
      if (root.status !== 'valid') continue;
      const missing = notPassing(context, analysis, node, all);
      if (isEmpty(missing)) continue;
      const ways = waysToPass(context, node, root, missing);
      yield {
        subject: txtSubject(domain),
        at: recordSpan(root),
        evidence: [...recordEvidence(root), handoverEvidence(failing(all)), ...addressEvidence(context, node)],
        semantics: ['HYB-13'],
        explains: samplesOf(all),
        detail: node,
        domain,
        node,
        addresses: shownSet(missing),
        choices: includeChoices(context, node),
        ways,
        otherwise: amend(context, root, termsFor(context, node, missing, analysis), missing),
      };
    }
  },
  explain: ({ domain, node, addresses, choices, ways, otherwise }) => ({
    problem: text`The SPF record of ${domain} does not pass ${addresses}, from where ${node} hands mail of ${domain} to the Internet.`,
    consequence: text`Receivers take mail of ${domain} that ${node} sends for forged and refuse it or put it into junk.`,
    remedy:
      choices.length > 0
        ? text`Add in front of all the include that the provider names for your region, which is one of ${list(
            choices.map((name) => `include:${name}`),
            'or',
          )}.`
        : added(ways[0] ?? otherwise),
  }),

  fix({ domain, node, choices, ways }, context) {
    if (choices.length > 0)
      return [
        byPerson(
          text`Ask the provider of ${node} which name customers of your region include`,
          text`Add in front of all of the SPF record of ${domain} the include that the provider of ${node} names for your region, which is one of ${list(
            choices.map((name) => `include:${name}`),
            'or',
          )}.`,
        ),
      ];
    return ways
      .filter(({ over }) => !over)
      .flatMap((way) =>
        proposed(
          text`Let the SPF record of ${domain} pass ${node} by ${list(way.added)}`,
          'safe',
          textRecordChange(context, domain, way),
        ),
      );
  },
});

const added = ({ added: terms, merged, line, lookups, over }: AmendedRecord): Text =>
  merged !== undefined
    ? text`Add ${list(merged.parts)} to the record, in one prefix with ${list(merged.into)}: ${line}`
    : over
      ? text`Add ${list(terms)} to the record: ${line}. It then costs ${lookups} look-ups, more than the ${lookupsMax} that are allowed, so save some first.`
      : text`Add ${list(terms)} to the record: ${line}`;

/** The addresses of a node, all that it may send from, that the policy turns away; what nobody can judge is left out. */
function notPassing(
  context: CheckContext,
  analysis: SpfAnalysis,
  node: string,
  all: readonly [Handover, ...Handover[]],
): AddressSet {
  if (isCoveredByProvider(context, node, analysis)) return emptySet;
  const [root] = analysis.records;
  const seen = unionAll(all.map(({ ip }) => addressSet(ip)));
  const outside = subtract(union(declaredAddresses(context, node), seen), root.authorised);
  const limitsOnly = breaksLimitsOnly(analysis);
  const [{ outcome }] = all;
  const refused = piecesOf(outside).filter((piece) => {
    const first = firstAddress(piece);
    if (first === undefined) return false;
    const ip = formatAddress(first);
    const found = checkHost({ ip, sender: outcome.lastMailFrom, helo: '' }, context.topology.dns.view);
    if (found.undetermined) return false;
    return refusals.has(found.result) || (found.result === 'permerror' && limitsOnly);
  });
  const missing = unionAll(refused);
  // A special-purpose address stands for a public one that nobody named; only a known include can then be missing.
  const include = includeOf(context, node)?.toLowerCase();
  const lacksInclude = include !== undefined && !analysis.records.some(({ domain }) => domain === include);
  return lacksInclude ? missing : subtract(missing, neverConnects(missing).set);
}

/** No pass, and no error either: errors are findings of their own, and concern every sender. */
const refusals: ReadonlySet<string> = new Set(['fail', 'softfail', 'neutral']);

function addressSet(ip: string): AddressSet {
  const address = parseAddress(ip);
  return address === undefined ? emptySet : fromAddress(address);
}

/** Each run of addresses by itself; no term of the record tells apart the members of one. */
function piecesOf(set: AddressSet): readonly AddressSet[] {
  const pieces: AddressSet[] = [];
  for (let at = 0; at < set.v4.length; at += 2) pieces.push({ v4: set.v4.slice(at, at + 2), v6: [] });
  for (let at = 0; at < set.v6.length; at += 2) pieces.push({ v4: [], v6: set.v6.slice(at, at + 2) });
  return pieces;
}

const failing = (all: readonly [Handover, ...Handover[]]): Handover =>
  all.find(({ outcome }) => outcome.egressSpf !== 'pass') ?? all[0];

function addressEvidence(context: CheckContext, node: string) {
  const entries = context.world.servers.get(node)?.addresses ?? context.world.services.get(node)?.addresses ?? [];
  return entries.map(({ text: written, at }) => ({
    at: context.sources.locate(at),
    text: text`${node} sends from ${written}`,
  }));
}
