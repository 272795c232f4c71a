import { type Text, text } from '../../../model/text.ts';

/** The kind of a connector, as it stands before the word connector. */
export const kindText: Readonly<Record<'inbound' | 'outbound' | 'send' | 'receive', Text>> = {
  inbound: text`inbound`,
  outbound: text`outbound`,
  send: text`send`,
  receive: text`receive`,
};
