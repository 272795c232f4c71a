import type { RemoteDomain } from '../../model/mail-policies.ts';
import type { MessageType } from '../../model/topology.ts';
import type { World } from '../world.ts';
import { makeMessage } from './make-message.ts';
import type { Probe } from './probe.ts';
import { recipientKinds } from './recipient-kinds.ts';

/**
 * To somebody in each domain for which a remote domain of the own tenant or of the own servers settles what leaves: mail of a
 * colleague and his automatic reply where its people count as internal, and a non-delivery report where reports are
 * forbidden. They show what the setting does to them.
 */
export function* remoteDomainProbes(world: World, outside: string): Generator<Probe> {
  const { tenant } = world.own ?? {};
  for (const remote of tenant?.remoteDomains ?? [])
    yield* towards(remote, remote.name, { node: 'tenant', from: colleague(world, 'cloud') }, outside);
  const server = world.premises?.mailboxServers[0];
  if (server === undefined) return;
  for (const remote of world.premises?.premises.remoteDomains ?? [])
    yield* towards(
      remote,
      `onPremises/${remote.name}`,
      { node: server.node, from: colleague(world, 'onPremises') },
      outside,
    );
}

interface Sender {
  readonly node: string;
  readonly from: string;
}

function* towards(remote: RemoteDomain, name: string, { node, from }: Sender, outside: string): Generator<Probe> {
  const to = `recipient@${remote.domain.kind === 'all' ? outside : remote.domain.domain}`;
  const probe = (what: string, type: MessageType): Probe => ({
    purpose: 'remote-domain',
    legitimate: false,
    entry: `remote-domain:${name}`,
    message: makeMessage({
      name: `${what} ${from} to ${to} for the remote domain ${name}`,
      from,
      ...(type === 'normal' ? {} : { mailFrom: '' }),
      to: [to],
      source: { node },
      type,
    }),
  });
  if (remote.isInternal) yield probe('mail of', 'normal');
  if (remote.allowedOofType === 'InternalLegacy') yield probe('an automatic reply of', 'oof');
  if (remote.ndrEnabled === false) yield probe('an NDR of', 'ndr');
}

/** Somebody with a mailbox on that side, else somebody of its first domain. */
function colleague(world: World, where: 'cloud' | 'onPremises'): string {
  const found = recipientKinds(world).find((one) => one.mailbox && one.where === where);
  if (found !== undefined) return found.address;
  const [domain] =
    where === 'cloud' ? (world.own?.tenant.acceptedDomains ?? []) : (world.premises?.acceptedDomains ?? []);
  return `somebody@${domain?.name ?? 'inside.example'}`;
}
