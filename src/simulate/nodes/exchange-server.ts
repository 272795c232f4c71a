import { text } from '../../model/text.ts';
import type { Server } from '../../model/topology.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { copyWith } from '../new-copy.ts';
import type { Arrival, Copy, Run, Transit } from '../run.ts';
import { applyHeaderFirewall } from '../steps/apply-header-firewall.ts';
import { checkConnector, checkSubmission, returnedOverLimit } from '../steps/check-limits.ts';
import { replyAutomatically } from '../steps/reply-automatically.ts';
import { refuse } from '../steps/return-to-sender.ts';
import { rewriteRecipients } from '../steps/rewrite-addresses.ts';
import { acceptRecipient, borderOfServer, trustOnPremises } from '../steps/trust-on-premises.ts';
import { transitWith } from '../transit.ts';
import { type CompiledPremises, premisesAcceptedDomain } from '../world.ts';
import type { ServerMessage } from './exchange-server-leave.ts';
import { routeFromServer } from './exchange-server-routing.ts';

/** An Exchange server, mailbox or Edge, takes a session: rights of the client, recipients, then routing. */
export function receiveAtServer(run: Run, arrival: Arrival, server: Server, premises: CompiledPremises): void {
  const rights = trustOnPremises(run, arrival);
  run.attach(arrival.hop, [rights.note]);
  const { refused } = rights;
  if (refused !== undefined) {
    for (const copy of arrival.copies) refuse(run, arrival, copy, refused);
    return;
  }
  const limit = checkConnector(run, arrival.receive, arrival.transit, 'messageTooLargeForSession');
  if (limit !== undefined) {
    run.attach(arrival.hop, [limit.note]);
    for (const copy of arrival.copies) refuse(run, arrival, copy, limit.said);
    return;
  }
  const taken: Copy[] = [];
  for (const copy of arrival.copies) {
    const answer = acceptRecipient(run, premises, rights, arrival, copy);
    run.attach(arrival.hop, [answer.note]);
    if (answer.reply !== undefined) refuse(run, arrival, copy, answer.reply);
    else taken.push(copyWith(copy, { finalAuthAs: rights.authAs }));
  }
  const passed = applyHeaderFirewall(run, server.node, arrival.transit.headers, () =>
    borderOfServer(run, arrival, rights),
  );
  run.attach(arrival.hop, passed.notes);
  const transit = transitWith(arrival.transit, {
    headers: passed.headers,
    received: [arrival.sourceIp, ...arrival.transit.received],
    crossPremises: rights.authAs === 'Internal',
    // The spam verdict travels in the same headers; a client that is not recognised cannot hand it over (HDR-4, HDR-5).
    junk: arrival.transit.junk && (rights.cloud || rights.authAs === 'Internal' || run.world.servers.has(arrival.from)),
  });
  const rewritten = server.role === 'edge' ? rewriteInwards(run, arrival, premises, transit, taken) : undefined;
  if (rewritten !== undefined) run.attach(arrival.hop, [rewritten.note]);
  const message: ServerMessage = {
    server,
    premises,
    transit: rewritten?.transit ?? transit,
    authAs: rights.authAs,
    hop: arrival.hop,
    accepted: true,
    rulesRan: run.world.servers.get(arrival.from)?.role === 'mailbox',
    fromCloud: rights.cloud,
    session: arrival,
  };
  routeFromServer(run, message, rewritten?.copies ?? taken);
}

/** What the own mailbox servers hand out is addressed as they know it. */
function rewriteInwards(
  run: Run,
  arrival: Arrival,
  premises: CompiledPremises,
  transit: Transit,
  copies: readonly Copy[],
): ReturnType<typeof rewriteRecipients> {
  const inside = run.world.servers.get(arrival.from)?.role === 'mailbox';
  return inside ? undefined : rewriteRecipients(run, premises, transit, copies);
}

/** A mailbox on the server, or the server itself, hands a message in (HDR-2). */
export function submitToServer(
  run: Run,
  server: Server,
  premises: CompiledPremises,
  transit: Transit,
  copies: readonly Copy[],
  accepted: boolean,
): void {
  const own = premisesAcceptedDomain(premises, domainOf(transit.from)) !== undefined;
  const authAs = accepted || own || run.message.authenticated ? 'Internal' : 'Anonymous';
  const hop = run.openHop(
    {
      from: server.node,
      to: server.node,
      sourceIp: null,
      helo: null,
      mailFrom: transit.mailFrom,
      recipients: copies.map((copy) => copy.address),
      tls: null,
      certificate: null,
    },
    [
      run.note('submit-message', ['HDR-2'], () => ({
        verdict: text`${authAs}`,
        because: own
          ? transit.type === 'ndr'
            ? text`${transit.from} is the sender of its own reports`
            : text`${transit.from} is submitted on its own server`
          : text`${server.node} hands in a message of ${transit.from}`,
      })),
    ],
  );
  const here = copies.map((copy) =>
    copyWith(copy, { hops: [...copy.hops, hop], finalAuthAs: authAs as 'Internal' | 'Anonymous' }),
  );
  const sender = premises.directory.entries.get((transit.mailFrom || transit.from).toLowerCase());
  const at = { hop, node: server.node, transit };
  const { limits, journalingReportNdrTo } = premises.premises.transportConfig;
  if (accepted && replyAutomatically(run, at, sender, journalingReportNdrTo?.text, here)) return;
  const limit = accepted
    ? checkSubmission(run, sender, { ...limits, ownServers: true }, transit, copies.length)
    : undefined;
  if (returnedOverLimit(run, at, here, limit)) return;
  routeFromServer(
    run,
    {
      server,
      premises,
      transit: transitWith(transit, { crossPremises: authAs === 'Internal' }),
      authAs,
      hop,
      accepted,
      rulesRan: false,
      fromCloud: false,
      session: undefined,
    },
    here,
  );
}
