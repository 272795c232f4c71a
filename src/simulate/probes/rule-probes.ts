import { text } from '../../model/text.ts';
import type { Action } from '../../model/transport-rule.ts';
import { acts, type CompiledRule, rulesOf } from '../rules/compile-rules.ts';
import { ruleOwners } from '../rules/rule-owner.ts';
import { shadowings } from '../rules/shadowing.ts';
import type { World } from '../world.ts';
import { makeMessage } from './make-message.ts';
import { markedProbe } from './marked-probes.ts';
import type { Probe } from './probe.ts';
import { somebodyInside } from './recipient-kinds.ts';
import { valueVariations } from './rule-value-variations.ts';
import { ruleVariations } from './rule-variations.ts';
import { witnesses } from './rule-witnesses.ts';

/** Actions of which only a message tells where it ends: another way out, or another recipient. */
const asking: ReadonlySet<string> = new Set(['route', 'redirect', 'addRecipients', 'addManager']);
/** Whom a rule spares the filter only a message tells that meets it: a forged sender may. */
const exempts = (action: Action): boolean => action.kind === 'setScl' && action.scl === -1;
/**
 * Messages made to meet the conditions of a rule, where a question rests on them: whether a rule that seems to be shadowed
 * ever acts, where mail ends that a rule of the own tenant routes or sends on, and whom one exempts from filtering; and variations of them, for what other messages a
 * rule of the own tenant meets. Nobody expects them to arrive.
 */
export function* ruleProbes(world: World, outside: string): Generator<Probe> {
  for (const owner of ruleOwners(world)) {
    const asked = new Set(shadowings(world, owner).map((one) => one.shadowed));
    if (owner.key === world.own?.tenant.node)
      for (const rule of rulesOf(world, owner))
        if (acts(rule) && rule.actions.some((one) => asking.has(one.kind) || exempts(one))) asked.add(rule);
    for (const rule of asked) yield* marked(rule, witnesses(world, owner, rule, outside));
    for (const rule of rulesOf(world, owner)) if (acts(rule)) yield* valueVariations(world, owner, rule, outside);
    if (owner.key === world.own?.tenant.node)
      for (const rule of rulesOf(world, owner)) {
        if (locksDown(rule)) yield ownReply(world, rule, outside);
        if (acts(rule)) yield* ruleVariations(world, owner, rule, outside);
      }
  }
}

/** Each message, and the same with what keeps the rule from acting. */
function* marked(rule: CompiledRule, plain: Iterable<Probe>): Generator<Probe> {
  for (const probe of plain) {
    yield probe;
    const other = markedProbe(rule, probe);
    if (other !== undefined) yield other;
  }
}

/** Refuses what comes from outside by the envelope sender, which an automatic reply of an own mailbox does not have (RULE-36). */
const locksDown = (compiled: CompiledRule): boolean =>
  acts(compiled) &&
  compiled.rule.senderAddressLocation === 'Envelope' &&
  compiled.actions.some((one) => one.kind === 'reject' || one.kind === 'delete' || one.kind === 'quarantine') &&
  compiled.conditions.some(({ predicate }) => predicate?.kind === 'scope' && predicate.parameter === 'FromScope');

function ownReply(world: World, rule: CompiledRule, outside: string): Probe {
  const [from, to] = [somebodyInside(world), `recipient@${outside}`];
  return {
    purpose: 'rule',
    legitimate: false,
    entry: `rule:${rule.name}`,
    message: makeMessage({
      name: text`automatic reply of ${from} to ${to} for the rule ${rule.name}`,
      from,
      mailFrom: '',
      to: [to],
      type: 'oof',
    }),
  };
}
