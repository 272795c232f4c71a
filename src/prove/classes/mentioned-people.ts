import type { Predicate } from '../../model/transport-rule.ts';
import { ruleOwners } from '../../simulate/rules/rule-owner.ts';
import { memoAbout, type World } from '../../simulate/world.ts';

/** What settings name people by, in lower case: rules, Enhanced Filtering, outbound policies, journal rules. */
export const mentionedNames = (world: World): readonly string[] =>
  memoAbout(world, world.topology, 'mentioned names', () => {
    const found = new Set<string>();
    for (const predicate of predicates(world))
      if (predicate.kind === 'recipients') for (const { text } of predicate.recipients) found.add(bare(text));
    for (const { tenant } of world.tenants) {
      for (const connector of tenant.inboundConnectors) for (const { text } of connector.efUsers) found.add(bare(text));
      for (const value of textsIn([tenant.hostedOutboundSpamFilterRules, tenant.journalRules])) found.add(bare(value));
    }
    for (const value of textsIn([world.topology.onPremises?.journalRules ?? []])) found.add(bare(value));
    return [...found];
  });

/** Groups that a rule asks for. */
export const mentionedGroups = (world: World): readonly string[] =>
  memoAbout(world, world.topology, 'mentioned groups', () => {
    const found = new Set<string>();
    for (const predicate of predicates(world)) {
      if (predicate.kind === 'groups') for (const { text } of predicate.groups) found.add(text);
      if (predicate.kind === 'between')
        for (const { text } of [...predicate.first, ...predicate.second]) found.add(text);
    }
    for (const { tenant } of world.tenants)
      for (const value of textsIn([tenant.hostedOutboundSpamFilterRules])) found.add(value);
    return [...found];
  });

const predicates = (world: World): readonly Predicate[] =>
  ruleOwners(world).flatMap((owner) => owner.rules.flatMap((rule) => [...rule.conditions, ...rule.exceptions]));

const bare = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/^smtp:/u, '');

/** Every `text` in a piece of the model: names stand there as they were written. */
function textsIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value !== 'object' || value === null || depth > 8) return [];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, depth + 1));
  return Object.entries(value).flatMap(([key, item]) =>
    key === 'text' && typeof item === 'string' ? [item] : textsIn(item, depth + 1),
  );
}
