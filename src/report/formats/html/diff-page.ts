import { formatInstant } from '../../../base/time.ts';
import { text } from '../../../model/text.ts';
import type { Comparison } from '../../../prove/compare/compare.ts';
import type { DiffReport } from '../../diff-report.ts';
import type { Style } from '../../report.ts';
import { type Content, shown, styled } from './element.ts';
import { fateList, gravityTiles } from './fate-articles.ts';
import { bulletList } from './markup-lists.ts';
import { objectTable } from './object-table.ts';
import { contents, htmlPage, type Section, sectionElements } from './page.ts';
import { createSheet } from './sheet.ts';
import { tile, tileList, verdictLine } from './summary-parts.ts';
import { momentsSection, orderSection } from './transition-section.ts';

/** What `diff` says as one page: whose mail fares otherwise, gravest first, and with `--transition` the way there. */
export function diffPage(report: DiffReport, style: Pick<Style, 'wording'> = {}): string {
  const { before, after, comparison, transition } = report;
  const sheet = createSheet('', after, report.sources);
  const sections: readonly Section[] = [
    { name: 'glance', title: text`At a glance`, content: glance(comparison), className: 'glance' },
    {
      name: 'order',
      title: text`In which order to make it`,
      content: transition && orderSection(transition),
    },
    { name: 'fates', title: text`Whose mail fares otherwise`, content: fateList(sheet, 'fates', comparison) },
    { name: 'moments', title: text`On the way`, content: transition && momentsSection(transition) },
    { name: 'objects', title: text`What changes`, content: objectTable(comparison.objects) },
    {
      name: 'uncovered',
      title: text`Not covered`,
      content: bulletList([...comparison.notCovered, ...(transition?.notCovered ?? [])]),
    },
  ];
  return htmlPage(
    {
      version: report.version,
      title: `${before} → ${after}`,
      heading: text`From ${before} to ${after}`,
      about: text`Every class of messages before and after the change, judged as of ${formatInstant(report.asOf)} by mxproof ${report.version}.`,
      overview: contents(sheet, text`Sections of ${shown(after)}`, sections),
      main: sectionElements(sheet, sections),
    },
    style,
  );
}

function glance(comparison: Comparison): Content {
  const { fates, classes, runs, bound, cut } = comparison;
  return [
    verdict(comparison),
    tileList(
      gravityTiles(comparison),
      tile('plain', classes, text`classes of messages compared`),
      tile('plain', runs, text`ways followed`),
    ),
    fates.length === 0 ? undefined : styled('p', 'note', text`The numbers count kinds of messages that fare alike.`),
    bound === null
      ? undefined
      : styled('p', 'unmet', text`There are more than ${bound} classes; what lies beyond was not compared.`),
    cut === 0
      ? undefined
      : styled('p', 'unmet', text`That nothing else changes is not shown: not every answer was followed.`),
  ];
}

function verdict({ fates, bound, cut }: Comparison): Content {
  const has = (gravity: (typeof fates)[number]['gravity']): boolean => fates.some((one) => one.gravity === gravity);
  if (has('lost')) return verdictLine('bad', text`After the change legitimate mail no longer arrives.`);
  if (has('opened')) return verdictLine('bad', text`The change opens what may not be meant to be open.`);
  if (has('weaker')) return verdictLine('doubtful', text`After the change legitimate mail is less protected.`);
  if (has('fate')) return verdictLine('doubtful', text`After the change some messages end otherwise.`);
  const isWhole = bound === null && cut === 0;
  if (fates.length > 0)
    return verdictLine('good', text`No legitimate message fares worse: something is closed, or goes another way.`);
  return isWhole
    ? verdictLine('good', text`No message fares otherwise.`)
    : verdictLine('doubtful', text`Of what was compared, no message fares otherwise.`);
}
