import { text } from '../../../model/text.ts';
import type { SenderInDanger, WhatIf } from '../../../prove/what-if/what-if.ts';
import { markdownFence } from '../../escape.ts';
import { aspectText, fateValue } from '../../fate-text.ts';
import { messageSnippet } from '../../message-snippet.ts';
import { noRemedyText, remedyText, senderText, togetherText, whatIfText } from '../../what-if-text.ts';
import { heading, items, type Say } from './markdown-parts.ts';

type Blocks = readonly (string | readonly string[])[];

/** What `prove --what-if` says of the declared senders: whom the settings break, and what saves them. */
export function whatIfBlocks(say: Say, whatIf: WhatIf): Blocks {
  const together = togetherText(whatIf);
  return [
    heading(2, say(text`What if`)),
    say(whatIfText(whatIf)),
    ...whatIf.senders.flatMap((one) => senderBlocks(say, one)),
    ...(together === undefined ? [] : [say(together)]),
  ];
}

/** Changes that a remedy costs; the JSON has all. */
const harmsShown = 3;

function senderBlocks(say: Say, one: SenderInDanger): Blocks {
  const [example] = one.messages;
  const remedies = one.remedies ?? [];
  return [
    heading(3, say(senderText(one))),
    ...(example === undefined ? [] : [markdownFence(messageSnippet(example, say.translate), 'yaml')]),
    ...(remedies.length === 0 ? [say(noRemedyText(one))] : []),
    ...remedies.flatMap((remedy) => [
      items([say(remedyText(remedy, one))]),
      ...(remedy.harms.length === 0
        ? []
        : [
            items(
              remedy.harms
                .slice(0, harmsShown)
                .flatMap(({ changes: [first], example: message }) =>
                  first === undefined
                    ? []
                    : [
                        say(
                          text`${aspectText[first.what]}: ${fateValue(first.what, first.before)}, then ${fateValue(first.what, first.after)}, such as ${message.name}`,
                        ),
                      ],
                ),
              1,
            ),
          ]),
      ...(remedy.command === null ? [] : [markdownFence(remedy.command.split('\n'), 'powershell')]),
    ]),
  ];
}
