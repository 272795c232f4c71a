import type { InputNotice } from '../../../input/problem.ts';
import { plain } from '../../../model/text.ts';
import type { CheckContext, Message, Violation } from '../../check.ts';

/** What the reader of the topology noticed, with its place and its words. */
export interface Noticed extends Violation {
  readonly notice: InputNotice;
}

/** The reader's notices of one rule. */
export function* noticesOf({ notices }: CheckContext, rule: InputNotice['rule']): Iterable<Noticed> {
  for (const notice of notices) {
    if (notice.rule !== rule) continue;
    const { subject, at, evidence } = notice;
    yield { subject, at, evidence, semantics: [], detail: plain(notice.problem), notice };
  }
}

/** The notice's own words. */
export const saidByReader = ({ notice: { problem, consequence, remedy } }: Noticed): Message => ({
  problem,
  consequence,
  remedy,
});
