import type { Pointer } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import { connectorsOf, type Predicate, type TransportRule } from '../../../model/transport-rule.ts';
import { acts } from '../../../simulate/rules/compile-rules.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { everyRule, type OwnedRule } from '../../every-rule.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { connectorPages } from '../connector/connector-pages.ts';
import { quoted } from '../connector/power-shell.ts';
import { rulePages } from './rule-pages.ts';

interface RuleLoop extends Violation {
  readonly rule: string;
  readonly connector: string;
  /** Who returns the message. */
  readonly through: string;
  readonly recipient: string;
  readonly code: string;
  /** The header field whose presence is to spare what came back; undefined: the rule has no such exception. */
  readonly breaker: string | undefined;
  readonly ruleAt: Pointer;
  readonly senderRanges: readonly string[];
}

/** A rule that routes mail to a system which returns it, and matches it again. */
export const loop = defineCheck<RuleLoop>({
  id: 'rule/loop',
  severity: 'error',
  covers: ['PMIS-33', 'CMIS-56'],
  docs: {
    summary: 'A mail flow rule routes mail to a system that returns it, and matches it again when it comes back.',
    why: 'A returned message is new to the rules: without a header field or a source that tells it apart it goes round until the hop limit.',
    remedy:
      'Except messages that the system has marked: a header field that it stamps, or the addresses it returns them from.',
    references: [rulePages.addOn, connectorPages.conditional],
  },

  *run(context) {
    for (const owned of everyRule(context)) {
      if (!acts(owned.compiled)) continue;
      const looped = [...outcomesOf(context.traces)].filter(({ outcome }) => isClosedBy(owned, outcome));
      const [first] = looped;
      if (first === undefined) continue;
      yield {
        ...of(context, owned, first.outcome),
        evidence: sessionEvidence(context, first.probed, first.outcome, ['evaluate-rule', 'select-outbound-connector']),
        assumptions: first.outcome.assumptions,
        explains: looped.map((one) => one.probed),
      };
    }
  },

  explain: ({ rule, connector, through, recipient, code, breaker }) => ({
    problem: text`Mail to ${recipient} goes round: the rule ${rule} routes it over ${connector} to ${through}, which returns it, and the rule matches again.`,
    consequence: text`It is never delivered; after the hop limit the sender gets ${code}.`,
    remedy:
      breaker === undefined
        ? text`Except what ${through} has handled: let it stamp a header field, and Set-TransportRule -Identity ${quoted(rule)} -ExceptIfHeaderContainsMessageHeader with its name -ExceptIfHeaderContainsWords with its value.`
        : text`The rule spares messages with the header field ${breaker}, and none comes back with it: let ${through} stamp it with a value that the exception names, or except the addresses of ${through} (ExceptIfSenderIpRanges).`,
  }),

  fix({ rule, through, ruleAt, senderRanges }, context) {
    const service = context.world.services.get(through);
    const [stamp] = [...(service?.stamps ?? [])];
    const marked =
      stamp === undefined
        ? []
        : proposed(
            text`Let the rule ${rule} spare what ${through} has marked with ${stamp[0]}`,
            'review',
            context.change(ruleAt, {
              ExceptIfHeaderContainsMessageHeader: stamp[0],
              ExceptIfHeaderContainsWords: [stamp[1]],
            }),
          );
    const addresses = service?.addresses.map((entry) => entry.text) ?? [];
    const returned =
      addresses.length === 0
        ? []
        : proposed(
            text`Let the rule ${rule} spare what comes from the addresses of ${through}`,
            'review',
            context.change(ruleAt, { ExceptIfSenderIpRanges: [...new Set([...senderRanges, ...addresses])] }),
          );
    return [
      ...marked,
      ...returned,
      byPerson(
        text`Let ${through} mark what it returns`,
        text`Let ${through} stamp a header field on what it returns, and except messages with that field and value in the rule ${rule}.`,
      ),
    ];
  },
});

/** The rule sent the message over its connector on the round that closes the circle. */
function isClosedBy({ owner, compiled }: OwnedRule, { status, rules, connectors }: Outcome): boolean {
  if (status !== 'looped' || !rules.includes(compiled.name)) return false;
  const last = connectors.findLast((one) => one.startsWith('outbound:'))?.toLowerCase();
  return connectorsOf(compiled.rule).some(
    ({ text }) => last === `outbound:${owner.prefix}${text.trim()}`.toLowerCase(),
  );
}

function of(
  { world }: CheckContext,
  { compiled }: OwnedRule,
  outcome: Outcome,
): Omit<RuleLoop, 'evidence' | 'assumptions' | 'explains'> {
  const { rule } = compiled;
  const breaker = breakerOf(rule);
  const tenants = new Set(world.tenants.map(({ tenant }) => tenant.node));
  const circle = outcome.route.slice(outcome.route.indexOf(outcome.endsAt));
  return {
    subject: subject('rule', compiled.name),
    at: breaker?.header.at ?? rule.actions.find((one) => one.kind === 'route')?.at ?? rule.at,
    semantics: ['RULE-27', 'ROUTE-9', 'ROUTE-11', 'RULE-58', 'PMIS-33'],
    rule: rule.name,
    connector: connectorsOf(rule)[0]?.text ?? '',
    through: circle.find((node) => !tenants.has(node)) ?? outcome.endsAt,
    recipient: outcome.recipient,
    code: outcome.reply?.enhanced ?? '',
    breaker: breaker?.header.text,
    ruleAt: rule.at,
    senderRanges: rule.exceptions.flatMap((one) =>
      one.kind === 'addresses' ? one.addresses.map((entry) => entry.text) : [],
    ),
  };
}

type HeaderPredicate = Extract<Predicate, { kind: 'headerWords' | 'headerPatterns' }>;

const breakerOf = ({ exceptions }: TransportRule): HeaderPredicate | undefined =>
  exceptions.find((one) => one.kind === 'headerWords' || one.kind === 'headerPatterns');
