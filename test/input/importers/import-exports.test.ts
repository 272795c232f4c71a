import { expect, test } from 'vitest';
import { fixtureFiles, importTexts, readWritten, remarksOf } from './import-topology.ts';

test('ConvertTo-Json of PowerShell 7 becomes a topology that reads as the objects say', async () => {
  const { topology, account } = await importTexts(fixtureFiles('json7'));
  const { tenant } = (await readWritten(topology)).topology;
  expect(tenant?.domain).toBe('contoso.onmicrosoft.com');
  expect(tenant?.acceptedDomains.map(({ name }) => name).sort()).toEqual([
    'contoso.com',
    'contoso.mail.onmicrosoft.com',
    'contoso.onmicrosoft.com',
  ]);
  expect(tenant?.acceptedDomains.find(({ isCoexistence }) => isCoexistence)?.name).toBe('contoso.mail.onmicrosoft.com');
  const [connector] = tenant?.inboundConnectors ?? [];
  expect(connector?.name).toBe('From filter');
  expect(connector?.connectorType).toBe('Partner');
  expect(connector?.senderIPAddresses.map(({ text }) => text)).toEqual(['198.51.100.20/32', '198.51.100.21']);
  expect(connector?.efSkipLastIP).toBe(true);
  expect(remarksOf(account)).toEqual([]);
});

test('every line with a value names the place of the value in its export', async () => {
  const files = fixtureFiles('json7');
  const { topology = '' } = await importTexts(files);
  const values = topology.split('\n').filter((line) => /^ {4,}/u.test(line) && !line.trimStart().startsWith('#'));
  expect(values.length).toBeGreaterThan(30);
  for (const line of values) {
    const [, key, value, file = '', row, column] =
      /^ +-? ?(?:(\w+):)? ?(.*?) {2}#@ (.+):(\d+):(\d+)$/u.exec(line) ?? [];
    const lines = new TextDecoder().decode(files[file]).split('\n');
    const there = (lines[Number(row) - 1] ?? '').slice(Number(column) - 1);
    // A list is placed where it opens; what else is bare here stands there in quotes or as it is.
    expect(there.replace(/^"/u, '')).toContain(value === '' ? '[' : (value ?? '').replaceAll('"', ''));
    if (key !== undefined) expect(lines.slice(0, Number(row)).join('\n')).toContain(`"${key}"`);
  }
});

test('Get-TransportConfig of own servers has its place among what is theirs', async () => {
  const place = 'CN=Microsoft Exchange,CN=Services,CN=Configuration,DC=contoso,DC=com';
  const config = {
    DistinguishedName: `CN=Transport Settings,CN=Contoso,${place}`,
    JournalingReportNdrTo: 'ndr@contoso.com',
    MaxReceiveSize: '36 MB (37,748,736 bytes)',
    MaxRecipientEnvelopeLimit: '500',
    MaxSendSize: 'Unlimited',
  };
  const { topology, account } = await importTexts({ 'transport.json': JSON.stringify(config, null, 1) });
  const { onPremises } = (await readWritten(topology)).topology;
  const { limits, journalingReportNdrTo } = onPremises?.transportConfig ?? {};
  expect([limits?.receiveSize?.value, limits?.recipients?.value, limits?.sendSize?.value]).toEqual([
    36 * 1024 ** 2,
    500,
    Number.POSITIVE_INFINITY,
  ]);
  expect([journalingReportNdrTo?.text, remarksOf(account)]).toEqual(['ndr@contoso.com', []]);
});
