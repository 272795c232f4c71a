import type { Safety } from '../model/change.ts';
import { type Text, text } from '../model/text.ts';
import type { Severity } from '../model/topology.ts';
import type { Gravity } from '../prove/compare/fate-changes.ts';
import type { Confidence } from '../simulate/trace.ts';

// Ids of the contract (spec/cli.md) as words for people. In English they are the ids.

export const severityText: Readonly<Record<Severity, Text>> = {
  error: text`error`,
  warning: text`warning`,
  info: text`info`,
};

/** What a change of fates is, in a word or two; `gravityTexts` says it in a sentence. */
export const gravityText: Readonly<Record<Gravity, Text>> = {
  lost: text`lost`,
  opened: text`opened`,
  weaker: text`weaker`,
  fate: text`changed`,
  closed: text`closed`,
  way: text`other way`,
};

/** How safe a fix is (model/change.ts). */
export const safetyText: Readonly<Record<Safety, Text>> = {
  safe: text`safe`,
  review: text`review`,
  disruptive: text`disruptive`,
};

export const confidenceText: Readonly<Record<Confidence, Text>> = {
  documented: text`documented by Microsoft or an RFC`,
  observed: text`observed in practice, not documented`,
  inferred: text`inferred, neither documented nor observed`,
};

/** The same in one word, as it stands behind a rule of the semantics. */
export const gradeText: Readonly<Record<Confidence, Text>> = {
  documented: text`documented`,
  observed: text`observed`,
  inferred: text`inferred`,
};

/** `1 class`, `2 classes`. */
export const classesText = (number: number): Text => (number === 1 ? text`${number} class` : text`${number} classes`);

/** Ways through the topology that were followed to the end. */
export const waysText = (number: number): Text => (number === 1 ? text`${number} way` : text`${number} ways`);

/** The rest of a list that is cut: `and 3 more, listed with --verbose`. */
export const moreText = (number: number): Text => text`and ${number} more, listed with --verbose`;
