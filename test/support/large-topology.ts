import { manyRulesTopology } from './many-rules.ts';

/** How much of everything a large organisation declares. */
export interface LargeTopology {
  readonly domains: number;
  /** Of each direction. */
  readonly connectors: number;
  readonly recipients: number;
  /** Mail flow rules of all kinds, about people, groups and partners of their own. */
  readonly rules?: number;
  /** Applications that hand in mail of the first domain at the tenant. */
  readonly servers?: number;
}

/**
 * A synthetic organisation in the cloud whose parts are in order, as JSON text: each domain with its MX, SPF and DMARC, partners
 * with a connector each way, recipients spread over the domains.
 */
export function largeTopology({ domains, connectors, recipients, rules = 0, servers = 0 }: LargeTopology): string {
  const ruled = rules === 0 ? undefined : JSON.parse(manyRulesTopology({ rules, messages: 0 }));
  const own: readonly string[] = ruled?.tenant.acceptedDomains ?? [];
  const people: readonly object[] = ruled?.recipients ?? [];
  const names = Array.from({ length: domains - own.length }, (_, index) => `d${index}.contoso.com`);
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
      acceptedDomains: [...own, ...names],
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
      ...(ruled === undefined ? {} : { transportRules: ruled.tenant.transportRules }),
    },
    ...(servers === 0 ? {} : { onPremises: { servers: applications(servers, own[0] ?? names[0] ?? '') } }),
    recipients: [
      ...people,
      ...Array.from({ length: Math.max(0, recipients - people.length) }, (_, index) => ({
        address: `u${index}@${names[index % names.length]}`,
        mailbox: 'cloud',
      })),
    ],
    dns: { records: `${records.join('\n')}\n${ruled?.dns.records ?? ''}\n` },
  });
}

const applications = (count: number, domain: string) =>
  Array.from({ length: count }, (_, index) => ({
    name: `APP${index}`,
    role: 'application',
    addresses: [`192.0.2.${(index % 250) + 1}`],
    submits: 'direct',
    sends: [{ from: `app${index}@${domain}`, to: 'inside' }],
  }));
