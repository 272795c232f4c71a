import { type AddressSet, size, toPrefixes, unionAll } from '../../../model/addresses/address-set.ts';
import type { Safety } from '../../../model/change.ts';
import { list, type Text, text } from '../../../model/text.ts';
import type { AddressEntry } from '../../../model/topology.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { connectorPages } from '../connector/connector-pages.ts';
import { quoted } from '../connector/power-shell.ts';
import { type ConnectionList, connectionLists, entriesExcept } from './connection-lists.ts';

/** Why the service does not take it (CF-2, CF-10). */
type Fault = 'too many' | 'IPv6 range' | 'wide prefix' | 'wide range';

interface RefusedEntry extends Violation {
  readonly policy: string;
  readonly list: ConnectionList['list'];
  readonly fault: Fault;
  /** As written; of a list that is too long, nothing. */
  readonly entries: readonly string[];
  readonly count: number;
  readonly of: ConnectionList;
}

const entriesMax = 1273;
const rangeMax = 256n;
const prefixMin = 24;

/** An entry of an IP allow or block list that the service does not take, or more of them than it takes. */
export const refusedListEntry = defineCheck<RefusedEntry>({
  id: 'filtering/refused-list-entry',
  severity: 'warning',
  docs: {
    summary: 'The IP allow or block list of a connection filter policy holds what Exchange Online does not take.',
    why: 'A list takes 1273 entries: single addresses, ranges of at most 256 addresses, and prefixes of /24 to /32; IPv6 ranges are not supported. The rest cannot be saved, so that mail is not treated as planned.',
    remedy: 'Split what is too wide, or treat it in a mail flow rule with SenderIpRanges.',
    references: [
      connectorPages.connectionFilter,
      {
        title: 'Set-HostedConnectionFilterPolicy',
        url: 'https://learn.microsoft.com/powershell/module/exchange/set-hostedconnectionfilterpolicy',
      },
    ],
  },

  *run(context) {
    for (const found of connectionLists(context)) {
      const { policy, entries } = found;
      const of = {
        subject: subject('policy', policy.name),
        evidence: [],
        policy: policy.name,
        list: found.list,
        of: found,
      };
      const at = `${policy.at}/${found.list}`;
      if (entries.length > entriesMax)
        yield {
          ...of,
          at,
          detail: `${found.list} too many`,
          semantics: ['CF-2', 'LIM-21'],
          fault: 'too many',
          entries: [],
          count: entries.length,
        };
      for (const fault of ['IPv6 range', 'wide prefix', 'wide range'] as const) {
        const bad = entries.filter((entry) => faultOf(entry) === fault);
        const [first] = bad;
        if (first === undefined) continue;
        yield {
          ...of,
          at: first.at,
          detail: `${found.list} ${fault}`,
          semantics: fault === 'wide prefix' ? ['CF-2', 'CF-10'] : ['CF-2'],
          fault,
          entries: bad.map((entry) => entry.text),
          count: bad.length,
        };
      }
    }
  },

  explain: ({ policy, list: name, fault, entries, count }) => {
    const some = list(entries.slice(0, namedMax), 'and');
    const named = count > namedMax ? text`${some} and ${count - namedMax} more` : some;
    return {
      problem: text`${name} of the connection filter policy ${policy} ${said(fault, named, count)}.`,
      consequence:
        name === 'IPAllowList'
          ? text`The list cannot be saved so: mail from these addresses is filtered like any other.`
          : text`The list cannot be saved so: mail from these addresses is let in like any other.`,
      remedy:
        fault === 'too many'
          ? text`Put neighbours together into prefixes of /24 to /32, or into ranges of at most 256 addresses.`
          : fault === 'IPv6 range'
            ? text`List the single IPv6 addresses that send, or none.`
            : name === 'IPAllowList'
              ? text`List the parts of it that send, or allow it by a rule: New-TransportRule -Name ${quoted('Allow by address')} -SenderIpRanges with the range -SetSCL -1, with a condition that tells the sender too.`
              : text`List the parts of it that send, or block it by a rule: New-TransportRule -Name ${quoted('Block by address')} -SenderIpRanges with the range -RejectMessageReasonText with the reason.`,
    };
  },

  fix({ policy, list: name, fault, entries, of }, context) {
    const way = (title: Text, safety: Safety, texts: readonly string[] | undefined) =>
      texts === undefined
        ? []
        : proposed(title, safety, context.change(of.policy.at, { [name]: texts.length === 0 ? undefined : texts }));
    if (fault === 'too many') {
      const merged = listable(unionAll(of.entries.map((entry) => entry.set)));
      const fits = merged !== undefined && merged.length <= entriesMax ? merged : undefined;
      return way(text`Put neighbours on ${name} of ${policy} together`, 'safe', fits);
    }
    const split = of.entries.map((entry) => (entries.includes(entry.text) ? listable(entry.set) : [entry.text]));
    const parts = split.every((one) => one !== undefined) ? split.flat() : undefined;
    const named = list(entries.slice(0, namedMax));
    return [
      ...(fault === 'IPv6 range'
        ? []
        : way(text`Write ${named} on ${name} of ${policy} as prefixes of /24 to /32`, 'review', parts)),
      ...way(text`Take ${named} out of ${name} of ${policy}`, 'safe', entriesExcept(of.entries, entries) ?? []),
    ];
  },
});

/** More prefixes than this stand for no entry that somebody meant. */
const partsMax = 16;

/** A set as addresses and prefixes of /24 to /32; undefined where that would be too many. */
function listable(set: AddressSet): readonly string[] | undefined {
  if (set.v6.length > 0 || size(set) > rangeMax * BigInt(partsMax)) return undefined;
  return toPrefixes(set).flatMap((prefix) => {
    const [base = '', length = '32'] = prefix.split('/');
    if (Number(length) >= prefixMin) return [Number(length) === 32 ? base : prefix];
    const [first, second, third = 0] = base.split('.').map(Number);
    return Array.from(
      { length: 2 ** (prefixMin - Number(length)) },
      (_, index) => `${first}.${second}.${third + index}.0/24`,
    );
  });
}

/** More entries of one fault are counted. */
const namedMax = 5;

function faultOf({ set, prefixLength }: AddressEntry): Fault | undefined {
  const addresses = size(set);
  if (addresses <= 1n) return undefined;
  if (set.v6.length > 0) return 'IPv6 range';
  if (prefixLength !== undefined) return prefixLength < prefixMin ? 'wide prefix' : undefined;
  return addresses > rangeMax ? 'wide range' : undefined;
}

function said(fault: Fault, named: Text, count: number): Text {
  switch (fault) {
    case 'too many':
      return text`has ${count} entries, and a list takes ${entriesMax}`;
    case 'IPv6 range':
      return text`holds ${named}, and ranges of IPv6 are not supported`;
    case 'wide prefix':
      return text`holds ${named}, and it takes prefixes of /24 to /32`;
    case 'wide range':
      return text`holds ${named}, and a range may have 256 addresses`;
  }
}
