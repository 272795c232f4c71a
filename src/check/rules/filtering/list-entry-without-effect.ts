import { isEmpty, isSubset, overlaps } from '../../../model/addresses/address-set.ts';
import { text } from '../../../model/text.ts';
import type { AddressEntry } from '../../../model/topology.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { connectorPages } from '../connector/connector-pages.ts';
import { quoted, removeCommand } from '../connector/power-shell.ts';
import { connectionLists } from './connection-lists.ts';

interface WithoutEffect extends Violation {
  readonly policy: string;
  readonly entry: string;
  /** What takes the effect away: the same address on the allow list, or on an OnPremises connector. */
  readonly by:
    | { readonly kind: 'allow'; readonly entry: string }
    | { readonly kind: 'connector'; readonly name: string };
}

/** An address on an IP list that another setting keeps from acting. */
export const listEntryWithoutEffect = defineCheck<WithoutEffect>({
  id: 'filtering/list-entry-without-effect',
  severity: 'warning',
  covers: ['PMIS-47', 'PMIS-48'],
  docs: {
    summary: 'An entry of the IP allow or block list does nothing, because another setting holds the same address.',
    why: 'Of an address on both lists, allow wins. An address of an OnPremises inbound connector on the allow list is stamped IPV:CAL and filtered all the same.',
    remedy:
      'Take the entry away; where mail from an own server is to skip filtering, a rule with SenderIpRanges sets the SCL to -1.',
    references: [connectorPages.connectionFilter],
  },

  *run(context) {
    for (const { policy, list, entries } of connectionLists(context)) {
      for (const entry of entries) {
        const by = list === 'IPBlockList' ? allowedBy(policy.ipAllowList, entry) : heldBy(context, entry);
        if (by === undefined) continue;
        yield {
          subject: subject('policy', policy.name),
          at: entry.at,
          detail: `${list} ${entry.text}`,
          evidence: [{ at: context.sources.locate(by.at), text: by.fact }],
          semantics: list === 'IPBlockList' ? ['CF-4', 'PMIS-47'] : ['CF-9', 'PMIS-48'],
          policy: policy.name,
          entry: entry.text,
          by: by.by,
        };
      }
    }
  },

  explain: ({ policy, entry, by }) =>
    by.kind === 'allow'
      ? {
          problem: text`The IP block list of ${policy} holds ${entry}, and the allow list holds ${by.entry}: allow wins.`,
          consequence: text`Mail from these addresses is let in, and skips spam filtering and sender authentication.`,
          remedy: text`Decide which is meant: ${removeCommand('Set-HostedConnectionFilterPolicy', policy, 'IPAllowList', by.entry)} for the block to act.`,
        }
      : {
          problem: text`The IP allow list of ${policy} holds ${entry}, which the OnPremises inbound connector ${by.name} names too.`,
          consequence: text`Its mail is stamped IPV:CAL and filtered all the same.`,
          remedy: text`${removeCommand('Set-HostedConnectionFilterPolicy', policy, 'IPAllowList', entry)}; where its mail is to skip filtering, New-TransportRule -Name ${quoted('Own servers skip filtering')} -SenderIpRanges ${quoted(entry)} -SetSCL -1.`,
        },
});

interface Reason {
  readonly by: WithoutEffect['by'];
  readonly at: string;
  readonly fact: string;
}

function allowedBy(allowed: readonly AddressEntry[], entry: AddressEntry): Reason | undefined {
  const found = allowed.find((one) => overlaps(one.set, entry.set));
  return found && { by: { kind: 'allow', entry: found.text }, at: found.at, fact: `IPAllowList: ${found.text}` };
}

/** Only of an entry that the connector holds whole: of a wider one, the rest still acts. */
function heldBy({ world }: CheckContext, entry: AddressEntry): Reason | undefined {
  const found = world.own?.onPremisesConnectors.find(({ set }) => !isEmpty(entry.set) && isSubset(entry.set, set));
  if (found === undefined) return undefined;
  const { name, at } = found.connector;
  return { by: { kind: 'connector', name }, at: `${at}/SenderIPAddresses`, fact: `SenderIPAddresses of ${name}` };
}
