import type { Written } from '../../model/topology.ts';
import type { PredicateEntry, PredicateReading } from './predicate-entry.ts';
import { facts } from './predicate-entry.ts';
import { choice, isSet, items, references, reportGap, wording } from './rule-reading.ts';

/** Two properties that make one predicate only together; one alone is a gap. */
function pair<A, B>(
  rule: PredicateReading,
  first: readonly [string, (property: string) => A | undefined],
  second: readonly [string, (property: string) => B | undefined],
): readonly [A, B] | undefined {
  const [left, readLeft] = [rule.property(first[0]), first[1]];
  const [right, readRight] = [rule.property(second[0]), second[1]];
  if (isSet(rule, left) !== isSet(rule, right)) {
    reportGap(rule, rule.part, isSet(rule, left) ? left : right);
    return undefined;
  }
  const a = readLeft(left);
  const b = readRight(right);
  return a === undefined || b === undefined ? undefined : [a, b];
}

export const headerWords: PredicateEntry = {
  properties: ['HeaderContainsMessageHeader', 'HeaderContainsWords'],
  read: (rule) => {
    const found = pair(
      rule,
      ['HeaderContainsMessageHeader', (property) => wording(rule, rule.part, property)],
      ['HeaderContainsWords', (property) => items(rule, rule.part, property)],
    );
    return (
      found && {
        kind: 'headerWords',
        parameter: 'HeaderContainsWords',
        header: headerName(found[0]),
        words: found[1],
        ...facts(rule, 'HeaderContainsWords', 55, 'sender'),
      }
    );
  },
};

export const headerPatterns: PredicateEntry = {
  properties: ['HeaderMatchesMessageHeader', 'HeaderMatchesPatterns'],
  read: (rule) => {
    const found = pair(
      rule,
      ['HeaderMatchesMessageHeader', (property) => wording(rule, rule.part, property)],
      ['HeaderMatchesPatterns', (property) => items(rule, rule.part, property)],
    );
    return (
      found && {
        kind: 'headerPatterns',
        parameter: 'HeaderMatchesPatterns',
        header: headerName(found[0]),
        patterns: found[1],
        ...facts(rule, 'HeaderMatchesPatterns', 56, 'sender'),
      }
    );
  },
};

/** People write a header's name with the colon that follows it in a message. */
export function headerName(written: Written): Written {
  const name = written.text.trim();
  return { ...written, text: name.endsWith(':') ? name.slice(0, -1).trim() : name };
}

export const between: PredicateEntry = {
  properties: ['BetweenMemberOf1', 'BetweenMemberOf2'],
  typeName: 'BetweenMemberOf',
  read: (rule) => {
    const found = pair(
      rule,
      ['BetweenMemberOf1', (property) => references(rule, rule.part, property)],
      ['BetweenMemberOf2', (property) => references(rule, rule.part, property)],
    );
    return (
      found && {
        kind: 'between',
        parameter: 'BetweenMemberOf',
        first: found[0],
        second: found[1],
        ...facts(rule, 'BetweenMemberOf1', 47, 'recipient'),
      }
    );
  },
};

export const manager: PredicateEntry = {
  properties: ['ManagerAddresses', 'ManagerForEvaluatedUser'],
  typeName: 'ManagerIs',
  read: (rule) => {
    const found = pair(
      rule,
      ['ManagerAddresses', (property) => references(rule, rule.part, property)],
      [
        'ManagerForEvaluatedUser',
        (property) => choice<'Sender' | 'Recipient'>(rule, rule.part, property, ['Sender', 'Recipient']),
      ],
    );
    if (found === undefined) return undefined;
    const [managers, evaluated] = found;
    return {
      kind: 'manager',
      parameter: 'ManagerAddresses',
      evaluated,
      managers,
      ...facts(rule, 'ManagerAddresses', 48, evaluated === 'Sender' ? 'sender' : 'recipient'),
    };
  },
};

export const comparison: PredicateEntry = {
  properties: ['ADComparisonAttribute', 'ADComparisonOperator'],
  typeName: 'ADAttributeComparison',
  read: (rule) => {
    const attribute = wording(rule, rule.part, rule.property('ADComparisonAttribute'));
    if (attribute === undefined) return undefined;
    const operator = rule.property('ADComparisonOperator');
    const read = choice(rule, rule.part, operator, ['Equal', 'NotEqual']);
    if (read === undefined && isSet(rule, operator)) return undefined;
    return {
      kind: 'comparison',
      parameter: 'ADComparisonAttribute',
      attribute,
      operator: read ?? 'Equal',
      ...facts(rule, 'ADComparisonAttribute', 49, 'recipient'),
    };
  },
};
