import { plain } from '../../../model/text.ts';
import { sameAddress } from '../../../protocols/smtp/mail-address.ts';
import { type Forward, isOfMailbox } from '../../../simulate/forwards/forward.ts';
import type { Outcome } from '../../../simulate/trace.ts';
import type { CheckContext, ProbedTrace } from '../../check.ts';
import { decisionsOf, twin } from '../../trace-evidence.ts';

/** The forwards that lead from the mailbox at which a copy ends back to it (RULE-55); none where it ends for another reason. */
export function circleOf(context: CheckContext, probed: ProbedTrace, outcome: Outcome): readonly Forward[] {
  const { forwards, finalRecipient, status } = outcome;
  const first = forwards.findIndex((one) => isOfMailbox(one) && sameAddress(one.by, finalRecipient));
  if (status !== 'bounced' || first < 0) return [];
  const trace = context.explained(probed);
  const explained = twin(trace, outcome);
  const ended =
    explained !== undefined &&
    decisionsOf(trace, explained).some(
      ({ step, verdict }) => step === 'forward-mailbox' && plain(verdict) === 'a forwarding loop',
    );
  return ended ? forwards.slice(first).filter(isOfMailbox) : [];
}
