import { expect, test } from 'vitest';
import { clixmlDialect } from '../../../src/input/importers/clixml/clixml-dialect.ts';
import { importTexts, readWritten } from './import-topology.ts';

/** A document in the shape of Export-Clixml on a server: types by reference, enums, lists, objects with and without a text. */
const document = (
  props: string,
  type = 'SmtpSendConnectorConfig',
): string => `\ufeff<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
  <Obj RefId="0">
    <TN RefId="0"><T>Microsoft.Exchange.Data.Directory.SystemConfiguration.${type}</T><T>System.Object</T></TN>
    <ToString>object</ToString>
    <Props>
${props}
    </Props>
    <MS><S N="PSComputerName">ex01.contoso.local</S></MS>
  </Obj>
</Objs>`;

function properties(props: string): Record<string, unknown> {
  const { objects, remarks } = clixmlDialect.read(document(props), 'x.xml');
  expect(remarks).toEqual([]);
  return Object.fromEntries([...(objects[0]?.properties ?? [])].map(([name, { value }]) => [name, value]));
}

test('an enum is its text, not its number', () => {
  expect(
    properties(
      '<Obj N="DomainType" RefId="1"><TN RefId="1"><T>X</T></TN><ToString>InternalRelay</ToString><I32>2</I32></Obj>',
    ),
  ).toMatchObject({
    DomainType: 'InternalRelay',
  });
});

test('an empty list and nothing are different', () => {
  expect(properties('<Obj N="SmartHosts" RefId="1"><LST /></Obj><Nil N="TlsDomain" />')).toMatchObject({
    SmartHosts: [],
    TlsDomain: null,
  });
});

test('escapes of PowerShell and of XML are undone', () => {
  expect(properties('<S N="Comment">a_x000D__x000A_b _x005F_x &lt;I&gt;CN=x&lt;S&gt;CN=y</S>')).toMatchObject({
    Comment: 'a\r\nb _x <I>CN=x<S>CN=y',
  });
});

test('a reference is the object that it refers to', () => {
  const one = '<Obj N="SmartHosts" RefId="5"><LST><S>a.example</S></LST></Obj>';
  expect(properties(`${one}<Ref N="EdgeTransportServers" RefId="5" />`)).toMatchObject({
    SmartHosts: ['a.example'],
    EdgeTransportServers: ['a.example'],
  });
});

test('values that Exchange shows as objects have their text: smart hosts, ranges, bindings, certificate names', async () => {
  const host = (text: string) =>
    `<Obj RefId="11"><TN RefId="11"><T>Microsoft.Exchange.Data.SmartHost</T></TN><ToString>${text}</ToString><Props><Obj N="Address" RefId="12"><ToString>0.0.0.0</ToString><Props><I64 N="Address">0</I64></Props></Obj><B N="IsIPAddress">false</B><S N="Domain">${text}</S></Props></Obj>`;
  const range =
    '<Obj RefId="13"><ToString>192.0.2.0-192.0.2.9</ToString><Props><S N="RangeFormat">LoHi</S><S N="Size">::9</S></Props></Obj>';
  const text = document(
    `<S N="Name">Relay</S><Obj N="Server" RefId="20"><ToString>EX01</ToString><Props><S N="Name">EX01</S></Props></Obj>
     <Obj N="RemoteIPRanges" RefId="21"><LST>${range}</LST></Obj>
     <Obj N="Bindings" RefId="22"><LST><Obj RefId="23"><ToString>0.0.0.0:25</ToString><Props><I32 N="Port">25</I32></Props></Obj></LST></Obj>
     <Obj N="TlsCertificateName" RefId="24"><ToString>&lt;I&gt;CN=Public CA&lt;S&gt;CN=mail.contoso.com</ToString><Props><S N="CertificateIssuer">CN=Public CA</S></Props></Obj>
     <Obj N="PermissionGroups" RefId="25"><ToString>AnonymousUsers, ExchangeServers</ToString><I32>5</I32></Obj>`,
    'ReceiveConnector',
  );
  const send = document(
    `<S N="Name">Out</S><Obj N="SmartHosts" RefId="10"><LST>${host('out.example')}</LST></Obj><Obj N="AddressSpaces" RefId="30"><LST><Obj RefId="31"><ToString>SMTP:*;1</ToString><Props><S N="Type">SMTP</S></Props></Obj></LST></Obj>`,
  );
  const { topology } = await importTexts({ 'receive.xml': text, 'send.xml': send });
  const { onPremises } = (await readWritten(topology)).topology;
  const [relay] = onPremises?.receiveConnectors ?? [];
  expect(relay?.server).toBe('EX01');
  expect(relay?.tlsCertificateName?.text).toBe('<I>CN=Public CA<S>CN=mail.contoso.com');
  expect(relay?.permissionGroups).toEqual(['anonymoususers', 'exchangeservers']);
  expect(onPremises?.sendConnectors?.[0]?.smartHosts.map(({ text: one }) => one)).toEqual(['out.example']);
});

test('each value has the place where it begins', () => {
  const { objects } = clixmlDialect.read(document('      <S N="Name">Out</S>'), 'x.xml');
  expect(objects[0]?.properties.get('Name')?.at).toEqual({ file: 'x.xml', line: 6, column: 19 });
});

test('a hash table of exports names what they are', () => {
  const table = `<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04"><Obj RefId="0"><TN RefId="0"><T>System.Collections.Hashtable</T></TN><DCT><En><S N="Key">InboundConnectors</S><Obj N="Value" RefId="1"><LST><Obj RefId="2"><Props><S N="Name">x</S></Props></Obj></LST></Obj></En></DCT></Obj></Objs>`;
  expect(clixmlDialect.read(table, 'x.xml').objects.map(({ noun }) => noun)).toEqual(['InboundConnector']);
});
