import { type Text, text } from '../model/text.ts';
import type { Severity } from '../model/topology.ts';
import type { Gravity } from '../prove/compare/fate-changes.ts';
import type { HarmKind } from '../prove/transition/harms.ts';

/** Gravest first. */
export const gravityOrder = ['lost', 'opened', 'weaker', 'fate', 'closed', 'way'] as const satisfies readonly Gravity[];

/** How a change of fate weighs, for a reader. */
export const gravityTexts: Readonly<Record<Gravity, Text>> = {
  lost: text`Legitimate mail is lost`,
  opened: text`Somebody gains what may not be meant for him`,
  weaker: text`Legitimate mail is less protected`,
  fate: text`It ends otherwise`,
  closed: text`What is not meant to arrive is refused or trusted less`,
  way: text`It goes another way`,
};

/** What a state between two topologies does that neither does. */
export const harmWords: Readonly<Record<HarmKind, Text>> = {
  lost: text`lost`,
  opened: text`opened`,
  weaker: text`weaker`,
  undetermined: text`open`,
  delayed: text`delayed`,
  early: text`meant`,
};

/** A change of fate on a platform that knows severities. */
export const gravitySeverity: Readonly<Record<Gravity, Severity>> = {
  lost: 'error',
  opened: 'error',
  weaker: 'warning',
  fate: 'warning',
  closed: 'info',
  way: 'info',
};
