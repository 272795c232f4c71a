import type { Instant } from '../base/time.ts';
import type { Settings } from '../model/settings.ts';
import { type TextValue, text } from '../model/text.ts';
import type { Finding } from './finding.ts';

/** A finding that somebody knows and accepts, as `settings.suppress` declares it. */
export type Suppression = Settings['suppress'][number];

/** Whether it speaks of a finding, whatever the day: by rule or area, and by subject where it names one. */
export function isMeant(one: Suppression, { rule, subject }: Pick<Finding, 'rule' | 'subject'>): boolean {
  const area = `${rule.slice(0, rule.indexOf('/'))}/*`;
  if (one.rule !== rule && one.rule !== area) return false;
  return one.subject === undefined || one.subject.toLowerCase() === subject.toLowerCase();
}

/** Whether its last day is over; `until` is the first instant at which it no longer counts. */
export const hasExpired = ({ until }: Suppression, asOf: Instant): boolean => until !== undefined && until <= asOf;

/** What stands for a suppression in subjects and messages: `spf/missing-sender`, `spf/missing-sender of dns:contoso.com/TXT`. */
export const nameOf = ({ rule, subject }: Suppression): TextValue =>
  subject === undefined ? rule : text`${rule} of ${subject}`;
