/** How much of everything a large organisation declares. */
export interface LargeTopology {
  readonly domains: number;
  /** Of each direction. */
  readonly connectors: number;
  readonly recipients: number;
}

/**
 * A synthetic organisation in the cloud whose parts are in order, as JSON text: each domain with its MX, SPF and DMARC, partners
 * with a connector each way, recipients spread over the domains.
 */
export function largeTopology({ domains, connectors, recipients }: LargeTopology): string {
  const names = Array.from({ length: domains }, (_, index) => `d${index}.contoso.com`);
  const partners = Array.from({ length: connectors }, (_, index) => `p${index}.fabrikam.com`);
  const records = names.flatMap((name) => [
    `${name}. MX 10 ${name.replaceAll('.', '-')}.mail.protection.outlook.com.`,
    `${name}. TXT "v=spf1 include:spf.protection.outlook.com -all"`,
    `_dmarc.${name}. TXT "v=DMARC1; p=reject"`,
  ]);
  return JSON.stringify({
    mxproof: 1,
    name: 'Large',
    asOf: '2026-11-21',
    tenant: {
      domain: 'contoso.onmicrosoft.com',
      acceptedDomains: names,
      organizationConfig: { RejectDirectSend: true },
      inboundConnectors: partners.map((name) => ({
        Name: `From ${name}`,
        ConnectorType: 'Partner',
        SenderDomains: [name],
        RequireTls: true,
        RestrictDomainsToCertificate: true,
        TlsSenderCertificateName: name,
      })),
      outboundConnectors: partners.map((name) => ({
        Name: `To ${name}`,
        ConnectorType: 'Partner',
        RecipientDomains: [name],
        UseMXRecord: true,
        TlsSettings: 'CertificateValidation',
      })),
    },
    recipients: Array.from({ length: recipients }, (_, index) => ({
      address: `u${index}@${names[index % names.length]}`,
      mailbox: 'cloud',
    })),
    dns: { records: `${records.join('\n')}\n` },
  });
}
