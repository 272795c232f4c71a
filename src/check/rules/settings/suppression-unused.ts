import { asString, type TextValue, text } from '../../../model/text.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { hasExpired, isMeant, nameOf } from '../../suppression.ts';

interface SuppressionUnused extends Violation {
  readonly name: TextValue;
  readonly reason: string;
}

/** A suppression that suppresses nothing: the defect is gone, or its rule or subject is written wrongly. */
export const suppressionUnused = defineCheck<SuppressionUnused>({
  id: 'settings/suppression-unused',
  severity: 'warning',
  stage: 4,
  docs: {
    summary: 'A suppression speaks of nothing that is found.',
    why: 'The defect is gone and would come back unseen, or the entry names another rule or subject than the one that was meant.',
    remedy: 'Remove the entry, or correct its rule and subject.',
    whenNotToApply:
      'A topology that several environments share may keep an entry of which only some of them have the finding.',
    references: [
      {
        title: 'SARIF 2.1.0 section 3.35, suppression objects',
        url: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317733',
      },
    ],
  },
  *run({ topology, asOf, found }) {
    for (const one of topology.settings.suppress) {
      // What becomes of findings about suppressions is decided after this.
      if (hasExpired(one, asOf) || one.rule.startsWith('settings/')) continue;
      if (found.some((finding) => isMeant(one, finding))) continue;
      yield {
        subject: subject('topology', 'settings'),
        at: one.at,
        evidence: [],
        semantics: [],
        detail: asString(nameOf(one)),
        name: nameOf(one),
        reason: one.reason,
      };
    }
  },
  explain: ({ name, reason }) => ({
    problem: text`The suppression of ${name} hides nothing; its reason is: ${reason}`,
    consequence: text`Should what it speaks of come back, nobody is told.`,
    remedy: text`Remove the entry from settings.suppress, or write the rule and subject as check prints them.`,
  }),
});
