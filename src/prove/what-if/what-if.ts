import type { Text } from '../../model/text.ts';
import type { SampleMessage } from '../../model/topology.ts';
import type { Trace } from '../../simulate/trace.ts';
import type { Side } from '../classes/contents.ts';
import { type MessageClass, oddityOf } from '../classes/message-class.ts';
import { type ChangedFate, type Comparison, compare } from '../compare/compare.ts';
import { arrived } from '../property.ts';
import type { ProofOptions } from '../prove.ts';

/** A declared sender of which mail no longer arrives. */
export interface BrokenSender {
  /** `server:x`, `service:x` or `partner:x`. */
  readonly node: string;
  /** Classes of its mail of which a copy arrived and does not any more. */
  readonly classes: number;
  /** One message of each of them, the plainest first. */
  readonly messages: readonly SampleMessage[];
  /** What the plainest of them is answered with; null: nothing. */
  readonly reply: string | null;
  /** Domains that it writes as in the envelope. */
  readonly domains: readonly string[];
}

/** Whose mail a changed setting breaks. */
export interface SettingEffect {
  readonly comparison: Comparison;
  readonly broken: readonly BrokenSender[];
}

/** Something that lets a broken sender through again, by the simulator. */
export interface Remedy {
  readonly title: Text;
  /** The command for it; null: it is a change of the sender and not of the tenant. */
  readonly command: string | null;
  /** Of the classes that broke, those that arrive with it. */
  readonly saved: number;
  /** What it costs others beside the setting: legitimate mail that it stops or weakens, and what it lets in. */
  readonly harms: readonly ChangedFate[];
}

export interface SenderInDanger extends BrokenSender {
  /** Those that help, the ones that cost nobody anything first; null: none was tried, there are too many senders. */
  readonly remedies: readonly Remedy[] | null;
}

/** What other values of settings would do. */
export interface WhatIf {
  /** As they were written. */
  readonly settings: readonly string[];
  readonly effect: SettingEffect;
  readonly senders: readonly SenderInDanger[];
  /** Of all the classes that broke, those that arrive with the first remedy of each sender; null: there are not several. */
  readonly together: number | null;
}

/** Compares every class of messages with and without the setting, and gathers what declared senders lose by it. */
export function effectOf(before: Side, after: Side, options: ProofOptions): SettingEffect {
  const found = new Map<string, { of: MessageClass; is: Trace }[]>();
  const comparison = compare(before, after, {
    ...options,
    each(of, was, is) {
      if (of.origin.kind !== 'declared' && of.origin.kind !== 'partner') return;
      if (arrivals(is) >= arrivals(was)) return;
      const known = found.get(of.origin.party) ?? [];
      known.push({ of, is });
      found.set(of.origin.party, known);
    },
  });
  const broken = [...found].map(([node, classes]): BrokenSender => {
    const sorted = [...classes].sort((left, right) => oddityOf(left.of) - oddityOf(right.of));
    const reply = sorted[0]?.is.outcomes.find((one) => one.reply !== null)?.reply;
    const domains = sorted.flatMap(({ of }) => /@(.+)$/u.exec(of.sender.mailFrom)?.[1] ?? []);
    return {
      node,
      classes: sorted.length,
      messages: sorted.map(({ of }) => of.witness),
      reply: reply ? `${reply.code} ${reply.enhanced}`.trim() : null,
      domains: [...new Set(domains)],
    };
  });
  return { comparison, broken };
}

const arrivals = ({ outcomes }: Trace): number => outcomes.filter(({ status }) => arrived.has(status)).length;

/** How many of the messages arrive in every copy. */
export const saved = ({ messages }: BrokenSender, { trace }: Side): number =>
  messages.filter((message) => {
    const { outcomes } = trace(message, { explain: false });
    return outcomes.length > 0 && outcomes.every(({ status }) => arrived.has(status));
  }).length;
