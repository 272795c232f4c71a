import { folderText, statusText } from '../../../model/delivery-status.ts';
import { asText, plain, sentence, text } from '../../../model/text.ts';
import { tlsText } from '../../../model/tls-level.ts';
import { quoted } from '../../../reference/replies/reply-words.ts';
import type { Hop, Outcome, Trace } from '../../../simulate/trace.ts';
import { alternativeOutcomes } from '../../alternative-outcomes.ts';
import { markdownValue } from '../../escape.ts';
import type { Style, TraceReport } from '../../report.ts';
import { heading, items, page, type Say, sayIn, table, values } from './markdown-parts.ts';

/** Markdown of `trace`: how each message fares, and hop by hop why. */
export function traceMarkdown(report: TraceReport, style: Pick<Style, 'wording'> = {}): string {
  const say = sayIn(style);
  return page([
    heading(1, say(text`Traces of ${report.file}`)),
    ...table(
      say,
      outcomeColumns,
      report.traces.flatMap((one) => outcomeRows(say, one)),
    ),
    ...report.traces.flatMap((one) => traceBlocks(say, one)),
  ]);
}

/** One row a copy. */
export function outcomeRows(say: Say, trace: Trace): readonly (readonly string[])[] {
  const { met } = trace.expectation ?? {};
  const expected = met === undefined ? '' : say(met ? text`met` : text`not met`);
  return trace.outcomes.map((one) => [
    say(asText(trace.name)),
    markdownValue(one.recipient),
    ending(say, one),
    values(one.route, ' → '),
    one.tls === null ? '' : say(tlsText[one.tls]),
    expected,
  ]);
}

export const outcomeColumns = [
  text`Message`,
  text`Recipient`,
  text`Outcome`,
  text`Route`,
  text`TLS`,
  text`Expectation`,
] as const;

function ending(say: Say, { status, folder, reply }: Outcome): string {
  if (reply !== null && status !== 'dropped') {
    return say(text`${statusText[status]}: ${quoted(reply)}`);
  }
  return say(folder === null ? statusText[status] : text`${statusText[status]} (${folderText[folder]})`);
}

function traceBlocks(say: Say, trace: Trace): readonly (string | readonly string[])[] {
  const { from, mailFrom, to, source } = trace.message;
  const failures = trace.expectation?.failures ?? [];
  return [
    heading(2, say(asText(trace.name))),
    say(text`From ${from}, envelope sender ${mailFrom === '' ? '<>' : mailFrom}, source ${source}.`),
    `${say(text`To:`)} ${values(to)}`,
    ...(failures.length === 0
      ? []
      : [
          items(
            failures.map(({ key, recipient, expected, actual }) =>
              say(text`Not met: ${key} for ${recipient} is expected to be ${expected} and is ${actual}.`),
            ),
          ),
        ]),
    trace.hops.flatMap((one) => hopItems(say, one)),
    ...trace.alternatives.flatMap((alternative) => [
      say(text`Otherwise: ${alternative.question} If it is ${alternative.answer}:`),
      items(
        alternativeOutcomes(trace, alternative).map(
          (one) => `${markdownValue(one.recipient)}: ${ending(say, one)}, ${values(one.route, ' → ')}`,
        ),
      ),
    ]),
    ...(trace.alternativesCut
      ? [say(text`More open points were met than were explored: these alternatives are not all.`)]
      : []),
  ];
}

const arrow = sentence('→');

function hopItems(say: Say, { from, to, tls, sourceIp, decisions }: Hop): readonly string[] {
  const leg = tls === null ? text`${from} ${arrow} ${to}` : text`${from} ${arrow} ${to}, ${tlsText[tls]}`;
  const whole = sourceIp === null ? leg : text`${leg}, from ${sourceIp}`;
  return [
    ...items([say(whole)]),
    ...decisions.flatMap(({ step, verdict, because, rejected }) => [
      ...items(
        [say(plain(because) === '' ? text`${step}: ${verdict}` : text`${step}: ${verdict}, because ${because}`)],
        1,
      ),
      ...items(
        rejected.map(({ candidate, because: lost }) => say(text`not ${candidate}, because ${lost}`)),
        2,
      ),
    ]),
  ];
}
