import { byCodeUnit } from '../../base/order.ts';
import type { Certificate } from '../../model/certificate.ts';
import { type Text, text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { acceptedDomainTest } from '../../protocols/tls-names/accepted-domain-test.ts';
import { matchConnectorName, mostSpecificNames } from '../../protocols/tls-names/match-connector-name.ts';
import { isAmong } from '../client-address.ts';
import type { Attribution, Copy, Note, Run } from '../run.ts';
import { acceptedDomain, type CompiledInbound, type CompiledTenant } from '../world.ts';
import { certificateFault, faultText } from './certificate-fault.ts';

/** What attribution looks at (ATTR-1): never HELO, PTR, the From header or the dialled name. */
export interface AttributionInput {
  /** What the client presented over TLS. */
  readonly certificate: Certificate | undefined;
  readonly sourceIp: string | null;
  readonly mailFrom: string;
  readonly copies: readonly Copy[];
}

export interface OriginatingMatch {
  readonly attribution: Attribution;
  readonly note: Note;
}

interface Candidate {
  readonly inbound: CompiledInbound;
  readonly tenant: CompiledTenant;
  readonly domain: 'yes' | 'no';
  readonly ids: readonly string[];
}

type Losers = { candidate: string; because: Text }[];

/** `inbound:<name>`, with the partner's name in front for a partner's tenant. */
export const inboundName = (inbound: CompiledInbound): string =>
  `inbound:${inbound.owner.prefix}${inbound.connector.name}`;

/**
 * Whether a connection came from a tenant's own infrastructure: the certificate step, then the address step, over the
 * OnPremises connectors of all tenants (ATTR-3 to ATTR-9, ATTR-15, ATTR-18).
 * @returns undefined when no connector identifies the client: the message is Incoming or nobody's.
 */
export function attributeOriginating(
  run: Run,
  input: AttributionInput,
): { readonly match: OriginatingMatch | undefined; readonly losers: Losers } {
  const losers: Losers = [];
  const match = certificateStep(run, input, losers) ?? addressStep(run, input, losers);
  return { match, losers };
}

function certificateStep(run: Run, input: AttributionInput, losers: Losers): OriginatingMatch | undefined {
  const { certificate } = input;
  if (certificate === undefined) return undefined;
  const candidates = namedCandidates(run, certificate, input, losers);
  if (candidates.length === 0) return undefined;
  const fault = certificateFault(certificate, run.world.asOf);
  if (fault !== undefined) {
    for (const { inbound } of candidates) {
      lose(
        run,
        losers,
        inbound,
        () => text`the certificate ${certificate.key} is worth nothing to Exchange Online: ${faultText[fault]}`,
      );
    }
    return undefined;
  }
  const accepted = candidates.filter((one) => one.domain === 'yes');
  if (accepted.length > 0) {
    const best = mostSpecificNames(accepted, ({ inbound }) => inbound.name ?? { kind: 'unusable', text: '' });
    for (const other of accepted)
      if (!best.includes(other))
        lose(run, losers, other.inbound, () => text`a more specific name matches too (ATTR-6)`);
    const chosen = pick(run, best);
    return originating(
      run,
      chosen,
      'certificate',
      ['ATTR-3', 'ATTR-4', 'ATTR-7', ...chosen.ids],
      input,
      losers,
      () =>
        text`its TlsSenderCertificateName ${chosen.inbound.connector.tlsSenderCertificateName?.text ?? ''} matches the certificate ${certificate.key}, and its domain is accepted`,
    );
  }
  return bySenderOrRecipient(
    run,
    candidates,
    'certificate',
    input,
    losers,
    (_) => text`its certificate name matches, though its domain is not accepted`,
  );
}

/** Connectors whose certificate name fits, with the answer of the accepted-domain test. */
function namedCandidates(
  run: Run,
  certificate: Certificate,
  input: AttributionInput,
  losers: Losers,
): readonly Candidate[] {
  const candidates: Candidate[] = [];
  for (const tenant of run.world.tenants) {
    for (const inbound of tenant.onPremisesConnectors) {
      if (inbound.name === undefined) continue;
      const match = matchConnectorName(inbound.name, certificate);
      const undocumented =
        match.matched === 'undocumented' &&
        run.assume('attribution.nameWithoutStarMatchesWildcard', ['no', 'yes']) === 'yes';
      if (match.matched !== 'yes' && !undocumented) {
        lose(
          run,
          losers,
          inbound,
          () => text`${inbound.name?.text ?? ''} matches no name of the certificate ${certificate.key}`,
        );
        continue;
      }
      if (!associated(run, inbound, input, losers)) continue;
      const test = acceptedDomainTest(inbound.name, tenant.acceptedNames);
      const parent =
        test.accepted === 'parent' &&
        run.assume('attribution.parentDomainOfCertificate', ['accepted', 'exact-only']) === 'accepted';
      const ids = [...(undocumented ? ['DEC-2'] : []), ...(test.accepted === 'parent' ? ['ATTR-5', 'DEC-4'] : [])];
      candidates.push({ inbound, tenant, domain: test.accepted === 'yes' || parent ? 'yes' : 'no', ids });
    }
  }
  return candidates;
}

function addressStep(run: Run, input: AttributionInput, losers: Losers): OriginatingMatch | undefined {
  const { sourceIp } = input;
  if (sourceIp === null) return undefined;
  const candidates: Candidate[] = [];
  for (const tenant of run.world.tenants) {
    for (const inbound of tenant.onPremisesConnectors) {
      if (isAmong(run, inbound.set, sourceIp)) {
        if (associated(run, inbound, input, losers)) candidates.push({ inbound, tenant, domain: 'no', ids: [] });
      } else if (inbound.name === undefined)
        lose(run, losers, inbound, () => text`${sourceIp} is not among its SenderIPAddresses`);
    }
  }
  if (candidates.length === 0) return undefined;
  return bySenderOrRecipient(
    run,
    candidates,
    'address',
    input,
    losers,
    () => text`${sourceIp} is among its SenderIPAddresses`,
  );
}

/** ATTR-7, ATTR-8, ATTR-9: the second condition, the sender's domain or else the recipients'. */
function bySenderOrRecipient(
  run: Run,
  candidates: readonly Candidate[],
  key: 'certificate' | 'address',
  input: AttributionInput,
  losers: Losers,
  identified: (candidate: Candidate) => Text,
): OriginatingMatch | undefined {
  const sender = domainOf(input.mailFrom);
  const bySender = candidates.filter((one) => sender !== '' && acceptedDomain(one.tenant, sender) !== undefined);
  if (bySender.length > 0) {
    const chosen = pick(run, bySender);
    return originating(
      run,
      chosen,
      key,
      ['ATTR-7'],
      input,
      losers,
      () => text`${identified(chosen)}; the envelope sender's domain ${sender} is accepted`,
    );
  }
  const domains = new Set(input.copies.map((copy) => domainOf(copy.address)));
  const [only] = domains;
  const byRecipient =
    domains.size === 1 && only !== undefined
      ? candidates.filter((one) => acceptedDomain(one.tenant, only) !== undefined)
      : [];
  if (
    byRecipient.length > 0 &&
    run.assume('attribution.recipientFallback', ['single-domain', 'off']) === 'single-domain'
  ) {
    const chosen = pick(run, byRecipient);
    return originating(
      run,
      chosen,
      key,
      ['ATTR-8', 'DEC-1'],
      input,
      losers,
      () => text`${identified(chosen)}; the only recipient domain ${only ?? ''} is accepted`,
    );
  }
  for (const { inbound } of candidates) {
    lose(run, losers, inbound, () =>
      domains.size > 1
        ? text`the envelope sender ${input.mailFrom || '<>'} is in no accepted domain and there are recipients in ${domains.size} domains (ATTR-9)`
        : text`it identifies the client, but the envelope sender ${input.mailFrom || '<>'} is in no accepted domain of the tenant (ATTR-7)`,
    );
  }
  return undefined;
}

/** AssociatedAcceptedDomains limits a connector; to which side of the envelope the documents do not agree on (CUNC-14). */
function associated(run: Run, inbound: CompiledInbound, input: AttributionInput, losers: Losers): boolean {
  const listed = inbound.connector.associatedAcceptedDomains.map((one) => one.text.toLowerCase());
  if (listed.length === 0) return true;
  const holds =
    run.assume('attribution.associatedAcceptedDomains', ['sender', 'recipient']) === 'sender'
      ? listed.includes(domainOf(input.mailFrom))
      : input.copies.every((copy) => listed.includes(domainOf(copy.address)));
  if (!holds) lose(run, losers, inbound, () => text`its AssociatedAcceptedDomains do not hold the message (CUNC-14)`);
  return holds;
}

/** DEC-5: a tie that no document breaks is an open question. */
function pick(run: Run, tied: readonly Candidate[]): Candidate {
  const [first, ...others] = tied.map((one) => inboundName(one.inbound)).sort(byCodeUnit);
  const taken = run.ask(
    `inbound ${first}`,
    [first ?? '', ...others],
    () => text`which of several equally good inbound connectors takes the session`,
  );
  return tied.find((one) => inboundName(one.inbound) === taken) ?? (tied[0] as Candidate);
}

function originating(
  run: Run,
  chosen: Candidate,
  key: 'certificate' | 'address',
  semantics: readonly string[],
  input: AttributionInput,
  losers: Losers,
  because: () => Text,
): OriginatingMatch {
  const { inbound, tenant } = chosen;
  const field = key === 'certificate' ? 'TlsSenderCertificateName' : 'SenderIPAddresses';
  const attribution: Attribution = { tenant, directionality: 'Originating', connector: inbound.connector, byKey: key };
  const note = run.note('attribute-connection', semantics, () => ({
    verdict: text`Originating, ${inboundName(inbound)}`,
    because: because(),
    rejected: losers,
    evidence: [
      run.setting(
        `${inbound.connector.at}/${field}`,
        key === 'certificate'
          ? `TlsSenderCertificateName: ${inbound.connector.tlsSenderCertificateName?.text ?? ''}`
          : text`SenderIPAddresses holds ${input.sourceIp ?? ''}`,
      ),
    ],
  }));
  return { attribution, note };
}

function lose(run: Run, losers: Losers, inbound: CompiledInbound, because: () => Text): void {
  if (run.explain) losers.push({ candidate: inboundName(inbound), because: because() });
}
