import type { Outcome, Status } from '../../simulate/trace.ts';
import { arrived } from '../property.ts';

/** One thing about a copy that is otherwise after the change. */
export interface FateChange {
  readonly what:
    | 'copy'
    | 'status'
    | 'finalRecipient'
    | 'route'
    | 'connectors'
    | 'trust'
    | 'tls'
    | 'spf'
    | 'dmarc'
    | 'reply'
    | 'folder'
    | 'egressSpf'
    | 'rules';
  readonly before: string;
  readonly after: string;
}

/**
 * How a change weighs, gravest first: who should be served loses mail; somebody gains what is not meant for him; a legitimate
 * message is less protected; it ends otherwise; what is not meant to arrive is refused or trusted less; it goes another way.
 */
export const gravities = ['lost', 'opened', 'weaker', 'fate', 'closed', 'way'] as const;
export type Gravity = (typeof gravities)[number];

const none = 'none';
const listed = (items: readonly string[]): string => (items.length === 0 ? none : items.join(' → '));

/** What a reader would act on, in the order in which it is said. */
const parts: readonly (readonly [FateChange['what'], (one: Outcome) => string])[] = [
  ['status', (one) => one.status],
  ['finalRecipient', (one) => one.finalRecipient.toLowerCase()],
  ['route', (one) => listed(one.route)],
  ['connectors', (one) => listed(one.connectors)],
  ['trust', (one) => `${one.directionality ?? 'elsewhere'}, ${one.finalAuthAs ?? 'not judged'}`],
  ['tls', (one) => one.tls ?? none],
  ['spf', (one) => one.spf ?? none],
  ['dmarc', (one) => one.dmarc ?? none],
  ['reply', (one) => (one.reply === null ? none : `${one.reply.code} ${one.reply.enhanced}`.trim())],
  ['folder', (one) => one.folder ?? none],
  ['egressSpf', (one) => one.egressSpf ?? none],
  ['rules', (one) => listed(one.rules)],
];

/** What is otherwise about one copy; a copy that is only there before or after is one change. */
export function changesOf(before: Outcome | undefined, after: Outcome | undefined): readonly FateChange[] {
  if (before === undefined || after === undefined) {
    const said = (one: Outcome | undefined) => (one === undefined ? none : `${one.status} to ${one.finalRecipient}`);
    return before === after ? [] : [{ what: 'copy', before: said(before), after: said(after) }];
  }
  return parts.flatMap(([what, read]) => {
    const [was, is] = [read(before), read(after)];
    return was === is ? [] : [{ what, before: was, after: is }];
  });
}

const strength = ['none', 'opportunistic', 'encrypted', 'verified'];

/** What a reader may expect of a message: that it arrives, that it does not, or neither. */
export type Standing = 'legitimate' | 'forged' | 'neither';

/** The gravest of what the changes say. */
export function gravityOf(changes: readonly FateChange[], standing: Standing): Gravity {
  const legitimate = standing === 'legitimate';
  const of = (what: FateChange['what']) => changes.find((one) => one.what === what);
  const status = of('status');
  if (status !== undefined) {
    const [was, is] = [arrived.has(status.before as Status), arrived.has(status.after as Status)];
    if (was && !is) return legitimate ? 'lost' : 'closed';
    return !was && is && !legitimate ? 'opened' : 'fate';
  }
  const verdicts = (['spf', 'dmarc', 'egressSpf'] as const).flatMap((what) => of(what) ?? []);
  const [trust, tls] = [of('trust'), of('tls')];
  const stronger =
    verdicts.some((one) => one.after === 'pass') ||
    trust?.after.endsWith('Internal') === true ||
    (tls !== undefined && strength.indexOf(tls.after) > strength.indexOf(tls.before));
  const weaker =
    verdicts.some((one) => one.before === 'pass') ||
    trust?.before.endsWith('Internal') === true ||
    (tls !== undefined && strength.indexOf(tls.after) < strength.indexOf(tls.before));
  if (weaker) return legitimate ? 'weaker' : 'closed';
  if (stronger && (standing === 'forged' || trust?.after.endsWith('Internal') === true) && !legitimate) return 'opened';
  return of('copy') !== undefined || of('finalRecipient') !== undefined || of('folder') !== undefined ? 'fate' : 'way';
}
