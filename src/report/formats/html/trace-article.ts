import { poolText } from '../../../model/egress-pool.ts';
import { text } from '../../../model/text.ts';
import { quoted } from '../../../reference/replies/reply-words.ts';
import type { Alternative, Outcome, Reply, Trace } from '../../../simulate/trace.ts';
import { alternativeOutcomes } from '../../alternative-outcomes.ts';
import { statusMood } from '../../status-mood.ts';
import { confidenceText } from '../../words.ts';
import { type Content, type Element, element, inlineValue, named, styled } from './element.ts';
import { codes } from './finding-article.ts';
import { hopList } from './hop-list.ts';
import { routeStrip } from './route-strip.ts';
import { commaList, facts, type Sheet } from './sheet.ts';

/** Where a trace stands on the page; traces may share their name. */
export const traceId = (sheet: Sheet, index: number): string => `${sheet.prefix}trace-${index + 1}`;

/** A message with what became of each copy, hop by hop, and the other ways it could go. */
export function traceArticle(sheet: Sheet, trace: Trace, index: number): Element {
  const unmet = trace.expectation?.met === false;
  const worst = worstOf(trace.outcomes);
  return element(
    'article',
    { class: `trace ${unmet ? 'bad' : worst}`, id: traceId(sheet, index), 'data-mood': unmet ? 'bad' : worst },
    element('h3', {}, named(trace.name)),
    message(trace),
    expectation(sheet, trace),
    trace.outcomes.map((outcome) => outcomeBlock(outcome, trace.hops)),
    element('details', { class: 'hops' }, element('summary', {}, text`Hop by hop`), hopList(sheet, trace.hops)),
    alternatives(sheet, trace),
  );
}

/** The worst end of the copies; a message that has none is doubtful. */
export function worstOf(outcomes: readonly Outcome[]): 'good' | 'bad' | 'doubtful' {
  const moods = outcomes.map(({ status }) => statusMood[status]);
  if (moods.includes('bad')) return 'bad';
  return moods.length === 0 || moods.includes('doubtful') ? 'doubtful' : 'good';
}

function message({ message: { from, mailFrom, to, source, eml } }: Trace): Content {
  return facts([
    [text`From`, inlineValue(from)],
    [text`Envelope sender`, mailFrom === from ? undefined : inlineValue(envelope(mailFrom))],
    [text`To`, commaList(to.map(inlineValue))],
    [text`Source`, inlineValue(source)],
    [text`File`, eml === undefined ? undefined : inlineValue(eml.file)],
  ]);
}

const envelope = (address: string): string => (address === '' ? '<>' : address);

function expectation(sheet: Sheet, { expectation: expected }: Trace): Content {
  if (expected === null) return undefined;
  if (expected.met) return styled('p', 'note good', text`As expected.`);
  return styled(
    'ul',
    'unmet',
    expected.failures.map(({ key, recipient, expected: wanted, actual, at }) => {
      const span = sheet.sources.locate(at);
      return element(
        'li',
        {},
        text`${key} for ${recipient}: expected ${wanted}, is ${actual}`,
        span === undefined ? undefined : [' ', sheet.place(span)],
      );
    }),
  );
}

/** One copy: whom it is for, its way, and what was found about it. */
export function outcomeBlock(outcome: Outcome, hops: Trace['hops']): Element {
  const { recipient, finalRecipient, reply, missing } = outcome;
  return styled(
    'section',
    'outcome',
    element(
      'h4',
      {},
      inlineValue(recipient),
      recipient === finalRecipient ? undefined : [' → ', inlineValue(finalRecipient)],
    ),
    routeStrip(outcome, hops),
    facts([
      [text`Missing`, missing === null ? undefined : missing],
      [text`Reply`, reply === null ? undefined : [said(reply), ' ', text`by ${reply.from}`]],
      [text`Finally`, reply?.final ? said(reply.final) : undefined],
      [text`Returned to`, reply === null ? undefined : returned(reply)],
      [text`SPF`, known(outcome.spf)],
      [text`DKIM`, known(outcome.dkim)],
      [text`DMARC`, known(outcome.dmarc)],
      [text`SCL`, known(outcome.scl)],
      [text`Directionality`, known(outcome.directionality)],
      [text`AuthAs`, known(outcome.authAs)],
      [text`Last seen as`, outcome.finalAuthAs === outcome.authAs ? undefined : known(outcome.finalAuthAs)],
      [text`Leaves by`, known(outcome.egressIp)],
      [text`Pool`, outcome.egressPool === null ? undefined : poolText[outcome.egressPool]],
      [text`SPF there`, known(outcome.egressSpf)],
      [text`DMARC there`, known(outcome.egressDmarc)],
      [
        text`Envelope sender there`,
        outcome.egressIp === null ? undefined : inlineValue(envelope(outcome.lastMailFrom)),
      ],
      [text`Connectors`, codes(outcome.connectors)],
      [text`Rules`, codes(outcome.rules)],
      [text`Assumes`, codes(outcome.assumptions)],
      [text`Confidence`, outcome.confidence === 'documented' ? undefined : confidenceText[outcome.confidence]],
    ]),
  );
}

/** A value of a protocol or of Exchange; nothing where there is none. */
const known = (value: string | number | null): Content => (value === null ? undefined : inlineValue(String(value)));

const said = (reply: Pick<Reply, 'code' | 'enhanced' | 'text'>): Content => {
  const words = quoted(reply);
  return typeof words === 'string' ? inlineValue(words) : words;
};

const returned = ({ returnedTo }: Reply): Content =>
  returnedTo.length === 0 ? text`nobody` : commaList(returnedTo.map(inlineValue));

function alternatives(sheet: Sheet, trace: Trace): Content {
  if (trace.alternatives.length === 0) return undefined;
  return element(
    'details',
    { class: 'alternatives' },
    element('summary', {}, text`Other ways it could go`),
    trace.alternatives.map((one) => alternative(sheet, trace, one)),
    trace.alternativesCut
      ? styled('p', 'note', text`More open points were met than were explored: these alternatives are not all.`)
      : undefined,
  );
}

function alternative(sheet: Sheet, trace: Trace, one: Alternative): Element {
  return styled(
    'section',
    'alternative',
    element('h4', {}, one.question, one.assumption === null ? undefined : [' ', element('code', {}, one.assumption)]),
    element('p', {}, text`If the answer is ${one.answer}:`),
    alternativeOutcomes(trace, one).map((outcome) => outcomeBlock(outcome, one.hops)),
    element('details', {}, element('summary', {}, text`Hop by hop`), hopList(sheet, one.hops)),
  );
}
