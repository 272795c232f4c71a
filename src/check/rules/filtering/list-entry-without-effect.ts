import type { Evidence } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import { type KeptFromActing, keptFromActing } from '../../../simulate/steps/filter-connection.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { connectorPages } from '../connector/connector-pages.ts';
import { quoted, removeCommand } from '../connector/power-shell.ts';
import { type ConnectionList, connectionLists, entriesExcept } from './connection-lists.ts';

interface WithoutEffect extends Violation {
  readonly policy: string;
  readonly entry: string;
  readonly by: KeptFromActing;
  readonly of: ConnectionList['policy'];
  readonly list: ConnectionList['list'];
}

/** An address on an IP list that another setting keeps from acting. */
export const listEntryWithoutEffect = defineCheck<WithoutEffect>({
  id: 'filtering/list-entry-without-effect',
  severity: 'warning',
  covers: ['PMIS-47', 'PMIS-48', 'CMIS-42'],
  docs: {
    summary: 'An entry of the IP allow or block list does nothing, because another setting holds the same address.',
    why: 'Of an address on both lists, allow wins. An address of an OnPremises inbound connector on the allow list is stamped IPV:CAL and filtered all the same.',
    remedy:
      'Take the entry away; where mail from an own server is to skip filtering, a rule with SenderIpRanges sets the SCL to -1.',
    references: [connectorPages.connectionFilter],
  },

  *run(context) {
    const tenant = context.world.own;
    for (const { policy, list, entries } of connectionLists(context)) {
      for (const entry of entries) {
        const by = tenant && keptFromActing(tenant, policy, list, entry);
        if (by === undefined) continue;
        const fact = factOf(by);
        yield {
          subject: subject('policy', policy.name),
          at: entry.at,
          detail: `${list} ${entry.text}`,
          evidence: [{ at: context.sources.locate(fact.at), text: fact.text }],
          semantics: list === 'IPBlockList' ? ['CF-4', 'PMIS-47'] : ['CF-9', 'PMIS-48'],
          policy: policy.name,
          entry: entry.text,
          by,
          of: policy,
          list,
        };
      }
    }
  },

  explain: ({ policy, entry, by }) =>
    by.kind === 'allow'
      ? {
          problem: text`The IP block list of ${policy} holds ${entry}, and the allow list holds ${by.entry.text}: allow wins.`,
          consequence: text`Mail from these addresses is let in, and skips spam filtering and sender authentication.`,
          remedy: text`Decide which is meant: ${removeCommand('Set-HostedConnectionFilterPolicy', policy, 'IPAllowList', by.entry.text)} for the block to act.`,
        }
      : {
          problem: text`The IP allow list of ${policy} holds ${entry}, which the OnPremises inbound connector ${by.connector.name} names too.`,
          consequence: text`Its mail is stamped IPV:CAL and filtered all the same.`,
          remedy: text`${removeCommand('Set-HostedConnectionFilterPolicy', policy, 'IPAllowList', entry)}; where its mail is to skip filtering, New-TransportRule -Name ${quoted('Own servers skip filtering')} -SenderIpRanges ${quoted(entry)} -SetSCL -1.`,
        },

  fix({ policy, entry, by, of, list }, context) {
    const idle = proposed(
      text`Take ${entry} out of ${list} of ${policy}`,
      'safe',
      context.change(of.at, {
        [list]: entriesExcept(list === 'IPBlockList' ? of.ipBlockList : of.ipAllowList, [entry]),
      }),
    );
    if (by.kind === 'connector') return idle;
    const allowed = proposed(
      text`Take ${by.entry.text} out of the IP allow list of ${policy}, so that the block acts`,
      'review',
      context.change(of.at, { IPAllowList: entriesExcept(of.ipAllowList, [by.entry.text]) }),
    );
    return [...idle, ...allowed];
  },
});

/** The setting that the simulator names, as a reader finds it. */
function factOf(by: KeptFromActing): { readonly at: string; readonly text: Evidence['text'] } {
  return by.kind === 'allow'
    ? { at: by.entry.at, text: `IPAllowList: ${by.entry.text}` }
    : { at: `${by.connector.at}/SenderIPAddresses`, text: text`SenderIPAddresses of ${by.connector.name}` };
}
