import type { PatternsParameter, WordsParameter } from '../../model/transport-rule.ts';
import type { TextMatch } from './match-text.ts';
import type { Scene, Test } from './scene.ts';
import { anyOf } from './truth.ts';

/** Names end here in what may hold other files (PRED-29). */
const archives = /\.(zip|7z|rar|tar|gz|tgz|cab|jar|arj|lzh|bz2|xz|iso)$/iu;

/** RULE-28e: nobody looks into an S/MIME message. */
const attachmentsOf = ({ run, message }: Scene) =>
  message.transit.type === 'encrypted' ? [] : run.message.attachments;

/** PRED-25, PRED-26, PRED-28, PRED-29: a sample tells the names of its attachments, not what is in them. */
export function compileAttachmentText(
  parameter: Extract<WordsParameter | PatternsParameter, `Attachment${string}`>,
  match: TextMatch,
): Test {
  switch (parameter) {
    case 'AttachmentNameMatchesPatterns':
      return (scene) => anyOf(attachmentsOf(scene), ({ name }) => match(name));
    case 'AttachmentExtensionMatchesWords':
      return (scene) =>
        anyOf(attachmentsOf(scene), ({ name }) => {
          const found = name.includes('.') ? match(name.slice(name.lastIndexOf('.') + 1)) : false;
          return found === false && archives.test(name) ? undefined : found;
        });
    case 'AttachmentContainsWords':
    case 'AttachmentMatchesPatterns':
      return (scene) => (attachmentsOf(scene).length === 0 ? false : undefined);
  }
}

/** PRED-27, PRED-31 to PRED-34: about the content of attachments; without any there is nothing to ask. */
export const compileAttachmentFlag =
  (_parameter: string): Test =>
  (scene) =>
    attachmentsOf(scene).length === 0 ? false : undefined;
