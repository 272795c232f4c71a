import { text } from '../../model/text.ts';
import type { AcceptedDomain } from '../../model/topology.ts';
import { domainOf, sameAddress } from '../../protocols/smtp/mail-address.ts';
import { reply } from '../../reference/replies/replies.ts';
import { type DirectoryEntry, finalOf, isOutside } from '../directory.ts';
import { resolveMailbox } from '../forwards/mailbox-forwarding.ts';
import { copyWith } from '../new-copy.ts';
import type { Resolved } from '../rules/fork.ts';
import { rulesOfTenant } from '../rules/rule-owner.ts';
import type { Copy, Run } from '../run.ts';
import { applyRemoteDomain } from '../steps/apply-remote-domain.ts';
import { checkRecipient, returnedOverLimit } from '../steps/check-limits.ts';
import { expandGroup, handedOn } from '../steps/expand-group.ts';
import { resolveInCloud } from '../steps/resolve-recipient.ts';
import { returnToSender, senderNotAuthenticated } from '../steps/return-to-sender.ts';
import { type SelectedOutbound, selectOutboundConnector } from '../steps/select-outbound-connector.ts';
import type { TenantMessage } from '../tenant-message.ts';
import { acceptedDomain, type CompiledTenant, isOwnDomain } from '../world.ts';

const depthMax = 20;

/**
 * Resolution of one recipient in Exchange Online, before mail flow rules and routing (ORDER-10, ORDER-17); copies that it
 * ends are ended. `depth` is how many groups and targets lead here; its bound keeps chains of them finite.
 */
export function resolve(run: Run, message: TenantMessage, copy: Copy, depth: number): readonly Resolved[] {
  const { tenant, transit } = message;
  const domain = acceptedDomain(tenant, domainOf(copy.address));
  if (domain?.sendingToDisabled === true) return closed(run, message, copy, domain);
  const found = resolveInCloud(run, tenant, copy.address, transit.mailFrom);
  switch (found.kind) {
    case 'foreign':
      return towards(run, message, copy, undefined, domainOf(copy.address));
    case 'none':
      return unknown(run, message, copy);
    case 'returned':
      return returnedToOriginal(run, message, copy, found, depth);
    case 'assumed': {
      run.decide(message.hop, 'resolve-recipient', ['ACC-10'], () => ({
        verdict: found.where === 'here' ? text`a mailbox here` : text`a mailbox on-premises`,
        because: text`no recipient of ${domainOf(copy.address)} is declared; ${copy.address} is taken to exist`,
      }));
      return found.where === 'here'
        ? [{ copy, entry: undefined, destination: { kind: 'assumed' } }]
        : towards(run, message, copy, undefined, domainOf(copy.address));
    }
    case 'entry':
      break;
  }
  const { entry } = found;
  const here = copyWith(copy, { final: finalOf(entry, insideOf(run, tenant)) });
  run.decide(
    message.hop,
    'resolve-recipient',
    entry.kind === 'mailbox' ? ['OUT-1'] : entry.kind === 'group' ? ['ORDER-17'] : ['HYB-2'],
    () => ({
      verdict: text`${entry.recipientType} ${entry.primary}`,
      because: text`the directory of ${tenant.tenant.node} holds ${copy.address}`,
      evidence: [run.setting(entry.at, `${entry.primary}: ${entry.recipientType}`)],
    }),
  );
  if (entry.internalOnly && message.authAs !== 'Internal') {
    returnToSender(run, here, transit, tenant.tenant.node, senderNotAuthenticated(entry.kind));
    return [];
  }
  const over = checkRecipient(run, entry, tenant.tenant.organization.limits, transit, message.authAs === 'Internal');
  if (returnedOverLimit(run, { hop: message.hop, node: tenant.tenant.node, transit }, [here], over)) return [];
  if (entry.kind === 'mailbox') return atMailbox(run, message, here, entry, depth);
  if (entry.kind === 'group') {
    return expandGroup(
      run,
      { hop: message.hop, transit, copy: here, group: entry, owner: rulesOfTenant(run.world, tenant), depth },
      (member) => resolve(run, message, member, depth + 1),
    );
  }
  return followTarget(run, message, here, entry, depth);
}

/** Out of the directory; what a remote domain suppresses ends here (ORDER-22). */
function towards(
  run: Run,
  message: TenantMessage,
  copy: Copy,
  entry: DirectoryEntry | undefined,
  domain: string,
): readonly Resolved[] {
  const { tenant, transit, hop } = message;
  const owner = rulesOfTenant(run.world, tenant);
  if (!applyRemoteDomain(run, { owner, hop, transit }, copy, domain))
    return [{ copy, entry, destination: { kind: 'domain', domain } }];
  run.end(copy, transit, { status: 'dropped', endsAt: tenant.tenant.node });
  return [];
}

/** Where the message only passes through on its way to the premises, the mailbox forwards it on the way back. */
function atMailbox(
  run: Run,
  message: TenantMessage,
  copy: Copy,
  entry: DirectoryEntry,
  depth: number,
): readonly Resolved[] {
  if (entry.forwarding === undefined || premisesFirst(run, message, copy) !== undefined)
    return [{ copy, entry, destination: { kind: 'mailbox', entry } }];
  const { tenant, transit, hop } = message;
  const at = { owner: rulesOfTenant(run.world, tenant), node: tenant.tenant.node, hop, transit };
  return resolveMailbox(run, at, copy, entry, (forwarded) => resolve(run, message, forwarded, depth + 1));
}

/** HYB-4: centralised transport takes what came from the Internet to the premises first, also for a mailbox here. */
export function premisesFirst(
  run: Run,
  message: TenantMessage,
  copy: Copy,
): Extract<SelectedOutbound, { kind: 'connector' }> | undefined {
  if (message.directionality !== 'Incoming') return undefined;
  const selected = selectOutboundConnector(run, message.tenant, {
    domain: domainOf(copy.address),
    fromOnPremises: false,
    local: true,
  });
  return selected.kind === 'connector' ? selected : undefined;
}

/** ACC-2: nothing is delivered to the domain, whoever sends; sessions from outside meet it at the edge. */
function closed(run: Run, message: TenantMessage, copy: Copy, domain: AcceptedDomain): readonly Resolved[] {
  run.decide(message.hop, 'resolve-recipient', ['ACC-2'], () => ({
    verdict: text`returned`,
    because: text`SendingToDomainDisabled blocks delivery to ${domain.name}`,
    evidence: [run.setting(`${domain.at}/SendingToDomainDisabled`, 'SendingToDomainDisabled: true')],
  }));
  returnToSender(run, copy, message.transit, message.tenant.tenant.node, reply('deliveryToDomainDisabled'));
  return [];
}

/** SRS-2: what comes back to a sender that was rewritten goes on to the original one. */
function returnedToOriginal(
  run: Run,
  message: TenantMessage,
  copy: Copy,
  { original, via }: { readonly original: string; readonly via: string },
  depth: number,
): readonly Resolved[] {
  run.decide(message.hop, 'decode-rewritten-sender', ['SRS-2'], () => ({
    verdict: text`for ${original}`,
    because: text`${copy.address} is the rewritten sender of what ${via} handed on, and names the original one`,
  }));
  return resolve(run, message, copyWith(copy, { address: original, final: original }), depth + 1);
}

function unknown(run: Run, message: TenantMessage, copy: Copy): readonly Resolved[] {
  const { tenant, transit } = message;
  const domain = acceptedDomain(tenant, domainOf(copy.address));
  if (domain?.type === 'InternalRelay') return towards(run, message, copy, undefined, domainOf(copy.address));
  run.decide(message.hop, 'resolve-recipient', ['ACC-24'], () => ({
    verdict: text`unknown`,
    because: text`${copy.address} is no recipient, and ${domain?.name ?? ''} is Authoritative`,
    evidence: domain === undefined ? [] : [run.setting(domain.at, `${domain.name}: ${domain.type}`)],
  }));
  returnToSender(run, copy, transit, tenant.tenant.node, reply('recipientNotFound'));
  return [];
}

function followTarget(
  run: Run,
  message: TenantMessage,
  copy: Copy,
  entry: DirectoryEntry,
  depth: number,
): readonly Resolved[] {
  const { target } = entry;
  if (target === undefined) {
    returnToSender(run, copy, message.transit, message.tenant.tenant.node, reply('noRoutingAddress'));
    return [];
  }
  const moved = copyWith(copy, { address: target });
  const other = message.tenant.directory.entries.get(target.toLowerCase());
  if (other !== undefined && other !== entry && !sameAddress(other.primary, entry.primary) && depth < depthMax) {
    return resolve(run, message, moved, depth + 1);
  }
  // What a contact or mail user passes on to somebody outside is forwarded on its behalf (CFWD-1).
  const outside = isOutside(entry, insideOf(run, message.tenant));
  const forwarded = outside ? handedOn(moved, entry, rulesOfTenant(run.world, message.tenant), message.transit) : moved;
  return towards(run, message, forwarded, entry, domainOf(target));
}

const insideOf =
  (run: Run, tenant: CompiledTenant) =>
  (domain: string): boolean =>
    acceptedDomain(tenant, domain) !== undefined || (tenant === run.world.own && isOwnDomain(run, domain));
