import { parseInstant } from '../../base/time.ts';
import { unwrap, writtenText } from '../../model/exchange-value.ts';
import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { Action, Predicate, RuleDate, TransportRule } from '../../model/transport-rule.ts';
import { pointerTo } from '../documents/source-index.ts';
import type { ExchangeObject } from './exchange-object.ts';
import { propertyAt } from './exchange-object.ts';
import { isNoise } from './known-properties.ts';
import { parseSize } from './parse-size.ts';
import { openObjects } from './pasted-objects.ts';
import type { Reading } from './reading.ts';
import { reportNotice, reportProblem } from './reading.ts';
import { actionEntries } from './rule-actions.ts';
import { predicateEntries } from './rule-predicates.ts';
import { presentTypes, reconcile, typeKey } from './rule-presence.ts';
import type { RuleReading } from './rule-reading.ts';
import { choice, flag, isOn, isSet, reportGap } from './rule-reading.ts';
import { uniqueNames } from './unique-names.ts';

/**
 * Reads what Get-TransportRule prints, in the order in which the rules run: by Priority, and as listed where it is missing
 * or said twice, which is a notice.
 */
export function readTransportRules(
  reading: Reading,
  raw: unknown,
  at: Pointer,
  side: 'cloud' | 'onPremises',
): readonly TransportRule[] {
  const objects = openObjects(reading, 'transportRule', raw, at);
  uniqueNames(reading, text`transport rule`, objects);
  const rules = objects.map((object, index) => readRule(object, index, side));
  reportEqualPriorities(objects, rules);
  return rules.sort((left, right) => left.priority - right.priority);
}

function readRule(object: ExchangeObject, index: number, side: 'cloud' | 'onPremises'): TransportRule {
  const rule: RuleReading = { object, side, notUnderstood: [], withoutFunction: [] };
  const conditions = readPredicates(rule, 'conditions');
  const exceptions = readPredicates(rule, 'exceptions');
  const actions = readActions(rule);
  reportUnread(rule, conditions.complete && exceptions.complete && actions.complete);
  const envelope = readEnvelope(rule, index, actions.actions);
  return {
    at: object.at,
    name: object.name,
    properties: object.properties,
    ...envelope,
    conditions: conditions.predicates,
    exceptions: exceptions.predicates,
    actions: actions.actions,
    notUnderstood: rule.notUnderstood,
    withoutFunction: rule.withoutFunction,
  };
}

function readPredicates(
  rule: RuleReading,
  part: 'conditions' | 'exceptions',
): { readonly predicates: readonly Predicate[]; readonly complete: boolean } {
  const prefix = part === 'conditions' ? '' : 'ExceptIf';
  const present = presentTypes(rule.object, part === 'conditions' ? 'Conditions' : 'Exceptions');
  const property = (parameter: string): string => `${prefix}${parameter}`;
  const reading = { ...rule, part, property, named: new Set(present?.map((item) => typeKey(item.text))) };
  const predicates: Predicate[] = [];
  const found = predicateEntries.filter((entry) => {
    const before = saidSoFar(rule);
    const predicate = entry.read(reading);
    if (predicate !== undefined) predicates.push(predicate);
    return predicate !== undefined || saidSoFar(rule) > before;
  });
  return { predicates, complete: reconcile(rule, part, found) };
}

function readActions(rule: RuleReading): { readonly actions: readonly Action[]; readonly complete: boolean } {
  const actions: Action[] = [];
  const found = actionEntries.filter((entry) => {
    const before = saidSoFar(rule);
    const action = entry.read(rule);
    if (action !== undefined) actions.push(action);
    return action !== undefined || saidSoFar(rule) > before;
  });
  return { actions, complete: reconcile(rule, 'actions', found) };
}

/** Grows when an entry is there and cannot be read, or has no function. */
const saidSoFar = (rule: RuleReading): number =>
  rule.notUnderstood.length + rule.withoutFunction.length + rule.object.reading.problems.length;

type Envelope = Omit<
  TransportRule,
  'at' | 'name' | 'properties' | 'conditions' | 'exceptions' | 'actions' | 'notUnderstood' | 'withoutFunction'
>;

/** The properties that are neither predicate nor action, with the defaults of New-TransportRule (2.1). */
function readEnvelope(rule: RuleReading, index: number, actions: readonly Action[]): Envelope {
  const state = choice(rule, 'rule', 'State', ['Enabled', 'Disabled']);
  return {
    priority: readPriority(rule) ?? index,
    enabled: state === undefined ? (flag(rule, 'rule', 'Enabled') ?? true) : state === 'Enabled',
    mode: choice(rule, 'rule', 'Mode', ['Enforce', 'Audit', 'AuditAndNotify']) ?? 'Enforce',
    activationDate: readDate(rule, 'ActivationDate'),
    expiryDate: readDate(rule, 'ExpiryDate'),
    ruleErrorAction: choice(rule, 'rule', 'RuleErrorAction', ['Ignore', 'Defer']) ?? 'Ignore',
    senderAddressLocation:
      choice(rule, 'rule', 'SenderAddressLocation', ['Header', 'Envelope', 'HeaderOrEnvelope']) ?? 'Header',
    recipientAddressType: choice(rule, 'rule', 'RecipientAddressType', ['Original', 'Resolved']) ?? 'Resolved',
    useLegacyRegex: flag(rule, 'rule', 'UseLegacyRegex') ?? false,
    stopRuleProcessing: actions.some((action) => action.kind === 'stop'),
    size: parseSize(writtenText(rule.object.properties.Size) ?? ''),
  };
}

function readPriority({ object }: RuleReading): number | undefined {
  const written = writtenText(object.properties.Priority);
  if (written === undefined || written === '') return undefined;
  if (/^\d{1,9}$/u.test(written)) return Number(written);
  reportProblem(
    object.reading,
    propertyAt(object, 'Priority'),
    text`Priority of ${object.name} is ${written.slice(0, 80)}, which is no place in an order.`,
    text`Write a whole number; the rule with 0 runs first.`,
  );
  return undefined;
}

/** A date in the notation of a locale says nothing for sure, and is a gap. */
function readDate(rule: RuleReading, property: string): RuleDate | undefined {
  if (!isSet(rule, property)) return undefined;
  const value = unwrap(rule.object.properties[property]);
  // ConvertTo-Json of PowerShell 5.1 may add DisplayHint and DateTime, the latter in the locale's notation.
  const inner = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
  const written = writtenText(inner) ?? '';
  const instant = parseInstant(written);
  if (instant === undefined) reportGap(rule, 'rule', property, written === '' ? property : `${property} ${written}`);
  return { text: written, at: propertyAt(rule.object, property), instant };
}

/** Properties that say nothing about what a rule matches or does, and are neither read above nor noise of every object. */
const withoutEffect = [
  'Conditions',
  'Exceptions',
  'Actions',
  'Name',
  'Priority',
  'State',
  'Enabled',
  'Mode',
  'ActivationDate',
  'ExpiryDate',
  'RuleErrorAction',
  'SenderAddressLocation',
  'RecipientAddressType',
  'UseLegacyRegex',
  'StopRuleProcessing',
  'RuleSubType',
  'DlpPolicy',
  'DlpPolicyId',
  'Size',
  'RegexSize',
  'IsRuleConfigurationSupported',
  'RuleConfigurationUnsupportedReason',
];

const understood: ReadonlySet<string> = new Set([
  ...withoutEffect,
  ...predicateEntries.flatMap((entry) => entry.properties.flatMap((name) => [name, `ExceptIf${name}`])),
  ...actionEntries.flatMap((entry) => entry.properties),
]);

/** Predicates that exports print and whose meaning no document states. */
const unread = /^(?:ExceptIf.*|ContentMatchesPrompt.*)$/u;

/**
 * Properties that are set and that nothing above reads. Where the export lists all predicates and actions and all of them
 * were found, one more property describes the rule; otherwise it may be a part of it.
 */
function reportUnread(rule: RuleReading, complete: boolean): void {
  const { properties } = rule.object;
  for (const name of Object.keys(properties)) {
    if (understood.has(name) || isNoise(name) || !isOn(rule, name)) continue;
    if (complete && !unread.test(name)) continue;
    const part = name.startsWith('ExceptIf') ? 'exceptions' : unread.test(name) ? 'conditions' : 'rule';
    reportGap(rule, part, name);
  }
  if (/^\$?false$/iu.test(String(properties.IsRuleConfigurationSupported)))
    reportGap(rule, 'rule', 'IsRuleConfigurationSupported');
}

function reportEqualPriorities(objects: readonly ExchangeObject[], rules: readonly TransportRule[]): void {
  const first = new Map<number, string>();
  objects.forEach((object, index) => {
    const rule = rules[index];
    if (rule === undefined || !isSetPriority(object)) return;
    const before = first.get(rule.priority);
    if (before === undefined) {
      first.set(rule.priority, rule.name);
      return;
    }
    reportNotice(object.reading, pointerTo(object.at, 'Priority'), {
      rule: 'topology/undetermined',
      subject: object.subject,
      problem: text`The rules ${before} and ${rule.name} have the same Priority, ${rule.priority}.`,
      consequence: text`They are taken in the order in which they are listed.`,
      remedy: text`Exchange gives each rule its own Priority: export all rules at once.`,
    });
  });
}

const isSetPriority = (object: ExchangeObject): boolean =>
  object.properties.Priority !== undefined && object.properties.Priority !== null;
