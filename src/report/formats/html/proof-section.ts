import { type Text, text } from '../../../model/text.ts';
import type { Proof } from '../../../prove/prove.ts';
import { messageSnippet } from '../../message-snippet.ts';
import { type Content, type Element, element, shown, styled } from './element.ts';
import type { Sheet } from './sheet.ts';
import { outcomeBlock } from './trace-article.ts';

/** Statements about all messages, each with its verdict and the plainest message against it. */
export function proofSection(sheet: Sheet, title: Text, name: string, proofs: readonly Proof[]): Content {
  if (proofs.length === 0) return undefined;
  const id = `${sheet.prefix}${name}`;
  return element(
    'section',
    { class: 'proofs', id, 'aria-labelledby': sheet.labelledBy(`${id}-title`) },
    element('h2', { id: `${id}-title` }, title),
    proofs.map(statement),
  );
}

function statement(proof: Proof): Element {
  const { word, mood } = verdict(proof);
  return element(
    'article',
    { class: `proof ${mood}` },
    element(
      'h3',
      {},
      styled('span', `badge ${mood}`, word),
      ' ',
      proof.title,
      ' ',
      element('code', {}, shown(proof.id)),
    ),
    proof.holds === false ? undefined : reservations(proof),
    against(proof),
  );
}

function verdict({ holds, classes }: Proof): { readonly word: Text; readonly mood: 'good' | 'bad' | 'doubtful' } {
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
    element(
      'pre',
      { tabindex: 0 },
      element(
        'code',
        {},
        messageSnippet(found.message).map((line) => `${shown(line)}\n`),
      ),
    ),
    found.trace.outcomes.map((outcome) => outcomeBlock(outcome, found.trace.hops)),
  ];
}
