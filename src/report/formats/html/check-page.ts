import { formatInstant } from '../../../base/time.ts';
import { text } from '../../../model/text.ts';
import { faultOf } from '../../fault-words.ts';
import { type CheckReport, isPortfolio, type Style, type TopologyReport } from '../../report.ts';
import { coverage } from './coverage.ts';
import { drillSection } from './drill-section.ts';
import { type Content, type Element, element, shown } from './element.ts';
import { type Boxes, filterList } from './filter-list.ts';
import { findingArticle } from './finding-article.ts';
import { flowClass, flowPicture } from './flow-section.ts';
import { glance } from './glance.ts';
import { contents, htmlPage, type Section, sectionElements } from './page.ts';
import { portfolio } from './portfolio.ts';
import { proofList } from './proof-section.ts';
import { createSheet, type Sheet } from './sheet.ts';
import { verdictLine } from './summary-parts.ts';
import { traceList } from './trace-page.ts';

/** What `check` says as one page that needs nothing else: no network, no server, no file beside it. */
export function checkPage(report: CheckReport, style: Pick<Style, 'wording'> = {}): string {
  const several = isPortfolio(report);
  const number = report.topologies.length + (report.faults ?? []).length;
  const sheets = report.topologies.map((topology, index) =>
    createSheet(several ? `t${index + 1}-` : '', topology.file, topology.sources),
  );
  const parts = report.topologies.map((topology, index) => {
    const sheet = sheets[index];
    return sheet === undefined ? undefined : { sheet, topology, sections: sections(sheet, topology) };
  });
  const [only] = parts;
  return htmlPage(
    {
      version: report.version,
      title: several || only === undefined ? `mxproof, ${number} topologies` : only.topology.name,
      heading: several || only === undefined ? text`Mail flow of ${number} topologies` : shown(only.topology.name),
      about: text`Mail flow as declared, judged as of ${formatInstant(report.asOf)} by mxproof ${report.version}.`,
      overview:
        several || only === undefined ? portfolio(report, sheets) : links(only.sheet, only.topology, only.sections),
      main: [
        (report.faults ?? []).map(({ file, what }) => verdictLine('bad', faultOf(file, what))),
        parts.map((one) => one && topologyPart(one.sheet, one.topology, one.sections, several)),
      ],
    },
    style,
  );
}

const links = (sheet: Sheet, { name }: TopologyReport, all: readonly Section[]): Element =>
  contents(sheet, text`Sections of ${name}`, all);

const topologyPart = (sheet: Sheet, topology: TopologyReport, all: readonly Section[], several: boolean): Element =>
  element(
    'div',
    { class: 'topology', id: `${sheet.prefix}top` },
    several
      ? [element('h1', { id: `${sheet.prefix}name` }, shown(topology.name)), links(sheet, topology, all)]
      : undefined,
    sectionElements(sheet, all),
  );

/** The parts of a topology in their order. */
function sections(sheet: Sheet, topology: TopologyReport): readonly Section[] {
  const { flow, invariants = [], intents, drills = [], traces } = topology;
  return [
    { name: 'glance', title: text`At a glance`, content: glance(sheet, topology), className: 'glance' },
    { name: 'flow', title: text`The flow`, content: flowPicture(sheet, flow), className: flow && flowClass(flow) },
    { name: 'findings', title: text`Findings`, content: findings(sheet, topology) },
    { name: 'invariants', title: text`Invariants`, content: proofList(invariants), className: 'proofs' },
    { name: 'intents', title: text`Intents`, content: proofList(intents), className: 'proofs' },
    { name: 'drills', title: text`When one thing fails`, content: drillSection(drills) },
    { name: 'messages', title: text`Messages, hop by hop`, content: traceList(sheet, 'messages', traces) },
    { name: 'coverage', title: text`What this rests on`, content: coverage(sheet, topology), className: 'coverage' },
  ];
}

const severityBoxes: Boxes = [
  ['error', text`errors`],
  ['warning', text`warnings`],
  ['info', text`to know`],
  ['suppressed', text`suppressed`],
];

function findings(sheet: Sheet, topology: TopologyReport): Content {
  const rules = new Map(topology.rules.map((rule) => [rule.id, rule]));
  return filterList(
    sheet,
    'findings',
    severityBoxes,
    topology.findings.map((one) => findingArticle(sheet, one, rules.get(one.rule), topology.doings)),
  );
}
