import { expect, test } from 'vitest';
import { fixtureText, readWith, said, shown } from './read-with.ts';

test('cmdlets of a log that did not fail, with the side of their session', () => {
  const contents = readWith('Hybrid Configuration Wizard log', fixtureText('powershell/hybrid.log'));
  expect(contents.objects.map(shown)).toEqual([
    {
      is: 'created SendConnector onPremises',
      Name: 'Outbound to Office 365',
      AddressSpaces: 'smtp:contoso.mail.onmicrosoft.com;1',
      DNSRoutingEnabled: true,
      Fqdn: 'mail.contoso.com',
      RequireTLS: true,
      SourceTransportServers: 'EX01',
      SmartHosts: null,
      TLSAuthLevel: 'DomainValidation',
      TLSDomain: 'mail.protection.outlook.com',
      CloudServicesMailEnabled: true,
      TLSCertificateName: '<I>CN=Public CA, O="Example, Inc.", C=US<S>CN=mail.contoso.com',
    },
    {
      is: 'set ReceiveConnector onPremises',
      PermissionGroups: 'AnonymousUsers, ExchangeServers, ExchangeLegacyServers',
      RequireTLS: false,
      TLSDomainCapabilities: 'mail.protection.outlook.com:AcceptCloudServicesMail',
      Identity: 'EX01\\Default Frontend EX01',
    },
    { is: 'created RemoteDomain tenant', Name: 'Hybrid Domain - contoso.com', DomainName: 'contoso.com' },
  ]);
  expect(said(contents).filter((one) => !one.includes('Get-'))).toEqual([
    'ignored 8:131 Set-AcceptedDomain failed, and changed nothing.',
  ]);
});

test('a line that was cut is said, and the others are read', () => {
  const line = (command: string) =>
    `2026.11.02 10:05:49.231         10276 [Client=UX, Session=Tenant, Cmdlet=x, Thread=9] START ${command}`;
  const contents = readWith(
    'Hybrid Configuration Wizard log',
    [line("Set-RemoteDomain 'a"), line('Set-RemoteDomain b')].join('\r\n'),
  );
  expect(contents.objects.map(shown)).toEqual([{ is: 'set RemoteDomain tenant', Identity: 'b' }]);
  expect(said(contents)).toEqual(['doubtful 1:110 The text that opens here is never closed.']);
});

test('the XML log has no root; its commands are comments', () => {
  const contents = readWith('Hybrid Configuration Wizard log (xhcw)', fixtureText('powershell/hybrid.xhcw'));
  expect(contents.objects.map(shown)).toEqual([
    { is: 'set RemoteDomain onPremises', Identity: 'Hybrid Domain - contoso.com', TargetDeliveryDomain: true },
    {
      is: 'created InboundConnector tenant',
      Name: 'Inbound from contoso',
      ConnectorType: 'OnPremises',
      RequireTLS: true,
      SenderDomains: 'smtp:*;1',
      TLSSenderCertificateName: '*.contoso.com',
      CloudServicesMailEnabled: true,
    },
  ]);
  expect(contents.objects[1]?.properties.get('Name')?.at).toMatchObject({ line: 3, column: 120 });
});

test.each([
  ['<invoke cmdlet="New-X" type="Tenant">&b;</invoke>', 'not well formed'],
  ['<invoke cmdlet="New-X"/><!DOCTYPE a>', 'doctype'],
])('%s is unusable', (content, problem) => {
  expect(said(readWith('Hybrid Configuration Wizard log (xhcw)', content)).join()).toContain(problem);
});
