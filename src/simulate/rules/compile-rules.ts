import { formatInstant } from '../../base/time.ts';
import type { Pointer } from '../../model/source.ts';
import { type Text, text } from '../../model/text.ts';
import type { Action, Predicate, TransportRule } from '../../model/transport-rule.ts';
import { memoAbout, type World } from '../world.ts';
import { type CompiledPredicate, compilePredicate } from './compile-predicate.ts';
import { createRuleTexts, type RuleTexts } from './match-text.ts';
import { type Need, needsOf } from './rule-needs.ts';
import type { RuleOwner } from './rule-owner.ts';
import type { Test } from './scene.ts';

/** A mail flow rule made ready for many messages. */
export interface CompiledRule {
  readonly rule: TransportRule;
  /** With the prefix of its owner, as outcomes print it. */
  readonly name: string;
  /** Why it does not run now; undefined: it does. */
  readonly idle: Idle | undefined;
  readonly conditions: readonly CompiledTest[];
  readonly exceptions: readonly CompiledTest[];
  /** Some condition or exception is evaluated for each recipient (RULE-45). */
  readonly perRecipient: boolean;
  /** Some condition or exception is about any recipient address (RULE-46, RULE-50). */
  readonly asksAnyRecipient: boolean;
  /** What all of its conditions need. */
  readonly needs: readonly Need[];
  /** The words and patterns of all rules of its organisation. */
  readonly texts: RuleTexts;
  /** In the order in which they are taken (RULE-19). */
  readonly actions: readonly Action[];
}

/** Runs now, and acts on what it matches (RULE-3 to RULE-5). */
export const acts = ({ idle, rule }: CompiledRule): boolean => idle === undefined && rule.mode === 'Enforce';

/** A rule that is skipped (RULE-3, RULE-5), and the property that says so. */
export interface Idle {
  readonly because: Text;
  readonly at: Pointer;
  readonly semantics: 'RULE-3' | 'RULE-5';
}

export interface CompiledTest {
  /** `FromScope`, with `ExceptIf` for an exception. */
  readonly label: string;
  readonly at: string;
  readonly semantics: string;
  readonly perRecipient: boolean;
  readonly predicate: Predicate | undefined;
  readonly test: Test;
  readonly need: CompiledPredicate['need'];
  /** That it is what keeps its rule from matching. */
  readonly failure: Judged;
}

/** Whether a rule matches, and which test decided that it does not; `open`: several may decide, and nothing declared tells. */
export interface Judged {
  readonly matches: boolean;
  readonly failed: CompiledTest | undefined;
  readonly open: readonly CompiledTest[] | undefined;
}

function withFailure(test: Omit<CompiledTest, 'failure'>): CompiledTest {
  const made: { -readonly [Key in keyof CompiledTest]: CompiledTest[Key] } = {
    ...test,
    failure: { matches: false, failed: undefined, open: undefined },
  };
  made.failure = { matches: false, failed: made, open: undefined };
  return made;
}

/** The rules of an organisation in the order in which they run; none where none can run. */
export const rulesOf = (world: World, owner: RuleOwner): readonly CompiledRule[] =>
  memoAbout(world, owner, 'rules', () => {
    const rules = allRulesOf(world, owner);
    return rules.some((one) => one.idle === undefined) ? rules : [];
  });

/** The same, also where none of them can run. */
export const allRulesOf = (world: World, owner: RuleOwner): readonly CompiledRule[] =>
  memoAbout(world, owner, 'all rules', () => {
    const texts = createRuleTexts(world.patterns);
    return owner.rules.map((rule) => compileRule(world, owner, rule, texts));
  });

function compileRule(world: World, owner: RuleOwner, rule: TransportRule, texts: RuleTexts): CompiledRule {
  const conditions = [
    ...rule.conditions.map((one) => compileTest(texts, one, rule, '')),
    ...openDates(rule),
    ...gaps(rule, ['conditions', 'rule']),
  ];
  const exceptions = [
    ...rule.exceptions.map((one) => compileTest(texts, one, rule, 'ExceptIf')),
    ...gaps(rule, ['exceptions']),
  ];
  return {
    rule,
    name: `${owner.prefix}${rule.name}`,
    idle: idleBecause(world, rule),
    conditions,
    exceptions,
    perRecipient: [...conditions, ...exceptions].some((one) => one.perRecipient),
    asksAnyRecipient: [...rule.conditions, ...rule.exceptions].some(({ parameter }) =>
      parameter.startsWith('AnyOfRecipient'),
    ),
    needs: needsOf(conditions),
    texts,
    actions: [...rule.actions].sort((left, right) => rankOf(left) - rankOf(right)),
  };
}

const compileTest = (texts: RuleTexts, predicate: Predicate, rule: TransportRule, prefix: string): CompiledTest =>
  withFailure({
    label: `${prefix}${predicate.parameter}`,
    at: predicate.at,
    semantics: predicate.semantics,
    perRecipient: predicate.unit === 'recipient',
    predicate,
    ...compilePredicate(predicate, rule, texts),
  });

const open = (label: string, at: string, semantics: string): CompiledTest =>
  withFailure({
    label,
    at,
    semantics,
    perRecipient: false,
    predicate: undefined,
    test: () => undefined,
    need: undefined,
  });

/** What nobody read may decide whether the rule matches. */
const gaps = (rule: TransportRule, parts: readonly string[]): readonly CompiledTest[] =>
  rule.notUnderstood.filter((one) => parts.includes(one.part)).map((one) => open(one.text, one.at, 'RULE-14'));

/** A date in the notation of some locale leaves open whether the rule is in force. */
const openDates = (rule: TransportRule): readonly CompiledTest[] =>
  [rule.activationDate, rule.expiryDate].flatMap((date, index) =>
    date === undefined || date.instant !== undefined
      ? []
      : [open(index === 0 ? 'ActivationDate' : 'ExpiryDate', date.at, 'RULE-5')],
  );

function idleBecause(world: World, rule: TransportRule): Idle | undefined {
  if (!rule.enabled) {
    const at = `${rule.at}/${rule.properties.State === undefined ? 'Enabled' : 'State'}`;
    return { because: text`it is disabled`, at, semantics: 'RULE-3' };
  }
  const { activationDate, expiryDate } = rule;
  const [from, until] = [activationDate?.instant, expiryDate?.instant];
  if (activationDate !== undefined && from !== undefined && world.asOf < from) {
    const because = text`it is in force only from ${formatInstant(from)}`;
    return { because, at: activationDate.at, semantics: 'RULE-5' };
  }
  if (expiryDate !== undefined && until !== undefined && world.asOf >= until) {
    const because = text`it was in force only until ${formatInstant(until)}`;
    return { because, at: expiryDate.at, semantics: 'RULE-5' };
  }
  return undefined;
}

/** RULE-19: changes, further recipients, next hop, moderation, what ends the message, then the stop. */
function rankOf({ kind }: Action): number {
  switch (kind) {
    case 'addRecipients':
    case 'addManager':
      return 1;
    case 'route':
    case 'requireTls':
      return 2;
    case 'moderate':
    case 'moderateByManager':
      return 3;
    case 'redirect':
      return 4;
    case 'quarantine':
    case 'reject':
    case 'delete':
    case 'smtpReject':
    case 'disconnect':
    case 'notifySender':
      return 5;
    case 'stop':
      return 6;
    default:
      return 0;
  }
}
