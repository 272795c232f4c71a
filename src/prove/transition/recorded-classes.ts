import { inOrder, plain, type Text, text } from '../../model/text.ts';
import type { Trace } from '../../simulate/trace.ts';
import { type Classes, classesBetween } from '../classes/classes.ts';
import type { Side } from '../classes/contents.ts';
import type { MessageClass } from '../classes/message-class.ts';
import { KinTracer } from '../traced-kin.ts';

/** What becomes of the messages of a class before and after the whole change. */
export interface Judged {
  readonly of: MessageClass;
  readonly before: Trace;
  readonly after: Trace;
}

/** A class, divided by contents. */
interface Recorded {
  readonly of: MessageClass;
  /** By what they say; those that a rule of the topology before or after asks for. */
  readonly parts: Map<string, Judged>;
  /** Those that are told apart in a state in between alone. */
  readonly others: Map<string, Judged>;
}

/** All classes of messages with their traces before and after, to be traced in the states between. */
export class RecordedClasses {
  /** Classes, each with its contents. */
  readonly count: number;
  /** The bound that was hit; null: every class is there. */
  readonly bound: number | null;
  private readonly old: Side;
  private readonly now: Side;
  private readonly classes: Classes;
  private readonly all: readonly Recorded[];
  private readonly left: readonly Text[];
  private readonly unfollowed = new Map<string, Text>();
  private cut = 0;

  constructor(old: Side, now: Side, classesMax: number) {
    this.old = old;
    this.now = now;
    const classes = classesBetween(old.world, now.world);
    const tracer = new KinTracer([old, now], classes);
    const all: Recorded[] = [];
    let count = 0;
    let bound: number | null = null;
    for (const one of classes.each()) {
      if (count >= classesMax) {
        bound = classesMax;
        break;
      }
      const parts = new Map<string, Judged>();
      for (const { of, traces, open } of tracer.trace(one)) {
        const [before, after] = traces;
        this.note(open);
        if (before !== undefined && after !== undefined) parts.set(contentOf(of), { of, before, after });
      }
      count += parts.size;
      all.push({ of: one, parts, others: new Map() });
    }
    this.classes = classes;
    this.all = all;
    this.count = count;
    this.bound = bound;
    this.left = classes.notCovered;
  }

  /** What is not followed, as far as states were traced until now. */
  notCovered(): readonly Text[] {
    const cut =
      this.cut === 0 ? [] : [text`${this.cut} messages whose open questions have more answers than are followed`];
    return [...cut, ...inOrder(this.unfollowed), ...this.left];
  }

  /** Each class with its trace in a state, divided by everything that rules tell apart before, after or there. */
  *tracedIn(state: Side): Generator<readonly [Judged, Trace]> {
    const tracer = new KinTracer([state], this.classes);
    for (const one of this.all) {
      const seen = new Set<string>();
      for (const { of, traces, open } of tracer.trace(one.of)) {
        const [meanwhile] = traces;
        this.note(open);
        if (meanwhile === undefined) continue;
        const key = contentOf(of);
        seen.add(key);
        yield this.with(this.judged(one, key, of), meanwhile);
      }
      for (const [key, judged] of one.parts)
        if (!seen.has(key)) yield this.with(judged, state.trace(judged.of.witness, { explain: false }));
    }
  }

  private with(judged: Judged, meanwhile: Trace): readonly [Judged, Trace] {
    if (meanwhile.alternativesCut) this.cut += 1;
    return [judged, meanwhile];
  }

  private judged(one: Recorded, key: string, of: MessageClass): Judged {
    const known = one.parts.get(key) ?? one.others.get(key);
    if (known !== undefined) return known;
    const [before, after] = [this.old, this.now].map(({ trace }) => trace(of.witness, { explain: false }));
    const judged = { of, before, after } as Judged;
    one.others.set(key, judged);
    return judged;
  }

  private note(open: Text | undefined): void {
    if (open !== undefined) this.unfollowed.set(plain(open), open);
  }
}

/** What a message of a class says, whoever sends it from wherever. */
const contentOf = ({ content, witness }: MessageClass): string =>
  content === undefined
    ? ''
    : JSON.stringify(
        [
          witness.recipients.map(({ text: address, box }) => [address, box]),
          [witness.subject, witness.body, witness.type, witness.mailFrom, witness.size, witness.headers],
          witness.attachments,
        ],
        (_, one: unknown) => (one instanceof Map ? [...one] : one),
      );
