import { formatInstant } from '../../../base/time.ts';
import { type Text, text } from '../../../model/text.ts';
import { english } from '../../language/translate.ts';
import type { CheckReport, Style, TopologyReport } from '../../report.ts';
import { coverage } from './coverage.ts';
import { type Content, type Element, element, print, shown, styled } from './element.ts';
import { filterScript, filterScriptHash } from './filter-script.ts';
import { findingArticle } from './finding-article.ts';
import { flowSection } from './flow-section.ts';
import { glance } from './glance.ts';
import { portfolio } from './portfolio.ts';
import { proofSection } from './proof-section.ts';
import { createSheet, type Sheet } from './sheet.ts';
import { styleSheet } from './style-sheet.ts';
import { traceArticle } from './trace-article.ts';

// Nothing is loaded from anywhere, and no script runs but the one whose hash stands here (CSP Level 3).
const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${filterScriptHash}'; base-uri 'none'; form-action 'none'`;

/** What `check` says as one page that needs nothing else: no network, no server, no file beside it. */
export function checkPage(report: CheckReport, { wording = english }: Pick<Style, 'wording'> = {}): string {
  const several = report.topologies.length > 1;
  const sheets = report.topologies.map((topology, index) =>
    createSheet(several ? `t${index + 1}-` : '', topology.file, topology.sources),
  );
  const parts = report.topologies.map((topology, index) => {
    const sheet = sheets[index];
    return sheet === undefined ? undefined : topologyPart(sheet, topology, several);
  });
  const [only] = report.topologies;
  const title = several || only === undefined ? `mxproof, ${report.topologies.length} topologies` : only.name;
  const page = element(
    'html',
    { lang: wording.language, class: 'no-script' },
    element(
      'head',
      {},
      element('meta', { charset: 'utf-8' }),
      element('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
      element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      element('meta', { name: 'generator', content: `mxproof ${report.version}` }),
      element('title', {}, `${shown(title)} – mxproof`),
      element('style', {}, { markup: styleSheet }),
    ),
    element(
      'body',
      {},
      element('a', { class: 'skip', href: '#main' }, text`Skip to the findings`),
      styled(
        'header',
        'top',
        element('h1', {}, several ? text`Mail flow of ${report.topologies.length} topologies` : shown(title)),
        element(
          'p',
          {},
          text`Mail flow as declared, judged as of ${formatInstant(report.asOf)} by mxproof ${report.version}.`,
        ),
        several ? portfolio(report, sheets) : contents(sheets[0], only),
      ),
      element('main', { id: 'main' }, parts),
      element(
        'footer',
        {},
        text`Simulated offline from what was declared. What is not declared is listed and not guessed.`,
      ),
      element('script', {}, { markup: filterScript }),
    ),
  );
  return `<!doctype html>\n${print(page, wording.say)}\n`;
}

/** The parts of a topology's page in their order; those without content are left out. */
const sections = ({
  findings,
  flow,
  invariants = [],
  intents,
  traces,
}: TopologyReport): readonly (readonly [string, Text])[] => [
  ['glance', text`At a glance`],
  ...(flow?.layout === undefined ? [] : [['flow', text`The flow`] as const]),
  ...(findings.length === 0 ? [] : [['findings', text`Findings`] as const]),
  ...(invariants.length === 0 ? [] : [['invariants', text`Invariants`] as const]),
  ...(intents.length === 0 ? [] : [['intents', text`Intents`] as const]),
  ...(traces.length === 0 ? [] : [['messages', text`Messages, hop by hop`] as const]),
  ['coverage', text`What this rests on`],
];

const contents = (sheet: Sheet | undefined, topology: TopologyReport | undefined): Content =>
  sheet === undefined || topology === undefined
    ? undefined
    : links(
        text`Sections of ${topology.name}`,
        sections(topology).map(([name, words]) => [`${sheet.prefix}${name}`, words]),
      );

const links = (name: Text, entries: readonly (readonly [string, Content])[]): Element =>
  element(
    'nav',
    { 'aria-label': name },
    element(
      'ul',
      {},
      entries.map(([id, words]) => element('li', {}, element('a', { href: `#${id}` }, words))),
    ),
  );

function topologyPart(sheet: Sheet, topology: TopologyReport, several: boolean): Element {
  const rules = new Map(topology.rules.map((rule) => [rule.id, rule]));
  return element(
    'div',
    { class: 'topology', id: `${sheet.prefix}top` },
    several
      ? [element('h1', { id: `${sheet.prefix}name` }, shown(topology.name)), contents(sheet, topology)]
      : undefined,
    glance(sheet, topology),
    flowSection(sheet, topology.flow),
    list(
      sheet,
      'findings',
      text`Findings`,
      severityBoxes,
      topology.findings.map((one) => findingArticle(sheet, one, rules.get(one.rule))),
    ),
    proofSection(sheet, text`Invariants`, 'invariants', topology.invariants ?? []),
    proofSection(sheet, text`Intents`, 'intents', topology.intents),
    list(
      sheet,
      'messages',
      text`Messages, hop by hop`,
      moodBoxes,
      topology.traces.map((one, index) => traceArticle(sheet, one, index)),
    ),
    coverage(sheet, topology),
  );
}

const severityBoxes: readonly (readonly [string, Text])[] = [
  ['error', text`errors`],
  ['warning', text`warnings`],
  ['info', text`to know`],
  ['suppressed', text`suppressed`],
];
const moodBoxes: readonly (readonly [string, Text])[] = [
  ['bad', text`fail`],
  ['doubtful', text`in doubt`],
  ['good', text`arrive`],
];

/** A list that can be searched and filtered. */
function list(
  sheet: Sheet,
  name: string,
  title: Text,
  boxes: readonly (readonly [string, Text])[],
  articles: readonly Element[],
): Content {
  if (articles.length === 0) return undefined;
  const id = `${sheet.prefix}${name}`;
  const wordsId = `${id}-words`;
  return element(
    'section',
    { id, 'aria-labelledby': sheet.labelledBy(`${id}-title`) },
    element('h2', { id: `${id}-title` }, title),
    element(
      'form',
      { class: 'filter', role: 'search', 'aria-labelledby': sheet.labelledBy(`${id}-title`) },
      element('label', { for: wordsId }, text`Search`),
      element('input', { type: 'search', id: wordsId, name: 'words', autocomplete: 'off' }),
      element(
        'fieldset',
        {},
        element('legend', {}, text`Show`),
        boxes.map(([value, words]) =>
          element('label', {}, element('input', { type: 'checkbox', value, checked: true }), ' ', words),
        ),
      ),
      element('output', { 'aria-live': 'polite', for: wordsId }),
      element('button', { type: 'button' }, text`Unfold or fold all`),
    ),
    articles,
  );
}
