import { text } from '../../model/text.ts';
import { notModelled, type PatternReader } from './pattern-reader.ts';

/** Options of .NET that can be set inside a pattern and change what it matches; ignoring case is always on. */
export interface PatternOptions {
  /** `m`: `^` and `$` hold at every line. */
  readonly multiline: boolean;
  /** `s`: a dot matches a line feed, too. */
  readonly dotMatchesAll: boolean;
  /** `x`: white space and comments in the pattern do not count. */
  readonly spaced: boolean;
}

/** The options after letters such as `im-s`; the reader stands at the group that holds them. */
export function changeOptions(reader: PatternReader, options: PatternOptions, letters: string): PatternOptions {
  let changed = options;
  let on = true;
  for (const letter of letters) {
    if (letter === '-') on = false;
    else if (letter === 'm') changed = { ...changed, multiline: on };
    else if (letter === 's') changed = { ...changed, dotMatchesAll: on };
    else if (letter === 'x') changed = { ...changed, spaced: on };
    else if (letter === 'i' && !on) {
      // It is not documented whether a pattern can turn off what Exchange turns on.
      notModelled(reader, reader.at, text`${'(?-i)'}, while rules ignore case`);
    } else if (letter !== 'i' && letter !== 'n') {
      notModelled(reader, reader.at, text`the option ${letter}`);
    }
  }
  return changed;
}
