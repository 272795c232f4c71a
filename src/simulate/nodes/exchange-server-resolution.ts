import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { reply } from '../../reference/replies/replies.ts';
import { type DirectoryEntry, finalOf } from '../directory.ts';
import { resolveMailbox } from '../forwards/mailbox-forwarding.ts';
import { copyWith } from '../new-copy.ts';
import type { Resolved } from '../rules/fork.ts';
import { rulesOfPremises } from '../rules/rule-owner.ts';
import type { Copy, Run } from '../run.ts';
import { applyRemoteDomain } from '../steps/apply-remote-domain.ts';
import { checkRecipient, returnedOverLimit } from '../steps/check-limits.ts';
import { expandGroup, handedOn } from '../steps/expand-group.ts';
import { resolveOnPremises } from '../steps/resolve-recipient.ts';
import { returnToSender, senderNotAuthenticated } from '../steps/return-to-sender.ts';
import { isOwnDomain, premisesAcceptedDomain } from '../world.ts';
import type { ServerMessage } from './exchange-server-leave.ts';

const depthMax = 20;

/**
 * Resolution of one recipient on a mailbox server, before mail flow rules and routing (ORDER-10, ORDER-17); copies that it
 * ends are ended. `depth` is how many groups and targets lead here; its bound keeps chains of them finite.
 */
export function resolve(run: Run, message: ServerMessage, copy: Copy, depth: number): readonly Resolved[] {
  const { premises, server, transit } = message;
  const found = resolveOnPremises(run, premises, copy.address);
  if (found.kind === 'foreign') return towards(run, message, copy, undefined, domainOf(copy.address));
  if (found.kind === 'none') {
    const domain = premisesAcceptedDomain(premises, domainOf(copy.address));
    if (domain !== undefined && domain.type !== 'Authoritative')
      return towards(run, message, copy, undefined, domainOf(copy.address));
    run.decide(message.hop, 'resolve-recipient', ['ACC-25'], () => ({
      verdict: text`unknown`,
      because: text`${copy.address} is no recipient on-premises, and ${domain?.name ?? ''} is Authoritative there`,
    }));
    returnToSender(run, copy, transit, server.node, reply('recipientNotFound'));
    return [];
  }
  if (found.kind === 'assumed') {
    run.decide(message.hop, 'resolve-recipient', ['HYB-3'], () => ({
      verdict: found.where === 'here' ? text`a mailbox here` : text`a mailbox in the cloud`,
      because: text`no recipient of ${domainOf(copy.address)} is declared; ${copy.address} is taken to exist`,
    }));
    return found.where === 'here'
      ? [{ copy, entry: undefined, destination: { kind: 'assumed' } }]
      : followTarget(run, message, copy, coexistenceAddress(run, copy.address));
  }
  const { entry } = found;
  const here = copyWith(copy, { final: finalOf(entry, (name) => isOwnDomain(run, name)) });
  run.decide(message.hop, 'resolve-recipient', ['HYB-3'], () => ({
    verdict: text`${entry.recipientType} ${entry.primary}`,
    because:
      entry.target === undefined
        ? text`the on-premises directory holds ${copy.address}`
        : text`the on-premises directory holds ${copy.address}, with the routing address ${entry.target}`,
    evidence: [run.setting(entry.at, `${entry.primary}: ${entry.recipientType}`)],
  }));
  if (entry.internalOnly && message.authAs !== 'Internal') {
    returnToSender(run, here, transit, server.node, senderNotAuthenticated(entry.kind));
    return [];
  }
  const organization = { ...message.premises.premises.transportConfig.limits, ownServers: true } as const;
  const over = checkRecipient(run, entry, organization, transit, message.authAs === 'Internal');
  if (returnedOverLimit(run, { hop: message.hop, node: server.node, transit }, [here], over)) return [];
  switch (entry.kind) {
    case 'mailbox':
      return atMailbox(run, message, here, entry, depth);
    case 'group':
      return expandGroup(
        run,
        {
          hop: message.hop,
          transit,
          copy: here,
          group: entry,
          owner: rulesOfPremises(run.world, premises, 'mailbox'),
          depth,
        },
        (member) => resolve(run, message, member, depth + 1),
      );
    case 'contact':
    case 'remote':
      return followTarget(run, message, here, entry.target, entry, depth);
  }
}

/** Out of the directory; what a remote domain suppresses ends here (ORDER-22). */
function towards(
  run: Run,
  message: ServerMessage,
  copy: Copy,
  entry: DirectoryEntry | undefined,
  domain: string,
): readonly Resolved[] {
  const { premises, server, transit, hop, rulesRan } = message;
  const owner = rulesOfPremises(run.world, premises, 'mailbox');
  if (rulesRan || !applyRemoteDomain(run, { owner, hop, transit }, copy, domain))
    return [{ copy, entry, destination: { kind: 'domain', domain } }];
  run.end(copy, transit, { status: 'dropped', endsAt: server.node });
  return [];
}

/** The first server of the organisation forwards; the next one gets what is left to do. */
function atMailbox(
  run: Run,
  message: ServerMessage,
  copy: Copy,
  entry: DirectoryEntry,
  depth: number,
): readonly Resolved[] {
  const { premises, server, transit, hop, rulesRan } = message;
  if (rulesRan) return [{ copy, entry, destination: { kind: 'mailbox', entry } }];
  const at = { owner: rulesOfPremises(run.world, premises, 'mailbox'), node: server.node, hop, transit };
  return resolveMailbox(run, at, copy, entry, (forwarded) => resolve(run, message, forwarded, depth + 1));
}

function coexistenceAddress(run: Run, address: string): string | undefined {
  const domain = run.world.own?.tenant.acceptedDomains.find((one) => one.isCoexistence)?.name;
  return domain === undefined ? undefined : `${address.slice(0, address.lastIndexOf('@'))}@${domain}`;
}

/** HYB-3: a remote mailbox is sent to its routing address; without one there is nothing to send it to. */
function followTarget(
  run: Run,
  message: ServerMessage,
  copy: Copy,
  target: string | undefined,
  entry?: DirectoryEntry,
  depth = 0,
): readonly Resolved[] {
  if (target === undefined) {
    run.decide(message.hop, 'resolve-recipient', ['HYB-3'], () => ({
      verdict: text`no routing address`,
      because: text`${copy.address} has no RemoteRoutingAddress: no coexistence domain is declared`,
    }));
    returnToSender(run, copy, message.transit, message.server.node, reply('noRoutingAddress'));
    return [];
  }
  const moved = copyWith(copy, { address: target });
  const other = message.premises.directory.entries.get(target.toLowerCase());
  if (other !== undefined && entry !== undefined && other.primary !== entry.primary && depth < depthMax)
    return resolve(run, message, moved, depth + 1);
  const passed =
    entry?.kind === 'contact'
      ? handedOn(moved, entry, rulesOfPremises(run.world, message.premises, 'mailbox'), message.transit)
      : moved;
  return towards(run, message, passed, entry, domainOf(target));
}
