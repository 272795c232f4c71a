import type { Alternative, Trace } from '../../../simulate/trace.ts';
import { alternativeOutcomes } from '../../alternative-outcomes.ts';
import { terminalText } from '../../escape.ts';
import { type ConfidenceOf, hopLines } from './hop-lines.ts';
import { outcomeLines } from './outcome-lines.ts';
import { angled, type Page, paragraph, prose } from './page.ts';

/** A whole trace: message, copies with their pictures, legs with their decisions, other ways, unmet expectations. */
export function traceLines(page: Page, trace: Trace, confidenceOf: ConfidenceOf): readonly string[] {
  const lines = [...heading(page, trace)];
  const several = trace.outcomes.length > 1;
  for (const outcome of trace.outcomes) lines.push(...outcomeLines(page, outcome, trace.hops, 2, several));
  lines.push(...expectationLines(page, trace));
  if (page.quiet) return lines;
  for (const [index, hop] of trace.hops.entries()) lines.push('', ...hopLines(page, hop, index + 1, 2, confidenceOf));
  for (const alternative of trace.alternatives) lines.push('', ...alternativeLines(page, trace, alternative));
  if (trace.alternativesCut) {
    const text = 'More open points were met than were explored: these alternatives are not all.';
    lines.push('', ...paragraph(page, text, { indent: 2, role: 'doubtful' }));
  }
  return lines;
}

function heading(page: Page, trace: Trace): readonly string[] {
  const { from, mailFrom, to, source } = trace.message;
  const envelope = mailFrom === from ? '' : ` (envelope sender ${angled(mailFrom)})`;
  const recipients = to.map(terminalText).join(', ');
  const text = `from ${terminalText(from)}${envelope} to ${recipients}, source ${terminalText(source)}`;
  return [
    ...paragraph(page, terminalText(trace.name), { role: 'strong' }),
    ...(page.quiet ? [] : paragraph(page, text + fileWords(trace.message.eml), { indent: 2, role: 'faint' })),
  ];
}

/** Which file the message is, and where its envelope sender stands in it. */
function fileWords(eml: Trace['message']['eml']): string {
  if (eml === undefined) return '';
  const file = `, file ${terminalText(eml.file)}`;
  if (eml.mailFromOf === null) return file;
  const origin = eml.mailFromOf === 'type' ? 'its type' : eml.mailFromOf;
  return `${file} (envelope sender by ${origin})`;
}

/** What `expect` asked for and did not get; empty where everything is met or nothing was expected. */
function expectationLines(page: Page, trace: Trace): readonly string[] {
  const failures = (trace.expectation?.failures ?? []).map((failure) => {
    const span = page.sources.locate(failure.at);
    const place = span === undefined ? '' : ` (${page.place(span)})`;
    return (
      `${terminalText(failure.key)} for ${terminalText(failure.recipient)}: ` +
      `expected ${terminalText(failure.expected)}, is ${terminalText(failure.actual)}${place}`
    );
  });
  // Copies of one recipient may fail in the same way; saying it twice says no more.
  return [...new Set(failures)].flatMap((text) =>
    paragraph(page, text, { indent: 2, label: 'Not met', labelRole: 'error' }),
  );
}

function alternativeLines(page: Page, trace: Trace, alternative: Alternative): readonly string[] {
  const question = prose(alternative.question);
  const answer = terminalText(alternative.answer);
  const id = alternative.assumption === null ? '' : terminalText(alternative.assumption);
  // A question about an assumption may name its id and the answer itself.
  const asked = id === '' || question.includes(id) ? question : `${question} [${id}]`;
  const lines = [...paragraph(page, asked, { indent: 2, label: 'Otherwise', labelRole: 'doubtful' })];
  if (!` ${question} `.includes(` ${answer} `)) {
    lines.push(...paragraph(page, answer, { indent: 4, label: 'If', labelRole: 'faint' }));
  }
  for (const outcome of alternativeOutcomes(trace, alternative)) {
    lines.push(...outcomeLines(page, outcome, alternative.hops, 4));
  }
  return lines;
}
