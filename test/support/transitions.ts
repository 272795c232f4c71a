import type { Transition } from '../../src/prove/transition/transition.ts';
import { transitionBetween } from '../../src/transition-between.ts';
import { readable } from './topology-reading.ts';

export type Document = Readonly<Record<string, unknown>>;

export const asOf = Date.UTC(2026, 10, 21);

export const input = async (document: Document) => ({
  ...(await readable(JSON.stringify(document))),
  file: 'topology.yaml',
});

export const between = async (before: Document, after: Document): Promise<Transition> =>
  transitionBetween(await input(before), await input(after), { asOf });

/** Each step with its moves, as `mx old to new`. */
export const stepsOf = ({ order }: Transition): readonly string[] =>
  (order?.steps ?? []).map(({ moves }) => moves.map(({ part, from, to }) => `${part} ${from} to ${to}`).join(', '));

/** The zone of contoso.com with these records. */
export const zone = (...lines: readonly string[]): object => ({
  records: ['$ORIGIN contoso.com.', '@ 3600 SOA ns1 hostmaster 1 3600 900 1209600 300', ...lines].join('\n'),
});
export const mxTenant = '@ 3600 MX 0 contoso-com.mail.protection.outlook.com.';

export const anna = { address: 'anna@contoso.com', mailbox: 'cloud' };
export const bob = { address: 'bob@contoso.com', mailbox: 'onPremises' };

export const hybridDomains = ['contoso.com', { DomainName: 'contoso.mail.onmicrosoft.com', IsCoexistenceDomain: true }];
export const ownCertificate = {
  own: { subject: 'CN=mail.contoso.com', dnsNames: ['mail.contoso.com'], issuer: 'CN=Contoso Public CA' },
};

/** A hybrid of one own server, with anna in the cloud and bob at home. */
export const hybrid = (of: {
  /** TlsSenderCertificateName of the connector by which the tenant knows the own server. */
  readonly knownAs: string;
  readonly reachableFrom?: readonly string[] | undefined;
  readonly sendConnectors?: readonly object[];
  readonly records: readonly string[];
}): Document => ({
  mxproof: 1,
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: hybridDomains,
    inboundConnectors: [hybridInbound(of.knownAs)],
    outboundConnectors: [
      {
        Name: 'To the own servers',
        ConnectorType: 'OnPremises',
        RecipientDomains: ['contoso.com'],
        UseMXRecord: false,
        SmartHosts: ['mail.contoso.com'],
        CloudServicesMailEnabled: true,
      },
    ],
  },
  onPremises: {
    servers: [
      {
        name: 'EX01',
        addresses: ['203.0.113.25'],
        fqdn: 'mail.contoso.com',
        certificate: 'own',
        ...(of.reachableFrom && { reachableFrom: of.reachableFrom }),
      },
    ],
    ...(of.sendConnectors && { sendConnectors: of.sendConnectors }),
  },
  certificates: ownCertificate,
  recipients: [anna, bob],
  dns: zone(...of.records, 'mail 3600 A 203.0.113.25'),
});

/** The connector of the tenant for own servers with a certificate of this name. */
export const hybridInbound = (name: string): object => ({
  Name: 'By certificate',
  ConnectorType: 'OnPremises',
  SenderDomains: ['*'],
  TlsSenderCertificateName: name,
  CloudServicesMailEnabled: true,
});
