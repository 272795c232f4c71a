import { text } from '../../../model/text.ts';
import type { Drill } from '../../../prove/drills/drill.ts';
import {
  bySeverity,
  type DrillVerdict,
  drillVerdictText,
  drillVerdictWords,
  flowFateText,
  flowText,
  pointsOfFailure,
  pointsOfFailureText,
  verdictOf,
} from '../../drill-text.ts';
import { type Content, type Element, element, styled } from './element.ts';
import { table } from './sheet.ts';
import { badge, type Mood } from './summary-parts.ts';

const moods: Readonly<Record<DrillVerdict, Mood>> = {
  loses: 'bad',
  delays: 'doubtful',
  opens: 'bad',
  weakens: 'doubtful',
  otherwise: 'plain',
  nothing: 'good',
};

/** What breaks when one thing fails, each by itself, those that lose mail first; undefined where it was not asked for. */
export function drillSection(drills: readonly Drill[]): Content {
  const [first] = drills;
  if (first === undefined) return undefined;
  const points = pointsOfFailure(drills);
  const rows = bySeverity(drills).map((one) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, one.title),
      element('td', {}, badge(moods[verdictOf(one)], drillVerdictWords[verdictOf(one)])),
      element('td', {}, drillVerdictText(one)),
    ),
  );
  return [
    styled('p', points.length === 0 ? 'note good' : 'unmet', pointsOfFailureText(drills)),
    table('drills', [text`Failure`, text`Effect`, text`What happens`], rows),
    styled(
      'p',
      'note',
      text`Classes of messages in each drill: ${first.comparison.classes}. Other answers to open points than the default ones are not covered.`,
    ),
  ];
}

/** What one failure breaks, and what still works: legitimate mail by who sends it and where it goes. */
export function drillVerdict(drill: Drill): Element {
  const { flows, silent, title } = drill;
  const rows = flows.map((flow) => {
    const works = flow.lost + flow.deferred === 0;
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, flowText(flow)),
      element('td', {}, badge(works ? 'good' : flow.lost > 0 ? 'bad' : 'doubtful', works ? text`works` : text`breaks`)),
      element('td', {}, flowFateText(flow)),
    );
  });
  return element(
    'div',
    {},
    styled('p', `verdict-line ${moods[verdictOf(drill)]}`, text`${text`When ${title}`}: ${drillVerdictText(drill)}`),
    rows.length === 0 ? undefined : table('drills', [text`Mail`, text`Verdict`, text`What happens`], rows),
    silent === 0
      ? undefined
      : styled(
          'p',
          'note',
          text`Classes of messages that what fails would send itself, and that stay where they are: ${silent}.`,
        ),
  );
}
