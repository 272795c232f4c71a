import type { JournalRule } from '../../model/journal-rule.ts';
import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import { mailAddress } from './domain-words.ts';
import { choiceOf, flagOf, pasted, textOf } from './exchange-object.ts';
import { openObjects } from './pasted-objects.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';
import { uniqueNames } from './unique-names.ts';

/** Get-JournalRule; a rule without an address to journal to is a problem. */
export function readJournalRules(reading: Reading, raw: unknown, at: Pointer): readonly JournalRule[] {
  const objects = openObjects(reading, 'journalRule', raw, at);
  uniqueNames(reading, text`journal rule`, objects);
  return objects.flatMap((object) => {
    const written = textOf(object, 'JournalEmailAddress');
    const address = written && mailAddress(written.text.replace(/^smtp:/iu, ''));
    if (written === undefined || address === undefined) {
      reportProblem(
        reading,
        written?.at ?? object.at,
        written === undefined
          ? text`JournalEmailAddress of the journal rule ${object.name} is missing.`
          : text`JournalEmailAddress of ${object.name} is ${written.text}, which is no mail address.`,
        text`Write the address of the journaling mailbox, such as ${'journal@archive.example'}.`,
      );
      return [];
    }
    const scope = choiceOf(object, 'Scope', { values: ['Global', 'Internal', 'External'] });
    return [
      {
        ...pasted(object),
        journalTo: { ...written, text: address },
        recipient: textOf(object, 'Recipient'),
        scope: scope ?? 'Global',
        enabled: flagOf(object, 'Enabled') ?? true,
      },
    ];
  });
}
