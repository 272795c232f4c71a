import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import type { Copy, Note, Run, Transit } from '../run.ts';
import { authenticateSender } from './authenticate-sender.ts';

/** What the receiver of the last leg can verify: the address that hands the message over, its SPF, and DMARC (AUTH-1). */
export function egressOf(
  run: Run,
  transit: Transit,
  ip: string | null,
  helo: string,
  pool: 'regular' | 'highRisk' | 'relay' | null,
): { readonly egress: NonNullable<Copy['egress']>; readonly note: Note } {
  const judged = authenticateSender(run, transit, ip, helo);
  // The null sender of the service is checked by a HELO name of its own, whose records nobody declares.
  const spf = transit.mailFrom === '' && pool !== null ? null : judged.spf;
  const note = run.note('judge-egress', ['AUTH-1'], () => ({
    verdict: text`SPF ${spf ?? text`not judged`}, DMARC ${judged.dmarc}`,
    because: text`the receiver sees ${transit.mailFrom === '' ? '<>' : transit.mailFrom} from ${ip ?? text`an unknown address`}, and the From header of ${domainOf(transit.from)}`,
  }));
  return { egress: { ip, pool, spf, dmarc: judged.dmarc, policy: judged.policy }, note };
}
