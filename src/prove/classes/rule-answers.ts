import { isAboutPeople, missesPlain, type RuleAsker, ruleAsker } from '../../simulate/probes/whom-rules-mean.ts';
import { type CompiledRule, type CompiledTest, rulesOf } from '../../simulate/rules/compile-rules.ts';
import { decidingRules, fatefulRules, isAboutAnyRecipient } from '../../simulate/rules/fateful-rules.ts';
import { isOrdered } from '../../simulate/rules/order-of-rules.ts';
import { changedBy } from '../../simulate/rules/rule-facets.ts';
import { type RuleOwner, ruleOwners } from '../../simulate/rules/rule-owner.ts';
import type { World } from '../../simulate/world.ts';
import type { Worlds } from './message-class.ts';
import type { RelevantRules } from './relevant-rules.ts';

/** What all rules that matter answer about somebody in one part; a number that tells it from other answers. */
export type Answers = number;

interface Asked {
  readonly asker: RuleAsker;
  /** For each rule what it does where it is not spared; the same for rules that come to the same. */
  readonly does: readonly string[];
  /** In which order things are done makes a difference. */
  readonly ordered: boolean;
}

const never = 'never';

/**
 * Tells people apart by the rules of all topologies: not by whom they name, but by what is left of them for a message from
 * the one to the other. A rule that asks for somebody else does nothing, and rules that do the same to whatever content
 * they look for come to the same.
 */
export class RuleAnswers {
  private readonly asked: readonly Asked[];
  /** Addresses change on the way, or copies get other recipients: what rules answer about those of the message is not all. */
  private readonly literal: boolean;
  private readonly ids = new Map<string, number>();
  private readonly vectors: (readonly string[])[] = [];
  private readonly met = new Map<string, number>();

  constructor(worlds: Worlds, relevant: RelevantRules, exact: boolean) {
    const made = worlds.map((world) => askersOf(world, relevant, exact));
    this.asked = made.flatMap((one) => one.asked);
    this.literal = made.some((one) => one.readdresses);
  }

  ofSender(from: string, mailFrom: string): Answers {
    const vector = this.asked.flatMap(({ asker }) => asker.asSender(from, mailFrom));
    return this.numbered(
      this.literal && vector.length > 0 ? [`${from} ${mailFrom}`.toLowerCase(), ...vector] : ['', ...vector],
    );
  }

  /** `addresses`: all under which copies may be looked at. */
  ofRecipient(addresses: readonly string[]): Answers {
    const each = addresses.map((address) => this.asked.flatMap(({ asker }) => asker.asRecipient(address)));
    const [first = []] = each;
    const vector = first.map((answer, index) => {
      const all = new Set(each.map((one) => one[index] ?? ''));
      return all.size === 1 ? answer : [...all].sort().join(' or ');
    });
    return this.numbered(
      this.literal && vector.length > 0 ? [addresses.join(' ').toLowerCase(), ...vector] : ['', ...vector],
    );
  }

  /** What nobody can tell from outside: of somebody whose copies go on to others. */
  ofAnybody(address: string): Answers {
    return this.numbered([address.toLowerCase()]);
  }

  /** What is left of the rules for a message from the one to the other; a number for what comes to the same. */
  between(sender: Answers, recipient: Answers): number {
    const pair = `${sender} ${recipient}`;
    const known = this.met.get(pair);
    if (known !== undefined) return known;
    const [from = [], to = []] = [this.vectors[sender], this.vectors[recipient]];
    const found = from[0] === '' && to[0] === '' ? this.left(from, to) : pair;
    const id = this.idOf(`between ${found}`);
    this.met.set(pair, id);
    return id;
  }

  private left(from: readonly string[], to: readonly string[]): string {
    const found: string[] = [];
    let at = 0;
    for (const { does, ordered } of this.asked) {
      const done: string[] = [];
      for (const what of does) {
        at += 1;
        const [one = '', other = ''] = [from[at], to[at]];
        if (one === never || other === never) continue;
        const words = `${what} ${one} ${other}`;
        if (done.at(-1) !== words) done.push(words);
      }
      found.push('then', ...(ordered ? done : [...new Set(done)].sort()));
    }
    return found.join('\n');
  }

  private numbered(vector: readonly string[]): Answers {
    const id = this.idOf(vector.join('\n'));
    this.vectors[id] = vector;
    return id;
  }

  private idOf(words: string): number {
    const known = this.ids.get(words) ?? this.ids.size;
    this.ids.set(words, known);
    return known;
  }
}

function askersOf(
  world: World,
  relevant: RelevantRules,
  exact: boolean,
): { readonly asked: readonly Asked[]; readonly readdresses: boolean } {
  const wanted = new Set(relevant(world));
  const effects = new Map(decidingRules(world).map(({ rule, effect }) => [rule, effect] as const));
  const hosts = [...world.services.values(), ...world.servers.values()];
  let readdresses =
    (world.topology.onPremises?.addressRewriteEntries.length ?? 0) > 0 ||
    hosts.some(({ modifies }) => modifies.rewritesSender);
  const asked = ruleOwners(world).map((owner): Asked => {
    const rules = rulesOf(world, owner).filter((one) => one.idle === undefined && wanted.has(one.rule));
    readdresses ||= rules.some(({ actions }) => actions.some((one) => changedBy(one).includes('recipients')));
    return {
      ordered: isOrdered(rules, (rule) => effects.get(rule)),
      asker: ruleAsker(world, owner, rules),
      does: rules.map(
        (rule) =>
          (exact ? undefined : whatDoes(world, owner, rule, effects.get(rule))) ?? `${rule.name} ${rule.rule.at}`,
      ),
    };
  });
  return { asked, readdresses };
}

/**
 * What a rule does and what else it asks, for rules that content alone can meet and the plain message does not: which words
 * it looks for makes no difference, for some message has them. undefined: it is like no other.
 */
function whatDoes(world: World, owner: RuleOwner, rule: CompiledRule, effect: string | undefined): string | undefined {
  if (effect === undefined) return undefined;
  const free = fatefulRules(world).get(rule)?.free;
  const asksContent = free !== undefined && missesPlain(world, owner, free.conditions);
  if (free !== undefined && !asksContent) return undefined;
  const isFree = (one: CompiledTest) =>
    free?.conditions.includes(one) === true || free?.exceptions.includes(one) === true;
  const besides = (tests: readonly CompiledTest[]) =>
    tests
      .filter((one) => !isFree(one) || isAboutAnyRecipient(one))
      .filter(({ predicate }) => predicate === undefined || !isAboutPeople(predicate))
      .map(({ predicate, at }) =>
        predicate === undefined
          ? at
          : JSON.stringify(predicate, (key, value: unknown) =>
              key === 'at' ? undefined : typeof value === 'bigint' ? String(value) : value,
            ),
      );
  return JSON.stringify([effect, asksContent, besides(rule.conditions), besides(rule.exceptions)]);
}
