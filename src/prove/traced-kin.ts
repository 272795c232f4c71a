import type { TextValue } from '../model/text.ts';
import { domainOf } from '../protocols/smtp/mail-address.ts';
import { AddressReads } from '../simulate/client-address.ts';
import { entersAtFrontDoor } from '../simulate/probes/doors.ts';
import type { Classes } from './classes/classes.ts';
import { contentsOf, type Side, type TracedClass } from './classes/contents.ts';
import type { MessageClass } from './classes/message-class.ts';

export type { Side, Tracer } from './classes/contents.ts';

interface Followed extends TracedClass {
  /** Ways that were followed for it; 0: what was followed before serves for it. */
  readonly runs: number;
}

interface Known {
  readonly of: MessageClass;
  /** One for each topology. */
  readonly reads: readonly AddressReads[];
  readonly parts: readonly TracedClass[];
  /** All that was traced for it went to one domain: whoever is written to, there is one session. */
  readonly oneDomain: boolean;
}

/**
 * Divides classes by content and traces them, one after the other. Where nothing that was asked about the client's address
 * has another answer, and the same door is reached, the traces of one class are those of its kin, with other clients and
 * names of the door in their texts. Only the kin at hand is remembered.
 */
export class KinTracer {
  private readonly sides: readonly [Side, ...Side[]];
  private readonly divided: ReturnType<typeof contentsOf>;
  private reads: readonly AddressReads[] = [];
  private kin: object | undefined;
  private known: Known[] = [];
  private oneDomain = true;

  constructor(
    sides: readonly [Side, ...Side[]],
    { kindOf }: Pick<Classes, 'kindOf'>,
    divide: typeof contentsOf = contentsOf,
  ) {
    this.sides = sides;
    const [first, ...others] = sides.map(
      ({ world, trace }, index): Side => ({
        world,
        trace: (message, options) => {
          this.oneDomain &&= new Set(message.recipients.map(({ text }) => domainOf(text))).size === 1;
          return trace(message, { ...options, reads: this.reads[index] });
        },
      }),
    );
    this.divided = divide([first ?? sides[0], ...others], kindOf);
  }

  *trace(of: MessageClass): Generator<Followed> {
    if (of.kin !== this.kin) {
      this.kin = of.kin;
      this.known = [];
    }
    // Parts of one class are kin of nobody.
    const ofKin = of.content === undefined && isAtDoor(of);
    const same = ofKin ? this.sameAs(of) : undefined;
    if (same !== undefined) {
      for (const part of same.parts) yield { ...part, of: handedIn(part.of, same.of, of), runs: 0 };
      return;
    }
    const address = ofKin ? of.witness.source?.address : undefined;
    const reads = address === undefined ? [] : this.sides.map(() => new AddressReads(address));
    this.reads = reads;
    this.oneDomain = true;
    const parts: TracedClass[] = [];
    for (const part of this.divided(of)) {
      parts.push(part);
      yield { ...part, runs: part.traces.reduce((sum, one) => sum + 1 + (one.followed ?? 0), 0) };
    }
    if (ofKin) this.known.push({ of, reads, parts, oneDomain: this.oneDomain });
  }

  /** What was traced before for the same door, or for another that leads to the same session. */
  private sameAs(of: MessageClass): Known | undefined {
    const address = of.witness.source?.address;
    const door = of.origin.deliverTo?.text;
    const isAtSame = (one: Known) => one.of.origin.deliverTo?.text === door;
    const found = this.known.find((one) => isAtSame(one) && this.fits(one, address));
    if (found !== undefined || this.known.every(isAtSame) || !this.isAtFrontDoor(of)) return found;
    return this.known.find(
      (one) => !isAtSame(one) && one.oneDomain && this.isAtFrontDoor(one.of) && this.fits(one, address),
    );
  }

  private fits({ of: { witness }, reads }: Known, address: string | undefined): boolean {
    if (address === undefined) return witness.source?.address === undefined;
    return this.sides.every(({ world }, index) => reads[index]?.fits(world, address) === true);
  }

  private isAtFrontDoor({ witness }: MessageClass): boolean {
    return this.sides.every(({ world }) => entersAtFrontDoor(world, witness));
  }
}

/** A stranger connects, to whatever door. */
const isAtDoor = ({ witness: { source } }: MessageClass): boolean => source?.node === 'internet';

/** Each class whole: its plain message alone. */
export const undivided: typeof contentsOf = (sides) => (of) => [
  { of, traces: sides.map(({ trace }) => trace(of.witness, { explain: false })), open: undefined },
];

/** A part of a class, as another of its kin hands it in. It is named after its class, and then after what it says. */
function handedIn(part: MessageClass, { witness: before }: MessageClass, of: MessageClass): MessageClass {
  if (part.content === undefined) return of;
  const { name, source, deliverTo } = of.witness;
  return {
    ...part,
    origin: of.origin,
    witness: { ...part.witness, name: renamed(part.witness.name, before.name, name), source, deliverTo },
  };
}

/** A name that says more of the message `before`, as it is of `after`. */
function renamed(name: TextValue, before: TextValue, after: TextValue): TextValue {
  if (name === before) return after;
  return typeof name === 'string'
    ? name
    : { words: name.words, values: name.values.map((one) => renamed(one, before, after)) };
}
