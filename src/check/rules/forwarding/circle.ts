import { byCodeUnit } from '../../../base/order.ts';
import { list, text } from '../../../model/text.ts';
import { sameAddress } from '../../../protocols/smtp/mail-address.ts';
import type { Forward } from '../../../simulate/forwards/forward.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { groupBy, outcomesOf, sessionEvidence } from '../../trace-evidence.ts';
import { circleOf } from './circle-of-forwards.ts';
import { forwardingPages } from './forwarding-pages.ts';

interface Circle extends Violation {
  readonly mailboxes: readonly string[];
  readonly reply: string;
}

/** Mailboxes that forward to each other and keep no copy: nobody gets the mail (section 2.9, RULE-55). */
export const circle = defineCheck<Circle>({
  id: 'forwarding/circle',
  severity: 'error',
  covers: ['PMIS-67'],
  docs: {
    summary: 'Mailboxes forward to each other, and none of them keeps a copy.',
    why: 'Whatever is sent to one of them comes back to its sender (5.4.6): nobody reads it.',
    remedy: 'Take one of the forwards away, or let one of the mailboxes keep a copy.',
    references: [forwardingPages.external, forwardingPages.setMailbox],
  },

  *run(context) {
    const looped = [...outcomesOf(context.traces)].flatMap(({ probed, outcome }) => {
      const forwards = circleOf(context, probed, outcome);
      return forwards.length === 0 ? [] : [{ probed, outcome, forwards }];
    });
    for (const group of groupBy(looped, ({ forwards }) => membersOf(forwards).join(' ')).values()) {
      const [{ probed, outcome, forwards }] = group;
      const mailboxes = membersOf(forwards);
      const [first = ''] = mailboxes;
      yield {
        subject: subject('recipient', first),
        at: forwards.find((one) => sameAddress(one.by, first))?.at,
        detail: mailboxes.join(' '),
        evidence: sessionEvidence(context, probed, outcome, ['forward-mailbox']),
        semantics: ['RULE-55', 'FWD-4', 'PMIS-67'],
        confidence: outcome.confidence,
        assumptions: outcome.assumptions,
        explains: group.map((one) => one.probed),
        mailboxes,
        reply: outcome.reply === null ? '' : `${outcome.reply.code} ${outcome.reply.enhanced}`,
      };
    }
  },

  explain: ({ mailboxes, reply }) => ({
    problem:
      mailboxes.length === 1
        ? text`${list(mailboxes, 'and')} forwards to itself and keeps no copy.`
        : text`${list(mailboxes, 'and')} forward to each other, and none of them keeps a copy.`,
    consequence: text`Nobody reads what is sent to one of them: the sender gets ${reply}.`,
    remedy: text`Take one of the forwards away, or let a mailbox keep a copy: Set-Mailbox -Identity ${mailboxes[0] ?? ''} -DeliverToMailboxAndForward $true.`,
  }),

  fix: ({ mailboxes }) => [
    byPerson(
      text`Break the circle of forwards`,
      text`Find out who of ${list(mailboxes, 'and')} reads the mail; take the forwarding of that mailbox away, or let it keep a copy.`,
    ),
  ],
});

/** Who forwards, in an order that hangs on no message. */
const membersOf = (forwards: readonly Forward[]): readonly string[] => [
  ...new Set(forwards.map((one) => one.by.toLowerCase()).sort(byCodeUnit)),
];
