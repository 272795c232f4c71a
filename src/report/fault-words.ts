import { type Text, text } from '../model/text.ts';

/** That a topology of a portfolio has no verdict. */
export const faultOf = (file: string, what: string): Text =>
  text`${file} was not checked, because of a fault of mxproof itself: ${what}`;

/** By what id platforms are told of it: no check has it. */
export const faultRule = 'program/fault';

/** What helps whoever reads of it. */
export const faultRemedy: Text = text`Run it again with ${'MXPROOF_DEBUG=1'} to see where, and report it with the topology anonymised.`;
