import type { SpokenReply } from '../../reference/replies/replies.ts';
import { queueExpired, unreachableText } from '../../reference/replies/reply-text.ts';

/*
 * What systems other than Exchange say, in the words of the RFCs: their own texts differ, their codes do not.
 */

/** RFC 7505 section 4: the domain takes no mail. */
export const nullMx: SpokenReply = {
  code: '556',
  enhanced: '5.1.10',
  text: 'Recipient address has null MX',
  final: null,
  semantics: [],
};

/** RFC 5321 3.6.2, RFC 3463 X.7.1: a relay refuses a recipient that is not its own. */
export const relayingDenied: SpokenReply = {
  code: '550',
  enhanced: '5.7.1',
  text: 'Relaying denied',
  final: null,
  semantics: [],
};

/** RFC 5321 3.8, RFC 3463 X.4.2: a session that ends without an answer; the client tries again. */
export const connectionDropped: SpokenReply = {
  code: '451',
  enhanced: '4.4.2',
  text: 'Connection dropped',
  final: queueExpired,
  semantics: [],
};

/** OPR-1: no send connector is for the domain; the message waits in the Unreachable queue until it expires. */
export const unreachable: SpokenReply = {
  code: '450',
  enhanced: '4.4.x',
  text: unreachableText,
  final: queueExpired,
  semantics: ['OPR-1'],
};
