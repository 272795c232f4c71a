import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { reply } from '../../reference/replies/replies.ts';
import { copyWith } from '../new-copy.ts';
import { originalSenderHeader, skipListedHeader } from '../rules/headers.ts';
import type { Arrival, Copy, Run, Transit } from '../run.ts';
import { applyHeaderFirewall } from '../steps/apply-header-firewall.ts';
import { spfOf } from '../steps/authenticate-sender.ts';
import { blockUnknownRecipient } from '../steps/block-unknown-recipient.ts';
import { checkSubmission, returnedOverLimit } from '../steps/check-limits.ts';
import { countPasses } from '../steps/count-passes.ts';
import { borderOfTenant, establishTrust } from '../steps/establish-trust.ts';
import { filterConnection } from '../steps/filter-connection.ts';
import { type JudgedSender, judgeSender } from '../steps/judge-sender.ts';
import { enhancedFiltering, type RecoveredSource } from '../steps/recover-source-address.ts';
import { rejectDirectSend } from '../steps/reject-direct-send.ts';
import { replyAutomatically } from '../steps/reply-automatically.ts';
import { refuse } from '../steps/return-to-sender.ts';
import { submitted, type TenantMessage } from '../tenant-message.ts';
import { transitWith } from '../transit.ts';
import { acceptedDomain, type CompiledTenant } from '../world.ts';
import { routeFromTenant } from './exchange-online-routing.ts';

/**
 * Exchange Online takes a session (section 1 of the connector semantics): attribution has been made at the front door;
 * here follow the Direct Send gate, edge blocking, the connection filter, trust, Enhanced Filtering, authentication and
 * the DMARC action, then routing.
 */
export function receiveAtTenant(run: Run, arrival: Arrival): void {
  const { attribution } = arrival;
  if (attribution === undefined) return;
  const directSend = rejectDirectSend(run, arrival);
  if (directSend !== undefined) {
    run.attach(arrival.hop, [directSend.note]);
    if (directSend.rejected) return refuseAll(run, arrival, arrival.copies, reply('directSendRejected'));
  }
  const admitted = arrival.copies.filter((copy) => {
    const blocked = blockUnknownRecipient(run, arrival, copy);
    if (blocked === undefined) return true;
    run.attach(arrival.hop, [blocked.note]);
    if (!blocked.rejected) return true;
    refuse(run, arrival, copy, reply('recipientRejectedAtEdge'));
    return false;
  });
  // ORDER-18: both tests are made, and edge blocking speaks first.
  const filtered = filterConnection(run, { ...arrival, copies: admitted });
  if (filtered.note) run.attach(arrival.hop, [filtered.note]);
  if (admitted.length === 0) return;
  if (filtered.verdict === 'blocked') return block(run, arrival, admitted);
  if (countPasses(run, arrival, admitted)) return;
  judge(run, { ...arrival, copies: admitted }, attribution.tenant, filtered.verdict === 'allowed');
}

function block(run: Run, arrival: Arrival, copies: readonly Copy[]): void {
  if (run.assume('connectionFilter.block', ['reject', 'drop']) === 'drop') {
    for (const copy of copies) run.end(copy, arrival.transit, { status: 'dropped' });
    return;
  }
  for (const copy of copies)
    refuse(
      run,
      arrival,
      copy,
      reply('ipBlockList', { address: arrival.sourceIp ?? '', domain: domainOf(copy.address) }),
    );
}

function judge(run: Run, arrival: Arrival, tenant: CompiledTenant, allowed: boolean): void {
  const own = tenant === run.world.own;
  const { attribution, transit, hop } = arrival;
  const directionality = attribution?.directionality ?? 'Incoming';
  const trust = establishTrust(run, arrival);
  const passed = applyHeaderFirewall(run, tenant.tenant.node, transit.headers, () => borderOfTenant(run, arrival));
  run.attach(hop, [trust.note, ...passed.notes]);
  const internal = trust.authAs === 'Internal';
  const { authAs } = trust;
  const scl = internal || allowed ? -1 : null;
  let copies = arrival.copies.map((copy) =>
    own
      ? copyWith(copy, { finalAuthAs: authAs, directionality, authAs, scl })
      : copyWith(copy, { finalAuthAs: authAs }),
  );
  let judged: JudgedSender | undefined;
  // INB-17: for mail that own servers hand on from the Internet, Enhanced Filtering belongs on their connector.
  if (!internal && (directionality === 'Incoming' || enhancedFiltering(attribution?.connector))) {
    judged = judgeSender(run, arrival, tenant);
    const { source, authentication, notes } = judged;
    const { spf, dkim, dmarc } = authentication;
    run.attach(hop, allowed ? [source.note] : notes);
    // CF-5: an allowed address skips sender authentication; what SPF would say still tells relayed mail apart (CFWD-4).
    copies = copies.map((copy) => {
      const first = own && !copy.judged && directionality === 'Incoming';
      if (!first) return copyWith(copy, { arrivalSpf: spf });
      return allowed
        ? copyWith(copy, { arrivalSpf: spf, judged: true })
        : copyWith(copy, { arrivalSpf: spf, judged: true, spf, dkim, dmarc, judgedAddress: source.address });
    });
  } else if (!internal && acceptedDomain(tenant, domainOf(transit.mailFrom)) === undefined) {
    // CFWD-4 asks whether SPF passed when Microsoft 365 received it, also of mail that on-premises servers relay.
    const { result } = spfOf(run, arrival.sourceIp, transit.mailFrom, arrival.helo);
    copies = copies.map((copy) => copyWith(copy, { arrivalSpf: result }));
  }
  const message: TenantMessage = {
    tenant,
    transit: transitWith(transit, {
      headers: stamped(passed.headers, judged?.source),
      received: [arrival.sourceIp, ...transit.received],
      crossPremises: false,
      // HDR-4: the mark of an earlier pass is among the headers that are promoted with those that say Internal.
      junk: internal && transit.junk,
    }),
    authAs,
    directionality,
    fromOnPremises: directionality === 'Originating',
    folder: 'inbox',
    session: arrival,
    ipAllowed: allowed,
    judged,
    scl: undefined,
    hop,
  };
  routeFromTenant(run, message, copies);
}

/** EFC-7: what skip listing finds is written down, once for whoever it is in effect for; the HELO name in it is not known. */
function stamped(headers: Transit['headers'], source: RecoveredSource | undefined): Transit['headers'] {
  if (source?.skipListed === undefined) return headers;
  const value = source.skipListed === null ? 'ip=[' : `ip=[${source.skipListed}]`;
  const fields = new Map(headers).set(skipListedHeader, value);
  return source.recovered ? fields.set(originalSenderHeader, value) : fields;
}

/** A mailbox of the tenant, or an authenticated client, hands a message in: it counts as an arrival, Originating and Internal (HDR-2, SUB-1). */
export function submitToTenant(
  run: Run,
  tenant: CompiledTenant,
  transit: Transit,
  copies: readonly Copy[],
  from: string,
): void {
  const hop = run.openHop(
    {
      from,
      to: tenant.tenant.node,
      sourceIp: null,
      helo: null,
      mailFrom: transit.mailFrom,
      recipients: copies.map((copy) => copy.address),
      tls: null,
      certificate: null,
    },
    [
      run.note('submit-message', ['HDR-2'], () => ({
        verdict: text`Originating, Internal`,
        because:
          transit.type === 'ndr'
            ? text`a report that the service itself makes as ${transit.from}`
            : text`an authenticated submission of ${transit.from}`,
      })),
    ],
  );
  const own = tenant === run.world.own;
  const authAs = 'Internal' as const;
  const here = copies.map((copy) => {
    const hops = [...copy.hops, hop];
    return own
      ? copyWith(copy, { hops, finalAuthAs: authAs, directionality: 'Originating', authAs, scl: -1 })
      : copyWith(copy, { hops, finalAuthAs: authAs });
  });
  const sender = tenant.directory.entries.get((transit.mailFrom || transit.from).toLowerCase());
  const { node, organization } = tenant.tenant;
  if (replyAutomatically(run, { hop, node, transit }, sender, organization.journalingReportNdrTo?.text, here)) return;
  const limit = checkSubmission(run, sender, organization.limits, transit, copies.length);
  if (returnedOverLimit(run, { hop, node, transit }, here, limit)) return;
  routeFromTenant(run, submitted(tenant, transit, authAs, hop), here);
}

function refuseAll(run: Run, arrival: Arrival, copies: readonly Copy[], said: Parameters<typeof refuse>[3]): void {
  for (const copy of copies) refuse(run, arrival, copy, said);
}
