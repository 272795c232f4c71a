import { expect, test } from 'vitest';
import { collectedExports, fileOf } from '../../../src/input/collector/collected-exports.ts';
import { fixtureFiles, importTexts, readWritten, remarksOf } from './import-topology.ts';
import { readWith } from './read-with.ts';

test('what the collecting script writes, in the shape of Windows PowerShell 5.1, becomes a topology of both sides', async () => {
  const files = fixtureFiles('collected');
  const known = new Set([...collectedExports.map(fileOf), 'collected.txt']);
  expect(Object.keys(files).filter((name) => !known.has(name))).toEqual([]);
  const { topology, account } = await importTexts(files);
  const read = (await readWritten(topology)).topology;
  expect(read.tenant?.acceptedDomains.map(({ name, type }) => [name, type])).toEqual([
    ['contoso.com', 'Authoritative'],
    ['contoso.onmicrosoft.com', 'Authoritative'],
  ]);
  expect(read.tenant?.inboundConnectors.map(({ name, efSkipLastIP }) => [name, efSkipLastIP])).toEqual([
    ['From filter', true],
  ]);
  expect(read.onPremises?.acceptedDomains?.map(({ name, type }) => [name, type])).toEqual([
    ['contoso.com', 'InternalRelay'],
  ]);
  expect(read.onPremises?.sendConnectors?.map(({ name }) => name)).toEqual(['To Internet']);
  expect(read.onPremises?.receiveConnectors?.map(({ name }) => name)).toEqual(['Relay']);
  expect(topology).toContain('Ms-Exch-SMTP-Accept-Any-Recipient');
  expect(topology).toContain('smtp:anna@mail.example');
  expect(topology).toMatch(/inboxRules:\s+- forwardTo:/u);
  expect(topology).toMatch(/smtpAuth: false/u);
  expect(remarksOf(account)).toEqual([
    "doubtful collected.txt:2 What was collected is not everything: tenant ArcConfig: NOT EXPORTED. The term 'Get-ArcConfig' is not recognized as the name of a cmdlet.",
    'ignored tenant-OutboundConnector.json:3 There is no OutboundConnector.',
  ]);
});

test('the notes of a run are told from logs and lists', () => {
  const note = '2026-11-22T04:00:00.0000000+01:00 onPremises SendConnector: 2';
  expect(readWith('Notes of collect', note)).toEqual({ objects: [], remarks: [] });
  expect(
    readWith(
      'Notes of collect',
      `\ufeff${note}\r\n2026-11-22T04:00:01.0000000Z Mailbox: there may be more than 20000; use -Recipients to export them.\r\n`,
    ).remarks,
  ).toHaveLength(1);
});
