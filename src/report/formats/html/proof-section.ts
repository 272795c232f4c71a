import { plain, type Text, text } from '../../../model/text.ts';
import type { Proof } from '../../../prove/prove.ts';
import { messageBlock } from './code-blocks.ts';
import { type Content, type Element, element, shown, styled } from './element.ts';
import { table } from './sheet.ts';
import { badge } from './summary-parts.ts';
import { outcomeBlock } from './trace-article.ts';

/**
 * Statements about all messages: each with its verdict in a table, those that do not hold first, and below it what there is
 * to say of one, above all the plainest message against it. Undefined for none.
 */
export function proofList(proofs: readonly Proof[]): Content {
  if (proofs.length === 0) return undefined;
  const ordered = [false, null, true].flatMap((holds) => proofs.filter((one) => one.holds === holds));
  const rows = ordered.map((one) => {
    const { word, mood } = proofVerdict(one);
    return element(
      'tr',
      {},
      element('td', {}, badge(mood, word)),
      element('th', { scope: 'row' }, one.title, idOf(one)),
      element('td', {}, one.classes),
    );
  });
  return [
    table('statements', [text`Verdict`, text`Statement`, text`Classes`], rows),
    ordered.filter((one) => one.holds !== true || one.dependsOn.length > 0).map(statement),
  ];
}

function statement(proof: Proof): Element {
  const { word, mood } = proofVerdict(proof);
  return element(
    'article',
    { class: `proof ${mood}` },
    element('h3', {}, badge(mood, word), ' ', proof.title, idOf(proof)),
    proof.holds === false ? undefined : reservations(proof),
    against(proof),
  );
}

/** What a statement is called elsewhere; nothing where it has no other name than its title, as an intent. */
const idOf = ({ id, title }: Proof): Content =>
  plain(title) === id ? undefined : [' ', styled('code', 'subject', shown(id))];

/** The verdict in a word, with the colour of it. */
export function proofVerdict({ holds, classes }: Proof): {
  readonly word: Text;
  readonly mood: 'good' | 'bad' | 'doubtful';
} {
  if (holds === false) return { word: text`refuted`, mood: 'bad' };
  if (holds === null) return { word: text`not proved`, mood: 'doubtful' };
  return classes === 0 ? { word: text`speaks of no message`, mood: 'doubtful' } : { word: text`holds`, mood: 'good' };
}

/** What a verdict depends on, and what is open. */
function reservations({ dependsOn, open, holds }: Proof): Content {
  const depends = dependsOn.map(({ assumption, answer, example }) =>
    element('li', {}, text`With ${assumption} answered ${answer} it does not hold, for example for ${example}.`),
  );
  const questions =
    holds === true
      ? []
      : open.map(({ question, answer, example }) =>
          element(
            'li',
            {},
            question,
            ' ',
            answer === null ? text`(for ${example})` : text`(if the answer is ${answer}, for ${example})`,
          ),
        );
  const all = [...depends, ...questions];
  return all.length === 0 ? undefined : styled('ul', 'reservations', all);
}

function against({ counterexample: found }: Proof): Content {
  if (found === undefined) return undefined;
  return [
    element('p', {}, found.why),
    messageBlock(found.message),
    found.trace.outcomes.map((outcome) => outcomeBlock(outcome, found.trace.hops)),
  ];
}
