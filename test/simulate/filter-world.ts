import type { Outcome, Trace } from '../../src/simulate/trace.ts';
import type { Piece } from './follow.ts';

/*
 * A tenant with two mailboxes, MX at the tenant or at a filter in front of it. alice@example.org sends from 192.0.2.10,
 * for which SPF passes; the filter sends from 198.51.100.25.
 */

const soa = (zone: string): readonly string[] => [`${zone}. SOA ns.${zone}. h.${zone}. 1 2 3 4 5`];
const records = (mx: string, dmarc: string | undefined): string =>
  [
    ...soa('contoso.com'),
    `contoso.com. MX 0 ${mx}`,
    'contoso.com. TXT "v=spf1 include:spf.protection.outlook.com -all"',
    ...soa('example.org'),
    'example.org. MX 10 mx.example.org.',
    'example.org. TXT "v=spf1 ip4:192.0.2.10 -all"',
    ...(dmarc === undefined ? [] : [`_dmarc.example.org. TXT "v=DMARC1; ${dmarc}"`]),
    ...soa('fabrikam.com'),
    'fabrikam.com. MX 10 mx.fabrikam.com.',
    'fabrikam.com. TXT "v=spf1 -all"',
  ].join('\n');

export interface FilterWorld {
  readonly tenant?: Piece;
  /** Tags of the DMARC record of example.org, as `p=reject`. */
  readonly dmarc?: string;
  readonly rest?: Piece;
}

/** MX at the tenant. */
export const direct = ({ tenant = {}, dmarc, rest = {} }: FilterWorld = {}) => ({
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: ['contoso.com'],
    organizationConfig: { RejectDirectSend: false },
    ...tenant,
  },
  recipients: [
    { address: 'anna@contoso.com', mailbox: 'cloud' },
    { address: 'carl@contoso.com', mailbox: 'cloud' },
  ],
  dns: { records: records('contoso-com.mail.protection.outlook.com.', dmarc) },
  ...rest,
});

export const fromFilter = (rest: Piece): Piece => ({
  Name: 'From filter',
  ConnectorType: 'Partner',
  SenderDomains: ['*'],
  RestrictDomainsToIPAddresses: true,
  SenderIPAddresses: ['198.51.100.24/29'],
  RequireTls: false,
  ...rest,
});

/** MX at the filter, which hands everything to the tenant. */
export const filtered = (connector: Piece, options: FilterWorld = {}, service: Piece = {}) => ({
  ...direct({ ...options, tenant: { inboundConnectors: [fromFilter(connector)], ...options.tenant } }),
  services: [
    {
      name: 'filter',
      receivesAt: ['mx.filter.example'],
      addresses: ['198.51.100.25'],
      delivers: [{ domains: ['contoso.com'], to: 'tenant' }],
      ...service,
    },
  ],
  dns: { records: records('mx.filter.example.', options.dmarc) },
});

export const good: Piece = { from: 'alice@example.org', to: ['anna@contoso.com'], source: { address: '192.0.2.10' } };
export const bad: Piece = { ...good, source: { address: '203.0.113.99' } };

/** How it ends, with the folder or the enhanced status. */
export const end = ({ status, folder, reply }: Outcome): string =>
  reply === null ? [status, folder].filter((one) => one !== null).join(' ') : `${status} ${reply.enhanced}`;

/** Values and ids of the decisions of a step, in the order of the hops. */
export const decided = (trace: Trace, step: string) =>
  trace.hops.flatMap((hop) => hop.decisions.filter((one) => one.step === step));
