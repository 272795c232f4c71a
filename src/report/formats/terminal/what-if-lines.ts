import type { ChangedFate } from '../../../prove/compare/compare.ts';
import type { SenderInDanger, WhatIf } from '../../../prove/what-if/what-if.ts';
import { terminalText } from '../../escape.ts';
import { messageSnippet } from '../../message-snippet.ts';
import { noRemedyText, remedyText, senderText, togetherText, whatIfText } from '../../what-if-text.ts';
import { diffBlocks } from './diff-lines.ts';
import { count, type Page, paragraph, prose } from './page.ts';

type Block = readonly string[];

/** What `prove --what-if` says: the declared senders that break, what saves them, then all that fares otherwise. */
export function whatIfBlocks(page: Page, whatIf: WhatIf): readonly Block[] {
  const { senders, effect } = whatIf;
  const together = togetherText(whatIf);
  return [
    paragraph(page, prose(whatIfText(whatIf)), { label: 'What if', role: senders.length === 0 ? 'good' : 'error' }),
    ...senders.map((one) => sender(page, one)),
    ...(together === undefined ? [] : [paragraph(page, prose(together))]),
    ...diffBlocks(page, effect.comparison),
  ];
}

const harmsShown = 3;

function sender(page: Page, one: SenderInDanger): Block {
  const [example] = one.messages;
  return [
    ...paragraph(page, prose(senderText(one)), { label: 'breaks', labelRole: 'error' }),
    ...(example === undefined ? [] : messageSnippet(example).map((line) => `    ${terminalText(line)}`)),
    ...(one.remedies === null || one.remedies.length === 0
      ? paragraph(page, prose(noRemedyText(one)), { indent: 2, role: 'doubtful' })
      : one.remedies.flatMap((remedy) => [
          ...paragraph(page, prose(remedyText(remedy, one)), {
            indent: 2,
            label: 'helps',
            labelRole: remedy.harms.length === 0 ? 'good' : 'warning',
          }),
          ...remedy.harms.slice(0, harmsShown).flatMap((harm) => harmLine(page, harm)),
          // A command may go over several lines; it is copied as it stands.
          ...(remedy.command ?? '')
            .split('\n')
            .flatMap((line) => (line === '' ? [] : [`         ${terminalText(line)}`])),
        ])),
  ];
}

function harmLine(page: Page, { gravity, changes, classes, example }: ChangedFate): Block {
  const [first] = changes;
  const said = first === undefined ? '' : `${first.what} ${terminalText(first.before)} ⇒ ${terminalText(first.after)}`;
  const of = `${count(classes, 'class', 'classes')}, such as ${terminalText(example.name)}`;
  return paragraph(page, `${said} (${of})`, { indent: 9, label: gravity, labelRole: 'warning' });
}
