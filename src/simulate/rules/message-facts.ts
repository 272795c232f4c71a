import type { Attachment } from '../../model/attachment.ts';
import { type HeaderFields, instancesOf } from '../../model/header-fields.ts';
import type { Content } from '../content.ts';
import { sizeOf } from '../message-size.ts';
import type { Run } from '../run.ts';
import type { TextMatch } from './match-text.ts';
import type { RuledMessage } from './rule-owner.ts';
import type { Scene } from './scene.ts';
import { anyOf, type Truth } from './truth.ts';

/** RULE-28e, RULE-28f: rules do not look into an S/MIME message, and into a protected one unless that is switched off. */
export const isClosed = ({ owner, transit: { type } }: RuledMessage): boolean =>
  type === 'encrypted' || (type === 'permissionControlled' && owner.keepsProtected !== undefined);

/** Signed, or closed to rules: its body cannot be changed (ACT-13). */
export const isSealed = (message: RuledMessage): boolean => message.transit.type === 'signed' || isClosed(message);

/** The attachments that rules see. */
export const attachmentsOf = ({ run, message }: Scene): readonly Attachment[] =>
  isClosed(message) ? [] : run.message.attachments;

/** Where text and HTML part say different things and it matters, the answer is open. */
export function matchBody(run: Run, { body, otherBody }: Content, match: TextMatch): Truth {
  const answer = match.holds(run, body);
  return otherBody === undefined || answer === match.holds(run, otherBody) ? answer : undefined;
}

/** PRED-45: the names that the parts of a message file give, or the declared Content-Type. */
export function charsetsOf({ run, message }: Scene): readonly string[] {
  if (run.message.eml !== undefined) return run.message.eml.charsets;
  return [...(/charset\s*=\s*"?([^\s";]+)/iu.exec(message.transit.headers.get('content-type') ?? '') ?? [])].slice(1);
}

type Importance = 'low' | 'normal' | 'high';

const importances: Readonly<Record<string, ReadonlyMap<string, Importance>>> = {
  'x-priority': new Map([
    ['1', 'high'],
    ['2', 'high'],
    ['3', 'normal'],
    ['4', 'low'],
    ['5', 'low'],
  ]),
  'x-msmail-priority': new Map([
    ['low', 'low'],
    ['normal', 'normal'],
    ['high', 'high'],
  ]),
  priority: new Map([
    ['non-urgent', 'low'],
    ['normal', 'normal'],
    ['urgent', 'high'],
  ]),
};

/**
 * PRED-54: the field Importance, else one that may stand for it ([MS-OXCMAIL] 2.2.3.2.5); undefined where several of those
 * disagree.
 */
export function importanceOf(headers: HeaderFields): string | undefined {
  const said = (name: string) => instancesOf(headers.get(name))[0]?.trim().toLowerCase();
  const own = said('importance');
  if (own !== undefined) return own;
  const others = Object.entries(importances).flatMap(([name, values]) => {
    // Outlook writes the number with a word in brackets behind it.
    const value = values.get(said(name)?.split(/\s/u)[0] ?? '');
    return value === undefined ? [] : [value];
  });
  const [first = 'normal', ...more] = new Set(others);
  return more.length > 0 ? undefined : first;
}

/** PUNC-21: whether exactly the size that is named counts as over it. */
function isOver(run: Run, size: number, bytes: number): boolean {
  if (size !== bytes) return size > bytes;
  return run.assume('rules.sizeOver', ['at-least', 'more']) === 'at-least';
}

/** PRED-30: any single attachment. */
export const attachmentReaches = (scene: Scene, bytes: number): Truth =>
  anyOf(attachmentsOf(scene), ({ size }) => (size === undefined ? undefined : isOver(scene.run, size, bytes)));

/** PRED-44, where the size of every attachment is known or what is known is enough. */
export function sizeReaches({ run, message }: Scene, bytes: number): Truth {
  const known = sizeOf(run, message.transit);
  if (known > bytes) return true;
  const { size, attachments } = run.message;
  if (size === undefined && attachments.some((one) => one.size === undefined)) return undefined;
  return isOver(run, known, bytes);
}
