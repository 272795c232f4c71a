import { text } from '../../../model/text.ts';
import type { ChangedFate } from '../../../prove/compare/compare.ts';
import type { SenderInDanger, WhatIf } from '../../../prove/what-if/what-if.ts';
import { aspectText, fateValue } from '../../fate-text.ts';
import { noRemedyText, remedyText, senderText, togetherText, whatIfText } from '../../what-if-text.ts';
import { classesText, gravityText } from '../../words.ts';
import { commandLines, snippetLines } from './copied-lines.ts';
import { diffBlocks } from './diff-lines.ts';
import { type Page, paragraph } from './page.ts';

type Block = readonly string[];

/** What `prove --what-if` says: the declared senders that break, what saves them, then all that fares otherwise. */
export function whatIfBlocks(page: Page, whatIf: WhatIf): readonly Block[] {
  const { senders, effect } = whatIf;
  const together = togetherText(whatIf);
  return [
    paragraph(page, whatIfText(whatIf), { label: text`What if`, role: senders.length === 0 ? 'good' : 'error' }),
    ...senders.map((one) => sender(page, one)),
    ...(together === undefined ? [] : [paragraph(page, together)]),
    ...diffBlocks(page, effect.comparison),
  ];
}

const harmsShown = 3;

function sender(page: Page, one: SenderInDanger): Block {
  const [example] = one.messages;
  return [
    ...paragraph(page, senderText(one), { label: text`breaks`, labelRole: 'error' }),
    ...(example === undefined ? [] : snippetLines(page, example, 4)),
    ...(one.remedies === null || one.remedies.length === 0
      ? paragraph(page, noRemedyText(one), { indent: 2, role: 'doubtful' })
      : one.remedies.flatMap((remedy) => [
          ...paragraph(page, remedyText(remedy, one), {
            indent: 2,
            label: text`helps`,
            labelRole: remedy.harms.length === 0 ? 'good' : 'warning',
          }),
          ...remedy.harms.slice(0, harmsShown).flatMap((harm) => harmLine(page, harm)),
          ...commandLines(page, remedy.command ?? '', 9),
        ])),
  ];
}

function harmLine(page: Page, { gravity, changes, classes, example }: ChangedFate): Block {
  const [first] = changes;
  const said =
    first === undefined
      ? text``
      : text`${aspectText[first.what]} ${fateValue(first.what, first.before)} ${'⇒'} ${fateValue(first.what, first.after)}`;
  return paragraph(page, text`${said} (${classesText(classes)}, such as ${example.name})`, {
    indent: 9,
    label: gravityText[gravity],
    labelRole: 'warning',
  });
}
