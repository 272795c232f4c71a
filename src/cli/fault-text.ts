import { plain } from '../model/text.ts';
import { terminalText } from '../report/escape.ts';
import { faultRemedy } from '../report/fault-words.ts';

/** What is told of a fault of the program; `file` is the topology, where it is a fault of one of several alone. */
export function faultText(fault: unknown, debug: boolean, file?: string): string {
  const what = fault instanceof Error ? fault.message : String(fault);
  const about = file === undefined ? '' : ` (${terminalText(file)})`;
  const stack = debug && fault instanceof Error ? `${fault.stack ?? ''}\n` : '';
  const advice = debug ? '' : `${plain(faultRemedy)}\n`;
  return `mxproof: a fault of mxproof itself, not of your input${about}: ${what}\n${stack}${advice}`;
}
