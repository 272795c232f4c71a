import { text } from '../../model/text.ts';
import type { Run } from '../run.ts';
import { transitWith } from '../transit.ts';
import type { CompiledRule } from './compile-rules.ts';
import { end } from './end-fork.ts';
import { type Fork, forkWith } from './fork.ts';
import { countOf, moderationLoopHeader } from './headers.ts';
import { ruledWith } from './rule-owner.ts';

/**
 * ACT-1: the message waits for its moderators, who may let it go on with the rules below (RULE-26). RULE-54: what was
 * moderated before it came here is dropped without a word; the moderations of one pass count once.
 */
export function moderate(run: Run, { name }: CompiledRule, fork: Fork): Fork | 'ended' {
  const { message } = fork;
  const before = message.headersBefore ?? message.transit.headers;
  if (countOf(before, moderationLoopHeader) > 0) return end(run, fork, 'dropped');
  const answer = run.ask(
    `approval ${name}`,
    ['held', 'approved', 'rejected or expired'],
    () => text`what the moderators whom the rule ${name} asks decide`,
  );
  switch (answer) {
    case 'held':
      return end(run, fork, 'held');
    case 'approved': {
      const headers = new Map(message.transit.headers).set(moderationLoopHeader, '1');
      return forkWith(fork, {
        message: ruledWith(message, { headersBefore: before, transit: transitWith(message.transit, { headers }) }),
      });
    }
    case 'rejected or expired':
      // The sender is told; in which words is not documented.
      return end(run, fork, message.transit.mailFrom === '' ? 'dropped' : 'bounced');
  }
}
