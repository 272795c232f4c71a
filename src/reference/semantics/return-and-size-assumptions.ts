import type { AssumptionText } from './assumption-text.ts';

/** Open points of what comes back to senders, and of sizes. */
export const returnAndSizeTexts: readonly AssumptionText[] = [
  {
    id: 'limits.defaultMessageSize',
    question: 'How many megabytes may a message have that a mailbox sends or receives whose limits are not declared?',
    answers: [
      { value: '35', effect: '35 MB.' },
      { value: '25', effect: '25 MB.' },
    ],
    from: ['PUNC-22', 'LIM-11'],
  },
  {
    id: 'srs.returnedMail',
    question: 'Who gets an NDR that comes back to a sender which Exchange Online rewrote to <mailbox>+SRS=…?',
    answers: [
      {
        value: 'original-sender',
        effect: 'The original sender, whom the rewritten address names: the service decodes it and sends it on.',
      },
      { value: 'forwarding-mailbox', effect: 'The mailbox that forwarded, as with any plus address.' },
    ],
    from: ['SRS-2', 'CFWD-2'],
  },
];
