import { asFlag, isCut, unwrap, writtenText } from '../../model/exchange-value.ts';
import type { Text } from '../../model/text.ts';
import { text } from '../../model/text.ts';
import type { Written } from '../../model/topology.ts';
import type { NotUnderstood } from '../../model/transport-rule.ts';
import { pointerTo } from '../documents/source-index.ts';
import { mailAddress } from './domain-words.ts';
import type { ExchangeObject } from './exchange-object.ts';
import { propertyAt } from './exchange-object.ts';
import { parseSize } from './parse-size.ts';
import { reportProblem } from './reading.ts';
import { oneOf } from './schema-problems.ts';

/** What the reading of one mail flow rule gathers; lives as long as that reading. */
export interface RuleReading {
  readonly object: ExchangeObject;
  /** Whose rule it is: some values have a function on own servers only. */
  readonly side: 'cloud' | 'onPremises';
  readonly notUnderstood: NotUnderstood[];
  readonly withoutFunction: Written[];
}

export type RulePart = NotUnderstood['part'];

/** Says that a property is set, and that its meaning is not known. */
export function reportGap(rule: RuleReading, part: RulePart, property: string, said = property): void {
  rule.notUnderstood.push({ part, text: said, at: propertyAt(rule.object, property) });
}

/** Whether a property states something: null, an empty text or list, and false are what an export prints for nothing. */
export function isSet(rule: RuleReading, property: string): boolean {
  const value = rule.object.properties[property];
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'string') return !/^(?:\s*|\{\s*\})$/u.test(value);
  return value !== undefined && value !== null && value !== false;
}

/** `isSet`, where a text export writes false as a word. */
export const isOn = (rule: RuleReading, property: string): boolean =>
  isSet(rule, property) && !/^\$?false$/iu.test(String(rule.object.properties[property]).slice(0, 8));

/** A flag; undefined when it is absent. What is no flag is a problem where it is a word, and a gap otherwise. */
export function flag(rule: RuleReading, part: RulePart, property: string): boolean | undefined {
  const value = rule.object.properties[property];
  if (value === false) return false;
  if (!isSet(rule, property)) return undefined;
  const plain = single(value);
  const read = asFlag(plain);
  if (read === undefined)
    refuse(rule, part, property, plain, (written) => ({
      problem: text`${property} of ${rule.object.name} is ${written}, which is neither true nor false.`,
      remedy: text`Write ${'true'} or ${'false'}.`,
    }));
  return read;
}

/**
 * The values of a list, in which a comma belongs to the value (words, patterns, names); the `{a, b}` of Format-List is cut
 * at comma and space, where PowerShell joined it.
 * @returns undefined where nothing is set, and where not every value can be read, which is a gap.
 */
export function items(rule: RuleReading, part: RulePart, property: string): readonly Written[] | undefined {
  if (!isSet(rule, property)) return undefined;
  const value = rule.object.properties[property];
  const at = propertyAt(rule.object, property);
  const read = listed(value).map((item, index) => {
    const said = typeof item === 'string' ? item : writtenText(item);
    return { text: said ?? '', at: Array.isArray(value) ? pointerTo(at, index) : at };
  });
  if (isCut(value) || read.some((item) => item.text.trim() === '')) {
    reportGap(rule, part, property);
    return undefined;
  }
  return read;
}

function listed(value: unknown): readonly unknown[] {
  const plain = unwrap(value);
  if (Array.isArray(plain)) return plain;
  const written = typeof plain === 'string' ? plain.trim() : '';
  if (!written.startsWith('{') || !written.endsWith('}')) return [plain];
  return written.slice(1, -1).trim().split(/,\s+/u);
}

/** References to people, groups or connectors; commas part addresses that stand in one text, and belong to names. */
export function references(rule: RuleReading, part: RulePart, property: string): readonly Written[] | undefined {
  return items(rule, part, property)?.flatMap((item) => {
    const pieces = item.text.split(',').map((piece) => piece.trim());
    const parted = pieces.length > 1 && pieces.every((piece) => mailAddress(piece) !== undefined);
    return parted ? pieces.map((piece) => ({ ...item, text: piece })) : [{ ...item, text: item.text.trim() }];
  });
}

/** One text as it is, with its outer blanks; undefined where nothing is set or a gap was reported. */
export function wording(rule: RuleReading, part: RulePart, property: string): Written | undefined {
  if (!isSet(rule, property)) return undefined;
  const plain = single(rule.object.properties[property]);
  const said = typeof plain === 'string' ? plain : writtenText(plain);
  if (said !== undefined && !isCut(said)) return { text: said, at: propertyAt(rule.object, property) };
  reportGap(rule, part, property);
  return undefined;
}

/** A word out of a closed set; another word is a problem, or a gap where the service adds values. A number is a gap. */
export function choice<V extends string>(
  rule: RuleReading,
  part: RulePart,
  property: string,
  values: readonly V[],
  set: 'closed' | 'open' = 'closed',
): V | undefined {
  if (!isSet(rule, property)) return undefined;
  const plain = single(rule.object.properties[property]);
  const written = writtenText(plain);
  const found = values.find((value) => value.toLowerCase() === written?.toLowerCase());
  if (found !== undefined) return found;
  if (set === 'open' || written === undefined || /^-?\d+$/u.test(written)) {
    reportGap(rule, part, property, written === undefined ? property : `${property} ${written}`);
    return undefined;
  }
  refuse(rule, part, property, plain, () => ({
    problem: text`${written} is no value of ${property}.`,
    remedy: oneOf(written, values),
  }));
  return undefined;
}

/** A spam confidence level: -1 to 9. */
export function level(rule: RuleReading, part: RulePart, property: string): number | undefined {
  if (!isSet(rule, property)) return undefined;
  const plain = single(rule.object.properties[property]);
  const written = writtenText(plain) ?? '';
  if (/^(?:-1|\d)$/u.test(written)) return Number(written);
  refuse(rule, part, property, plain, () => ({
    problem: text`${property} of ${rule.object.name} is ${written}, which is no spam confidence level.`,
    remedy: text`Write a whole number from -1 to 9.`,
  }));
  return undefined;
}

/** A size in bytes. */
export function size(rule: RuleReading, part: RulePart, property: string): number | undefined {
  if (!isSet(rule, property)) return undefined;
  const plain = single(rule.object.properties[property]);
  const read = typeof plain === 'number' ? parseSize(plain) : parseSize(writtenText(plain) ?? '');
  if (read === undefined)
    refuse(rule, part, property, plain, (written) => ({
      problem: text`${property} of ${rule.object.name} is ${written}, which is no size.`,
      remedy: text`Write a size such as ${'10 MB'}, or a number of bytes.`,
    }));
  return read;
}

/** A value that a person wrote is refused with what would be valid; what an export made unreadable is a gap. */
function refuse(
  rule: RuleReading,
  part: RulePart,
  property: string,
  value: unknown,
  say: (written: string) => { readonly problem: Text; readonly remedy: Text },
): void {
  const written = typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  if (written === undefined || isCut(written)) {
    reportGap(rule, part, property);
    return;
  }
  const { problem, remedy } = say(written.slice(0, 80));
  reportProblem(rule.object.reading, propertyAt(rule.object, property), problem, remedy);
}

const single = (value: unknown): unknown => {
  const plain = unwrap(value);
  return Array.isArray(plain) && plain.length === 1 ? unwrap(plain[0]) : plain;
};
