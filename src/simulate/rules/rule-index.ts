import { memoAbout, type World } from '../world.ts';
import { type CompiledRule, rulesOf } from './compile-rules.ts';
import type { HeldLists, RuleTexts } from './match-text.ts';
import { type Need, ofAttachmentNames, ofBody, ofHeader, ofSenders, ofSubject } from './rule-needs.ts';
import type { RuleOwner } from './rule-owner.ts';
import type { Scene } from './scene.ts';

/** By the place of a rule among all of its organisation: 0 for those that surely do not match, 1 for the others. */
export type OpenRules = Uint8Array;

/**
 * Finds the rules that a message may match by what the message has: an organisation has hundreds of rules, a message opens a
 * few of them, and asking each what it misses takes longer than everything else. Idle rules are never found. It looks at
 * what is on its way with the message (`transit`) and at nothing else.
 */
export type RuleIndex = (scene: Scene) => OpenRules;

/** The index over the rules of an organisation. */
export const ruleIndexOf = (world: World, owner: RuleOwner): RuleIndex =>
  memoAbout(world, owner, 'rule index', () => indexOf(rulesOf(world, owner)));

/** The first place at or behind `from` where one of them looks at a rule, `count` where none does. */
export function nextLooked(all: readonly { readonly looked: OpenRules }[], from: number, count: number): number {
  let next = count;
  for (const { looked } of all) {
    const at = looked.indexOf(1, from);
    if (at >= 0 && at < next) next = at;
  }
  return next;
}

/** The number of words or patterns, or the name of a domain. */
type Key = number | string;

/** One thing about a message of which rules need something: its subject, its sender, a header field. */
interface Shelf {
  /** What the message has of it, of each text by itself; undefined: that is open. */
  readonly keysIn: (scene: Scene) => readonly (readonly Key[])[] | undefined;
  /** Places of rules by what they need of it: one of the keys. */
  readonly places: Map<Key, number[]>;
}

function indexOf(rules: readonly CompiledRule[]): RuleIndex {
  /** The rules that need nothing which is on a shelf. */
  const always = new Uint8Array(rules.length);
  const shelves = new Map<string, Shelf>();
  for (const [place, { idle, needs, texts }] of rules.entries()) {
    if (idle !== undefined) continue;
    // One need is enough to be found by: the others are looked at once that one is there.
    const [first] = needs.flatMap((one) => shelved(one, texts) ?? []).sort((left, right) => left.rank - right.rank);
    if (first === undefined) always[place] = 1;
    else {
      const shelf = shelves.get(first.shelf) ?? { keysIn: first.keysIn, places: new Map() };
      shelves.set(first.shelf, shelf);
      for (const key of first.keys) shelf.places.set(key, [...(shelf.places.get(key) ?? []), place]);
    }
  }
  const all = [...shelves.values()];
  return (scene) => {
    const open = always.slice();
    for (const { keysIn, places } of all)
      for (const keys of keysIn(scene) ?? [[...places.keys()]])
        for (const key of keys) for (const place of places.get(key) ?? nowhere) open[place] = 1;
    return open;
  };
}

const nowhere: readonly number[] = [];

interface Shelved {
  /** Name of the shelf. */
  readonly shelf: string;
  readonly keys: readonly Key[];
  readonly keysIn: Shelf['keysIn'];
  /** What fewest messages have is found by first. */
  readonly rank: number;
}

/** Where a need is found; undefined: it is only told scene by scene. */
function shelved(need: Need, texts: RuleTexts): Shelved | undefined {
  switch (need.of) {
    case 'sender': {
      const { list, location } = need;
      const keysIn = (scene: Scene) => ofSenders(scene, location, texts);
      return { shelf: `sender ${location}`, keys: [list], keysIn, rank: 1 };
    }
    case 'senderDomain': {
      const { names, location } = need;
      if (names === 'all') return undefined;
      const keysIn = ({ senders, people }: Scene) => senders[location].map(people.domainsOf);
      return { shelf: `senderDomain ${location}`, keys: [...names], keysIn, rank: 2 };
    }
    case 'subject': {
      const keysIn = (scene: Scene) => [ofSubject(scene, texts)];
      return { shelf: 'subject', keys: [need.list], keysIn, rank: 3 };
    }
    case 'attachment': {
      const keysIn = (scene: Scene) => withAny(ofAttachmentNames(scene, texts));
      return { shelf: 'attachment', keys: [need.list ?? any], keysIn, rank: 4 };
    }
    case 'content': {
      const keysIn = (scene: Scene) => {
        const body = ofBody(scene, texts);
        return body && [ofSubject(scene, texts), body];
      };
      return { shelf: 'content', keys: [need.list], keysIn, rank: 5 };
    }
    case 'header': {
      const { name, list } = need;
      const keysIn = (scene: Scene) => withAny(ofHeader(scene, name, texts));
      return { shelf: `header ${name}`, keys: [list ?? any], keysIn, rank: 6 };
    }
    case 'scope':
      return undefined;
  }
}

/** The key of rules for which it is enough that there is one, whatever its text. */
const any = -1;

const withAny = (found: readonly HeldLists[] | undefined): ReturnType<Shelf['keysIn']> =>
  found === undefined || found.length === 0 ? found && [] : [[any], ...found];
