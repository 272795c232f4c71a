import { shortHash } from '../base/hash.ts';
import type { Finding } from '../check/finding.ts';
import { asString, list, type Text, text } from '../model/text.ts';
import type { Comparison } from '../prove/compare/compare.ts';
import type { Drill } from '../prove/drills/drill.ts';
import type { WhatIf } from '../prove/what-if/what-if.ts';
import { gravitySeverity, gravityTexts } from './change-words.ts';
import type { DiffReport } from './diff-report.ts';
import { brokenSenderRule, type FateCause, fateRuleId } from './fate-rules.ts';
import type { Undetermined } from './report.ts';
import { noRemedyText, remedyText } from './what-if-text.ts';

/*
 * Messages that fare otherwise, as findings for platforms that know nothing else: by a change, while something has
 * failed, or with a setting that was asked about. Each kind of change of fate is one.
 */

type Given = Pick<Finding, 'rule' | 'severity' | 'subject' | 'problem' | 'consequence' | 'remedy'> &
  Partial<Finding> & { readonly detail?: string };

/** A finding of something else than a check, with all that is usual. */
export function issue({ detail = '', ...given }: Given): Finding {
  return {
    confidence: 'documented',
    location: undefined,
    evidence: [],
    semantics: [],
    assumptions: [],
    fixes: [],
    suppressed: undefined,
    ...given,
    fingerprint: shortHash(`${given.rule}\n${given.subject.toLowerCase()}\n${detail}`),
  };
}

interface Asked {
  readonly cause: FateCause;
  /** When messages fare so, in front of the sentence; undefined: from now on. */
  readonly when?: Text;
  readonly remedy: Text;
}

function fateIssues({ fates }: Comparison, { cause, when, remedy }: Asked): readonly Finding[] {
  return fates.map(({ gravity, changes, classes, answer, example }) => {
    const said = list(changes.map((one) => text`${one.what} was ${one.before} and becomes ${one.after}`));
    const under = answer === null ? text`` : text`, if the answer to an open question is ${answer}`;
    const problem = text`Of messages such as ${example.name} ${said}${under}.`;
    return issue({
      rule: fateRuleId(cause, gravity),
      severity: gravitySeverity[gravity],
      subject: `message:${asString(example.name)}`,
      detail: changes.map((one) => `${one.what} ${one.before} ${one.after}`).join('\n'),
      problem: when === undefined ? problem : text`${when}: ${problem}`,
      consequence: text`${gravityTexts[gravity]}. Classes of messages: ${classes}.`,
      remedy,
    });
  });
}

function openOf({ bound, cut }: Comparison): readonly Undetermined[] {
  if (bound === null && cut === 0) return [];
  return [
    {
      what: text`It is open whether anything else changes.`,
      missing: text`Not every class of messages was compared in every way.`,
      at: undefined,
    },
  ];
}

interface Issues {
  readonly findings: readonly Finding[];
  readonly undetermined: readonly Undetermined[];
}

/** What a change does to messages. */
export const changeIssues = ({ before, comparison }: DiffReport): Issues => ({
  findings: fateIssues(comparison, {
    cause: 'change',
    remedy: text`Compare with ${before}: mxproof diff prints the message, to trace it in both.`,
  }),
  undetermined: openOf(comparison),
});

/** What a failure breaks. */
export const drillIssues = ({ title, comparison }: Drill): Issues => ({
  findings: fateIssues(comparison, {
    cause: 'drill',
    when: title,
    remedy: text`Let a second host, connector or route take over, or accept it: mxproof prove prints the message.`,
  }),
  undetermined: openOf(comparison),
});

/** What a setting does to messages; of each declared sender that loses mail by it, what would save that. */
export function whatIfIssues({ settings, effect, senders }: WhatIf): Issues {
  const asked = text`With ${list(settings)}`;
  const broken = senders.map((sender) => {
    const [first] = sender.remedies ?? [];
    const remedy = first === undefined ? noRemedyText(sender) : text`${remedyText(first, sender)}.`;
    return issue({
      rule: brokenSenderRule.id,
      severity: gravitySeverity.lost,
      subject: sender.node,
      problem: text`${asked}: mail of ${sender.node} no longer arrives.`,
      consequence: text`${gravityTexts.lost}. Classes of messages: ${sender.classes}.`,
      remedy: first?.command == null ? remedy : text`${remedy} ${first.command}`,
    });
  });
  const others = fateIssues(effect.comparison, {
    cause: 'what-if',
    when: asked,
    remedy: text`See to it before the setting is made, or leave the setting as it is.`,
  });
  return { findings: [...broken, ...others], undetermined: openOf(effect.comparison) };
}
