import { plain, text } from '../model/text.ts';
import { terminalText } from '../report/escape.ts';
import { faultRemedy } from '../report/fault-words.ts';
import type { Wording } from '../report/language/translate.ts';

/** What is told of a fault of the program; `file` is the topology, where it is a fault of one of several alone. */
export function faultText(fault: unknown, debug: boolean, { say }: Wording, file?: string): string {
  const what = fault instanceof Error ? fault.message : String(fault);
  const said =
    file === undefined
      ? text`mxproof: a fault of mxproof itself, not of your input: ${what}`
      : text`mxproof: a fault of mxproof itself, not of your input (${file}): ${what}`;
  const stack = debug && fault instanceof Error ? `${fault.stack ?? ''}\n` : '';
  const advice = debug ? '' : `${plain(say(faultRemedy))}\n`;
  return `${plain(say(said), terminalText)}\n${stack}${advice}`;
}
