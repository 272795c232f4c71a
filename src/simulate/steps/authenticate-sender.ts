import { text } from '../../model/text.ts';
import { evaluateDmarc } from '../../protocols/dmarc/evaluate-dmarc.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { checkHost } from '../../protocols/spf/check-host.ts';
import type { Note, Run, Transit } from '../run.ts';
import type { DkimVerdict, DmarcVerdict, SpfVerdict } from '../trace.ts';
import { memo, type World } from '../world.ts';

/** What a receiver finds out about the sender (AUTH-1). */
export interface Authentication {
  readonly spf: SpfVerdict;
  readonly dkim: DkimVerdict;
  readonly dmarc: DmarcVerdict;
  /** Policy that the published record asks for, where it applies. */
  readonly policy: 'none' | 'quarantine' | 'reject' | undefined;
  /** Share of failing messages that the policy is for, 0 to 100 (AUTH-10). */
  readonly percent: number;
  /** Domains whose signature verifies. */
  readonly signedBy: readonly string[];
  /** SPF or DKIM passes for the domain of the From header. */
  readonly aligned: boolean;
  readonly note: Note;
}

export interface SpfJudged {
  readonly result: SpfVerdict;
  /** Names whose records the verdict needs and nobody gave. */
  readonly missing: readonly string[];
  readonly mechanism: string | undefined;
}

/** SPF of an envelope sender from an address, remembered: many messages ask the same. */
export function spfOf(run: Run, address: string | null, mailFrom: string, helo: string): SpfJudged {
  if (address === null) return { result: 'undetermined', missing: [], mechanism: undefined };
  run.reads?.other(`spf ${mailFrom} ${helo}`, address, (world, one) => {
    const { result, missing, mechanism } = spfIn(world, one, mailFrom, helo);
    return `${result} ${missing.join()} ${mechanism ?? ''}`;
  });
  return spfIn(run.world, address, mailFrom, helo);
}

function spfIn(world: World, address: string, mailFrom: string, helo: string): SpfJudged {
  return memo(world, `spf ${address} ${mailFrom} ${helo}`, (): SpfJudged => {
    const found = checkHost({ ip: address, sender: mailFrom, helo }, world.topology.dns.view);
    return {
      result: found.undetermined ? 'undetermined' : found.result,
      missing: found.missing,
      mechanism: found.mechanism,
    };
  });
}

/** SPF, DKIM as declared, and DMARC with alignment, for a message that arrives from `address` (AUTH-1, AUTH-10). */
export function authenticateSender(run: Run, transit: Transit, address: string | null, helo: string): Authentication {
  const { dns } = run.world.topology;
  const spf = spfOf(run, address, transit.mailFrom, helo);
  const spfDomain = transit.mailFrom === '' ? helo : domainOf(transit.mailFrom);
  const dkim: DkimVerdict = transit.dkim.some((one) => one.result === 'pass')
    ? 'pass'
    : transit.dkim.some((one) => one.result === 'fail')
      ? 'fail'
      : 'none';
  const fromDomain = domainOf(transit.from);
  const signatures = transit.dkim.length === 0 ? '' : transit.dkim.map((one) => `${one.domain}=${one.result}`).join();
  const evaluate = (result: string) =>
    memo(run.world, `dmarc ${fromDomain} ${spfDomain} ${result} ${signatures}`, () =>
      evaluateDmarc({ headerFromDomain: fromDomain, spf: { result, domain: spfDomain }, dkim: transit.dkim }, dns.view),
    );
  const evaluated = evaluate(spf.result === 'undetermined' ? 'none' : spf.result);
  let dmarc: DmarcVerdict = evaluated.result;
  const ids = dmarc === 'bestguesspass' ? ['AUTH-1', 'AUTH-10'] : ['AUTH-1'];
  if (evaluated.missing.length > 0 && evaluated.record === undefined) {
    if (run.assume('dns.missingDmarcMeans', ['none', 'unknown']) === 'unknown') dmarc = 'undetermined';
  } else if (evaluated.missing.length > 0) dmarc = 'undetermined';
  // An SPF that nobody can judge leaves DMARC open only where a pass would change it: an envelope sender of another
  // organisation never aligns.
  if (spf.result === 'undetermined' && evaluate('pass').result !== evaluated.result) dmarc = 'undetermined';
  const aligned = evaluated.aligned.spf || evaluated.aligned.dkim;
  const policy = dmarc === 'fail' ? evaluated.policy : undefined;
  const note = run.note('authenticate-sender', ids, () => ({
    verdict: text`spf=${spf.result} dkim=${dkim} dmarc=${dmarc}`,
    because: text`SPF of ${spfDomain === '' ? text`the HELO name` : spfDomain} for ${address ?? text`an unknown address`}: ${spf.result}${spf.mechanism === undefined ? '' : text` by ${spf.mechanism}`}; DMARC of ${fromDomain}: ${evaluated.record ?? (evaluated.missing.length > 0 ? text`record not supplied` : text`no record`)}`,
  }));
  const signedBy = transit.dkim.filter((one) => one.result === 'pass').map((one) => one.domain);
  return { spf: spf.result, dkim, dmarc, policy, percent: evaluated.pct, signedBy, aligned, note };
}
