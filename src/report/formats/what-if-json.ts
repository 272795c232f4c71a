import type { WhatIf } from '../../prove/what-if/what-if.ts';
import { messageObject } from '../message-snippet.ts';
import { whatIfText } from '../what-if-text.ts';
import { changeObject } from './changed-fate-json.ts';
import { prose } from './json.ts';

/** What other values of settings would do, as `prove --what-if` has it in JSON. */
export function whatIfJson(whatIf: WhatIf): object {
  const { settings, effect, senders } = whatIf;
  const { fates, classes, runs, bound, notCovered } = effect.comparison;
  return {
    settings,
    said: prose(whatIfText(whatIf)),
    senders: senders.map(({ node, classes: broken, reply, messages, remedies }) => ({
      node,
      classes: broken,
      reply,
      example: messages[0] === undefined ? null : messageObject(messages[0]),
      remedies:
        remedies?.map(({ title, command, saved, harms }) => ({
          title: prose(title),
          command,
          saved,
          harms: harms.map(changeObject),
        })) ?? null,
    })),
    together: whatIf.together,
    changes: fates.map(changeObject),
    classes,
    runs,
    bound,
    notCovered: notCovered.map(prose),
  };
}
