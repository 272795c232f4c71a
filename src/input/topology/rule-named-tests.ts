import type { Written } from '../../model/topology.ts';
import type { NamedTest } from '../../model/transport-rule.ts';
import type { RulePart, RuleReading } from './rule-reading.ts';
import { items, reportGap } from './rule-reading.ts';

/**
 * Reads `"Department:Sales,Marketing","City:Seattle"`: tests of named attributes, each with its alternatives. An item
 * without a name continues the one before it, where Format-List parted the values of one test.
 * @returns undefined where nothing is set, and where it cannot be taken apart for sure, which is a gap.
 */
export function namedTests(
  rule: RuleReading,
  part: RulePart,
  property: string,
  matching: 'words' | 'patterns',
): readonly NamedTest[] | undefined {
  const written = items(rule, part, property);
  if (written === undefined) return undefined;
  const tests: { at: string; name: string; values: Written[] }[] = [];
  let sure = true;
  for (const item of written) {
    const colon = item.text.indexOf(':');
    const name = item.text.slice(0, Math.max(colon, 0)).trim();
    const isNamed = /^[\p{L}\d][\p{L}\d ._-]*$/u.test(name);
    const rest = isNamed ? item.text.slice(colon + 1) : item.text;
    const values = rest.split(',').flatMap((value) => (value.trim() === '' ? [] : [{ ...item, text: value.trim() }]));
    if (isNamed) tests.push({ at: item.at, name, values });
    else tests.at(-1)?.values.push(...values);
    sure &&= tests.length > 0 && !(matching === 'patterns' && hasInnerComma(rest));
  }
  if (sure && tests.every((test) => test.values.length > 0)) return tests;
  reportGap(rule, part, property);
  return undefined;
}

/** A comma parts the alternatives; inside of brackets it belongs to an expression, which the parting would tear apart. */
function hasInnerComma(expression: string): boolean {
  let depth = 0;
  for (const character of expression) {
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (character === ',' && depth > 0) return true;
  }
  return false;
}
