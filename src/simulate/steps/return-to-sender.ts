import { invariant } from '../../base/invariant.ts';
import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { reply, type SpokenReply } from '../../reference/replies/replies.ts';
import { expired } from '../../reference/replies/reply-text.ts';
import type { DirectoryEntry } from '../directory.ts';
import { copyWith } from '../new-copy.ts';
import { type RuleOwner, rulesOfPremises, rulesOfTenant } from '../rules/rule-owner.ts';
import type { Arrival, Copy, Run, Transit } from '../run.ts';
import type { Reply } from '../trace.ts';
import { remoteDomainOf } from './apply-remote-domain.ts';

/**
 * Who is told by the node that holds the message and gives up. A message without a sender has nobody (RFC 5321 6.1), and no
 * report leaves for a domain whose remote domain forbids it (RD-10): that sender never learns of it.
 */
export function told(run: Run, copy: Copy, transit: Transit, by: string): Pick<Reply, 'returnedTo' | 'returnedBy'> {
  if (transit.mailFrom === '' || isSilenced(run, copy, transit.mailFrom, by)) return { returnedTo: [], returnedBy: by };
  return { returnedTo: [transit.mailFrom], returnedBy: by };
}

/** Whether the remote domain of somebody outside keeps reports of the node from him (RD-10). */
export function isSilenced(run: Run, copy: Copy, sender: string, by: string): boolean {
  const owner = ownerAt(run, by);
  if (owner === undefined || owner.remoteDomains.length === 0) return false;
  const domain = domainOf(sender);
  // RD-4: accepted domains are not remote.
  if (owner.accepted(domain) !== undefined) return false;
  const remote = remoteDomainOf(run, owner, domain);
  if (remote?.ndrEnabled !== false) return false;
  run.decide(copy.hops.at(-1) ?? 0, 'apply-remote-domain', ['RD-10'], () => ({
    verdict: text`no NDR`,
    because: text`NDREnabled of the remote domain ${remote.name} is false: ${sender} is not told`,
    evidence: [run.setting(`${remote.at}/NDREnabled`, text`NDREnabled of ${remote.name}`)],
  }));
  return true;
}

/** The organisation whose remote domains a node follows; undefined: it has none. */
function ownerAt({ world }: Run, node: string): RuleOwner | undefined {
  const tenant = world.tenants.find((one) => one.tenant.node === node);
  if (tenant !== undefined) return rulesOfTenant(world, tenant);
  const role = world.servers.get(node)?.role;
  const exchange = role === 'mailbox' || role === 'edge';
  return exchange && world.premises !== undefined ? rulesOfPremises(world, world.premises, role) : undefined;
}

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
  const { code, enhanced, text: words } = answer;
  run.end(copy, transit, {
    status: transit.mailFrom === '' ? 'dropped' : 'bounced',
    endsAt: copy.route.at(-1) ?? from,
    reply: { code, enhanced, text: words, from, final: null, ...told(run, copy, transit, by) },
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
    run.end(copyWith(copy, { route: before }), arrival.transit, {
      status: 'deferred',
      endsAt: arrival.from,
      reply: {
        code: reply.code,
        enhanced: reply.enhanced,
        text: reply.text,
        from: arrival.to,
        final: reply.final ?? expired,
        ...told(run, copy, arrival.transit, arrival.from),
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
