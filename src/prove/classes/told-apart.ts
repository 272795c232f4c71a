import type { World } from '../../simulate/world.ts';
import { alikeDomains } from './alike-domains.ts';
import type { Worlds } from './message-class.ts';
import { declaredPeople, type Person } from './people-signatures.ts';
import { type RelevantRules, relevantRules } from './relevant-rules.ts';

/** What the topologies tell apart, as far as it is no matter of addresses of clients. */
export interface Told {
  readonly rules: RelevantRules;
  /** Declared recipients by address. */
  readonly people: (world: World) => ReadonlyMap<string, Person>;
  /** Whether a domain is among the first `many` of those that are alike. */
  readonly isKept: (domain: string, many: number) => boolean;
}

export interface ToldOptions {
  /** The classes are also for topologies between these, of which some parts are those of one and some of another. */
  readonly between?: boolean;
}

export function toldApart(worlds: Worlds, options: ToldOptions = {}): Told {
  const rules = relevantRules(worlds);
  const people = new Map(worlds.map((world) => [world, declaredPeople(world, rules)] as const));
  const peopleIn = (world: World) => people.get(world) ?? new Map<string, Person>();
  const rank = alikeDomains(worlds, { rules, people: peopleIn, between: options.between === true });
  return { rules, people: peopleIn, isKept: (domain, many) => rank(domain) < many };
}
