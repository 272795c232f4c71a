import type { ObjectChange, Properties } from '../../model/change.ts';
import { list, type Text, text } from '../../model/text.ts';
import type { AddressEntry, Topology } from '../../model/topology.ts';

/** Something that might let a sender through; whether it does is for the simulator to say. */
export interface Candidate {
  readonly title: Text;
  /** An object to add to a collection of the document, or a value to set at a place of it. */
  readonly edit:
    | { readonly kind: 'add'; readonly change: ObjectChange }
    | {
        readonly kind: 'set';
        readonly within: readonly [string, string];
        readonly name: string;
        readonly property: string;
        readonly value: string;
      };
}

/** What declared nodes can be told apart by at the front door, and how else they could submit. */
export function candidatesFor(topology: Topology, node: string, domains: readonly string[]): readonly Candidate[] {
  const server = topology.onPremises?.servers.find((one) => one.node === node);
  const other = [...topology.services, ...topology.partners].find((one) => one.node === node);
  const certificates = server?.certificates ?? other?.clientCertificates ?? [];
  const addresses = storable((server ?? other)?.addresses ?? []);
  const [certificate] = certificates.flatMap((one) => one.dnsNames[0] ?? one.commonName ?? []);
  const taken = new Set(topology.tenant?.inboundConnectors.map((one) => one.name.toLowerCase()));
  const name = unusedName(`Admit ${node}`, taken);
  const add = (title: Text, after: Properties): Candidate => ({
    title,
    edit: {
      kind: 'add',
      change: {
        target: 'object',
        within: '/tenant/inboundConnectors',
        name,
        before: null,
        after: { Name: name, ...after },
      },
    },
  });
  const said = list(domains);
  const partner = { ConnectorType: 'Partner', SenderDomains: domains };
  const own = { ConnectorType: 'OnPremises', SenderDomains: ['*'] };
  return [
    ...(certificate === undefined
      ? []
      : [
          add(text`a Partner connector for ${said} that admits the certificate name ${certificate}`, {
            ...partner,
            RequireTls: true,
            RestrictDomainsToCertificate: true,
            TlsSenderCertificateName: certificate,
          }),
        ]),
    ...(addresses.length === 0
      ? []
      : [
          add(text`a Partner connector for ${said} that admits the addresses ${list(addresses)}`, {
            ...partner,
            RequireTls: false,
            RestrictDomainsToIPAddresses: true,
            SenderIPAddresses: addresses,
          }),
        ]),
    ...(server === undefined || certificate === undefined
      ? []
      : [
          add(text`an OnPremises connector by the certificate name ${certificate}`, {
            ...own,
            RequireTls: true,
            TlsSenderCertificateName: certificate,
          }),
        ]),
    ...(server === undefined || addresses.length === 0
      ? []
      : [
          add(text`an OnPremises connector by the addresses ${list(addresses)}`, {
            ...own,
            RequireTls: false,
            SenderIPAddresses: addresses,
          }),
        ]),
    ...(server === undefined ? [] : submissions(topology, server)),
  ];
}

type Server = NonNullable<Topology['onPremises']>['servers'][number];

/** Applications and devices choose how they submit. */
function submissions({ onPremises }: Topology, { name, role, submits }: Server): readonly Candidate[] {
  if (role !== 'application' && role !== 'device') return [];
  const set = (title: Text, value: string): Candidate => ({
    title,
    edit: { kind: 'set', within: ['onPremises', 'servers'], name, property: 'submits', value },
  });
  const exchange = onPremises?.servers.find((one) => one.role === 'mailbox');
  return [
    ...(submits?.how === 'smtpAuth' ? [] : [set(text`submission with credentials (SMTP AUTH)`, 'smtpAuth')]),
    ...(exchange === undefined ? [] : [set(text`submission through ${exchange.node}`, `via:${exchange.name}`)]),
  ];
}

/** What a connector stores: single IPv4 addresses and prefixes from /24 (INB 3.1). */
const storable = (entries: readonly AddressEntry[]): readonly string[] =>
  entries
    .filter(({ family, prefixLength }) => family === 4 && prefixLength !== undefined && prefixLength >= 24)
    .map((one) => one.text);

function unusedName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${wanted} ${number}`;
  return name;
}
