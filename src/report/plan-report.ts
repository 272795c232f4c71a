import { type ChangedLine, changedLines } from '../base/changed-lines.ts';
import type { Instant } from '../base/time.ts';
import type { TopologyFiles } from '../fix/apply/topology-files.ts';
import type { Plan, PlanStep } from '../fix/plan.ts';
import type { PlanScripts } from '../fix/scripts.ts';
import type { Safety } from '../model/change.ts';
import type { SourceIndex } from '../model/source.ts';
import { type Text, text } from '../model/text.ts';
import type { Comparison } from '../prove/compare/compare.ts';
import type { Gravity } from '../prove/compare/fate-changes.ts';
import { safetyText } from './words.ts';

/** What `fix` says; every format is printed from it. */
export interface PlanReport {
  readonly version: string;
  readonly asOf: Instant;
  /** The topology as the user named it. */
  readonly file: string;
  /** What the topology calls itself. */
  readonly name: string;
  readonly plan: Plan;
  /** The plan as what is run and published. */
  readonly scripts: PlanScripts;
  /** Of the topology before the plan. */
  readonly sources: SourceIndex;
}

/** The lines of one file that a step changes. */
export interface ChangedFile {
  readonly file: string;
  readonly lines: readonly ChangedLine[];
}

/** What a step changes in the user's own files, in his own lines. */
export const changedFiles = ({ before, after }: Pick<PlanStep, 'before' | 'after'>): readonly ChangedFile[] =>
  [...after.texts].flatMap(([file, now]) => {
    const old = before.texts.get(file) ?? original(before, file);
    return old === undefined || old === now ? [] : [{ file, lines: changedLines(old, now) }];
  });

/** A file that was never changed before stands where the topology names it. */
function original({ access }: TopologyFiles, file: string): string | undefined {
  const read = access.read(file);
  return read.ok ? new TextDecoder().decode(read.bytes) : undefined;
}

/** What the grade of a step rests on. */
export function gradeText({ claimed, proved, safety, comparison }: PlanStep): Text {
  const said = weightText(comparison, proved);
  if (rank[claimed] < rank[proved])
    return text`${said}; the check called it ${safetyText[claimed]}, the proof says ${safetyText[proved]}`;
  return rank[claimed] > rank[proved] ? text`${said}; the check asks for ${safetyText[safety]} all the same` : said;
}

function weightText({ fates, classes, bound, cut }: Comparison, proved: Safety): Text {
  const has = (gravity: Gravity, isCertain: boolean) =>
    fates.some((one) => one.gravity === gravity && (one.answer === null || !isCertain));
  if (has('lost', true)) return text`a class of legitimate messages no longer arrives`;
  if (has('weaker', true)) return text`a class of legitimate messages is less protected`;
  if (has('lost', false) || has('weaker', false))
    return text`by the answer to an open question, a class of legitimate messages fares worse`;
  if (has('opened', false)) return text`somebody gains what may not be meant for him`;
  if (bound !== null) return text`only the first ${bound} classes of messages were compared`;
  if (cut > 0) return text`open questions of ${cut} classes have more answers than were followed`;
  if (fates.length === 0) return text`no message fares otherwise, of ${classes} classes`;
  return proved === 'safe'
    ? text`no class of messages ends worse, of ${classes}`
    : text`some messages end otherwise, and whether that is worse depends on them`;
}

const rank: Readonly<Record<Safety, number>> = { safe: 0, review: 1, disruptive: 2 };
