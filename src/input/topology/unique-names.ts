import type { Pointer } from '../../model/source.ts';
import { type Text, text } from '../../model/text.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';

/** Reports names that are empty, and names that two things of one kind share; names are compared without case, as Exchange does. */
export function uniqueNames(
  reading: Reading,
  kind: Text,
  named: readonly { readonly name: string; readonly at: Pointer }[],
): void {
  const first = new Map<string, Pointer>();
  for (const { name, at } of named) {
    if (name.trim() === '') reportProblem(reading, at, text`The name of a ${kind} is empty.`, text`Write a name.`);
    const lower = name.toLowerCase();
    const before = first.get(lower);
    if (before === undefined) first.set(lower, at);
    else {
      const line = reading.sources.locate(before)?.line;
      reportProblem(
        reading,
        at,
        text`Two of the kind ${kind} are named ${name}; the other stands in line ${line ?? 0}.`,
        text`Give each ${kind} its own name.`,
      );
    }
  }
}
