import { parseAddress } from '../../model/addresses/address.ts';
import { type AddressSet, isEmpty } from '../../model/addresses/address-set.ts';
import { text } from '../../model/text.ts';
import type { InboundConnector, OutboundConnector } from '../../model/topology.ts';
import { sameAddress } from '../../protocols/smtp/mail-address.ts';
import { specialPurpose } from '../../reference/special-purpose.ts';
import { isAmong } from '../client-address.ts';
import type { Arrival, Note, Run } from '../run.ts';
import { memoAbout, setOf } from '../world.ts';
import { isCentral } from './select-outbound-connector.ts';

/** The address that SPF and filtering look at. */
export interface RecoveredSource {
  readonly address: string | null;
  /** Enhanced Filtering found an address behind the connecting one. */
  readonly recovered: boolean;
  /**
   * What skip listing finds, also where EFUsers leaves a recipient out (EFC-7); null: an address that is not known;
   * undefined: nothing.
   */
  readonly skipListed: string | null | undefined;
  readonly note: Note;
}

/** EFC-2: on where it skips the last hop, or lists some to skip. */
export const enhancedFiltering = (connector: InboundConnector | undefined): boolean =>
  connector !== undefined && (connector.efSkipLastIP || connector.efSkipIPs.length > 0);

/** Enhanced Filtering for Connectors: which address stands for the sender (INB-16, EFC-1 to EFC-6). */
export function recoverSourceAddress(run: Run, arrival: Arrival): RecoveredSource {
  const connector = arrival.attribution?.connector;
  const keep = (
    ids: readonly string[],
    because: () => ReturnType<typeof text>,
    skipListed?: string | null,
  ): RecoveredSource => ({
    address: arrival.sourceIp,
    recovered: false,
    skipListed,
    note: run.note('recover-source-address', ids, () => ({
      verdict: text`${arrival.sourceIp ?? text`unknown`}`,
      because: because(),
    })),
  });
  if (connector === undefined)
    return keep(['EFC-1'], () => text`no connector takes the session; the connecting address counts`);
  const skip = memoAbout(run.world, connector, 'skip', () => setOf(connector.efSkipIPs));
  if (!connector.efSkipLastIP && isEmpty(skip)) {
    return keep(['EFC-2'], () => text`Enhanced Filtering is off on ${connector.name}; the connecting address counts`);
  }
  const chain = [arrival.sourceIp, ...arrival.transit.received];
  let index = connector.efSkipLastIP ? 1 : 0;
  while (index < chain.length && skipped(run, chain[index] ?? null, connector.efSkipLastIP ? undefined : skip)) index++;
  const found = chain[index];
  if (found === undefined || index === 0) {
    return keep(['EFC-5'], () =>
      index === 0
        ? text`the connecting address is not among EFSkipIPs of ${connector.name}, and counts`
        : text`nothing is left behind the addresses that ${connector.name} skips; the connecting address counts`,
    );
  }
  const outside =
    connector.efUsers.length === 0
      ? undefined
      : arrival.copies.find((copy) => !connector.efUsers.some((user) => sameAddress(user.text, copy.address)));
  if (outside !== undefined)
    return keep(
      ['EFC-4', 'EFC-7'],
      () =>
        text`${outside.address} is not among EFUsers of ${connector.name}, so Enhanced Filtering does not apply to the message`,
      found,
    );
  const central = centralTransport(arrival);
  return {
    address: found,
    recovered: true,
    skipListed: found,
    note: run.note('recover-source-address', central === undefined ? recovery : [...recovery, 'EFC-10'], () => ({
      verdict: text`${found ?? text`unknown`}`,
      because: text`Enhanced Filtering of ${connector.name} skips ${chain
        .slice(0, index)
        .map((one) => one ?? 'unknown')
        .join(
          ', ',
        )}${central === undefined ? '' : text`; beside centralized mail transport (${central.name}) Microsoft does not support it`}`,
      evidence: [
        run.setting(
          `${connector.at}/${connector.efSkipLastIP ? 'EFSkipLastIP' : 'EFSkipIPs'}`,
          text`Enhanced Filtering of ${connector.name}`,
        ),
      ],
    })),
  };
}

const recovery = ['EFC-2', 'EFC-6', 'INB-16'] as const;

/** EFC-10: the connector that makes centralized mail transport of a tenant whose connector skips addresses. */
function centralTransport({ attribution }: Arrival): OutboundConnector | undefined {
  const connectors = attribution?.tenant.tenant.outboundConnectors ?? [];
  return connectors.find(isCentral);
}

/** EFC-3: private addresses are skipped by themselves. An unknown one stops the walk: it may be the sender's. */
function skipped(run: Run, address: string | null, skip: AddressSet | undefined): boolean {
  if (address === null) return false;
  return isPrivate(run, address) || (skip !== undefined && isAmong(run, skip, address));
}

function isPrivate({ reads }: Run, address: string): boolean {
  reads?.other('is it private', address, (_, one) => String(hasPrivateUse(one)));
  return hasPrivateUse(address);
}

function hasPrivateUse(address: string): boolean {
  const parsed = parseAddress(address);
  return parsed !== undefined && specialPurpose(parsed).some((part) => part.block.category === 'private');
}
