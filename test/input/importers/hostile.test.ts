import { describe, expect, test } from 'vitest';
import { importTexts, readWritten, remarksOf } from './import-topology.ts';

const connector = '{"Name":"x","ConnectorType":"Partner","SenderIPAddresses":["198.51.100.1"]}';
const clixml = (body: string, before = ''): string =>
  `${before}<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">${body}</Objs>`;
const object = (name: string): string =>
  `<Obj RefId="0"><TN RefId="0"><T>Deserialized.Microsoft.Exchange.Data.Directory.SystemConfiguration.TenantInboundConnector</T></TN><Props><S N="Name">${name}</S><S N="ConnectorType">Partner</S></Props></Obj>`;

async function refusal(content: string | Uint8Array, name = 'in.xml') {
  const start = performance.now();
  const { topology, account } = await importTexts({ [name]: content });
  expect(topology).toBeUndefined();
  expect(performance.now() - start).toBeLessThan(8_000);
  return remarksOf(account);
}

describe('CLIXML', () => {
  test('a document type is refused, before any entity of it could grow', async () => {
    const bomb = '<!DOCTYPE Objs [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
    const remarks = await refusal(clixml(object('&b;'), bomb));
    expect(remarks).toEqual([expect.stringMatching(/^unusable in\.xml:1 The file has a document type/u)]);
  });

  test('an external entity is neither read nor named', async () => {
    const remarks = await refusal(clixml(object('&x;'), '<!DOCTYPE Objs [<!ENTITY x SYSTEM "file:///etc/passwd">]>'));
    expect(remarks).toHaveLength(1);
    expect(remarks[0]).not.toContain('passwd');
  });

  test('an entity that nothing defines is no sound XML', async () => {
    expect(await refusal(clixml(object('&b;')))).toEqual([
      expect.stringMatching(/^unusable in\.xml:1 This is no sound XML/u),
    ]);
  });

  test('deep nesting ends at a bound', async () => {
    const deep = '<Obj><LST>'.repeat(100_000);
    expect(await refusal(clixml(deep))).toEqual([expect.stringMatching(/nested deeper than 64 levels/u)]);
  });

  test('a file that was cut names the place', async () => {
    const whole = clixml(`\n${object('a')}\n${object('b')}\n`);
    expect(await refusal(whole.slice(0, -60))).toEqual([expect.stringMatching(/^unusable in\.xml:3 /u)]);
  });

  test('other elements, and what hides in names, harm nothing', async () => {
    expect(await refusal(clixml('<script>x</script>'))).toEqual([
      expect.stringMatching(/script is no element of CLIXML/u),
    ]);
    const { topology } = await importTexts({
      'in.xml': clixml(object('a').replace('<Props>', '<Props><S N="__proto__">x</S><S N="constructor">y</S>')),
    });
    expect(({} as Record<string, unknown>).x).toBeUndefined();
    expect((await readWritten(topology)).topology.tenant?.inboundConnectors).toHaveLength(1);
  });
});

describe('JSON', () => {
  test('a file that was cut names the place', async () => {
    const remarks = await refusal(`[\n${connector},\n${connector.slice(0, 40)}`, 'in.json');
    expect(remarks).toEqual(['unusable in.json:3 This text has no closing double quote on its line.']);
  });

  test('deep nesting ends at a bound', async () => {
    expect(await refusal('['.repeat(1_000_000), 'in.json')).toEqual([
      expect.stringMatching(/nested deeper than 64 levels/u),
    ]);
  });

  test('names that JavaScript treats apart are plain names', async () => {
    const { topology } = await importTexts({
      'in.json': `${connector.slice(0, -1)},"__proto__":{"Enabled":false},"constructor":1}`,
    });
    const { tenant } = (await readWritten(topology)).topology;
    expect(tenant?.inboundConnectors[0]?.enabled).toBe(true);
  });

  test('millions of values end at a bound', async () => {
    expect(await refusal(`[${'1,'.repeat(2_100_000)}1]`, 'in.json')).toEqual([
      expect.stringMatching(/more than 2000000 values/u),
    ]);
  });
});

describe('any file', () => {
  test('binary files in a folder are reported, and the others are imported', async () => {
    const { topology, account } = await importTexts({
      'logo.png': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
      'zeros.bin': new Uint8Array(100),
      'notes.txt': 'Call Anna about the connectors.\n',
      'in.json': connector,
    });
    expect(topology).toContain('Name: x');
    expect(remarksOf(account).map((remark) => remark.split(' ', 2).join(' '))).toEqual([
      'unknown logo.png:1',
      'unknown zeros.bin:1',
      'unknown notes.txt:1',
    ]);
  });

  test('the same file named by the user is unusable', async () => {
    const { topology, account } = await importTexts({ 'notes.txt': 'Call Anna.\n', 'in.json': connector }, true);
    expect(topology).toBeUndefined();
    expect(remarksOf(account)).toEqual(['unusable notes.txt:1 The file is no export of a known form.']);
  });

  test('control characters in values cannot end a line, a comment or a string', async () => {
    const evil = 'a\u001b[2J\nmxproof: 2\u2028#@ ../../etc/passwd:1:1\u202e"\'\\ {x: [';
    const { topology, account } = await importTexts({
      'in.json': JSON.stringify({ ...JSON.parse(connector), Name: evil, Comment: evil }),
    });
    expect(topology).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u202e]/u);
    const { tenant } = (await readWritten(topology)).topology;
    expect(tenant?.inboundConnectors[0]?.name).toBe(evil);
    expect(account.files[0]?.objects[0]?.name).toBe(evil);
  });

  test('hostile property names are quoted, never structure', async () => {
    const { topology } = await importTexts({
      'in.json': JSON.stringify({ ...JSON.parse(connector), 'a: b\n- c': 1, '? x': 2, on: 3, '#@ x:1:1': 4 }),
    });
    const read = await readWritten(topology);
    expect(read.topology.tenant?.inboundConnectors).toHaveLength(1);
  });

  test('hostile names of files stand in comments as in a URL', async () => {
    const { topology } = await importTexts({ 'a\nmxproof: 3\u202e%.json': connector });
    expect(topology).toContain('#@ a%0Amxproof: 3%E2%80%AE%25.json:1:9');
    await readWritten(topology);
  });
});

describe('size', () => {
  test('50 MB of text lines are judged in seconds', async () => {
    const line = `${'x'.repeat(99)}\n`;
    const { topology, account } = await importTexts({ 'big.txt': line.repeat(500_000), 'in.json': connector });
    expect(topology).toBeDefined();
    expect(remarksOf(account)[0]).toMatch(/^unknown big\.txt/u);
  }, 20_000);

  test('twenty thousand mailboxes keep what mail flow needs', async () => {
    const many = Array.from({ length: 20_000 }, (_, index) => ({
      PrimarySmtpAddress: `user${index}@contoso.com`,
      RecipientTypeDetails: 'UserMailbox',
      ForwardingSmtpAddress: index === 7 ? 'smtp:out@example.org' : null,
      OfflineAddressBook: null,
      UseDatabaseQuotaDefaults: true,
      RulesQuota: '256 KB (262,144 bytes)',
    }));
    const { topology, account } = await importTexts({ 'mailboxes.json': JSON.stringify(many) });
    const read = await readWritten(topology);
    const entry = read.topology.tenant?.recipients.find(({ address }) => address === 'user7@contoso.com')?.entry;
    expect(entry?.forwarding.forwardingSmtpAddress?.text).toBe('out@example.org');
    expect(account.files[0]?.objects).toHaveLength(20_000);
  }, 30_000);
});
