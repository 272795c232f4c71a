import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { World } from '../../simulate/world.ts';
import { alikeDomains } from './alike-domains.ts';
import { mentionedPeople } from './mentioned-people.ts';
import type { Worlds } from './message-class.ts';
import { declaredPeople, type Person } from './people-signatures.ts';
import { type RelevantRules, relevantRules } from './relevant-rules.ts';
import { type Answers, RuleAnswers } from './rule-answers.ts';

/** What the topologies tell apart, as far as it is no matter of addresses of clients. */
export interface Told {
  readonly rules: RelevantRules;
  readonly answers: RuleAnswers;
  /** Declared recipients by address. */
  readonly people: (world: World) => ReadonlyMap<string, Person>;
  /** Whether a domain is among the first `many` of those that nothing tells apart, rules included. */
  readonly isKept: (domain: string, many: number) => boolean;
  /** The same for domains that nothing tells apart but rules. */
  readonly kindOf: (domain: string) => string;
  /** The same for mail addresses of which nothing is told apart but by rules, or by which other they are together with. */
  readonly kindOfAddress: (address: string) => string;
  /** What rules answer about somebody to whom a message is written. */
  readonly answersTo: (address: string) => Answers;
  /** The domain below which a domain was made up; otherwise the domain itself. */
  readonly baseOf: (domain: string) => string;
}

export interface ToldOptions {
  /** The classes are also for topologies between these, of which some parts are those of one and some of another. */
  readonly between?: boolean;
}

export function toldApart(worlds: Worlds, options: ToldOptions = {}): Told {
  const between = options.between === true;
  const rules = relevantRules(worlds);
  const answers = new RuleAnswers(worlds, rules, worlds.length > 1);
  const people = new Map(worlds.map((world) => [world, declaredPeople(world, rules, answers)] as const));
  const peopleIn = (world: World) => people.get(world) ?? new Map<string, Person>();
  const alike = alikeDomains(worlds, { rules, people: peopleIn, answers, between });
  const mentioned = worlds.map((world) => mentionedPeople(world, rules).addresses);
  return {
    rules,
    answers,
    people: peopleIn,
    isKept: (domain, many) => alike.rankOf(domain) < many,
    kindOf: alike.kindOf,
    baseOf: alike.baseOf,
    answersTo(address) {
      const known = worlds.flatMap((world) => peopleIn(world).get(address.toLowerCase())?.answers.gets ?? []);
      const [first, ...others] = known;
      if (first === undefined) return answers.ofRecipient([address]);
      return known.length === worlds.length && others.every((one) => one === first)
        ? first
        : answers.ofAnybody(address);
    },
    kindOfAddress(address) {
      const lower = address.toLowerCase();
      const domain = domainOf(lower);
      const persons = worlds.map((world) => peopleIn(world).get(lower)?.signature);
      const known = persons.some((one) => one !== undefined);
      const isNamed = mentioned.some((one) => one.has(lower));
      return JSON.stringify([
        alike.kindOf(domain),
        known ? persons.map((one) => (one === undefined ? '' : alike.without(one, domain))) : '',
        isNamed ? lower : '',
      ]);
    },
  };
}
