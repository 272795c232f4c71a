import { asList, isCut, writtenText } from '../../model/exchange-value.ts';
import type { Written } from '../../model/topology.ts';
import { pointerTo } from '../documents/source-index.ts';
import type { ExchangeObject } from './exchange-object.ts';
import { propertyAt } from './exchange-object.ts';
import type { RuleReading } from './rule-reading.ts';

/**
 * What a predicate or an action is compared by: `Microsoft.Exchange.MessagingPolicies.Rules.Tasks.SubjectContainsPredicate`
 * and the parameter `SubjectContainsWords` are one, and so are the names that Get-TransportRulePredicate prints (RULE-14).
 */
export const typeKey = (name: string): string =>
  (name.split('.').at(-1) ?? name)
    .trim()
    .replace(/(?:Predicate|Action)$/u, '')
    .toLowerCase()
    .replace(/(?:words|patterns)$/u, '');

/** The names in Conditions, Exceptions or Actions; undefined where the export has no such list. */
export function presentTypes(
  object: ExchangeObject,
  property: 'Conditions' | 'Exceptions' | 'Actions',
): readonly Written[] | undefined {
  const value = object.properties[property];
  if (value === undefined || value === null) return undefined;
  const at = propertyAt(object, property);
  return asList(value).flatMap((item, index) => {
    const said = writtenText(item);
    if (said === undefined || said === '' || isCut(said, true)) return [];
    return [{ text: said, at: Array.isArray(value) ? pointerTo(at, index) : at }];
  });
}

/** The types that one entry of a catalogue goes by. */
export interface Typed {
  readonly properties: readonly string[];
  readonly typeName?: string;
}

/**
 * Compares what an export says a rule has with what was found in its flat properties.
 * @param found the entries of which something was read, or of which it was said why not.
 * @returns whether the export lists the part, and every name is accounted for; those that are not are gaps.
 */
export function reconcile(rule: RuleReading, part: keyof typeof lists, found: readonly Typed[]): boolean {
  const { properties } = rule.object;
  const present = presentTypes(rule.object, lists[part]);
  // Every rule has actions: an export that lists them and prints null for the others says that there are none.
  if (present === undefined) return part !== 'actions' && presentTypes(rule.object, 'Actions') !== undefined;
  const keys = new Set(present.map((item) => typeKey(item.text)));
  const known = new Set(found.flatMap(keysOf));
  const left = new Set(found.filter((entry) => !keysOf(entry).some((key) => keys.has(key))));
  let complete = !isCut(properties[lists[part]]);
  for (const item of present) {
    const key = typeKey(item.text);
    if (known.has(key)) continue;
    // A type may be named a little otherwise than its property, which the list then does not name.
    const other = [...left].find((entry) => keysOf(entry).some((one) => one.slice(0, 6) === key.slice(0, 6)));
    if (other !== undefined) left.delete(other);
    else {
      complete = false;
      rule.notUnderstood.push({ ...item, part, text: (item.text.split('.').at(-1) ?? item.text).slice(0, 80) });
    }
  }
  return complete;
}

const lists = { conditions: 'Conditions', exceptions: 'Exceptions', actions: 'Actions' } as const;

const keysOf = ({ properties, typeName }: Typed): readonly string[] =>
  (typeName === undefined ? properties : [...properties, typeName]).map(typeKey);
