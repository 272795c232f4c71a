import type { Attachment } from '../../model/attachment.ts';
import { list, type Text, text } from '../../model/text.ts';
import { sameAddress } from '../../protocols/smtp/mail-address.ts';
import { type WitnessParts, witnessParts } from '../../simulate/probes/witness-parts.ts';
import type { CompiledTest } from '../../simulate/rules/compile-rules.ts';
import { type FatefulRule, fatefulRules } from '../../simulate/rules/fateful-rules.ts';
import type { World } from '../../simulate/world.ts';
import type { SidedPoint } from './content-turns.ts';
import type { MessageClass } from './message-class.ts';

/** That a rule matches, or leaves a message alone. */
export interface Wish {
  readonly point: SidedPoint;
  readonly wanted: boolean;
}

/**
 * A class with a content for which the rules do what is wished, as far as one can be written. It may not be enough: a
 * trace tells. `attempt`: other words, other places.
 * @returns undefined where there is nothing to write.
 */
export function writtenFor(
  worlds: readonly World[],
  of: MessageClass,
  wishes: readonly Wish[],
  attempt: number,
): MessageClass | undefined {
  const pieces = wishes.flatMap((wish) => piecesOf(worlds, wish, attempt));
  if (pieces.length < wishes.length) return undefined;
  const { witness } = of;
  // A pattern may want to be the first or the last.
  const inOrder = attempt % 2 === 0 ? pieces : [...pieces].reverse();
  const types = pieces.map((one) => one.type).filter((type) => type !== 'normal');
  const type = types[0] ?? witness.type;
  const headers = new Map(pieces.flatMap((one) => [...one.headers]));
  const display = headers.get('from');
  if (display !== undefined) headers.set('from', `${JSON.stringify(display)} <${witness.from}>`);
  const sizes = pieces.flatMap((one) => one.size ?? []);
  const companions = companionsOf(of, pieces);
  return {
    ...of,
    content: {
      companions: new Set([...(of.content?.companions ?? []), ...companions.map((one) => one.text.toLowerCase())]),
      plain: false,
      oddity: (of.content?.oddity ?? 0) + wishes.length,
    },
    witness: {
      ...witness,
      name: text`${witness.name}, written so that ${list(wishes.map(saidOf))}`,
      mailFrom: type === 'oof' || type === 'readReceipt' ? '' : witness.mailFrom,
      type,
      recipients: [...witness.recipients, ...companions],
      subject: inOrder.flatMap((one) => one.subject || []).join(' '),
      body: pieces.flatMap((one) => one.body || []).join('\n'),
      headers,
      attachments: pieces.flatMap((one) => one.attachments.map(known)),
      // What is over a size is above it: whether the size itself counts is not documented (PUNC-21).
      size: sizes.length === 0 ? witness.size : Math.max(...sizes) + 1,
    },
  };
}

/** Tells a wish from all others. */
export const keyOf = ({ point, wanted }: Wish): string =>
  `${point.side}${wanted ? '' : ' not'} ${point.fateful.rule.name}`;

/** What a wish says of its rule. */
const saidOf = ({ point, wanted }: Wish): Text =>
  wanted ? text`${point.fateful.rule.name} matches` : text`${point.fateful.rule.name} does not match`;

/** By the rule, then by what is wanted of it in which attempt. */
const pieces = new WeakMap<FatefulRule, Map<string, readonly WitnessParts[]>>();

function piecesOf(worlds: readonly World[], { point, wanted }: Wish, attempt: number): readonly WitnessParts[] {
  const known = pieces.get(point.fateful) ?? new Map<string, readonly WitnessParts[]>();
  pieces.set(point.fateful, known);
  const key = `${wanted} ${attempt}`;
  const found = known.get(key) ?? piecesMade(worlds, point.fateful, wanted, attempt);
  known.set(key, found);
  return found;
}

/** What one rule wants; none where nothing of what it asks can be turned. */
function piecesMade(
  worlds: readonly World[],
  { owner, rule, free }: FatefulRule,
  wanted: boolean,
  attempt: number,
): readonly WitnessParts[] {
  const world = worlds.find((one) => fatefulRules(one).has(rule)) ?? worlds[0];
  if (world === undefined) return [];
  const make = (tests: readonly CompiledTest[], nth: number) =>
    witnessParts(
      world,
      owner,
      rule,
      tests.map((one) => one.predicate),
      nth,
    );
  if (wanted) return [make(free.conditions, attempt)];
  const { exceptions } = free;
  const one = exceptions[attempt % Math.max(1, exceptions.length)];
  return one === undefined ? [unlikePlain] : [make([one], Math.floor(attempt / exceptions.length))];
}

/** What a message has that no condition meets which an empty one meets. */
const unlikePlain: WitnessParts = {
  senders: [],
  sources: [],
  to: [],
  cc: [],
  subject: 'Report',
  body: 'Text.',
  headers: new Map([
    ['importance', 'High'],
    ['x-microsoft-classification', 'classified'],
  ]),
  attachments: [],
  size: undefined,
  type: 'normal',
};

/** Everything that can be asked about an attachment is said, so that it opens no question beside the one it is there for. */
const known = ({ size, ...said }: Attachment): Attachment => ({
  text: '',
  executable: false,
  passwordProtected: false,
  unsupported: false,
  scanIncomplete: false,
  properties: new Map(),
  ...said,
  size: size === undefined ? 1 : size + 1,
});

/** Further recipients that conditions about any recipient ask for. */
function companionsOf(
  { witness }: MessageClass,
  pieces: readonly WitnessParts[],
): MessageClass['witness']['recipients'] {
  const wanted = pieces.flatMap((one) => [
    ...one.to.slice(0, 1).map((address) => ({ text: address, at: '', box: 'to' as const })),
    ...one.cc.slice(0, 1).map((address) => ({ text: address, at: '', box: 'cc' as const })),
  ]);
  return wanted.filter(
    ({ text }, index) =>
      !witness.recipients.some((one) => sameAddress(one.text, text)) &&
      wanted.findIndex((one) => sameAddress(one.text, text)) === index,
  );
}
