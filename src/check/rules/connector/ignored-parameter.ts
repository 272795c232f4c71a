import type { Safety } from '../../../model/change.ts';
import type { Pointer } from '../../../model/source.ts';
import { list, type Text, text } from '../../../model/text.ts';
import type { InboundConnector, OutboundConnector } from '../../../model/topology.ts';
import { matchConnectorName } from '../../../protocols/tls-names/match-connector-name.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { connectorPages } from './connector-pages.ts';
import { enabledInbound } from './enabled-inbound.ts';
import { quoted } from './power-shell.ts';

interface Ignored {
  readonly property: string;
  readonly problem: Text;
  readonly consequence: Text;
  readonly remedy: Text;
  readonly semantics: readonly string[];
  /** What the connector may be set to, the best first. */
  readonly ways: readonly (readonly [Text, Safety, Readonly<Record<string, unknown>>])[];
}

interface IgnoredParameter extends Violation {
  readonly ignored: Ignored;
  readonly objectAt: Pointer;
}

/** A switch or value of a connector that its type, or another setting of it, makes ineffective. */
export const ignoredParameter = defineCheck<IgnoredParameter>({
  id: 'connector/ignored-parameter',
  severity: 'warning',
  covers: ['CMIS-10'],
  docs: {
    summary: 'A connector has a switch on that does nothing on a connector of its type.',
    why: 'Somebody relies on a restriction or a route that does not exist.',
    remedy: 'Turn the switch off, and set up the connector type on which it works.',
    whenNotToApply:
      'RequireTls on an OnPremises connector is written by the hybrid wizard and is not reported; nor is RestrictDomainsToCertificate on the OnPremises connector of an add-on service, which a page of Microsoft shows.',
    references: [connectorPages.newInbound, connectorPages.newOutbound],
  },

  *run(context) {
    for (const connector of enabledInbound(context))
      for (const ignored of inboundIgnored(context, connector)) yield found('inbound', connector, ignored);
    for (const connector of context.topology.tenant?.outboundConnectors ?? [])
      if (connector.enabled)
        for (const ignored of outboundIgnored(connector)) yield found('outbound', connector, ignored);
  },

  explain: ({ ignored }) => ignored,

  fix: ({ ignored, objectAt }, context) =>
    ignored.ways.flatMap(([title, safety, after]) => proposed(title, safety, context.change(objectAt, after))),
});

const found = (
  kind: 'inbound' | 'outbound',
  connector: InboundConnector | OutboundConnector,
  ignored: Ignored,
): IgnoredParameter => ({
  subject: subject(kind, connector.name),
  at: `${connector.at}/${ignored.property}`,
  detail: ignored.property,
  evidence: [],
  semantics: ignored.semantics,
  ignored,
  objectAt: connector.at,
});

const turnedOff = (property: string, name: string): Ignored['ways'][number] => [
  text`Turn ${property} of ${name} off`,
  'safe',
  { [property]: false },
];

function inboundIgnored(context: CheckContext, connector: InboundConnector): readonly Ignored[] {
  const ignored = (
    property: string,
    rest: Omit<Ignored, 'property' | 'problem' | 'remedy' | 'ways'>,
    remedy?: Text,
  ): Ignored => ({
    property,
    problem: text`${property} is on at the inbound connector ${connector.name}, and it has no effect on a connector of type ${connector.connectorType}.`,
    remedy: text`Turn it off (Set-InboundConnector -Identity ${quoted(connector.name)} -${property} $false)${remedy ?? text``}.`,
    ways: [turnedOff(property, connector.name)],
    ...rest,
  });
  if (connector.connectorType === 'Partner') {
    const found: Ignored[] = [];
    const trust = text`Mail over this connector stays external: a Partner connector never makes a message internal.`;
    if (connector.cloudServicesMailEnabled)
      found.push(ignored('CloudServicesMailEnabled', { consequence: trust, semantics: ['HDR-4', 'ROUTE-10'] }));
    if (connector.treatMessagesAsInternal)
      found.push(ignored('TreatMessagesAsInternal', { consequence: trust, semantics: ['HDR-2'] }));
    return found;
  }
  const instead = text`, and add a connector of type Partner with the same restriction where other sources are to be turned away`;
  const open = text`The connector turns nobody away: mail from any other address or without the certificate is taken as anonymous mail.`;
  const switches: Ignored[] = [];
  if (connector.restrictDomainsToIPAddresses)
    switches.push(
      ignored('RestrictDomainsToIPAddresses', { consequence: open, semantics: ['INB-5', 'CMIS-10'] }, instead),
    );
  if (connector.restrictDomainsToCertificate && !isAddOn(context, connector))
    switches.push(
      ignored('RestrictDomainsToCertificate', { consequence: open, semantics: ['INB-5', 'CMIS-10'] }, instead),
    );
  return switches;
}

/** ROUTE-9: the page about add-on services turns RestrictDomainsToCertificate on at their OnPremises connector; there the sources conflict. */
function isAddOn(context: CheckContext, connector: InboundConnector): boolean {
  const name = connector.tlsSenderCertificateName?.text;
  if (name === undefined) return false;
  return context.topology.services.some((service) =>
    service.clientCertificates.some((certificate) => matchConnectorName(name, certificate).matched !== 'no'),
  );
}

function outboundIgnored(connector: OutboundConnector): readonly Ignored[] {
  const set = `Set-OutboundConnector -Identity ${quoted(connector.name)}`;
  const found: Ignored[] = [];
  const onPremisesOnly = [
    ['AllAcceptedDomains', connector.allAcceptedDomains],
    ['RouteAllMessagesViaOnPremises', connector.routeAllMessagesViaOnPremises],
    ['SenderRewritingEnabled', connector.senderRewritingEnabled],
  ] as const;
  for (const [property, on] of onPremisesOnly) {
    if (!on || connector.connectorType === 'OnPremises') continue;
    // With no domain of its own the connector takes nothing at all, which connector/never-used says.
    if (property === 'AllAcceptedDomains' && connector.recipientDomains.length === 0) continue;
    found.push({
      property,
      problem: text`${property} is on at the outbound connector ${connector.name}, and it has no effect on a connector of type Partner.`,
      consequence: text`The connector takes mail by its RecipientDomains alone, and sends it on as any other.`,
      remedy: text`Turn it off (${set} -${property} $false), or make the connector one of type OnPremises if it leads to own servers.`,
      semantics: ['ROUTE-6', 'OUT-8'],
      ways: [turnedOff(property, connector.name)],
    });
  }
  if (connector.tlsDomain !== undefined && connector.tlsSettings !== 'DomainValidation')
    found.push({
      property: 'TlsDomain',
      problem: text`The outbound connector ${connector.name} names the TlsDomain ${connector.tlsDomain.text}, which counts only with TlsSettings DomainValidation.`,
      consequence: text`Nobody compares the name with the certificate of the next hop${connector.tlsSettings === undefined ? text`, and TLS itself is not demanded` : text``}.`,
      remedy: text`Demand the name (${set} -TlsSettings DomainValidation), or take it out (${set} -TlsDomain $null).`,
      semantics: ['ROUTE-3', 'OUT-23'],
      ways: [
        [
          text`Let ${connector.name} compare the certificate of the next hop with ${connector.tlsDomain.text}`,
          'review',
          { TlsSettings: 'DomainValidation' },
        ],
        [text`Take TlsDomain out of ${connector.name}`, 'safe', { TlsDomain: undefined }],
      ],
    });
  if (connector.useMXRecord && connector.smartHosts.length > 0)
    found.push({
      property: 'SmartHosts',
      problem: text`The outbound connector ${connector.name} lists the smart host ${list(
        connector.smartHosts.map((host) => host.text),
        'and',
      )}, and UseMXRecord is on, which routes by MX.`,
      consequence: text`Mail goes to the MX of the recipient's domain and not to the smart host.`,
      remedy: text`Turn UseMXRecord off (${set} -UseMXRecord $false), or take the smart hosts out.`,
      semantics: ['OUT-10', 'ROUTE-2'],
      ways: [
        [text`Take the smart hosts out of ${connector.name}`, 'safe', { SmartHosts: undefined }],
        [text`Let ${connector.name} send to its smart hosts`, 'review', { UseMXRecord: false }],
      ],
    });
  return found;
}
