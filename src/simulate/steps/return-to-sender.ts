import { invariant } from '../../base/invariant.ts';
import { reply, type SpokenReply } from '../../reference/replies/replies.ts';
import { expired } from '../../reference/replies/reply-text.ts';
import type { DirectoryEntry } from '../directory.ts';
import type { Arrival, Copy, Run, Transit } from '../run.ts';

/**
 * A node that took the message cannot deliver it: the sender gets an NDR. A message without a sender has nobody to tell
 * and is dropped (RFC 5321 6.1).
 */
export function returnToSender(run: Run, copy: Copy, transit: Transit, from: string, answer: SpokenReply): void {
  const said = { code: answer.code, enhanced: answer.enhanced, text: answer.text, from, final: null };
  const returnedTo = transit.mailFrom === '' ? [] : [transit.mailFrom];
  run.end(copy, transit, {
    status: transit.mailFrom === '' ? 'dropped' : 'bounced',
    endsAt: copy.route.at(-1) ?? from,
    reply: { ...said, returnedTo },
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
        returnedTo: arrival.transit.mailFrom === '' ? [] : [arrival.transit.mailFrom],
      },
    });
    return;
  }
  invariant(reply.code.startsWith('5'), `a refusal is 4xx or 5xx, not ${reply.code}`);
  if (arrival.accepted) {
    returnToSender(run, copy, arrival.transit, arrival.to, reply);
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
    },
  });
}
