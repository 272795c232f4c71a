import type { Pointer } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import type { Predicate } from '../../../model/transport-rule.ts';
import { acts, type CompiledRule } from '../../../simulate/rules/compile-rules.ts';
import { namesSenders } from '../../../simulate/rules/limits-of-rules.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { everyRule } from '../../every-rule.ts';
import { proposed } from '../../proposed-fix.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { filteringPages } from '../filtering/filtering-pages.ts';
import { rulePages } from './rule-pages.ts';

interface BypassForgeable extends Violation {
  readonly rule: string;
  readonly ruleAt: Pointer;
  readonly sender: string;
}

/** A rule exempts mail from filtering by a sender address that everybody can write. */
export const bypassForgeable = defineCheck<BypassForgeable>({
  id: 'rule/bypass-forgeable',
  severity: 'error',
  covers: ['PMIS-1'],
  docs: {
    summary: 'A rule sets the SCL to -1 for a sender address, and a forged one is enough for it.',
    why: 'The address in From is whatever the sender writes; a forged message skips spam filtering and reaches the inbox.',
    remedy:
      'Demand dmarc=pass in Authentication-Results beside the sender, or the addresses from which the sender sends.',
    references: [rulePages.setScl, filteringPages.allowLists],
  },

  *run(context) {
    for (const { owner, compiled } of everyRule(context)) {
      const bypass = compiled.actions.find((one) => one.kind === 'setScl' && one.scl === -1);
      if (owner.side !== 'cloud' || bypass === undefined || !acts(compiled) || !goesBySenderAlone(compiled)) continue;
      const witness = [...outcomesOf(context.traces)].find(
        ({ probed, outcome }) => probed.message.verdict === 'clean' && isForgedInInbox(outcome, compiled.name),
      );
      if (witness === undefined) continue;
      yield {
        subject: subject('rule', compiled.name),
        at: bypass.at,
        evidence: sessionEvidence(context, witness.probed, witness.outcome, ['evaluate-rule']),
        semantics: ['ACT-17a', 'SAFE-6', 'PMIS-1'],
        assumptions: witness.outcome.assumptions,
        rule: compiled.rule.name,
        ruleAt: compiled.rule.at,
        sender: witness.probed.trace.message.from,
      };
    }
  },

  explain: ({ rule, sender }) => ({
    problem: text`The rule ${rule} sets the SCL to -1 by the sender's address alone, and does so for ${sender} from a host on the Internet that DMARC does not vouch for.`,
    consequence: text`Whoever writes such an address into From skips spam filtering and reaches the inbox.`,
    remedy: text`Set-TransportRule -Identity ${quoted(rule)} -HeaderContainsMessageHeader 'Authentication-Results' -HeaderContainsWords 'dmarc=pass','dmarc=bestguesspass'.`,
  }),

  fix: ({ rule, ruleAt }, context) =>
    proposed(
      text`Let ${rule} exempt only senders for whom DMARC passes`,
      'review',
      context.change(ruleAt, {
        HeaderContainsMessageHeader: 'Authentication-Results',
        HeaderContainsWords: ['dmarc=pass', 'dmarc=bestguesspass'],
      }),
    ),
});

/** Some condition names senders, and nothing in the rule asks where they come from or what vouches for them. */
function goesBySenderAlone({ conditions, exceptions }: CompiledRule): boolean {
  const tests = [...conditions, ...exceptions];
  return (
    conditions.some(({ predicate }) => predicate !== undefined && namesSenders(predicate)) &&
    tests.every(({ predicate }) => predicate !== undefined && !isProof(predicate))
  );
}

const isProof = ({ kind }: Predicate): boolean =>
  kind === 'addresses' || kind === 'headerWords' || kind === 'headerPatterns';

/** Anonymous mail from the Internet without a pass of DMARC, which the rule acted on and which is in the inbox. */
const isForgedInInbox = (outcome: Outcome, rule: string): boolean =>
  outcome.rules.includes(rule) &&
  outcome.route[0] === 'internet' &&
  outcome.authAs === 'Anonymous' &&
  outcome.scl === -1 &&
  outcome.dmarc !== 'pass' &&
  outcome.status === 'delivered' &&
  outcome.folder === 'inbox';
