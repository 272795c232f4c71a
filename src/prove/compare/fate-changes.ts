import type { Status } from '../../model/delivery-status.ts';
import type { Outcome, Reply } from '../../simulate/trace.ts';
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
    | 'dkim'
    | 'dmarc'
    | 'reply'
    | 'returnedTo'
    | 'folder'
    | 'scl'
    | 'egressSpf'
    | 'egressDmarc'
    | 'egressPolicy'
    | 'egressIp'
    | 'egressPool'
    | 'lastMailFrom'
    | 'rules';
  readonly before: string;
  readonly after: string;
}

/**
 * How a change weighs, gravest first: who should be served loses mail; somebody gains what is not meant for him; a legitimate
 * message is less protected; it ends otherwise; what is not meant to arrive is refused or trusted less; it goes another way.
 *
 * What nobody can tell any more is not lost: that it ends otherwise is all that is known.
 *
 * A deferred copy is lost like a refused one: topologies are compared as they stay, so what keeps it in a queue keeps it there
 * until it expires and is returned (OUT-20, spec of `deferred`). It is a kind of its own, because nobody is told for a day. Where
 * the cause passes by itself, others say so: `transition/harms.ts` of a state that ends sooner, `drills/flows.ts` of a failure.
 */
export const gravities = ['lost', 'opened', 'weaker', 'fate', 'closed', 'way'] as const;
export type Gravity = (typeof gravities)[number];

const none = 'none';
const listed = (items: readonly string[]): string => (items.length === 0 ? none : items.join(' → '));

/** As whose mail the tenant takes it, where another system judges it after that, and as whose that one takes it. */
const trusts = ({ authAs, finalAuthAs }: Outcome): readonly string[] =>
  authAs === null || authAs === finalAuthAs ? [finalAuthAs ?? 'not judged'] : [authAs, finalAuthAs ?? 'not judged'];

/** What is said, and what the queue says that gives up after it. */
const replied = ({ code, enhanced, final }: Reply): string =>
  [`${code} ${enhanced}`, ...(final === null ? [] : [`${final.code} ${final.enhanced}`])]
    .map((one) => one.trim())
    .join(', ');

/** What a reader would act on, in the order in which it is said. */
const parts: readonly (readonly [FateChange['what'], (one: Outcome) => string])[] = [
  ['status', (one) => one.status],
  ['finalRecipient', (one) => one.finalRecipient.toLowerCase()],
  ['route', (one) => listed(one.route)],
  ['connectors', (one) => listed(one.connectors)],
  ['trust', (one) => [one.directionality ?? 'elsewhere', ...trusts(one)].join(', ')],
  ['tls', (one) => one.tls ?? none],
  ['spf', (one) => one.spf ?? none],
  ['dkim', (one) => one.dkim ?? none],
  ['dmarc', (one) => one.dmarc ?? none],
  ['reply', (one) => (one.reply === null ? none : replied(one.reply))],
  ['returnedTo', (one) => listed(one.reply?.returnedTo ?? []).toLowerCase()],
  ['folder', (one) => one.folder ?? none],
  ['scl', (one) => (one.scl === null ? none : String(one.scl))],
  ['egressSpf', (one) => one.egressSpf ?? none],
  ['egressDmarc', (one) => one.egressDmarc ?? none],
  ['egressPolicy', (one) => one.egressPolicy ?? none],
  ['egressIp', (one) => one.egressIp ?? none],
  ['egressPool', (one) => one.egressPool ?? none],
  ['lastMailFrom', (one) => one.lastMailFrom.toLowerCase()],
  ['rules', (one) => listed(one.rules)],
];

/** What is otherwise about one copy; a copy that is only there before or after is one change. */
export function changesOf(before: Outcome | undefined, after: Outcome | undefined): readonly FateChange[] {
  if (before === undefined || after === undefined) {
    const said = (one: Outcome | undefined) => (one === undefined ? none : `${one.status} to ${one.finalRecipient}`);
    return before === after ? [] : [{ what: 'copy', before: said(before), after: said(after) }];
  }
  const [was, is] = [readingsOf(before), readingsOf(after)];
  return parts.flatMap(([what], index) => {
    const [old = '', now = ''] = [was[index], is[index]];
    return old === now ? [] : [{ what, before: old, after: now }];
  });
}

/** One copy is compared with that of many states. */
const readings = new WeakMap<Outcome, readonly string[]>();

function readingsOf(one: Outcome): readonly string[] {
  const known = readings.get(one);
  if (known !== undefined) return known;
  const found = parts.map(([, read]) => read(one));
  readings.set(one, found);
  return found;
}

/** From a message that a receiver has no reason to refuse to one that its domain asks him to refuse. */
const severity = ['none', 'quarantine', 'reject'];
const strength = ['none', 'opportunistic', 'encrypted', 'verified'];

/** What a reader may expect of a message: that it arrives, that it does not, or neither. */
export type Standing = 'legitimate' | 'forged' | 'neither';

/** What a change comes to: how it weighs, and which of the differences makes it so. */
export interface Verdict {
  readonly gravity: Gravity;
  readonly decisive: FateChange['what'];
}

/** Whether what arrived is something of which nobody can tell any more whether it does. */
export const becomesOpen = ({ what, before, after }: FateChange): boolean =>
  what === 'status' && arrived.has(before as Status) && after === 'undetermined';

/** The gravest of what the changes say; there is at least one. */
export function verdictOf(changes: readonly FateChange[], standing: Standing): Verdict {
  const legitimate = standing === 'legitimate';
  const status = changes.find((one) => one.what === 'status');
  if (status !== undefined) {
    const [was, is] = [arrived.has(status.before as Status), arrived.has(status.after as Status)];
    if (becomesOpen(status)) return { gravity: 'fate', decisive: 'status' };
    if (was && !is) return { gravity: legitimate ? 'lost' : 'closed', decisive: 'status' };
    return { gravity: !was && is && !legitimate ? 'opened' : 'fate', decisive: 'status' };
  }
  // What is sent so does not arrive at receivers that honour the policy.
  if (legitimate && changes.some(({ what, after }) => what === 'egressPolicy' && after === 'reject'))
    return { gravity: 'lost', decisive: 'egressPolicy' };
  const weaker = changes.find(({ what, before, after }) => isBetter(what, before, after));
  if (weaker !== undefined) return { gravity: legitimate ? 'weaker' : 'closed', decisive: weaker.what };
  const stronger = changes.filter(({ what, before, after }) => isBetter(what, after, before));
  const opening = standing === 'forged' ? stronger[0] : stronger.find(({ what }) => what === 'trust');
  if (opening !== undefined && !legitimate) return { gravity: 'opened', decisive: opening.what };
  const ends = changes.find(({ what }) => what === 'copy' || what === 'finalRecipient' || what === 'folder');
  return ends === undefined
    ? { gravity: 'way', decisive: changes[0]?.what ?? 'route' }
    : { gravity: 'fate', decisive: ends.what };
}

/** How it weighs alone. */
export const gravityOf = (changes: readonly FateChange[], standing: Standing): Gravity =>
  verdictOf(changes, standing).gravity;

/** Whether a message is better off with the one value than with the other. */
function isBetter(what: FateChange['what'], one: string, than: string): boolean {
  switch (what) {
    case 'spf':
    case 'dkim':
    case 'dmarc':
    case 'egressSpf':
    case 'egressDmarc':
      return one === 'pass';
    case 'trust':
      return one.endsWith('Internal') && !than.endsWith('Internal');
    case 'tls':
      return strength.indexOf(one) > strength.indexOf(than);
    case 'egressPool':
      return one === 'regular';
    case 'egressPolicy':
      return severity.indexOf(one) < severity.indexOf(than);
    default:
      return false;
  }
}

/** Differences of which the values are few: each pair of them is a kind of its own. */
const few: ReadonlySet<FateChange['what']> = new Set([
  'trust',
  'tls',
  'spf',
  'dkim',
  'dmarc',
  'folder',
  'egressSpf',
  'egressDmarc',
  'egressPolicy',
  'egressPool',
]);
const refusals: readonly string[] = ['rejected', 'bounced', 'dropped'];

/**
 * A person reads ten kinds and not ten thousand: what ends otherwise is one kind by how it ends, whether it is refused at
 * once or returned later; what only goes another way is one by what decides about it. The example shows the rest.
 */
export function kindOf(changes: readonly FateChange[], { gravity, decisive }: Verdict, isNull: boolean): string {
  const change = changes.find(({ what }) => what === decisive);
  if (change === undefined) return gravity;
  // Of a message without envelope sender a refusal looks as if it were dropped: nobody is told.
  const ending = (status: string) =>
    refusals.includes(status) && (isNull || status !== 'dropped') ? 'refused' : status;
  const values =
    decisive === 'status'
      ? [ending(change.before), ending(change.after)]
      : few.has(decisive)
        ? [change.before, change.after]
        : [];
  return [gravity, decisive, ...values].join('\n');
}
