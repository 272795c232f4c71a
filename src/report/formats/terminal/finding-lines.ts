import type { Finding } from '../../../check/finding.ts';
import type { Span } from '../../../model/source.ts';
import { joined, type Text, text } from '../../../model/text.ts';
import { terminalText } from '../../escape.ts';
import { confidenceText, safetyText, severityText } from '../../words.ts';
import { evidenceLines } from './evidence-lines.ts';
import { flow, type Page, paragraph, prose } from './page.ts';
import { quote } from './quote.ts';

/**
 * One finding: severity, rule and subject; the place with the user's own line; problem, consequence, remedy. Quiet
 * leaves the quotation and the consequence out, verbose adds what the verdict rests on.
 */
export function findingLines(page: Page, finding: Finding): readonly string[] {
  const lines = [...headline(page, finding)];
  if (finding.location !== undefined) {
    lines.push(`  ${page.paint('place', page.place(finding.location))}`);
    if (!page.quiet) lines.push(...quote(page, finding.location, 2), ...exportLines(page, finding.location));
  }
  lines.push(...paragraph(page, finding.problem, { indent: 2 }));
  if (!page.quiet) lines.push(...paragraph(page, finding.consequence, { indent: 2 }));
  lines.push(...paragraph(page, finding.remedy, { indent: 2, label: text`Remedy` }));
  // What a person does cannot be proved, and says no more here than the remedy does.
  const fix = finding.fixes.find(({ changes }) => changes.some(({ target }) => target !== 'person'));
  if (fix !== undefined && !page.quiet) {
    const said = text`${fix.title} (${safetyText[fix.safety]}, not proved yet: fix --only ${finding.fingerprint})`;
    lines.push(...paragraph(page, said, { indent: 2, label: text`Fix` }));
  }
  if (!page.quiet) lines.push(...basis(page, finding));
  return lines;
}

/** Where an imported topology has the value from; verbose says it among the evidence. */
function exportLines(page: Page, location: Span): readonly string[] {
  const exported = page.verbose ? undefined : page.sources.exported?.(location);
  if (exported?.at === undefined) return [];
  const said = text`${page.place(exported.at)}: ${exported.text}`;
  return paragraph(page, said, { indent: 2, label: text`Export`, labelRole: 'faint' });
}

function headline(page: Page, finding: Finding): readonly string[] {
  const suppressed = finding.suppressed === undefined ? [] : [{ text: prose(page, text`(suppressed)`), gap: '  ' }];
  return flow(
    page,
    [
      { text: prose(page, severityText[finding.severity]), gap: '', role: finding.severity },
      { text: finding.rule, gap: '  ', role: 'strong' },
      { text: terminalText(finding.subject), gap: '  ' },
      ...suppressed,
    ],
    0,
  );
}

function basis(page: Page, finding: Finding): readonly string[] {
  const lines: string[] = [];
  const add = (label: Text, content: Text): void => {
    lines.push(...paragraph(page, content, { indent: 2, label, labelRole: 'faint' }));
  };
  if (finding.suppressed !== undefined) add(text`Suppressed`, text`${finding.suppressed}`);
  if (finding.confidence !== 'documented') add(text`Confidence`, confidenceText[finding.confidence]);
  if (finding.assumptions.length > 0) add(text`Assumes`, joined(finding.assumptions));
  if (page.verbose) {
    lines.push(...evidenceLines(page, finding.evidence, 2));
    if (finding.semantics.length > 0) add(text`Rests on`, joined(finding.semantics));
    add(text`Fingerprint`, text`${finding.fingerprint}`);
  }
  return lines;
}
