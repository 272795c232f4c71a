import { text } from '../../../model/text.ts';
import { domainOf, localPartOf } from '../../../protocols/smtp/mail-address.ts';
import { acceptedDomain } from '../../../simulate/world.ts';
import { defineCheck, isQuestion, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { outcomesOf, sessionEvidence } from '../../trace-evidence.ts';

interface Unreachable extends Violation {
  readonly node: string;
  readonly sender: string;
  readonly mailbox: string;
  readonly reply: string;
}

/** Relayed mail gets a sender of the tenant's own, and nobody has the address to which reports come back (SRS-2, CFWD-2). */
export const rewrittenSenderUnreachable = defineCheck<Unreachable>({
  id: 'routing/rewritten-sender-unreachable',
  severity: 'warning',
  covers: ['PMIS-69'],
  docs: {
    summary: 'Exchange Online gives relayed mail a sender of its own, and no mailbox takes what comes back to it.',
    why: 'A foreign envelope sender becomes bounces+SRS=… in the default domain; reports about mail that cannot be delivered are refused there, and nobody learns of the failure.',
    remedy: 'Create a mailbox bounces in the default accepted domain.',
    references: [
      {
        title: 'Sender Rewriting Scheme (SRS) in Microsoft 365',
        url: 'https://learn.microsoft.com/exchange/reference/sender-rewriting-scheme',
      },
    ],
  },

  *run(context) {
    const { own } = context.world;
    const report = context.traces.find((one) => one.purpose === 'returned');
    const [returned] = report?.trace.outcomes ?? [];
    if (own === undefined || report === undefined || returned === undefined || !lost.has(returned.status)) return;
    const rewritten = [...outcomesOf(context.traces)].find(
      ({ probed, outcome }) =>
        !isQuestion(probed) && outcome.status === 'sent' && outcome.lastMailFrom === returned.recipient,
    );
    if (rewritten === undefined) return;
    const { probed, outcome } = rewritten;
    const domain = domainOf(returned.recipient);
    const accepted = acceptedDomain(own, domain);
    yield {
      subject: subject('domain', domain),
      at: accepted?.isListed === true ? accepted.at : context.topology.tenant?.at,
      evidence: [
        ...sessionEvidence(context, probed, outcome, ['choose-egress']),
        ...sessionEvidence(context, report, returned),
      ],
      semantics: ['SRS-2', 'CFWD-2', 'PMIS-69'],
      confidence: outcome.confidence,
      assumptions: [...outcome.assumptions, ...returned.assumptions],
      node: probed.trace.message.source,
      sender: probed.trace.message.mailFrom,
      mailbox: `${localPartOf(returned.recipient).split('+')[0] ?? ''}@${domain}`,
      reply: returned.reply === null ? '' : `${returned.reply.code} ${returned.reply.enhanced}`,
    };
  },

  explain: ({ node, sender, mailbox, reply }) => ({
    problem: text`What ${node} sends as ${sender} leaves with a sender that Exchange Online writes for ${mailbox}, and ${mailbox} is no recipient.`,
    consequence:
      reply === ''
        ? text`Reports about such mail that cannot be delivered are lost.`
        : text`Reports about such mail that cannot be delivered are refused with ${reply}.`,
    remedy: text`Create a shared mailbox ${mailbox}: New-Mailbox -Shared -Name bounces -PrimarySmtpAddress ${mailbox}.`,
  }),

  fix: ({ mailbox }) => [
    byPerson(text`Create the mailbox ${mailbox}`, text`Create a shared mailbox ${mailbox}, and say who reads it.`),
  ],
});

const lost: ReadonlySet<string> = new Set(['rejected', 'bounced', 'dropped']);
