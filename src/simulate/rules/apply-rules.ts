import { text } from '../../model/text.ts';
import { copyWith } from '../new-copy.ts';
import type { Copy, Run } from '../run.ts';
import { evaluateRule } from '../steps/evaluate-rule.ts';
import { tellRuleEffects } from '../steps/tell-rule-effects.ts';
import { applyActions } from './apply-actions.ts';
import { type CompiledRule, rulesOf } from './compile-rules.ts';
import { type Fork, forkWith, type Resolved, resolvedWith } from './fork.ts';
import { peopleOf } from './people.ts';
import { nextLooked, type OpenRules, type RuleIndex, ruleIndexOf } from './rule-index.ts';
import { surelyFails } from './rule-needs.ts';
import type { RuledMessage, RuleOwner } from './rule-owner.ts';
import { lookedAt, type WatchedScene, watchedScene, watchRule } from './rule-watch.ts';
import { type Scene, sceneOf } from './scene.ts';

/** Resolves a recipient that a rule names. */
export type ResolveAdded = (message: RuledMessage, copy: Copy) => readonly Resolved[];

/**
 * The mail flow rules of an organisation on one message (section 2.11 of the semantics): by priority, each on what earlier
 * ones left (RULE-21, RULE-22), splitting the message where only some recipients match.
 * @returns the forks that go on; copies that rules end are ended.
 */
export function applyRules(
  run: Run,
  message: RuledMessage,
  recipients: readonly Resolved[],
  resolveAdded: ResolveAdded,
): readonly Fork[] {
  const whole: Fork = { message, recipients, stopped: false };
  const rules = rulesOf(run.world, message.owner);
  const [first] = recipients;
  if (rules.length === 0 || first === undefined || isExempt(run, message, first.copy)) return [whole];
  const people = peopleOf(run.world, message.owner);
  const rulesFor = evaluated(run, message.owner, rules);
  const placeOf = (fork: Fork, before?: Place): Place => {
    const scene = sceneOf(run, fork.message, fork.recipients, people);
    // Which rules a message may match is found by nothing else of it.
    const sameText = before?.fork.message.transit === fork.message.transit;
    const open = sameText ? before.open : rulesFor(scene);
    const watched = fork.stopped ? undefined : watchedScene(run, message.owner, scene);
    return { fork, scene, open, watched, looked: lookedAt(open, watched) };
  };
  let places: readonly Place[] = [placeOf(whole)];
  for (let at = 0; at < rules.length; at++) {
    at = nextLooked(places, at, rules.length);
    const rule = rules[at];
    if (rule === undefined) break;
    if (rule.idle !== undefined) {
      explainIdle(run, message.hop, rule);
      continue;
    }
    let next: Place[] | undefined;
    for (let index = 0; index < places.length; index++) {
      const place = places[index] as Place;
      const closed = place.fork.stopped || place.open[at] === 0;
      if (place.watched !== undefined && !place.fork.stopped)
        watchRule(place.watched, at, closed || surelyFails(rule, place.scene));
      const forks = closed ? undefined : applyRule(run, rule, place, resolveAdded);
      if (forks !== undefined) next ??= places.slice(0, index);
      if (forks === undefined) next?.push(place);
      else for (const fork of forks) next?.push(placeOf(fork, place));
    }
    if (next === undefined) continue;
    places = stopsAll(run, places, next) ? next.map(stopped) : next;
    if (places.length === 0) break;
  }
  return places.map((one) => one.fork);
}

/** All rules where somebody reads why one does not match, or where one fails; else those that a message may match. */
function evaluated(run: Run, owner: RuleOwner, rules: readonly CompiledRule[]): RuleIndex {
  if (!run.explain && run.message.ruleErrors === undefined) return ruleIndexOf(run.world, owner);
  const all = new Uint8Array(rules.length).fill(1);
  return () => all;
}

const stopped = (place: Place): Place => ({ ...place, fork: forkWith(place.fork, { stopped: true }) });

/** RULE-24: a rule has stopped some of the forks, and whether that stops the others is not documented. */
function stopsAll(run: Run, before: readonly Place[], after: readonly Place[]): boolean {
  const stops = after.some(({ fork }) => fork.stopped && !before.some((one) => one.fork === fork));
  if (!stops || after.every(({ fork }) => fork.stopped)) return false;
  return run.assume('rules.stopInFork', ['fork', 'message']) === 'message';
}

/** A fork with what rules see of it; made once for all rules that leave it alone. */
interface Place {
  readonly fork: Fork;
  readonly scene: Scene;
  /** The rules that are evaluated. */
  readonly open: OpenRules;
  readonly watched: WatchedScene | undefined;
  /** The rules that are evaluated or watched. */
  readonly looked: OpenRules;
}

/** RULE-28a: the reports that the organisation's own Exchange makes; those that others made and sent here are evaluated. */
function isExempt(run: Run, message: RuledMessage, copy: Copy): boolean {
  if (message.transit.journalReport === true) return true;
  if (message.transit.type === 'approvalRequest') return isApprovalExempt(run, message);
  if (message.transit.type !== 'ndr') return false;
  const [source = ''] = copy.route;
  const role = run.world.servers.get(source)?.role;
  const exchange = source === run.world.own?.tenant.node || role === 'mailbox' || role === 'edge';
  const ownHere = message.node === run.world.own?.tenant.node || run.world.servers.has(message.node);
  const exempt = source === message.node || (exchange && ownHere);
  if (exempt)
    run.decide(message.hop, 'evaluate-rule', ['RULE-28a'], () => ({
      verdict: text`no rule`,
      because: text`mail flow rules do not see the reports that Exchange itself makes`,
    }));
  return exempt;
}

/** RULE-28b, and a condition that is about nothing else (PRED-50). */
function isApprovalExempt(run: Run, { hop }: RuledMessage): boolean {
  if (run.assume('rules.approvalRequests', ['not-evaluated', 'evaluated']) === 'evaluated') return false;
  run.decide(hop, 'evaluate-rule', ['RULE-28b'], () => ({
    verdict: text`no rule`,
    because: text`mail flow rules do not see requests for approval`,
  }));
  return true;
}

function explainIdle(run: Run, hop: number, { rule, name, idle }: CompiledRule): void {
  if (!run.explain || idle === undefined) return;
  const note = run.note('evaluate-rule', [idle.semantics], () => ({
    verdict: text`${name} is skipped`,
    because: idle.because,
    evidence: [run.setting(rule.at, text`the rule ${rule.name}`)],
  }));
  run.attach(hop, [{ ...note, semantics: [] }]);
}

/** @returns what becomes of the fork; undefined: the rule leaves it as it is. */
function applyRule(
  run: Run,
  rule: CompiledRule,
  { fork, scene }: Place,
  resolveAdded: ResolveAdded,
): readonly Fork[] | undefined {
  if (run.message.ruleErrors !== undefined && fails(run, rule)) return failed(run, rule, fork);
  const { message } = fork;
  const { hit, note } = evaluateRule(run, rule, scene, fork.recipients);
  if (note !== undefined) run.attach(message.hop, [note]);
  if (hit.length === 0) return undefined;
  const matched = withRule(hit, rule.name);
  const rest = hit.length === fork.recipients.length ? [] : fork.recipients.filter((one) => !hit.includes(one));
  const others: readonly Fork[] = rest.length === 0 ? [] : [forkWith(fork, { recipients: rest })];
  const here: Fork = forkWith(fork, { recipients: matched });
  tellRuleEffects(run, rule, here);
  // RULE-4: in the test modes nothing that touches delivery is done.
  const changed =
    rule.rule.mode === 'Enforce' ? applyActions(run, rule, here, resolveAdded) : inTestMode(run, rule, here);
  return changed.recipients.length === 0 ? others : [changed, ...others];
}

/** The recipients with a rule more that matched. Copies that share the list of their rules go on sharing it. */
function withRule(recipients: readonly Resolved[], name: string): readonly Resolved[] {
  const lists = new Map<readonly string[], readonly string[]>();
  return recipients.map((one) => {
    const { rules } = one.copy;
    const longer = lists.get(rules) ?? [...rules, name];
    lists.set(rules, longer);
    return resolvedWith(one, { copy: copyWith(one.copy, { rules: longer }) });
  });
}

/** RULE-24: whether a stop touches delivery is not documented. */
function inTestMode(run: Run, { actions }: CompiledRule, fork: Fork): Fork {
  if (!actions.some((one) => one.kind === 'stop')) return fork;
  return run.assume('rules.stopInTestMode', ['ignored', 'honoured']) === 'honoured'
    ? forkWith(fork, { stopped: true })
    : fork;
}

const fails = (run: Run, { name }: CompiledRule): boolean =>
  run.message.ruleErrors?.some((one) => one.toLowerCase() === name.toLowerCase()) === true;

/** RULE-6, where the sample declares that the evaluation of the rule fails. */
function failed(run: Run, { rule, name }: CompiledRule, fork: Fork): readonly Fork[] | undefined {
  const { message } = fork;
  const defers = rule.ruleErrorAction === 'Defer';
  run.decide(message.hop, 'evaluate-rule', ['RULE-6'], () => ({
    verdict: defers ? text`${name} defers the message` : text`${name} is skipped`,
    because: text`its evaluation is declared to fail, and its RuleErrorAction is ${rule.ruleErrorAction}`,
    evidence: [run.setting(rule.at, text`the rule ${rule.name}`)],
  }));
  if (!defers) return undefined;
  for (const { copy } of fork.recipients) run.end(copy, message.transit, { status: 'deferred', endsAt: message.node });
  return [];
}
