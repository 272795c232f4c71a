import { text } from '../../model/text.ts';
import type { Server } from '../../model/topology.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { reply } from '../../reference/replies/replies.ts';
import { depart } from '../depart.ts';
import { copyWith } from '../new-copy.ts';
import type { Copy, Run, Transit } from '../run.ts';
import { egressOf } from '../steps/judge-egress.ts';
import { frontDoor, type Resolution, resolveDomain } from '../steps/resolve-next-hop.ts';
import { refuse } from '../steps/return-to-sender.ts';
import { sourceAddress } from '../steps/source-address.ts';
import { asDemand } from '../tls-demand.ts';
import { acceptedDomain } from '../world.ts';
import { submitToTenant } from './exchange-online.ts';

/** Applications and devices (SUB-1 to SUB-5). */
export function submits(run: Run, server: Server, transit: Transit, copies: readonly Copy[]): void {
  const how = server.submits;
  if (how === undefined) return;
  if (how.how === 'smtpAuth')
    return authenticated(run, server.node, server.fqdn ?? server.name.toLowerCase(), transit, copies);
  const hop = (copy: Copy): Resolution => {
    if (how.how === 'via') return { kind: 'hosts', groups: [[{ node: how.node, host: undefined }]], evidence: [] };
    const own = run.world.own !== undefined && acceptedDomain(run.world.own, domainOf(copy.address)) !== undefined;
    if (how.how === 'relay' || own)
      return { kind: 'hosts', groups: [[{ node: frontDoor, host: undefined }]], evidence: [] };
    return resolveDomain(run.world, domainOf(copy.address));
  };
  sendFrom(run, server, transit, copies, hop, how.how === 'direct' ? ['SUB-5'] : ['SUB-4'], how.how === 'via');
}

/** SUB-1, SUB-2: client submission needs SMTP AUTH allowed for the mailbox or the tenant, and a mailbox to be. */
export function authenticated(run: Run, node: string, helo: string, transit: Transit, copies: readonly Copy[]): void {
  const { own } = run.world;
  if (own === undefined) {
    for (const copy of copies)
      run.end(copy, transit, { status: 'undetermined', missing: text`the tenant that ${node} submits to` });
    return;
  }
  const entry =
    own.directory.entries.get(transit.mailFrom.toLowerCase()) ?? own.directory.entries.get(transit.from.toLowerCase());
  const setting = entry?.recipient?.smtpAuth;
  const disabled =
    own.tenant.organization.smtpClientAuthenticationDisabled ??
    run.ask(
      'smtp-auth-disabled',
      ['true', 'false'],
      () => text`SmtpClientAuthenticationDisabled of the tenant, which is not declared`,
    ) === 'true';
  const allowed = setting ?? !disabled;
  const arrival = { to: own.tenant.node, from: node, accepted: false, transit };
  const there = copies.map((copy) => copyWith(copy, { route: [...copy.route, own.tenant.node] }));
  if (!allowed || entry?.kind !== 'mailbox') {
    const said =
      entry !== undefined && entry.kind !== 'mailbox'
        ? reply('sendAsDenied')
        : !allowed
          ? setting === false
            ? reply('smtpAuthDisabledForMailbox')
            : reply('smtpAuthDisabledForTenant')
          : reply('sendAsDenied');
    const hop = run.openHop(
      {
        from: node,
        to: own.tenant.node,
        sourceIp: null,
        helo,
        mailFrom: transit.mailFrom,
        recipients: copies.map((copy) => copy.address),
        tls: 'encrypted',
        certificate: null,
      },
      [
        run.note('submit-message', ['SUB-1', 'SUB-2'], () => ({
          verdict: text`refused`,
          because: allowed
            ? text`${transit.mailFrom} is no mailbox of the tenant that the client could be`
            : text`SMTP AUTH is off for ${transit.mailFrom}`,
        })),
      ],
    );
    for (const copy of there) refuse(run, arrival, copyWith(copy, { hops: [...copy.hops, hop] }), said);
    return;
  }
  submitToTenant(
    run,
    own,
    transit,
    there.map((copy) => copyWith(copy, { tls: 'encrypted' })),
    node,
  );
}

function sendFrom(
  run: Run,
  server: Server,
  transit: Transit,
  copies: readonly Copy[],
  hop: (copy: Copy) => Resolution,
  semantics: readonly string[],
  inside: boolean,
): void {
  const groups = new Map<Resolution, Copy[]>();
  const keys = new Map<string, Resolution>();
  for (const copy of copies) {
    const resolution = hop(copy);
    const key = JSON.stringify(resolution);
    const known = keys.get(key) ?? resolution;
    keys.set(key, known);
    groups.set(known, [...(groups.get(known) ?? []), copy]);
  }
  const helo = server.fqdn ?? server.name.toLowerCase();
  const entries = inside && server.internalAddresses.length > 0 ? server.internalAddresses : server.addresses;
  const ip = () => sourceAddress(run, inside ? `${server.node} inside` : server.node, entries);
  for (const [resolution, some] of groups) {
    depart(run, {
      from: server.node,
      copies: some,
      transit,
      towards: domainOf(some[0]?.address ?? ''),
      resolution,
      client: {
        demand: asDemand(server.encrypts ?? 'opportunistic'),
        domain: undefined,
        at: undefined,
        certificate: server.certificates[0],
        certificateFound: true,
      },
      helo,
      sourceIp: ip,
      via: semantics[0] === 'SUB-5' ? 'mx' : 'smart-host',
      accepted: false,
      notes: [],
      semantics,
      because: undefined,
      leave: (leaving) => {
        const judged = egressOf(run, transit, ip(), helo, null);
        return {
          copies: leaving.map((copy) => copyWith(copy, { egress: judged.egress })),
          transit,
          sourceIp: ip(),
          notes: [judged.note],
        };
      },
    });
  }
}
