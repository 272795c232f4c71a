import type { Attachment } from '../../model/attachment.ts';
import type { FlagParameter, NamedTest, PatternsParameter, WordsParameter } from '../../model/transport-rule.ts';
import type { Run } from '../run.ts';
import type { RuleTexts, TextMatch } from './match-text.ts';
import { attachmentsOf } from './message-facts.ts';
import type { Scene, Test } from './scene.ts';
import { anyOf, type Truth } from './truth.ts';

/** Names end here in what may hold other files (PRED-29); the last carries all attachments of a message from Outlook. */
const archives = /\.(zip|7z|rar|tar|gz|tgz|cab|jar|arj|lzh|bz2|xz|iso)$|^winmail\.dat$/iu;

const anyAttachment =
  (holds: (run: Run, one: Attachment) => Truth): Test =>
  (scene) =>
    anyOf(attachmentsOf(scene), (one) => holds(scene.run, one));

/** LIM-7: where nothing is declared, the first megabyte of an attachment's text is seen, by older pages 150 KB. */
const scannedMax = { current: 1024 * 1024, older: 150 * 1024 };

function textHolds({ run, message }: Scene, match: TextMatch, content: string): Truth {
  const declared = message.owner.limits?.attachmentText?.value;
  if (declared !== undefined) return match.holds(run, content.slice(0, declared));
  const current = match.holds(run, content.slice(0, scannedMax.current));
  if (content.length <= scannedMax.older) return current;
  const older = match.holds(run, content.slice(0, scannedMax.older));
  if (current === older) return current;
  return run.assume('rules.attachmentScanLimit', ['1MB', '150KB']) === '1MB' ? current : older;
}

/** PRED-25, PRED-26, PRED-28, PRED-29. */
export function compileAttachmentText(
  parameter: Extract<WordsParameter | PatternsParameter, `Attachment${string}`>,
  match: TextMatch,
): Test {
  switch (parameter) {
    case 'AttachmentNameMatchesPatterns':
      return anyAttachment((run, { name }) => (name === '' ? undefined : match.holds(run, name)));
    case 'AttachmentExtensionMatchesWords':
      return anyAttachment((run, { name }) => {
        if (name === '') return undefined;
        const found = name.includes('.') ? match.holds(run, name.slice(name.lastIndexOf('.') + 1)) : false;
        return found === false && archives.test(name) ? undefined : found;
      });
    case 'AttachmentContainsWords':
    case 'AttachmentMatchesPatterns':
      return (scene) =>
        anyOf(attachmentsOf(scene), ({ text }) => (text === undefined ? undefined : textHolds(scene, match, text)));
  }
}

/** PRED-27, PRED-31 to PRED-33: decided by what the sample declares of each attachment. */
export function compileAttachmentFlag(parameter: Exclude<FlagParameter, 'HasNoClassification'>): Test {
  switch (parameter) {
    case 'AttachmentIsUnsupported':
      return anyAttachment((_, one) => one.unsupported);
    case 'AttachmentProcessingLimitExceeded':
      return anyAttachment((_, one) => one.scanIncomplete);
    case 'AttachmentHasExecutableContent':
      return anyAttachment((_, one) => one.executable);
    case 'AttachmentIsPasswordProtected':
      return anyAttachment((_, one) => one.passwordProtected);
  }
}

/** PRED-34 */
export function compileAttachmentProperties(tests: readonly NamedTest[], texts: RuleTexts): Test {
  const compiled = tests.map(({ name, values }) => ({ name: name.trim().toLowerCase(), match: texts.words(values) }));
  return anyAttachment((run, { properties }) => {
    if (properties === undefined) return undefined;
    return anyOf(compiled, ({ name, match }) => {
      const value = properties.get(name);
      return value === undefined ? false : match.holds(run, value);
    });
  });
}
