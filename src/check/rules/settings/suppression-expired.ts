import { formatInstant } from '../../../base/time.ts';
import { asString, type TextValue, text } from '../../../model/text.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { hasExpired, isMeant, nameOf } from '../../suppression.ts';

interface SuppressionExpired extends Violation {
  readonly name: TextValue;
  readonly until: string;
  readonly reason: string;
  readonly hidden: number;
}

/** The end date of a suppression has passed: what it hid counts again, or is gone. */
export const suppressionExpired = defineCheck<SuppressionExpired>({
  id: 'settings/suppression-expired',
  severity: 'warning',
  stage: 4,
  docs: {
    summary: 'The end date of a suppression has passed.',
    why: 'Somebody accepted a finding until a day that is over: either the defect still loses mail, or the entry hides nothing and misleads whoever reads it.',
    remedy: 'Correct what the finding says and remove the entry, or give it a new date with the reason why.',
    references: [
      {
        title: 'SARIF 2.1.0 section 3.35, suppression objects',
        url: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317733',
      },
    ],
  },
  *run({ topology, asOf, found }) {
    for (const one of topology.settings.suppress) {
      if (!hasExpired(one, asOf)) continue;
      yield {
        subject: subject('topology', 'settings'),
        at: one.at,
        evidence: [],
        semantics: [],
        detail: `${asString(nameOf(one))} ${one.until}`,
        name: nameOf(one),
        until: formatInstant(one.until ?? asOf),
        reason: one.reason,
        hidden: found.filter((finding) => isMeant(one, finding)).length,
      };
    }
  },
  explain: ({ name, until, reason, hidden }) => ({
    problem: text`The suppression of ${name} ended at ${until}; its reason was: ${reason}`,
    consequence:
      hidden === 0
        ? text`It hides nothing any more, and nothing that it speaks of is found.`
        : text`What it hid counts again; findings that it speaks of: ${hidden}.`,
    remedy:
      hidden === 0
        ? text`Remove the entry from settings.suppress.`
        : text`Correct what is found and remove the entry from settings.suppress, or set a later until and say why.`,
  }),
});
