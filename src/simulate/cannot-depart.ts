import { type Text, text } from '../model/text.ts';
import { reply, type SpokenReply } from '../reference/replies/replies.ts';
import { expired } from '../reference/replies/reply-text.ts';
import type { Departure } from './departure.ts';
import { copyWith } from './new-copy.ts';
import type { Copy, Note, Run, Transit } from './run.ts';
import { nullMx } from './steps/remote-replies.ts';
import { resolutionEvidence } from './steps/resolve-next-hop.ts';
import { returnToSender, told } from './steps/return-to-sender.ts';

/** The copy waits in the queue of `node` and is returned when it expires (OUT-20). */
export function deferCopy(run: Run, copy: Copy, transit: Transit, node: string, last: SpokenReply): void {
  run.end(copy, transit, {
    status: 'deferred',
    endsAt: node,
    reply: {
      code: last.code,
      enhanced: last.enhanced,
      text: last.text,
      from: node,
      final: last.final ?? expired,
      ...told(run, copy, transit, node),
    },
  });
}

export function resolvedNote(run: Run, departure: Departure, verdict: () => Text): Note {
  return run.note('resolve-next-hop', departure.semantics, () => ({
    verdict: verdict(),
    because:
      departure.because ??
      (departure.via === 'mx' ? text`the MX of ${departure.towards}` : text`${departure.towards} is the next hop`),
    evidence: resolutionEvidence(departure.resolution),
  }));
}

export function unresolved(run: Run, departure: Departure): void {
  const { resolution } = departure;
  const name = resolution.kind === 'hosts' ? departure.towards : resolution.name;
  if (resolution.kind === 'not-supplied') {
    const missing = text`where ${name} leads: neither its DNS records nor a node of that name is declared`;
    const hop = openFailedHop(run, departure, [resolvedNote(run, departure, () => text`unknown`)]);
    for (const copy of departure.copies)
      run.end(copyWith(copy, { hops: [...copy.hops, hop] }), departure.transit, { status: 'undetermined', missing });
    return;
  }
  const note = run.note('resolve-next-hop', ['OUT-25'], () => ({
    verdict: text`no host`,
    because: {
      'null-mx': text`${name} publishes a null MX: it takes no mail (RFC 7505)`,
      'no-such-domain': text`${name} does not exist in the zone that is declared`,
      'no-address': text`the zone that is declared holds no address of ${name}`,
      failure: text`the DNS of ${name} is declared to fail`,
      hosts: text`nobody answers for ${name}`,
    }[resolution.kind],
    evidence: resolutionEvidence(resolution),
  }));
  const hop = openFailedHop(run, departure, [note]);
  for (const copy of departure.copies) {
    const here = copyWith(copy, { hops: [...copy.hops, hop] });
    if (resolution.kind === 'null-mx') returnToSender(run, here, departure.transit, departure.from, nullMx);
    else if (resolution.kind === 'no-such-domain')
      returnToSender(run, here, departure.transit, departure.from, absentDomain(run, departure.from, name));
    else deferCopy(run, here, departure.transit, departure.from, reply('dnsQueryFailed'));
  }
}

/** Exchange Server says it in other words, with a code of its own (section 9 of the connector semantics). */
function absentDomain(run: Run, node: string, domain: string): SpokenReply {
  const role = run.world.servers.get(node)?.role;
  return role === 'mailbox' || role === 'edge'
    ? reply('domainDoesNotExistOnPremises')
    : reply('domainDoesNotExist', { domain });
}

/** A leg that was never walked still shows why. */
export function openFailedHop(run: Run, departure: Departure, notes: readonly Note[]): number {
  return run.openHop(
    {
      from: departure.from,
      to: departure.from,
      sourceIp: null,
      helo: departure.helo,
      mailFrom: departure.transit.mailFrom,
      recipients: departure.copies.map((copy) => copy.address),
      tls: null,
      certificate: null,
    },
    [...departure.notes, ...notes],
  );
}
