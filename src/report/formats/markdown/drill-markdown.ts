import { text } from '../../../model/text.ts';
import type { Drill } from '../../../prove/drills/drill.ts';
import {
  bySeverity,
  drillVerdictText,
  drillVerdictWords,
  flowFateText,
  flowText,
  pointsOfFailureText,
  verdictOf,
} from '../../drill-text.ts';
import { heading, items, type Say } from './markdown-parts.ts';

/** Rows of `check --drills`, those that lose mail first. */
export const drillRows = (say: Say, drills: readonly Drill[]): readonly (readonly string[])[] =>
  bySeverity(drills).map((one) => [say(one.title), say(drillVerdictWords[verdictOf(one)]), say(drillVerdictText(one))]);

export const drillColumns = [text`Failure`, text`Effect`, text`What happens`] as const;

/** Which nodes must not fail. */
export const pointsLine = (say: Say, drills: readonly Drill[]): string => say(pointsOfFailureText(drills));

/** What the failure breaks that `prove --down` and its like ask for. */
export const drillBlocks = (say: Say, drill: Drill): readonly (string | readonly string[])[] => [
  heading(2, say(text`When ${drill.title}`)),
  say(drillVerdictText(drill)),
  items(drill.flows.map((flow) => say(text`${flowText(flow)}: ${flowFateText(flow)}`))),
  ...(drill.silent === 0
    ? []
    : [
        say(
          text`Classes of messages that what fails would send itself, and that stay where they are: ${drill.silent}.`,
        ),
      ]),
];
