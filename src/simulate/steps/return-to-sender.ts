import { invariant } from '../../base/invariant.ts';
import { reply, type SpokenReply } from '../../reference/replies/replies.ts';
import { expired } from '../../reference/replies/reply-text.ts';
import type { DirectoryEntry } from '../directory.ts';
import type { Arrival, Copy, Run, Transit } from '../run.ts';
import type { Reply } from '../trace.ts';

/** Who is told by the node that holds the message and gives up; a message without a sender has nobody (RFC 5321 6.1). */
export const told = (transit: Transit, by: string): Pick<Reply, 'returnedTo' | 'returnedBy'> => ({
  returnedTo: transit.mailFrom === '' ? [] : [transit.mailFrom],
  returnedBy: by,
});

/**
 * A message that was taken cannot be delivered: the sender gets an NDR of `by`, the node that holds it, which by default
 * is the one that says so. A message without a sender is dropped (RFC 5321 6.1).
 */
export function returnToSender(
  run: Run,
  copy: Copy,
  transit: Transit,
  from: string,
  answer: SpokenReply,
  by: string = from,
): void {
  const said = { code: answer.code, enhanced: answer.enhanced, text: answer.text, from, final: null };
  run.end(copy, transit, {
    status: transit.mailFrom === '' ? 'dropped' : 'bounced',
    endsAt: copy.route.at(-1) ?? from,
    reply: { ...said, ...told(transit, by) },
  });
}

/** RequireSenderAuthenticationEnabled, in the words for the kind of recipient (HDR-7, section 9 of the connector semantics). */
export function senderNotAuthenticated(kind: DirectoryEntry['kind']): SpokenReply {
  switch (kind) {
    case 'group':
      return reply('senderNotAuthenticatedForGroup');
    case 'mailbox':
      return reply('senderNotAuthenticatedForMailbox');
    case 'remote':
      return reply('senderNotAuthenticatedForMailUser');
    case 'contact':
      return reply('senderNotAuthenticated');
  }
}

/**
 * A node refuses the copy in the session. Where nobody has accepted the message before, its submitter is told
 * (`rejected`); otherwise the system that has it returns it. A transient refusal leaves it in the client's queue.
 */
export function refuse(
  run: Run,
  arrival: Pick<Arrival, 'to' | 'from' | 'accepted' | 'transit'>,
  copy: Copy,
  reply: SpokenReply,
): void {
  if (reply.code.startsWith('4')) {
    const before = copy.route.slice(0, -1);
    run.end({ ...copy, route: before }, arrival.transit, {
      status: 'deferred',
      endsAt: arrival.from,
      reply: {
        code: reply.code,
        enhanced: reply.enhanced,
        text: reply.text,
        from: arrival.to,
        final: reply.final ?? expired,
        ...told(arrival.transit, arrival.from),
      },
    });
    return;
  }
  invariant(reply.code.startsWith('5'), `a refusal is 4xx or 5xx, not ${reply.code}`);
  if (arrival.accepted) {
    returnToSender(run, copy, arrival.transit, arrival.to, reply, arrival.from);
    return;
  }
  run.end(copy, arrival.transit, {
    status: 'rejected',
    endsAt: arrival.to,
    reply: {
      code: reply.code,
      enhanced: reply.enhanced,
      text: reply.text,
      from: arrival.to,
      final: null,
      returnedTo: [],
      returnedBy: null,
    },
  });
}
