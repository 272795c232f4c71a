import type { Evidence } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import { memo } from '../../../simulate/world.ts';
import type { CheckContext, ProbedTrace } from '../../check.ts';
import { isOwnName } from './own-mail-domains.ts';

/** A copy that somebody hands to another organisation, as a trace shows it. */
export interface Handover {
  /** Who hands it over: `tenant`, `server:<name>`, `service:<name>`. */
  readonly node: string;
  /** Domain of the envelope sender on that leg. */
  readonly domain: string;
  readonly ip: string;
  readonly outcome: Outcome;
  readonly probe: ProbedTrace;
}

/**
 * Every handover of the organisation's own flows with an own domain in the envelope, those of the alternatives included,
 * which follow each other address that a node may send from. What an outsider forges or relays is nobody's mail.
 */
export function handovers(context: CheckContext): readonly Handover[] {
  return memo(context.world, 'handovers', () =>
    leaving(context).filter(({ domain, probe }) => isOwnName(context, domain) && isOwnFlow(context, probe)),
  );
}

/** Every handover of every trace, whoever sends. */
export function leaving(context: CheckContext): readonly Handover[] {
  return memo(context.world, 'leaving', () =>
    context.traces.flatMap((probe) =>
      outcomesOf(probe).flatMap((outcome): Handover[] => {
        const node = outcome.route.at(-2);
        if (outcome.status !== 'sent' || outcome.egressIp === null || node === undefined) return [];
        return [{ node, domain: domainOf(outcome.lastMailFrom), ip: outcome.egressIp, outcome, probe }];
      }),
    ),
  );
}

/** The outcomes of a trace and of the other ways it could go. */
export const outcomesOf = ({ trace }: ProbedTrace): readonly Outcome[] =>
  trace.alternatives.length === 0
    ? trace.outcomes
    : [...trace.outcomes, ...trace.alternatives.flatMap((alternative) => alternative.outcomes)];

/** A sample is taken for the organisation's own unless it comes from the Internet under an own name. */
function isOwnFlow(context: CheckContext, probe: ProbedTrace): boolean {
  if (probe.purpose !== 'declared') return probe.legitimate;
  const { source, mailFrom, from } = probe.trace.message;
  const own = isOwnName(context, domainOf(mailFrom)) || isOwnName(context, domainOf(from));
  return !(source === 'internet' && own);
}

/** Handovers by domain and node, in the order in which they are met. */
export function handoverGroups(
  context: CheckContext,
): readonly { readonly domain: string; readonly node: string; readonly all: readonly [Handover, ...Handover[]] }[] {
  return memo(context.world, 'handover-groups', () => {
    const groups = new Map<string, { domain: string; node: string; all: [Handover, ...Handover[]] }>();
    for (const one of handovers(context)) {
      const key = `${one.domain} ${one.node}`;
      const known = groups.get(key);
      if (known === undefined) groups.set(key, { domain: one.domain, node: one.node, all: [one] });
      else known.all.push(one);
    }
    return [...groups.values()];
  });
}

/** The groups without the mail that finer findings explain already. */
export const openGroups = (context: CheckContext): ReturnType<typeof handoverGroups> =>
  handoverGroups(context).flatMap((group) => {
    const [first, ...others] = group.all.filter(({ probe }) => !context.accounted.has(probe));
    return first === undefined ? [] : [{ ...group, all: [first, ...others] as const }];
  });

/**
 * The samples behind handovers of which nothing but SPF at the last leg was expected in vain. Their mail arrives where it
 * should, so a finding about SPF explains no other fault that they may show.
 */
export const samplesOf = (all: readonly Handover[]): readonly ProbedTrace[] =>
  [...new Set(all.map(({ probe }) => probe))].filter(({ trace: { expectation } }) => {
    return expectation?.met === false && expectation.failures.every(({ key }) => key === 'egressSpf');
  });

/** The same of a domain's mail whose last leg ends in one of these SPF results. */
export function samplesWithSpf(context: CheckContext, domain: string, results: readonly string[]) {
  return samplesOf(
    handovers(context).filter(
      (one) => one.domain === domain && one.outcome.egressSpf !== null && results.includes(one.outcome.egressSpf),
    ),
  );
}

/** One handover in a line: the message, its way, and what SPF says at the end of it. */
export const handoverEvidence = ({ probe, outcome, ip }: Handover): Evidence => ({
  at: undefined,
  text: text`${probe.trace.name}: ${outcome.route.join(' → ')}, handed over from ${ip}, SPF ${outcome.egressSpf ?? text`not judged`}`,
});
