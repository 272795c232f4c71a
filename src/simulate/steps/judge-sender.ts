import { type Text, text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Arrival, Note, Run, Transit } from '../run.ts';
import { transitWith } from '../transit.ts';
import type { CompiledTenant } from '../world.ts';
import { type Authentication, authenticateSender } from './authenticate-sender.ts';
import { type RecoveredSource, recoverSourceAddress } from './recover-source-address.ts';

/** What Exchange Online has found out about the sender when filtering asks (ORDER-7, ORDER-8). */
export interface JudgedSender {
  readonly source: RecoveredSource;
  readonly authentication: Authentication;
  /** The address that counts is that of a declared relay, so that SPF says nothing about the sender (EFC-12). */
  readonly behindRelay: boolean;
  /** A trusted seal says that authentication passed before the message was changed (AUTH-9). */
  readonly sealedBy: string | undefined;
  readonly notes: readonly Note[];
}

/** Composite authentication (AUTH-2). */
export interface CompositeVerdict {
  readonly result: 'pass' | 'fail' | 'undetermined';
  /** The code as far as it is known: `000`; `6xx` for one whose last digits are not. undefined: not known at all. */
  readonly reason: string | undefined;
}

/** Microsoft 365 trusts its own seals without being told to (AUTH-9). */
export const microsoftSealer = 'microsoft.com';

/** The address that counts for the sender, SPF, DKIM, DMARC, and the seal of a trusted sealer. */
export function judgeSender(run: Run, arrival: Arrival, tenant: CompiledTenant): JudgedSender {
  const source = recoverSourceAddress(run, arrival);
  const transit = source.recovered ? asReceived(run, arrival.transit) : arrival.transit;
  const authentication = authenticateSender(run, transit, source.address, arrival.helo);
  const { arc } = arrival.transit;
  const { servers, services } = run.world;
  const behindRelay = !source.recovered && (servers.has(arrival.from) || services.has(arrival.from));
  const listed = arc && tenant.tenant.arcTrustedSealers.find((one) => one.text === arc.domain);
  const trusted = listed !== undefined || arc?.domain === microsoftSealer;
  if (arc === undefined || authentication.aligned)
    return { source, authentication, behindRelay, sealedBy: undefined, notes: [source.note, authentication.note] };
  const counts = trusted && arc.intact && arc.passed;
  const seal = run.note('judge-sender', ['AUTH-9'], () => ({
    verdict: counts ? text`compauth=pass reason=130` : text`no override`,
    because: becauseOf(arc.domain, trusted, arc.intact, arc.passed),
    evidence: listed === undefined ? [] : [run.setting(listed.at, `ArcTrustedSealers: ${listed.text}`)],
  }));
  return {
    source,
    authentication,
    behindRelay,
    sealedBy: counts ? arc.domain : undefined,
    notes: [source.note, authentication.note, seal],
  };
}

/** EFC-6: as if it came directly, a signature counts that a system on the way broke. */
function asReceived(run: Run, transit: Transit): Transit {
  const signed = run.message.dkim.filter((one) => one.result === 'pass').map((one) => one.domain);
  const broken = transit.dkim.some((one) => one.result === 'fail' && signed.includes(one.domain));
  if (!broken || run.assume('filtering.recoveredSignature', ['yes', 'no']) === 'no') return transit;
  const dkim = transit.dkim.map((one) => (signed.includes(one.domain) ? { ...one, result: 'pass' as const } : one));
  return transitWith(transit, { dkim });
}

function becauseOf(domain: string, trusted: boolean, intact: boolean, passed: boolean): Text {
  if (!trusted) return text`the last ARC seal is of ${domain}, which is not among ArcTrustedSealers`;
  if (!intact) return text`the ARC chain fails: the message was changed after a seal`;
  return passed
    ? text`${domain} sealed the message after its sender had passed, and is trusted`
    : text`${domain} is trusted, and what it sealed was no pass`;
}

/**
 * AUTH-2, as far as it is decided by what is declared. Without a policy to go by, the service asks the reputation of the
 * sender, which nobody declares: a failure of DMARC, or of SPF for the sender's own address, is taken for an implicit fail,
 * everything else for a pass, and the other answer stays open. A forged own domain fails (6xx).
 */
export function composeAuthentication(
  run: Run,
  isAccepted: (domain: string) => boolean,
  from: string,
  { authentication, source, behindRelay, sealedBy }: JudgedSender,
): CompositeVerdict {
  const { dmarc, spf, policy } = authentication;
  if (dmarc === 'pass') return { result: 'pass', reason: '100' };
  if (authentication.aligned) return { result: 'pass', reason: dmarc === 'bestguesspass' ? '109' : undefined };
  if (sealedBy !== undefined) return { result: 'pass', reason: '130' };
  const domain = domainOf(from);
  const own = isAccepted(domain);
  if (dmarc === 'fail' && (policy === 'reject' || policy === 'quarantine'))
    return { result: 'fail', reason: own ? '010' : '000' };
  if (dmarc === 'undetermined') return { result: 'undetermined', reason: undefined };
  if (own) return { result: 'fail', reason: '6xx' };
  const fails = dmarc === 'fail' || (!behindRelay && (spf === 'fail' || spf === 'softfail'));
  const answer = run.ask(
    `implicit authentication ${domain} ${source.address ?? ''}`,
    fails ? ['fail', 'pass'] : ['pass', 'fail'],
    () =>
      text`whether composite authentication takes ${domain} for genuine by reputation, though neither SPF nor DKIM passes for it`,
  );
  return answer === 'fail' ? { result: 'fail', reason: '001' } : { result: 'pass', reason: undefined };
}
