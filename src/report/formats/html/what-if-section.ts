import { text } from '../../../model/text.ts';
import type { Remedy, SenderInDanger, WhatIf } from '../../../prove/what-if/what-if.ts';
import { changeText } from '../../fate-text.ts';
import { noRemedyText, remedyText, senderText, togetherText, whatIfText } from '../../what-if-text.ts';
import { gravityText } from '../../words.ts';
import { codeBlock, messageBlock } from './code-blocks.ts';
import { type Content, type Element, element, styled } from './element.ts';
import { gravityMoods } from './fate-articles.ts';
import { badge, verdictLine } from './summary-parts.ts';

/** Whom settings break that are not made yet, and what saves them. */
export function whatIfSection(whatIf: WhatIf): Content {
  const together = togetherText(whatIf);
  return [
    verdictLine(whatIf.senders.length === 0 ? 'good' : 'bad', whatIfText(whatIf)),
    whatIf.senders.map(sender),
    together === undefined ? undefined : element('p', {}, together),
  ];
}

function sender(one: SenderInDanger): Element {
  const [example] = one.messages;
  const remedies = one.remedies ?? [];
  return element(
    'article',
    { class: 'sender bad' },
    element('h3', {}, badge('bad', text`breaks`), ' ', senderText(one)),
    example === undefined ? undefined : messageBlock(example),
    remedies.length === 0 ? element('p', {}, noRemedyText(one)) : remedies.map((remedy) => cure(remedy, one)),
  );
}

/** Costs of a remedy that are listed. */
const harmsShown = 3;

function cure(remedy: Remedy, of: SenderInDanger): Element {
  return styled(
    'div',
    'remedy-option',
    element('p', {}, badge(remedy.harms.length === 0 ? 'good' : 'doubtful', text`helps`), ' ', remedyText(remedy, of)),
    remedy.harms.length === 0
      ? undefined
      : element(
          'ul',
          {},
          remedy.harms
            .slice(0, harmsShown)
            .map(({ gravity, changes: [first], classes, example }) =>
              element(
                'li',
                {},
                badge(gravityMoods[gravity], gravityText[gravity]),
                ' ',
                first === undefined ? undefined : [changeText(first), ' '],
                text`(${classes} classes, such as ${example.name})`,
              ),
            ),
        ),
    remedy.command === null ? undefined : codeBlock(remedy.command.split('\n')),
  );
}
