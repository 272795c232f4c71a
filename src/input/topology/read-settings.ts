import { parseInstant } from '../../base/time.ts';
import type { Settings } from '../../model/settings.ts';
import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { Severity } from '../../model/topology.ts';
import { pointerTo } from '../documents/source-index.ts';
import type { RawSettings } from './raw-topology.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';

const ruleForm = /^[a-z][a-z-]*\/(?:\*|[a-z\d][a-z\d-]*)$/u;

/** Severities by rule and known findings. Whether a rule of that id exists is for those who know the rules. */
export function readSettings(reading: Reading, raw: RawSettings, at: Pointer): Settings {
  const rules = new Map<string, { readonly severity: Severity | 'off'; readonly at: Pointer }>();
  for (const [rule, written] of Object.entries(raw.rules ?? {})) {
    const place = pointerTo(pointerTo(at, 'rules'), rule);
    if (!checkRule(reading, rule, place)) continue;
    // YAML 1.1 tools write `off` as false.
    if (written === true)
      reportProblem(
        reading,
        place,
        text`true is no severity.`,
        text`Write ${'off'}, ${'info'}, ${'warning'} or ${'error'}.`,
      );
    else rules.set(rule, { severity: written === false ? 'off' : (written as Severity | 'off'), at: place });
  }
  const suppress = (raw.suppress ?? []).flatMap((item, index) => {
    const place = pointerTo(pointerTo(at, 'suppress'), index);
    if (!checkRule(reading, item.rule, pointerTo(place, 'rule'))) return [];
    const until = readDate(reading, item.until ?? undefined, pointerTo(place, 'until'));
    return [{ at: place, rule: item.rule, subject: item.subject ?? undefined, reason: item.reason, until }];
  });
  const days = raw.certificateExpiryDays ?? undefined;
  return { rules, suppress, ...(days === undefined ? {} : { certificateExpiryDays: days }) };
}

function checkRule(reading: Reading, rule: string, at: Pointer): boolean {
  if (ruleForm.test(rule)) return true;
  reportProblem(
    reading,
    at,
    text`${rule} is no rule id.`,
    text`Write an id such as ${'spf/missing-sender'}, or ${'spf/*'} for a whole area.`,
  );
  return false;
}

/** An ISO date or date-time; undefined where it is absent or, with a problem, none. */
export function readDate(reading: Reading, written: string | undefined, at: Pointer): number | undefined {
  if (written === undefined) return undefined;
  const instant = parseInstant(written);
  if (instant === undefined)
    reportProblem(
      reading,
      at,
      text`${written} is no date.`,
      text`Write a date (2026-11-21) or a date-time (2026-11-21T08:00:00Z).`,
    );
  return instant;
}
