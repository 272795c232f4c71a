import { instancesOf } from '../../model/header-fields.ts';
import { text } from '../../model/text.ts';
import { reply } from '../../reference/replies/replies.ts';
import type { Arrival, Copy, Run } from '../run.ts';
import { told } from './return-to-sender.ts';

/** Every tenant that a message passes adds one with its id. */
const passedHeader = 'x-ld-processed';
const passesMax = 3;

/**
 * RULE-56: a message that has passed a tenant three times ends there as a loop. The samples name tenants by domain, and the
 * field by id: whose id it is stays a question.
 * @returns whether it has ended the copies.
 */
export function countPasses(run: Run, { transit, to, hop }: Arrival, copies: readonly Copy[]): boolean {
  const brought = instancesOf(transit.headers.get(passedHeader));
  if (brought.length < passesMax) return false;
  const passes = new Map<string, number>();
  for (const one of brought) {
    const id = (one.split(',')[0] ?? '').trim().toLowerCase();
    passes.set(id, (passes.get(id) ?? 0) + 1);
  }
  for (const [id, count] of passes) {
    if (count < passesMax) continue;
    const own = run.ask(
      `id ${id} of ${to}`,
      ['no', 'yes'],
      () => text`whether ${id}, which X-LD-Processed names ${count} times, is the id of ${to}`,
    );
    if (own === 'no') continue;
    run.decide(hop, 'count-passes', ['RULE-56'], () => ({
      verdict: text`a loop`,
      because: text`X-LD-Processed says that the message has passed ${to} ${count} times, and ${passesMax} is the limit`,
    }));
    const said = reply('hopCountCloud');
    for (const copy of copies)
      run.end(copy, transit, {
        status: 'looped',
        endsAt: to,
        reply: { ...said, from: to, final: null, ...told(run, copy, transit, to) },
      });
    return true;
  }
  return false;
}
