import { byCodeUnit } from '../../base/order.ts';
import { isEmpty } from '../../model/addresses/address-set.ts';
import type { Certificate } from '../../model/certificate.ts';
import { list, type Text, text } from '../../model/text.ts';
import type { DomainPattern } from '../../model/topology.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { matchConnectorName } from '../../protocols/tls-names/match-connector-name.ts';
import { reply, type SpokenReply } from '../../reference/replies/replies.ts';
import { isAmong } from '../client-address.ts';
import type { Attribution, Note, Run } from '../run.ts';
import type { TlsLevel } from '../trace.ts';
import type { CompiledInbound, CompiledTenant } from '../world.ts';
import { inboundName } from './attribute-connection.ts';
import { certificateFault, faultText } from './certificate-fault.ts';
import { patternsHolding } from './patterns-holding.ts';

export interface IncomingInput {
  readonly certificate: Certificate | undefined;
  readonly sourceIp: string | null;
  readonly encrypted: boolean;
  readonly mailFrom: string;
}

export type IncomingResult =
  | {
      readonly ok: true;
      readonly attribution: Attribution;
      /** What the connector demands of the leg; undefined: nothing. */
      readonly level: TlsLevel | undefined;
      readonly note: Note;
    }
  | { readonly ok: false; readonly attribution: Attribution; readonly reply: SpokenReply; readonly note: Note };

type Losers = { candidate: string; because: Text }[];

/**
 * The Partner connector of an Incoming session, and whether its demands are met (INB-2 to INB-9, INB-20, ATTR-23,
 * DEC-7, DEC-8, DEC-10).
 */
export function selectPartnerConnector(
  run: Run,
  tenant: CompiledTenant,
  input: IncomingInput,
  earlier: Losers,
): IncomingResult {
  const sender = domainOf(input.mailFrom);
  const losers = [...earlier];
  const applicable = tenant.partnerConnectors.filter((inbound) => {
    const covers = patternsHolding(inbound.connector.senderDomains, sender).length > 0;
    if (!covers)
      lose(
        run,
        losers,
        inbound,
        () => text`its SenderDomains do not hold ${sender === '' ? text`the null sender` : sender}`,
      );
    return covers;
  });
  const restricting = applicable.filter(
    ({ connector }) => connector.restrictDomainsToIPAddresses || connector.restrictDomainsToCertificate,
  );
  if (restricting.length > 0) return restricted(run, tenant, restricting, sender, input, losers);
  const open = applicable.filter((inbound) => matchesOpen(run, inbound, input, losers));
  const chosen = mostSpecific(run, open, sender);
  if (chosen === undefined) {
    const attribution: Attribution = { tenant, directionality: 'Incoming', connector: undefined, byKey: undefined };
    const note = run.note('attribute-connection', ['INB-1', 'ATTR-13'], () => ({
      verdict: text`Incoming, no connector`,
      because: text`no connector identifies the client; the recipient's domain belongs to ${tenant.tenant.node}, which takes the message as anonymous mail`,
      rejected: losers,
    }));
    return { ok: true, attribution, level: undefined, note };
  }
  return admitted(run, tenant, chosen, input, losers, ['ROUTE-7'], keyOf(run, chosen, input));
}

function restricted(
  run: Run,
  tenant: CompiledTenant,
  restricting: readonly CompiledInbound[],
  sender: string,
  input: IncomingInput,
  losers: Losers,
): IncomingResult {
  const satisfied = restricting.filter((inbound) => {
    const unmet = unmetRestriction(run, inbound, input);
    if (unmet !== undefined) lose(run, losers, inbound, () => unmet());
    return unmet === undefined;
  });
  const enough =
    satisfied.length > 0 &&
    (satisfied.length === restricting.length || run.assume('partner.severalRestrictions', ['any', 'all']) === 'any');
  const chosen = enough ? mostSpecific(run, satisfied, sender) : undefined;
  if (chosen === undefined) {
    const [first] = ranked(restricting, sender);
    const attribution: Attribution = {
      tenant,
      directionality: 'Incoming',
      connector: first?.connector,
      byKey: undefined,
    };
    const note = run.note(
      'attribute-connection',
      restricting.length > 1 ? ['ROUTE-7', 'INB-4', 'DEC-8'] : ['ROUTE-7', 'INB-4'],
      () => ({
        verdict: text`refused`,
        because: text`the restriction of ${list(
          restricting.map((one) => inboundName(one)),
          'and',
        )} covers the sender's domain and is not satisfied`,
        rejected: losers,
        evidence: restricting.map((one) =>
          run.setting(
            `${one.connector.at}/${one.connector.restrictDomainsToCertificate ? 'RestrictDomainsToCertificate' : 'RestrictDomainsToIPAddresses'}`,
            text`${one.connector.name} restricts its SenderDomains`,
          ),
        ),
      }),
    );
    return { ok: false, attribution, reply: reply('partnerRestriction'), note };
  }
  const key = chosen.connector.restrictDomainsToCertificate ? 'certificate' : 'address';
  return admitted(run, tenant, chosen, input, losers, restricting.length > 1 ? ['ROUTE-7', 'DEC-8'] : ['ROUTE-7'], key);
}

/** Why a restriction is not met; both must hold where both are on (INB-9). */
function unmetRestriction(
  run: Run,
  { connector, set, name }: CompiledInbound,
  input: IncomingInput,
): (() => Text) | undefined {
  if (connector.restrictDomainsToIPAddresses && (input.sourceIp === null || !isAmong(run, set, input.sourceIp))) {
    return () => text`${input.sourceIp ?? text`the client`} is not among its SenderIPAddresses`;
  }
  if (!connector.restrictDomainsToCertificate) return undefined;
  const { certificate } = input;
  if (certificate === undefined) return () => text`the client presents no certificate`;
  const match = name && matchConnectorName(name, certificate);
  const fits =
    match?.matched === 'yes' ||
    (match?.matched === 'undocumented' &&
      run.assume('attribution.nameWithoutStarMatchesWildcard', ['no', 'yes']) === 'yes');
  if (!fits)
    return () =>
      text`no name of the certificate ${certificate.key} matches ${name?.text ?? text`its TlsSenderCertificateName, which is empty`}`;
  const fault = certificateFault(certificate, run.world.asOf);
  if (fault === undefined) return undefined;
  // Section 13 of the connector semantics: whether a self-signed certificate serves here is not settled by any source.
  const untrusted = fault === 'self-signed' || fault === 'private issuer';
  if (untrusted && run.assume('partner.untrustedCertificate', ['refused', 'accepted']) === 'accepted') return undefined;
  return () => text`the certificate ${certificate.key} matches by name, but it is ${faultText[fault]}`;
}

/** Whether a connector without restrictions takes the session: by sender domain, or by its keys where they are the point (DEC-10). */
function matchesOpen(run: Run, inbound: CompiledInbound, input: IncomingInput, losers: Losers): boolean {
  const { connector, set } = inbound;
  const keyed = !isEmpty(set) || inbound.name !== undefined;
  if (!keyed || !connector.senderDomains.some((pattern) => pattern.kind === 'all')) return true;
  if (
    run.assume('attribution.partnerMatchesByAddressWithoutRestriction', ['any-sender-domain-only', 'never']) === 'never'
  )
    return true;
  if (keyOf(run, inbound, input) !== undefined) return true;
  lose(
    run,
    losers,
    inbound,
    () => text`neither the address nor the certificate of the client is the one it names (DEC-10)`,
  );
  return false;
}

function keyOf(run: Run, inbound: CompiledInbound, input: IncomingInput): 'certificate' | 'address' | undefined {
  if (input.certificate && inbound.name && matchConnectorName(inbound.name, input.certificate).matched === 'yes')
    return 'certificate';
  return input.sourceIp !== null && isAmong(run, inbound.set, input.sourceIp) ? 'address' : undefined;
}

function admitted(
  run: Run,
  tenant: CompiledTenant,
  chosen: CompiledInbound,
  input: IncomingInput,
  losers: Losers,
  ids: readonly string[],
  key: Attribution['byKey'],
): IncomingResult {
  const { connector } = chosen;
  const attribution: Attribution = { tenant, directionality: 'Incoming', connector, byKey: key };
  const evidence = () => [run.setting(connector.at, text`inbound connector ${connector.name}, Partner`)];
  if (connector.requireTls && !input.encrypted) {
    const note = run.note('attribute-connection', ['INB-3', 'DEC-7'], () => ({
      verdict: text`refused in clear`,
      because: text`${inboundName(chosen)} covers the sender's domain and demands TLS`,
      rejected: losers,
      evidence: [run.setting(`${connector.at}/RequireTls`, text`RequireTls of ${connector.name}`)],
    }));
    return { ok: false, attribution, reply: reply('partnerTlsRequired'), note };
  }
  // Whoever satisfied a certificate restriction came over TLS with a name that was checked, RequireTls or not.
  const level = connector.restrictDomainsToCertificate ? 'verified' : connector.requireTls ? 'encrypted' : undefined;
  const note = run.note('attribute-connection', ids, () => ({
    verdict: text`Incoming, ${inboundName(chosen)}`,
    because:
      key === undefined
        ? text`its SenderDomains cover the sender, and it restricts nothing`
        : key === 'certificate'
          ? text`its SenderDomains cover the sender and its certificate is the client's`
          : text`its SenderDomains cover the sender and its address is the client's`,
    rejected: losers,
    evidence: evidence(),
  }));
  return { ok: true, attribution, level, note };
}

/** ATTR-23: exact before `*.x` before `*`; a tie is an open question (DEC-5). */
function mostSpecific(run: Run, candidates: readonly CompiledInbound[], sender: string): CompiledInbound | undefined {
  const inOrder = ranked(candidates, sender);
  const [best] = inOrder;
  const highest = best && rankIn(best, sender);
  const tied = inOrder.filter((one) => rankIn(one, sender) === highest);
  const [first, ...others] = tied.map(inboundName);
  if (first === undefined) return undefined;
  const taken = run.ask(
    `inbound ${first}`,
    [first, ...others],
    () => text`which of several equally good inbound connectors takes the session`,
  );
  return tied.find((one) => inboundName(one) === taken);
}

const rankIn = ({ connector }: CompiledInbound, sender: string): number =>
  Math.max(...patternsHolding(connector.senderDomains, sender).map(rankOf));

/** Most specific first, then by name: the order in which connectors are written means nothing. */
const ranked = (candidates: readonly CompiledInbound[], sender: string): readonly CompiledInbound[] =>
  [...candidates].sort(
    (left, right) => rankIn(right, sender) - rankIn(left, sender) || byCodeUnit(inboundName(left), inboundName(right)),
  );

const rankOf = (pattern: DomainPattern): number =>
  pattern.kind === 'all' ? 0 : pattern.kind === 'wildcard' ? 1 + pattern.domain.length : 1000;

/** INB-22: `*.contoso.com` is the domain and everything below it. The null sender has no domain; only `*` covers it. */
export function covered(pattern: DomainPattern, domain: string): boolean {
  if (pattern.kind === 'all') return true;
  if (domain === pattern.domain) return true;
  return pattern.kind === 'wildcard' && domain.endsWith(`.${pattern.domain}`);
}

function lose(run: Run, losers: Losers, inbound: CompiledInbound, because: () => Text): void {
  if (run.explain) losers.push({ candidate: inboundName(inbound), because: because() });
}
