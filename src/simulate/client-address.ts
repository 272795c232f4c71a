import { type AddressSet, containsText } from '../model/addresses/address-set.ts';
import type { World } from './world.ts';

/**
 * What a simulation asked about the address of the client that hands the message in. The same message from another
 * address of which every question has the same answer goes the same way: a simulation follows from the answers to its
 * questions, and its text of an address decides nothing.
 */
export class AddressReads {
  /** The address that the questions were asked of. */
  readonly address: string;
  private readonly sets = new Map<AddressSet, boolean>();
  private readonly others = new Map<string, Question>();

  constructor(address: string) {
    this.address = address;
  }

  /** Notes that the set was asked for an address. */
  among(set: AddressSet, address: string, answer: boolean): void {
    if (address === this.address) this.sets.set(set, answer);
  }

  /** Notes a question of another kind; `key` tells it from others, `ask` answers it for any address. */
  other(key: string, address: string | null, ask: Question['ask']): void {
    if (address !== this.address || this.others.has(key)) return;
    this.others.set(key, { ask, answer: undefined });
  }

  /** Whether every question has the same answer for another address. */
  fits(world: World, address: string): boolean {
    for (const [set, answer] of this.sets) if (containsText(set, address) !== answer) return false;
    for (const question of this.others.values()) {
      question.answer ??= question.ask(world, this.address);
      if (question.ask(world, address) !== question.answer) return false;
    }
    return true;
  }
}

interface Question {
  readonly ask: (world: World, address: string) => string;
  answer: string | undefined;
}

/** Who can note what was asked: a run. */
interface Reader {
  readonly reads: AddressReads | undefined;
}

/** Whether a client's address is among those of a set; steps ask here and nowhere else. */
export function isAmong({ reads }: Reader, set: AddressSet, address: string): boolean {
  const answer = containsText(set, address);
  reads?.among(set, address, answer);
  return answer;
}

/** Something looks at the address itself: no other address is the same to it. */
export function readWhole({ reads }: Reader, address: string | null): void {
  reads?.other('the address itself', address, (_, one) => one);
}
