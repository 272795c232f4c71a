import { text } from '../../model/text.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { reply } from '../../reference/replies/replies.ts';
import type { Copy, Note, Run } from '../run.ts';

const recipientsMax = 200;

interface Transaction {
  readonly copies: readonly Copy[];
  readonly notes: readonly Note[];
}

/**
 * LIM-14: Exchange Online takes 200 recipients of one domain in an SMTP transaction and defers the rest, which the sender
 * keeps and delivers in further transactions. Nobody waits for longer than that, so it is a split and no fate.
 */
export function splitTransactions(run: Run, copies: readonly Copy[]): readonly Transaction[] {
  if (copies.length <= recipientsMax) return [{ copies, notes: [] }];
  const counts = new Map<string, number>();
  const transactions: { copies: Copy[]; notes: readonly Note[] }[] = [];
  for (const copy of copies) {
    const domain = domainOf(copy.address);
    const before = counts.get(domain) ?? 0;
    counts.set(domain, before + 1);
    const round = Math.floor(before / recipientsMax);
    transactions[round] ??= { copies: [], notes: round === 0 ? [] : [further(run, domain, round + 1)] };
    transactions[round].copies.push(copy);
  }
  return transactions;
}

function further(run: Run, domain: string, number: number): Note {
  return run.note('split-transactions', ['LIM-14'], () => {
    const { code, enhanced, text: words } = reply('tooManyRecipients');
    return {
      verdict: text`transaction ${number}`,
      because: text`after ${recipientsMax} recipients of ${domain} the transaction before answered ${code} ${enhanced} ${words}; the sender delivers the rest in this one`,
    };
  });
}
