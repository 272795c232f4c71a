import { invariant } from '../../base/invariant.ts';
import { deliveryReplies } from './delivery.ts';
import { edgeReplies } from './edge.ts';
import { onPremisesReplies } from './on-premises.ts';
import type { ReplyText } from './reply-text.ts';
import { resolutionReplies } from './resolution.ts';

export type { ReplySide, ReplyText } from './reply-text.ts';

/**
 * What the simulator says, by a readable key; codes and texts as sections 9 and 12 of the semantics quote them. Parts that
 * only a live system knows (server name, thumbprint, date) are left off. `(…)` in a text marks words that are not published.
 */
export const replies = { ...edgeReplies, ...resolutionReplies, ...deliveryReplies, ...onPremisesReplies } as const;

export type ReplyKey = keyof typeof replies;

type HolesOf<Words extends string> = Words extends `${string}{${infer Name}}${infer Rest}`
  ? Name | HolesOf<Rest>
  : never;
type FinalOf<Template> = Template extends { readonly final: { readonly text: infer Words extends string } }
  ? Words
  : never;
/** Names of the holes of a reply: those of its text, its status and its final text. */
export type ReplyHoles<Key extends ReplyKey> =
  | HolesOf<(typeof replies)[Key]['text']>
  | HolesOf<(typeof replies)[Key]['enhanced']>
  | HolesOf<FinalOf<(typeof replies)[Key]>>;

/** A reply with its holes filled; what a trace's `Reply` has besides who says it and who is told. */
export interface SpokenReply {
  readonly code: string;
  readonly enhanced: string;
  readonly text: string;
  readonly final: { readonly code: string; readonly enhanced: string; readonly text: string } | null;
  readonly semantics: readonly string[];
}

/** The reply of that key; replies with holes want a value for each, others take none. */
export function reply<Key extends ReplyKey>(
  key: Key,
  ...holes: [ReplyHoles<Key>] extends [never] ? [] : [Readonly<Record<ReplyHoles<Key>, string>>]
): SpokenReply {
  const values: Readonly<Record<string, string>> = holes[0] ?? {};
  const fill = (words: string): string =>
    words.replaceAll(/\{(\w+)\}/gu, (_, name: string) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      invariant(value !== undefined, `reply ${key} is given ${name}`);
      return value;
    });
  const template: ReplyText = replies[key];
  const { final } = template;
  return {
    code: template.code,
    enhanced: fill(template.enhanced),
    text: fill(template.text),
    final: final === undefined ? null : { code: final.code, enhanced: final.enhanced, text: fill(final.text) },
    semantics: template.semantics,
  };
}
