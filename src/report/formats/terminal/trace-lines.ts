import { asText, joined, type Text, text } from '../../../model/text.ts';
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
    const said = text`More open points were met than were explored: these alternatives are not all.`;
    lines.push('', ...paragraph(page, said, { indent: 2, role: 'doubtful' }));
  }
  return lines;
}

function heading(page: Page, trace: Trace): readonly string[] {
  const { from, mailFrom, to, source } = trace.message;
  const envelope = mailFrom === from ? text`` : text` (envelope sender ${angled(mailFrom)})`;
  const said = text`from ${from}${envelope} to ${joined(to)}, source ${source}${fileText(trace.message.eml)}`;
  return [
    ...paragraph(page, asText(trace.name), { role: 'strong' }),
    ...(page.quiet ? [] : paragraph(page, said, { indent: 2, role: 'faint' })),
  ];
}

/** Which file the message is, and where its envelope sender stands in it. */
function fileText(eml: Trace['message']['eml']): Text {
  if (eml === undefined) return text``;
  if (eml.mailFromOf === null || eml.mailFromOf === undefined) return text`, file ${eml.file}`;
  return eml.mailFromOf === 'type'
    ? text`, file ${eml.file} (envelope sender by its type)`
    : text`, file ${eml.file} (envelope sender by ${eml.mailFromOf})`;
}

/** What `expect` asked for and did not get; empty where everything is met or nothing was expected. */
function expectationLines(page: Page, trace: Trace): readonly string[] {
  const failures = (trace.expectation?.failures ?? []).map(({ key, recipient, expected, actual, at }) => {
    const span = page.sources.locate(at);
    const place = span === undefined ? text`` : text` (${page.place(span)})`;
    return prose(page, text`${key} for ${recipient}: expected ${expected}, is ${actual}${place}`);
  });
  // Copies of one recipient may fail in the same way; saying it twice says no more.
  return [...new Set(failures)].flatMap((said) =>
    paragraph(page, said, { indent: 2, label: text`Not met`, labelRole: 'error' }),
  );
}

function alternativeLines(page: Page, trace: Trace, alternative: Alternative): readonly string[] {
  const question = prose(page, alternative.question);
  const answer = terminalText(alternative.answer);
  const id = alternative.assumption === null ? '' : terminalText(alternative.assumption);
  // A question about an assumption may name its id and the answer itself.
  const asked = id === '' || question.includes(id) ? question : `${question} [${id}]`;
  const lines = [...paragraph(page, asked, { indent: 2, label: text`Otherwise`, labelRole: 'doubtful' })];
  if (!` ${question} `.includes(` ${answer} `)) {
    lines.push(...paragraph(page, answer, { indent: 4, label: text`If`, labelRole: 'faint' }));
  }
  for (const outcome of alternativeOutcomes(trace, alternative)) {
    lines.push(...outcomeLines(page, outcome, alternative.hops, 4));
  }
  return lines;
}
