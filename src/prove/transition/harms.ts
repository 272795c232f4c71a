import type { SampleMessage } from '../../model/topology.ts';
import type { Outcome } from '../../simulate/trace.ts';
import type { MessageClass } from '../classes/message-class.ts';
import {
  becomesOpen,
  changesOf,
  type FateChange,
  type Gravity,
  gravityOf,
  type Standing,
} from '../compare/fate-changes.ts';
import { arrived } from '../property.ts';

/**
 * What a mixed state does that neither the topology before nor the one after does, gravest first: legitimate mail is
 * lost; somebody gains what is not meant for him; a legitimate message is less protected; it cannot be told what
 * becomes of it; it waits in a queue until the next step; something is open that is meant to be open in one of the two.
 */
export const harmKinds = ['lost', 'opened', 'weaker', 'undetermined', 'delayed', 'early'] as const;
export type HarmKind = (typeof harmKinds)[number];

/** One kind of harm in one mixed state, with the plainest message that suffers it. */
export interface Harm {
  readonly kind: HarmKind;
  /** The built-in invariant that is refuted only meanwhile; null: the fate is worse than before and than after. */
  readonly invariant: string | null;
  /** What of the fate is worse; of an invariant its status. */
  readonly what: FateChange['what'];
  readonly before: string;
  readonly meanwhile: string;
  readonly after: string;
  /** Nodes of the way that it takes meanwhile. */
  readonly route: readonly string[];
  /** Reply that it gets meanwhile; null: none. */
  readonly reply: string | null;
  readonly classes: number;
  readonly example: SampleMessage;
  /** The answer to an open question that it rests on; null: the way with default answers. */
  readonly answer: string | null;
  /** The point of the documents that the question is about; null: the question is about something else, or there is none. */
  readonly assumption: string | null;
}

const open: ReadonlySet<HarmKind> = new Set(['undetermined', 'delayed', 'early']);

/** How a harm weighs among others: what rests on another reading of the documents than the default one cannot be told. */
export const weightOf = ({ kind, assumption }: Harm): HarmKind =>
  assumption === null || open.has(kind) ? kind : 'undetermined';

export interface Way {
  readonly before: Outcome | undefined;
  readonly meanwhile: Outcome | undefined;
  readonly after: Outcome | undefined;
}

/** A harm of one class, before classes are counted together. */
export type SingleHarm = Omit<Harm, 'classes' | 'example' | 'answer' | 'assumption'>;

const bad: ReadonlySet<Gravity> = new Set<Gravity>(['lost', 'opened', 'weaker']);

/** That a legitimate message may be lost is a harm, though not the loss of it. */
const isWorse = (change: FateChange, standing: Standing): boolean =>
  bad.has(gravityOf([change], standing)) || (standing === 'legitimate' && becomesOpen(change));

/** In which respect a copy fares worse than it did before and than it will after, in each of the two; undefined: in none. */
export function worseThanBoth(way: Way, standing: Standing): SingleHarm | undefined {
  const fromBefore = changesOf(way.before, way.meanwhile);
  if (fromBefore.length === 0) return undefined;
  const fromAfter = changesOf(way.after, way.meanwhile);
  for (const one of fromBefore) {
    const other = fromAfter.find(({ what }) => what === one.what);
    if (other === undefined) continue;
    const gravity = gravityOf([one], standing);
    if (!isWorse(one, standing) || !isWorse(other, standing)) continue;
    // How well a message was protected is no matter where it does not arrive.
    if (one.what !== 'status' && (way.meanwhile === undefined || !arrived.has(way.meanwhile.status))) continue;
    if (one.what === 'tls' && gravity === 'opened') continue;
    return {
      ...fate(way),
      kind: kindOf(gravity, way.meanwhile),
      invariant: null,
      what: one.what,
      before: one.before,
      meanwhile: one.after,
      after: other.before,
    };
  }
  return undefined;
}

/** A queue tries again for a day (OUT-20), and every step ends before that. */
function kindOf(gravity: Gravity, meanwhile: Outcome | undefined): HarmKind {
  if (meanwhile?.status === 'undetermined') return 'undetermined';
  if (gravity === 'lost' && meanwhile?.status === 'deferred') return 'delayed';
  return gravity === 'lost' || gravity === 'opened' ? gravity : 'weaker';
}

/** Whether it arrives, with whom, and as whose mail: what else differs about the way opens nothing. */
const deciding: ReadonlySet<FateChange['what']> = new Set(['copy', 'status', 'finalRecipient', 'trust']);

/**
 * Of an invariant that is refuted only meanwhile; undefined: the copy waits, and what becomes of it is decided later. What
 * fares as before or as after is meant to, there.
 */
export function harmOfInvariant(id: string, way: Way, of: MessageClass): SingleHarm | undefined {
  if (way.meanwhile === undefined || way.meanwhile.status === 'deferred') return undefined;
  const same = [way.before, way.after].some((one) => {
    const changes = changesOf(one, way.meanwhile);
    return !changes.some(({ what }) => deciding.has(what));
  });
  const stranger = of.origin.kind === 'stranger' || of.origin.kind === 'otherCustomer';
  const said = (one: Outcome | undefined) => one?.status ?? 'none';
  return {
    ...fate(way),
    kind: same ? 'early' : stranger && arrived.has(way.meanwhile.status) ? 'opened' : 'weaker',
    invariant: id,
    what: 'status',
    before: said(way.before),
    meanwhile: said(way.meanwhile),
    after: said(way.after),
  };
}

const fate = ({ meanwhile }: Way): Pick<Harm, 'route' | 'reply'> => ({
  route: meanwhile?.route ?? [],
  reply: meanwhile?.reply ? `${meanwhile.reply.code} ${meanwhile.reply.enhanced}`.trim() : null,
});

/** What two harms have in common that a reader takes for one. */
export const harmKey = (one: SingleHarm): string =>
  JSON.stringify([one.kind, one.invariant, one.what, one.before, one.meanwhile, one.after, one.reply]);
