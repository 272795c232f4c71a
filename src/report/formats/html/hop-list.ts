import { type Text, text } from '../../../model/text.ts';
import { confidenceOfId } from '../../../reference/semantics/confidence.ts';
import type { Confidence, Decision, Hop } from '../../../simulate/trace.ts';
import { type Content, type Element, element, inlineValue, shown, styled } from './element.ts';
import { evidenceList } from './finding-article.ts';
import { legMark } from './route-strip.ts';
import { commaList, facts, type Sheet } from './sheet.ts';

/** The legs of a way in order, each with its session and its decisions, the losers with the first test they failed. */
export const hopList = (sheet: Sheet, hops: readonly Hop[]): Element =>
  styled(
    'ol',
    'hoplist',
    hops.map((hop) => hopItem(sheet, hop)),
  );

function hopItem(sheet: Sheet, hop: Hop): Element {
  const inside = hop.from === hop.to;
  return element(
    'li',
    { class: 'hop' },
    styled(
      'p',
      'way',
      inside
        ? text`inside ${hop.from}`
        : [styled('span', 'node', shown(hop.from)), legMark(hop.tls), styled('span', 'node', shown(hop.to))],
    ),
    facts([
      [text`Address`, inside ? undefined : hop.sourceIp === null ? text`not known` : inlineValue(hop.sourceIp)],
      [text`HELO`, hop.helo === null ? undefined : inlineValue(hop.helo)],
      [text`Certificate`, hop.certificate === null ? undefined : inlineValue(hop.certificate)],
      [text`MAIL FROM`, inlineValue(`<${hop.mailFrom === '<>' ? '' : hop.mailFrom}>`)],
      [text`RCPT TO`, commaList(hop.recipients.map((one) => inlineValue(`<${one}>`)))],
    ]),
    hop.decisions.map((decision) => decisionBlock(sheet, decision)),
  );
}

function decisionBlock(sheet: Sheet, { step, verdict, because, semantics, rejected, evidence }: Decision): Element {
  return styled(
    'section',
    'decision',
    styled('p', 'verdict', styled('code', 'step', step), ' ', verdict),
    because.words.join('') === '' && because.values.length === 0
      ? undefined
      : styled('p', 'because', text`because`, ' ', because),
    rejected.length === 0
      ? undefined
      : styled(
          'ul',
          'losers',
          rejected.map(({ candidate, because: lost }) =>
            element('li', {}, styled('span', 'loser', inlineValue(candidate)), ' ', text`lost, because`, ' ', lost),
          ),
        ),
    evidenceList(sheet, evidence),
    sources(semantics),
  );
}

/** The rules of the semantics behind a decision, each with how sure it is. */
function sources(semantics: readonly string[]): Content {
  if (semantics.length === 0) return undefined;
  return styled('p', 'sources', commaList(semantics.map((id) => [element('code', {}, id), ' ', sureness(id)])));
}

/** How sure a rule of the semantics is, in one word. */
function sureness(id: string): Content {
  const confidence = confidenceOfId(id);
  return confidence === undefined ? undefined : gradeWord[confidence];
}

const gradeWord: Readonly<Record<Confidence, Text>> = {
  documented: text`documented`,
  observed: text`observed`,
  inferred: text`inferred`,
};
