import { type Text, text } from '../model/text.ts';

/** That a topology of a portfolio has no verdict. */
export const faultOf = (file: string, what: string): Text =>
  text`${file} was not checked, because of a fault of mxproof itself: ${what}`;
