import { invariant } from '../../base/invariant.ts';
import type { Evidence } from '../../model/source.ts';
import { joined, list, type Text, type TextValue, text } from '../../model/text.ts';
import type { Predicate } from '../../model/transport-rule.ts';
import type { CompiledRule, CompiledTest, Judged } from '../rules/compile-rules.ts';
import type { Resolved } from '../rules/fork.ts';
import { isClosed } from '../rules/message-facts.ts';
import { quietRun } from '../rules/quiet-run.ts';
import { seenBy } from '../rules/rule-facets.ts';
import { surelyFails } from '../rules/rule-needs.ts';
import type { Scene } from '../rules/scene.ts';
import type { Note, Run } from '../run.ts';

export interface RuleEvaluation {
  /** The recipients for which the rule matches; others of the fork go on without it (RULE-45). */
  readonly hit: readonly Resolved[];
  readonly note: Note | undefined;
}

const nobody: RuleEvaluation = { hit: [], note: undefined };

const matching: Judged = { matches: true, failed: undefined, open: undefined };

/**
 * Whether a mail flow rule matches, for each recipient of the fork (RULE-15 to RULE-18, RULE-45 to RULE-49). What is not
 * known is asked only where it decides, and the default leaves the message alone.
 */
export function evaluateRule(
  run: Run,
  rule: CompiledRule,
  scene: Scene,
  recipients: readonly Resolved[],
): RuleEvaluation {
  const whole = evaluate(run, rule, scene, recipients);
  return rule.asksAnyRecipient && scene.recipients.length > 1 ? byAnyRecipient(run, rule, scene, whole) : whole;
}

/** RULE-50: whether a condition about any recipient is one about each is asked only where it makes a difference. */
function byAnyRecipient(run: Run, rule: CompiledRule, scene: Scene, whole: RuleEvaluation): RuleEvaluation {
  const { recipients } = scene;
  const matchedAlone = (by: Run) =>
    recipients.filter(
      (one) => judge(by, rule, { ...scene, run: by, recipients: [one], known: new Map() }, one).matches,
    );
  const seenHits = whole.hit.filter((one) => one.unseen !== true);
  if (matchedAlone(quietRun(run)).length === seenHits.length) return whole;
  if (run.assume('rules.anyRecipientUnit', ['message', 'recipient']) === 'message') return whole;
  const hit = matchedAlone(run);
  const [first = recipients[0]] = hit;
  if (first === undefined) return nobody;
  const there = { ...scene, recipients: [first], known: new Map() };
  return { hit, note: explain(run, rule, there, judge(run, rule, there, first), first, false, hit) };
}

function evaluate(run: Run, rule: CompiledRule, scene: Scene, recipients: readonly Resolved[]): RuleEvaluation {
  const first = scene.recipients[0] ?? recipients[0];
  if (first === undefined) return nobody;
  if (surelyFails(rule, scene)) return run.explain ? shut(run, rule, scene, first) : nobody;
  if (!rule.perRecipient) {
    const judged = judge(run, rule, scene, first);
    if (!judged.matches && !run.explain) return nobody;
    return { hit: judged.matches ? recipients : [], note: explain(run, rule, scene, judged, first, judged.matches) };
  }
  let hit: Resolved[] | undefined;
  let judged: Judged | undefined;
  let shown = first;
  for (const recipient of recipients) {
    if (recipient.unseen === true) continue;
    const one = judge(run, rule, scene, recipient);
    if (one.matches) {
      hit ??= [];
      hit.push(recipient);
    }
    if (judged === undefined || (one.matches && !judged.matches)) {
      judged = one;
      shown = recipient;
    }
  }
  if (judged === undefined || (hit === undefined && !run.explain)) return nobody;
  return { hit: hit ?? [], note: explain(run, rule, scene, judged, shown, hit?.length === recipients.length, hit) };
}

/** The words for a rule that was told at once not to match: which condition fails first, without anything being asked. */
function shut(run: Run, rule: CompiledRule, scene: Scene, recipient: Resolved): RuleEvaluation {
  const quiet = quietRun(run);
  const judged = judge(quiet, rule, { ...scene, run: quiet, known: new Map() }, recipient);
  invariant(!judged.matches, `a condition of ${rule.name} surely does not hold`);
  return { hit: [], note: explain(run, rule, scene, judged, recipient, false) };
}

function judge(run: Run, rule: CompiledRule, scene: Scene, recipient: Resolved): Judged {
  let open: CompiledTest[] | undefined;
  for (const one of rule.conditions) {
    const answer = one.test(scene, recipient);
    if (answer === false) return one.failure;
    if (answer === undefined) open = [...(open ?? []), one];
  }
  for (const one of rule.exceptions) {
    const answer = one.test(scene, recipient);
    if (answer === true) return one.failure;
    if (answer === undefined) open = [...(open ?? []), one];
  }
  if (open === undefined) return matching;
  const labels = open.map((one) => one.label);
  const whose = open.some((one) => one.perRecipient) ? ` for ${recipient.copy.address.toLowerCase()}` : '';
  const matches =
    run.ask(
      `rule ${rule.name} ${labels.join(' ')}${whose}`,
      ['does not match', 'matches'],
      () =>
        text`whether the rule ${rule.name} matches${whose}: ${list(labels, 'and')} cannot be decided by what is declared`,
    ) === 'matches';
  return { matches, failed: undefined, open };
}

function explain(
  run: Run,
  rule: CompiledRule,
  scene: Scene,
  judged: Judged,
  recipient: Resolved,
  all: boolean,
  hit: readonly Resolved[] = [],
): Note | undefined {
  const matched = judged.matches;
  if (!run.explain && !matched) return undefined;
  const tests = [...rule.conditions, ...(matched ? [] : rule.exceptions)];
  const ids = [
    ...new Set([...(matched ? tests : judged.failed ? [judged.failed] : tests).map((one) => one.semantics)]),
  ];
  const note = run.note('evaluate-rule', ids.length === 0 ? ['RULE-17'] : ids, () => {
    const decisive = judged.failed === undefined ? tests : [judged.failed];
    return {
      verdict: verdictOf(rule, matched, all, hit),
      because: because(rule, judged, scene, recipient),
      evidence: [
        ...decisive.map((one) => run.setting(one.at, text`${one.label} of ${rule.rule.name}`)),
        ...closedBy(run, scene, decisive),
      ],
      rejected: [],
    };
  });
  // What did not happen must not lower the confidence in what did.
  return matched ? note : { ...note, semantics: [] };
}

/** RULE-28f: the setting that keeps the content of a protected message from the conditions that decide. */
function closedBy(run: Run, { message }: Scene, decisive: readonly CompiledTest[]): readonly Evidence[] {
  const at = message.owner.keepsProtected;
  if (at === undefined || message.transit.type !== 'permissionControlled') return [];
  const asked = decisive.some(({ predicate }) => predicate !== undefined && readsContent(predicate));
  return asked ? [run.setting(at, 'TransportDecryptionSetting')] : [];
}

function verdictOf(rule: CompiledRule, matched: boolean, all: boolean, hit: readonly Resolved[]): Text {
  if (!matched) return text`${rule.name} does not match`;
  const test = rule.rule.mode === 'Enforce' ? '' : text`, in test mode`;
  return all || hit.length === 0
    ? text`${rule.name} matches${test}`
    : text`${rule.name} matches for ${list(
        hit.map((one) => one.copy.address),
        'and',
      )}${test}`;
}

function because(rule: CompiledRule, judged: Judged, scene: Scene, recipient: Resolved): Text {
  const { failed, open } = judged;
  if (failed !== undefined) {
    return failed.label.startsWith('ExceptIf')
      ? text`the exception ${said(failed)} applies to ${seen(failed, scene, recipient)}`
      : text`${said(failed)} does not hold for ${seen(failed, scene, recipient)}`;
  }
  if (open !== undefined) return text`${list(open.map(said), 'and')} cannot be decided by what is declared`;
  if (rule.conditions.length === 0)
    return rule.exceptions.length === 0
      ? text`it has no conditions`
      : text`it has no conditions, and no exception applies`;
  return list(
    rule.conditions.map((one) => text`${said(one)} holds for ${seen(one, scene, recipient)}`),
    'and',
  );
}

const readsContent = (predicate: Predicate): boolean =>
  seenBy(predicate).some((one) => one === 'body' || one === 'attachments') && predicate.parameter !== 'MessageSizeOver';

/** The condition as the rule has it. */
function said({ label, predicate }: CompiledTest): Text {
  const values = predicate === undefined ? [] : valuesOf(predicate);
  const few = values.length > 3 ? [...values.slice(0, 3), text`${values.length - 3} more`] : values;
  return few.length === 0 ? text`${label}` : text`${label} ${joined(few)}`;
}

function valuesOf(predicate: Predicate): readonly TextValue[] {
  const texts = (items: readonly { readonly text: string }[]) => items.map((one) => one.text);
  switch (predicate.kind) {
    case 'words':
      return texts(predicate.words);
    case 'patterns':
      return texts(predicate.patterns);
    case 'recipients':
      return texts(predicate.recipients);
    case 'groups':
      return texts(predicate.groups);
    case 'scope':
      return [predicate.scope];
    case 'domains':
      return texts(predicate.domains);
    case 'addresses':
      return texts(predicate.addresses);
    case 'headerWords':
      return [predicate.header.text, ...texts(predicate.words)];
    case 'headerPatterns':
      return [predicate.header.text, ...texts(predicate.patterns)];
    case 'size':
      return [text`${predicate.bytes} bytes`];
    case 'number':
      return [String(predicate.value)];
    case 'messageType':
      return [predicate.type];
    case 'importance':
      return [predicate.importance];
    case 'attributes':
    case 'attachmentProperties':
      return predicate.tests.map((one) => `${one.name}: ${texts(one.values).join(', ')}`);
    default:
      return [];
  }
}

/** What the condition was held against. */
function seen({ predicate, perRecipient, label }: CompiledTest, scene: Scene, recipient: Resolved): Text {
  const { transit, authAs, hop } = scene.message;
  if (perRecipient) return text`the recipient ${recipient.entry?.primary ?? recipient.copy.address}`;
  if (predicate?.kind === 'scope') return text`the sender ${transit.from}, ${authAs}`;
  if (predicate?.kind === 'addresses') return text`the address ${scene.run.hops[hop]?.sourceIp ?? text`of nobody`}`;
  if (/^(ExceptIf)?(From|Sender)/u.test(label))
    return text`the sender ${transit.from}${transit.mailFrom === transit.from ? '' : text` (envelope ${transit.mailFrom === '' ? '<>' : transit.mailFrom})`}`;
  const closed = isClosed(scene.message) && predicate !== undefined && readsContent(predicate);
  if (closed) return text`this message, whose content is closed to rules`;
  if (/Subject/u.test(label)) return text`the subject ${transit.content.subject}`;
  return text`this message`;
}
