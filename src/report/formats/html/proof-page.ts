import { formatInstant } from '../../../base/time.ts';
import { text } from '../../../model/text.ts';
import type { Proof } from '../../../prove/prove.ts';
import type { ProofReport } from '../../proof-report.ts';
import type { Style } from '../../report.ts';
import { drillVerdict } from './drill-section.ts';
import { type Content, styled } from './element.ts';
import { fateList, gravityTiles } from './fate-articles.ts';
import { bulletList } from './markup-lists.ts';
import { contents, htmlPage, type Section, sectionElements } from './page.ts';
import { proofList } from './proof-section.ts';
import { createSheet } from './sheet.ts';
import { tile, tileList, verdictLine } from './summary-parts.ts';
import { whatIfSection } from './what-if-section.ts';

/** What `prove` says as one page: each statement with its verdict, and the plainest message against it. */
export function proofPage(report: ProofReport, style: Pick<Style, 'wording'> = {}): string {
  const sheet = createSheet('', report.file, report.sources);
  const { proofs, drill, whatIf } = report;
  const compared = drill?.comparison ?? whatIf?.effect.comparison;
  const sections: readonly Section[] = [
    { name: 'glance', title: text`At a glance`, content: glance(report), className: 'glance' },
    {
      name: 'fates',
      title: text`Whose mail fares otherwise`,
      content: compared && fateList(sheet, 'fates', compared),
    },
    { name: 'invariants', title: text`Invariants`, content: proofList(proofs.invariants), className: 'proofs' },
    { name: 'intents', title: text`Intents`, content: proofList(proofs.intents), className: 'proofs' },
    {
      name: 'uncovered',
      title: text`Not covered`,
      content: bulletList([...proofs.notCovered, ...(compared?.notCovered ?? [])]),
    },
  ];
  return htmlPage(
    {
      version: report.version,
      title: report.file,
      heading: text`Proofs about ${report.file}`,
      about: text`All classes of messages that the topology can tell apart, judged as of ${formatInstant(report.asOf)} by mxproof ${report.version}.`,
      overview: contents(sheet, text`Sections of ${report.file}`, sections),
      main: sectionElements(sheet, sections),
    },
    style,
  );
}

function glance({ proofs, drill, whatIf }: ProofReport): Content {
  const { invariants, intents, classes, runs, bound } = proofs;
  const all = [...invariants, ...intents];
  const number = (holds: Proof['holds']): number => all.filter((one) => one.holds === holds).length;
  const compared = drill?.comparison ?? whatIf?.effect.comparison;
  return [
    drill && drillVerdict(drill),
    whatIf && whatIfSection(whatIf),
    compared && tileList(gravityTiles(compared)),
    all.length === 0
      ? undefined
      : [
          number(false) > 0
            ? verdictLine('bad', text`Statements that do not hold, each with a message against it: ${number(false)}.`)
            : number(null) > 0
              ? verdictLine(
                  'doubtful',
                  text`Nothing is refuted; statements that something open decides: ${number(null)}.`,
                )
              : verdictLine('good', text`Every statement holds for every class of messages.`),
          tileList(
            tile(number(false) > 0 ? 'bad' : 'good', number(false), text`refuted`),
            tile(number(null) > 0 ? 'doubtful' : 'good', number(null), text`open`),
            tile('good', number(true), text`hold`),
            tile('plain', classes, text`classes of messages`),
            tile('plain', runs, text`ways followed`),
          ),
        ],
    bound === null
      ? undefined
      : styled(
          'p',
          'unmet',
          text`There are more than ${bound} classes: what is not refuted is not refuted within that bound.`,
        ),
  ];
}
