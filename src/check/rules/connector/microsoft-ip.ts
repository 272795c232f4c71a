import {
  type AddressSet,
  intersect,
  isEmpty,
  isSubset,
  subtract,
  toRanges,
  unionAll,
} from '../../../model/addresses/address-set.ts';
import type { Fix } from '../../../model/change.ts';
import type { Pointer } from '../../../model/source.ts';
import { list, type Text, text } from '../../../model/text.ts';
import type { AddressEntry } from '../../../model/topology.ts';
import { type MicrosoftHit, microsoftPart } from '../../../reference/microsoft-ranges.ts';
import { storedAddresses } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';
import { removeCommand } from './power-shell.ts';
import { listAddresses, storable } from './sender-addresses.ts';

type Holder = 'SenderIPAddresses' | 'EFSkipIPs' | 'IPAllowList';

interface MicrosoftIp extends Violation {
  readonly holder: Holder;
  /** Name of the connector or the policy. */
  readonly name: string;
  readonly entry: string;
  /** Names of the lists, `EOP worldwide` … */
  readonly lists: readonly string[];
  /** The part of the entry that is Microsoft's, where it is not all of it. */
  readonly part: readonly string[] | undefined;
  readonly fixes: readonly Fix[];
}

interface Listed {
  readonly objectAt: Pointer;
  readonly all: readonly AddressEntry[];
  readonly holder: Holder;
  readonly name: string;
  readonly subject: string;
  readonly entry: AddressEntry;
  /** Exchange Online takes the value there. */
  readonly stored: boolean;
}

/** An inbound connector, an IP allow list or a skip list holds addresses of Microsoft 365 itself. */
export const microsoftIp = defineCheck<MicrosoftIp>({
  id: 'connector/microsoft-ip',
  severity: 'error',
  covers: ['PMIS-43'],
  docs: {
    summary: 'An inbound connector, an IP allow list or a skip list holds addresses of Microsoft 365.',
    why: 'Every tenant sends from these addresses: whoever trusts them trusts the mail of all customers of Microsoft 365.',
    remedy: 'Take the range out. Mail between tenants needs no connector, and own servers have addresses of their own.',
    whenNotToApply: 'Addresses of Azure may be rented by the organisation; they are not reported.',
    references: [connectorPages.connectors, connectorPages.enhancedFiltering, connectorPages.connectionFilter],
  },

  *run(context) {
    for (const one of listed(context)) {
      const { holder, name, subject: of, entry, stored } = one;
      const hits = microsoftPart(entry.set, 'microsoft-service').filter((hit) => hit.range.clouds.length > 0);
      if (hits.length === 0) continue;
      const set = unionAll(hits.map((hit) => hit.own));
      const whole = isSubset(entry.set, set);
      // What a connector cannot hold is reported as such; here it counts where it is Microsoft's altogether.
      if (holder === 'SenderIPAddresses' && (entry.family !== 4 || !(stored || whole))) continue;
      yield {
        subject: of,
        at: entry.at,
        detail: `${holder} ${entry.text}`,
        evidence: hits.map((hit) => ({
          at: undefined,
          text: text`${nameOf(hit)}, published list of ${hit.range.date}`,
        })),
        semantics:
          holder === 'EFSkipIPs'
            ? ['INB-16', 'EFC-3', 'PMIS-43']
            : holder === 'IPAllowList'
              ? ['CF-5', 'CF-7']
              : ['ATTR-15'],
        holder,
        name,
        entry: entry.text,
        lists: [...new Set(hits.map(nameOf))],
        part: whole || isEmpty(set) ? undefined : toRanges(set),
        fixes: fixesFor(context, one, intersect(entry.set, set), whole),
      };
    }
  },

  explain: (violation) => ({
    problem:
      violation.part === undefined
        ? text`${owner(violation)} holds ${violation.entry}, which belongs to Microsoft 365 (${list(violation.lists, 'and')}).`
        : text`${owner(violation)} holds ${violation.entry}, a part of which (${shortened(violation.part)}) belongs to Microsoft 365 (${list(violation.lists, 'and')}).`,
    consequence: consequences[violation.holder],
    remedy: text`Take ${violation.entry} out: ${command(violation)}.`,
  }),

  fix: ({ fixes }) => fixes,
});

/** Without Microsoft's part of the entry where the rest of it can be written, or without the entry. */
function fixesFor(context: CheckContext, listed: Listed, part: AddressSet, whole: boolean): readonly Fix[] {
  const { holder, name, objectAt, entry, all } = listed;
  const others = all.filter((one) => one !== entry);
  const rest = whole ? [] : storable(subtract(entry.set, part));
  const lists = rest === undefined || whole ? [] : [[...others.map((one) => one.text), ...rest]];
  const titles = [...lists.map(() => text`Keep of ${entry.text} on ${name} what is not Microsoft's`)];
  const connector = context.topology.tenant?.inboundConnectors.find((one) => one.at === objectAt);
  return [...lists, others.map((one) => one.text)].flatMap((addresses, index) => {
    const title = titles[index] ?? text`Take ${entry.text} out of ${holder} of ${name}`;
    if (holder === 'SenderIPAddresses' && connector !== undefined)
      return listAddresses(context, connector, addresses, title, 'review');
    return proposed(
      title,
      'review',
      context.change(objectAt, { [holder]: addresses.length === 0 ? undefined : addresses }),
    );
  });
}

function* listed(context: CheckContext): Generator<Listed> {
  for (const connector of enabledInbound(context)) {
    const of = { name: connector.name, subject: subject('inbound', connector.name), objectAt: connector.at };
    const [senders, skipped] = [connector.senderIPAddresses, connector.efSkipIPs];
    const stored = storedAddresses(connector);
    for (const entry of senders)
      yield { ...of, all: senders, holder: 'SenderIPAddresses', entry, stored: stored.includes(entry) };
    for (const entry of skipped) yield { ...of, all: skipped, holder: 'EFSkipIPs', entry, stored: true };
  }
  for (const policy of context.topology.tenant?.hostedConnectionFilterPolicies ?? []) {
    const of = { name: policy.name, subject: subject('policy', policy.name), objectAt: policy.at };
    const all = policy.ipAllowList;
    for (const entry of all) yield { ...of, all, holder: 'IPAllowList', entry, stored: true };
  }
}

const nameOf = ({ range }: MicrosoftHit): string => `${range.product}, ${range.cloud}`;

const shownMax = 3;
const shortened = (ranges: readonly string[]): Text =>
  ranges.length <= shownMax
    ? list(ranges, 'and')
    : list([...ranges.slice(0, shownMax), text`${ranges.length - shownMax} more`], 'and');

function owner({ holder, name }: MicrosoftIp): Text {
  if (holder === 'IPAllowList') return text`The IP allow list of the connection filter policy ${name}`;
  return holder === 'EFSkipIPs'
    ? text`EFSkipIPs of the inbound connector ${name}`
    : text`The inbound connector ${name}`;
}

const consequences: Readonly<Record<Holder, Text>> = {
  SenderIPAddresses: text`Every tenant of Microsoft 365 sends from these addresses, so that mail of strangers can be taken for the one that the connector is for.`,
  EFSkipIPs: text`Microsoft does not support its own addresses in a skip list; the recovered source address, and with it SPF and spoof verdicts, can be wrong.`,
  IPAllowList: text`Mail of every tenant of Microsoft 365 comes in without spam filtering and without authentication checks.`,
};

function command({ holder, name, entry }: MicrosoftIp): string {
  return holder === 'IPAllowList'
    ? removeCommand('Set-HostedConnectionFilterPolicy', name, 'IPAllowList', entry)
    : removeCommand('Set-InboundConnector', name, holder, entry);
}
