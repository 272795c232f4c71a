import type { Finding } from '../../../check/finding.ts';
import { asText, sentence, text } from '../../../model/text.ts';
import type { CheckedRule, TopologyReport } from '../../report.ts';
import { confidenceText, safetyText, severityText } from '../../words.ts';
import { doingBlocks } from './doing-blocks.ts';
import { type Content, type Element, element, shown, styled } from './element.ts';
import { safetyMoods } from './safety-moods.ts';
import { commaList, facts, type Sheet } from './sheet.ts';
import { sourceQuote } from './source-quote.ts';

/** Where a finding stands on the page. */
export const findingId = (sheet: Sheet, finding: Finding): string =>
  `${sheet.prefix}finding-${finding.fingerprint.replaceAll(/[^\w-]/gu, '')}`;

/** One finding: what is wrong in the user's own line, what it costs, what cures it, and what the verdict rests on. */
export function findingArticle(
  sheet: Sheet,
  finding: Finding,
  rule: CheckedRule | undefined,
  doings: TopologyReport['doings'],
): Element {
  const { severity, subject, suppressed } = finding;
  const isSuppressed = suppressed !== undefined;
  return element(
    'article',
    {
      class: `finding ${isSuppressed ? 'suppressed' : severity}`,
      id: findingId(sheet, finding),
      'data-severity': isSuppressed ? 'suppressed' : severity,
    },
    element(
      'h3',
      {},
      styled('span', `badge ${severity}`, severityText[severity]),
      ' ',
      element('code', { class: 'rule' }, finding.rule),
      ' ',
      styled('code', 'subject', shown(subject)),
    ),
    isSuppressed ? styled('p', 'note', text`Suppressed: ${suppressed}`) : undefined,
    styled('p', 'problem', finding.problem),
    finding.location === undefined ? undefined : sourceQuote(sheet, finding.location),
    exported(sheet, finding),
    styled('p', 'consequence', finding.consequence),
    styled('p', 'remedy', element('strong', {}, text`Remedy`), ' ', finding.remedy),
    fixes(finding, doings),
    basis(sheet, finding),
    rule === undefined ? undefined : background(rule),
  );
}

function exported(sheet: Sheet, { location }: Finding): Content {
  const from = location === undefined ? undefined : sheet.sources.exported?.(location);
  if (from?.at === undefined) return undefined;
  return styled(
    'p',
    'note',
    text`In the export:`,
    ' ',
    sheet.place(from.at),
    ' ',
    element('code', {}, asText(from.text)),
  );
}

/** Ways to cure it, each with what one does for it; the first is unfolded. */
function fixes({ fixes: all }: Finding, doings: TopologyReport['doings']): Content {
  if (all.length === 0) return undefined;
  return [
    all.map((fix, index) => {
      const doing = doings?.get(fix);
      const title = [
        element('strong', {}, text`Fix`),
        ' ',
        fix.title,
        ' ',
        styled('small', `badge ${safetyMoods[fix.safety]}`, safetyText[fix.safety]),
      ];
      return doing === undefined
        ? styled('p', 'fix', title)
        : element('details', { class: 'fix', open: index === 0 }, element('summary', {}, title), doingBlocks(doing));
    }),
    styled(
      'p',
      'note',
      text`Proposed and graded by the check, not proved; ${'mxproof fix'} proves it on the changed topology and writes the way back.`,
    ),
  ];
}

/** Why such a thing costs somebody mail, whoever has it, and who says so. */
function background({ docs: { why, whenNotToApply, references } }: CheckedRule): Element {
  return element(
    'details',
    {},
    element('summary', {}, text`Why it matters`),
    element('p', {}, sentence(why)),
    whenNotToApply === undefined ? undefined : element('p', {}, sentence(whenNotToApply)),
    element(
      'ul',
      {},
      references.map(({ title, url }) => element('li', {}, element('a', { href: url, rel: 'noreferrer' }, title))),
    ),
  );
}

function basis(sheet: Sheet, finding: Finding): Content {
  return element(
    'details',
    {},
    element('summary', {}, text`Evidence and basis`),
    evidenceList(sheet, finding.evidence),
    facts([
      [text`Confidence`, confidenceText[finding.confidence]],
      [text`Rests on`, codes(finding.semantics)],
      [text`Assumes`, codes(finding.assumptions)],
      [text`Fingerprint`, element('code', {}, shown(finding.fingerprint))],
    ]),
  );
}

/** Ids as code; nothing for none. */
export const codes = (ids: readonly string[]): Content =>
  ids.length === 0 ? undefined : commaList(ids.map((id) => element('code', {}, shown(id))));

/** Facts behind a verdict, each with the place that states it. */
export function evidenceList(sheet: Sheet, evidence: Finding['evidence']): Content {
  if (evidence.length === 0) return undefined;
  return styled(
    'ul',
    'evidence',
    evidence.map(({ at, text: fact }) =>
      element('li', {}, element('code', {}, asText(fact)), at === undefined ? undefined : [' ', sheet.place(at)]),
    ),
  );
}
