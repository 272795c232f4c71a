import type { AddressRewriteEntry, RewrittenAddress } from '../../../model/address-rewriting.ts';
import { text } from '../../../model/text.ts';
import { domainOf, localPartOf } from '../../../protocols/smtp/mail-address.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { groupBy } from '../../trace-evidence.ts';
import { rewritingPages } from './rewriting-pages.ts';

interface Twice extends Violation {
  readonly first: string;
  readonly second: string;
  /** The address or domain outside that both make. */
  readonly external: string;
}

/** Two senders inside are one address outside: nobody can tell who wrote, and a reply reaches one of them. */
export const externalAddressTwice = defineCheck<Twice>({
  id: 'rewriting/external-address-twice',
  severity: 'error',
  covers: ['PMIS-71'],
  docs: {
    summary: 'Two address rewrite entries make the same address outside.',
    why: 'The Edge server does not check it: people of both entries write in one name, and replies reach one of them only.',
    remedy: 'Give each person an external address of their own.',
    references: [rewritingPages.rewriting, rewritingPages.newEntry],
  },

  *run(context) {
    const entries = context.topology.onPremises?.addressRewriteEntries ?? [];
    for (const same of groupBy(entries, ({ external }) => written(external)).values()) {
      const [second, first] = firstMeeting(context, same);
      if (first === undefined || second === undefined) continue;
      yield {
        subject: subject('rule', second.name),
        at: second.at,
        detail: written(second.external),
        evidence: [{ at: context.sources.locate(first.at), text: `${first.name}: ${written(first.external)}` }],
        semantics: ['ARW-5', 'PMIS-71'],
        first: first.name,
        second: second.name,
        external: written(second.external),
      };
    }
  },

  explain: ({ first, second, external }) => ({
    problem: text`The address rewrite entries ${first} and ${second} both make ${external}.`,
    consequence: text`Different people write under one address, and a reply reaches one of them, whoever wrote.`,
    remedy: text`Give one of the two another external address.`,
  }),

  fix: ({ first, second, external }) => [
    byPerson(
      text`Tell ${first} and ${second} apart`,
      text`Give one of the address rewrite entries ${first} and ${second} another external address than ${external}.`,
    ),
  ],
});

const written = (one: RewrittenAddress): string => (one.kind === 'address' ? one.address : one.domain);

/** The first entry that meets one before it, and that one; of many that make one address it says all that is to be said. */
function firstMeeting(context: CheckContext, same: readonly AddressRewriteEntry[]): readonly AddressRewriteEntry[] {
  for (const [index, second] of same.entries()) {
    const first = same.slice(0, index).find((one) => meet(context, one, second));
    if (first !== undefined) return [second, first];
  }
  return [];
}

/** Whether two entries make one address: the same address, domains written back to two, or people who meet in it. */
function meet(context: CheckContext, one: AddressRewriteEntry, other: AddressRewriteEntry): boolean {
  if (written(one.external) !== written(other.external) || written(one.internal) === written(other.internal))
    return false;
  if (one.external.kind === 'address') return true;
  if (!one.outboundOnly && !other.outboundOnly) return true;
  const names = (entry: AddressRewriteEntry) =>
    new Set(
      context.topology.recipients
        .filter(({ address }) => isOf(entry, domainOf(address)))
        .map(({ address }) => localPartOf(address).toLowerCase()),
    );
  const others = names(other);
  return [...names(one)].some((name) => others.has(name));
}

function isOf({ internal, exceptions }: AddressRewriteEntry, domain: string): boolean {
  if (internal.kind === 'address') return false;
  if (domain === internal.domain) return true;
  return internal.kind === 'wildcard' && domain.endsWith(`.${internal.domain}`) && !exceptions.includes(domain);
}
