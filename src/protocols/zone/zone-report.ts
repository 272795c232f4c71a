import type { Span } from '../../model/source.ts';
import { type Text, text } from '../../model/text.ts';
import type { NameFault } from '../dns-names/domain-name.ts';
import type { Token } from './zone-lexer.ts';
import type { ZoneNotice, ZoneOptions, ZoneProblem } from './zone-record.ts';

/** Collects what is wrong with a zone, to a bounded number; the last entry says when there was more. */
export interface ZoneReport {
  readonly problems: readonly ZoneProblem[];
  readonly notices: readonly ZoneNotice[];
  /** Problems found, listed or not. */
  readonly count: number;
  /** Nothing more will be listed, so that suggestions for a remedy need not be looked for. */
  readonly full: boolean;
  problem(at: Span, problem: Text, remedy: Text): void;
  notice(notice: ZoneNotice): void;
}

export function createReport(max: number): ZoneReport {
  const problems: ZoneProblem[] = [];
  const notices: ZoneNotice[] = [];
  let count = 0;
  return {
    problems,
    notices,
    get count() {
      return count;
    },
    get full() {
      return count > max;
    },
    problem(at, problem, remedy) {
      count++;
      if (problems.length < max) problems.push({ at, problem, remedy });
      else if (problems.length === max) {
        const rest = text`There are further problems from here on; the first ${max} are listed.`;
        problems.push({ at, problem: rest, remedy: text`Correct these first, then read the zone again.` });
      }
    },
    notice(notice) {
      if (notices.length < max) notices.push(notice);
    },
  };
}

/** The span of one or more tokens in the file that the user knows. */
export function spanOf(file: string, place: ZoneOptions['place'], first: Token, last: Token = first): Span {
  const start = place ? place(first.line, first.column) : first;
  const end = place ? place(last.line, last.endColumn) : { line: last.line, column: last.endColumn };
  return { file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** A user's text for a message: one line of bounded length. */
export function shown(content: string): string {
  const clipped = content.length > 80 ? `${content.slice(0, 77)}...` : content;
  return clipped.replace(/[\0-\x1f\x7f]/gu, '\uFFFD');
}

/** What is wrong with a name, and what would be valid. */
export function nameProblem(written: string, fault: NameFault): readonly [problem: Text, remedy: Text] {
  const name = shown(written);
  switch (fault.kind) {
    case 'empty':
      return [text`A name is expected, and the text is empty.`, text`Write a host name; the root is a single dot.`];
    case 'empty-label':
      return [
        text`The name ${name} has an empty label.`,
        text`Put exactly one dot between labels and none at the beginning.`,
      ];
    case 'long-label':
      return [
        text`The label ${shown(fault.label)} has ${fault.octets} octets.`,
        text`A label holds at most 63 octets (RFC 1035 section 2.3.4).`,
      ];
    case 'long-name':
      return [
        text`The name ${name} takes ${fault.octets} octets once it is complete.`,
        text`A name takes at most 255 octets on the wire (RFC 1035 section 2.3.4).`,
      ];
    case 'bad-escape':
      return escapeProblem(fault.found);
    case 'bad-international':
      return [
        text`The label ${shown(fault.label)} cannot be written as an internationalised host name.`,
        text`Use letters, digits and hyphens, or write its A-label, which begins with ${'xn--'}.`,
      ];
  }
}

export const escapeProblem = (found: string): readonly [problem: Text, remedy: Text] => [
  text`The escape ${shown(found)} stands for no octet.`,
  text`A backslash is followed by three digits from 000 to 255, or by the character that shall lose its meaning.`,
];
