import type { Pointer } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import { domainOf } from '../../../protocols/smtp/mail-address.ts';
import { rewrittenForOutside } from '../../../simulate/steps/rewrite-addresses.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { quoted } from '../connector/power-shell.ts';
import { rewritingPages } from './rewriting-pages.ts';

interface ReplyMissing extends Violation {
  readonly person: string;
  /** Where the person is declared, and the addresses besides the first. */
  readonly personAt: Pointer;
  readonly aliases: readonly string[];
  readonly external: string;
  readonly entry: string;
}

/** Somebody writes to the outside as an address that nobody has inside, and nothing writes the reply back. */
export const replyAddressMissing = defineCheck<ReplyMissing>({
  id: 'rewriting/reply-address-missing',
  severity: 'error',
  covers: ['PMIS-71', 'PMIS-72'],
  docs: {
    summary: 'A sender is shown to the outside as an address that no recipient has.',
    why: 'An entry for outbound mail only writes no reply back: replies to the rewritten address are returned as unknown.',
    remedy: 'Give the person the rewritten address as a proxy address.',
    references: [rewritingPages.rewriting],
  },

  *run(context) {
    const { premises } = context.world;
    if (premises === undefined || premises.premises.addressRewriteEntries.length === 0) return;
    for (const recipient of context.topology.recipients) {
      if (recipient.kind !== 'mailbox') continue;
      const rewritten = rewrittenForOutside(premises, recipient.address);
      if (rewritten === undefined || !rewritten.entry.outboundOnly) continue;
      if (isKnown(context, rewritten.address)) continue;
      yield {
        subject: subject('recipient', recipient.address),
        at: recipient.at,
        evidence: [{ at: context.sources.locate(rewritten.entry.at), text: rewritten.entry.name }],
        semantics: ['ARW-5', 'PMIS-71'],
        person: recipient.address,
        personAt: recipient.at,
        aliases: recipient.aliases,
        external: rewritten.address,
        entry: rewritten.entry.name,
      };
    }
  },

  explain: ({ person, external, entry }) => ({
    problem: text`Mail of ${person} leaves as ${external} by the address rewrite entry ${entry}, and no recipient has that address.`,
    consequence: text`Replies to ${external} come back to their senders as undeliverable.`,
    remedy: text`Give ${person} the address: Set-Mailbox -Identity ${quoted(person)} -EmailAddresses @{Add=${quoted(external)}}.`,
  }),

  fix: ({ person, personAt, aliases, external }, context) => [
    ...proposed(
      text`Give ${person} the address ${external}`,
      'safe',
      context.change(personAt, { aliases: [...aliases, external] }),
    ),
    byPerson(
      text`Give ${person} the address ${external}`,
      text`Add ${external} to the addresses of ${person}, so that replies arrive.`,
    ),
  ],
});

/** Whether somebody inside has the address, or nobody can say because the domain is not fully declared. */
function isKnown({ world }: CheckContext, address: string): boolean {
  const domain = domainOf(address);
  const directories = [world.premises?.directory, world.own?.directory].flatMap((one) => one ?? []);
  if (!directories.some((one) => one.completeDomains.has(domain))) return true;
  return directories.some((one) => one.entries.has(address.toLowerCase()));
}
