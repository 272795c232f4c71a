import type { Attachment } from '../../model/attachment.ts';
import type { FlagParameter, NamedTest, PatternsParameter, WordsParameter } from '../../model/transport-rule.ts';
import { matchWords, type TextMatch } from './match-text.ts';
import type { Scene, Test } from './scene.ts';
import { anyOf, type Truth } from './truth.ts';

/** Names end here in what may hold other files (PRED-29); the last carries all attachments of a message from Outlook. */
const archives = /\.(zip|7z|rar|tar|gz|tgz|cab|jar|arj|lzh|bz2|xz|iso)$|^winmail\.dat$/iu;

/** RULE-28e: nobody looks into an S/MIME message. */
const attachmentsOf = ({ run, message }: Scene) =>
  message.transit.type === 'encrypted' ? [] : run.message.attachments;

const anyAttachment =
  (holds: (one: Attachment) => Truth): Test =>
  (scene) =>
    anyOf(attachmentsOf(scene), holds);

/** LIM-7: what stands behind the first megabyte of an attachment's text is not seen. */
const scannedMax = 1024 * 1024;

/** PRED-25, PRED-26, PRED-28, PRED-29. */
export function compileAttachmentText(
  parameter: Extract<WordsParameter | PatternsParameter, `Attachment${string}`>,
  match: TextMatch,
): Test {
  switch (parameter) {
    case 'AttachmentNameMatchesPatterns':
      return anyAttachment(({ name }) => (name === '' ? undefined : match(name)));
    case 'AttachmentExtensionMatchesWords':
      return anyAttachment(({ name }) => {
        if (name === '') return undefined;
        const found = name.includes('.') ? match(name.slice(name.lastIndexOf('.') + 1)) : false;
        return found === false && archives.test(name) ? undefined : found;
      });
    case 'AttachmentContainsWords':
    case 'AttachmentMatchesPatterns':
      return anyAttachment(({ text }) => (text === undefined ? undefined : match(text.slice(0, scannedMax))));
  }
}

/** PRED-27, PRED-31 to PRED-33: decided by what the sample declares of each attachment. */
export function compileAttachmentFlag(parameter: Exclude<FlagParameter, 'HasNoClassification'>): Test {
  switch (parameter) {
    case 'AttachmentIsUnsupported':
      return anyAttachment((one) => one.unsupported);
    case 'AttachmentProcessingLimitExceeded':
      return anyAttachment((one) => one.scanIncomplete);
    case 'AttachmentHasExecutableContent':
      return anyAttachment((one) => one.executable);
    case 'AttachmentIsPasswordProtected':
      return anyAttachment((one) => one.passwordProtected);
  }
}

/** PRED-34 */
export function compileAttachmentProperties(tests: readonly NamedTest[]): Test {
  const compiled = tests.map(({ name, values }) => ({ name: name.trim().toLowerCase(), match: matchWords(values) }));
  return anyAttachment(({ properties }) => {
    if (properties === undefined) return undefined;
    return anyOf(compiled, ({ name, match }) => {
      const value = properties.get(name);
      return value === undefined ? false : match(value);
    });
  });
}
