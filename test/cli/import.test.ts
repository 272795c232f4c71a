import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const schema: object = JSON.parse(readFileSync('schemas/report.schema.json', 'utf8'));
const validate = new Ajv({ strict: true, strictRequired: true, allowUnionTypes: true, allErrors: true }).compile(
  schema,
);

const connector = (more: object = {}): string =>
  JSON.stringify(
    { Name: 'x', ConnectorType: 'Partner', SenderIPAddresses: ['10.1.2.3'], Enabled: true, ...more },
    null,
    2,
  );
const domains = JSON.stringify({
  DomainName: 'contoso.onmicrosoft.com',
  DomainType: 'Authoritative',
  InitialDomain: true,
});

let root = '';
const at = (name: string): string => join(root, name);

async function call(...args: readonly string[]) {
  const machine = fakeMachine(args);
  const code = await run(machine);
  return { code, out: machine.out.text, err: machine.err.text };
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'mxproof-import-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(at('exports/deeper'), { recursive: true });
  writeFileSync(at('exports/inbound.json'), connector());
  writeFileSync(at('exports/deeper/domains.json'), domains);
});

describe('import', () => {
  test('writes the topology to --output and the account to standard error; check reads it and points into the export', async () => {
    const { code, out, err } = await call('import', at('exports'), '--output', at('topology.yaml'));
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('1 InboundConnector → tenant.inboundConnectors');
    expect(err).toContain('1 AcceptedDomain → tenant.acceptedDomains');
    const checked = await call('check', at('topology.yaml'), '--as-of', '2026-11-21');
    expect(checked.code).toBe(1);
    expect(checked.out).toContain('connector/private-ip');
    expect(checked.out).toContain(`Export  ${at('exports/inbound.json')}:5:5: "10.1.2.3"`);
  });

  test('without --output, or with -, writes to standard output', async () => {
    const bare = await call('import', at('exports'));
    expect(bare.code).toBe(0);
    expect(bare.out).toMatch(/^# Written by mxproof import/u);
    expect(await call('import', at('exports'), '-o', '-')).toEqual(bare);
  });

  test('the same files give the same bytes, and the topology among them is not read again', async () => {
    await call('import', root, '-o', at('topology.yaml'));
    const first = readFileSync(at('topology.yaml'), 'utf8');
    const again = await call('import', root, '-o', at('topology.yaml'));
    expect(again.code).toBe(0);
    expect(readFileSync(at('topology.yaml'), 'utf8')).toBe(first);
    expect(readdirSync(root).sort()).toEqual(['exports', 'topology.yaml']);
  });

  test('a lossy export is refused: 2, no topology, and what was there stays', async () => {
    writeFileSync(at('topology.yaml'), 'mine');
    writeFileSync(at('exports/cut.json'), connector({ Name: 'y', SenderDomains: ['System.String[]'] }));
    const { code, out, err } = await call('import', at('exports'), '-o', at('topology.yaml'));
    expect([code, out]).toEqual([2, '']);
    expect(err.replaceAll(/\s+/gu, ' ')).toContain('Export it whole: Get-InboundConnector | ConvertTo-Json -Depth 6.');
    expect(readFileSync(at('topology.yaml'), 'utf8')).toBe('mine');
    expect(readdirSync(root).sort()).toEqual(['exports', 'topology.yaml']);
  });

  test('the account as JSON, beside the topology', async () => {
    const { code } = await call('import', at('exports'), '-o', at('t.yaml'), '--format', `json=${at('account.json')}`);
    expect(code).toBe(0);
    const account = JSON.parse(readFileSync(at('account.json'), 'utf8'));
    expect(account.import).toMatchObject({ topology: at('t.yaml'), written: true });
    const inbound = account.import.files.find(({ file }: { file: string }) => file === 'exports/inbound.json');
    expect(inbound.objects).toEqual([
      {
        ...{ noun: 'InboundConnector', name: 'x', location: { file: 'exports/inbound.json', line: 1, column: 1 } },
        ...{ into: 'tenant.inboundConnectors', because: null, ignored: [], unknown: [] },
        understood: ['Name', 'ConnectorType', 'SenderIPAddresses', 'Enabled'],
      },
    ]);
  });

  describe('the account satisfies the published schema', () => {
    const accountOf = async (...paths: readonly string[]) => {
      await call('import', ...paths, '-o', at('t.yaml'), '--format', `json=${at('account.json')}`);
      const account = JSON.parse(readFileSync(at('account.json'), 'utf8'));
      expect(validate(account) ? [] : validate.errors).toEqual([]);
      return account.import;
    };

    test.each(readdirSync('fixtures/importers'))('of the exports %s', async (folder) => {
      const { files, written } = await accountOf(`fixtures/importers/${folder}`);
      expect(written).toBe(true);
      expect(files.length).toBeGreaterThan(0);
    });

    test('where nothing is written, for what an export has lost', async () => {
      writeFileSync(at('exports/cut.json'), connector({ Name: 'y', SenderDomains: ['System.String[]'] }));
      const { files, written, missing } = await accountOf(at('exports'));
      const kinds = files.flatMap(({ remarks }: { remarks: { kind: string }[] }) => remarks.map(({ kind }) => kind));
      expect([written, kinds]).toEqual([false, ['refused']]);
      expect(missing.length).toBeGreaterThan(0);
    });

    test('for what nobody knows, and what nobody has to know', async () => {
      writeFileSync(at('exports/notes.txt'), 'Remember the milk.');
      writeFileSync(at('exports/more.json'), connector({ Name: 'z', Nonsense: 1, WhenCreated: '2026-01-01' }));
      const { files } = await accountOf(at('exports'));
      const notes = files.find(({ file }: { file: string }) => file.endsWith('notes.txt'));
      expect([notes?.dialect, notes?.remarks.length]).toEqual([null, 1]);
      const more = files.find(({ file }: { file: string }) => file.endsWith('more.json'));
      expect(more.objects[0]).toMatchObject({ unknown: ['Nonsense'], ignored: ['WhenCreated'] });
    });
  });

  test('quiet is silent where all is well', async () => {
    expect((await call('import', at('exports'), '-o', at('t.yaml'), '-q')).err).toBe('');
  });

  test('what is not there, and a folder without exports, give 2', async () => {
    expect((await call('import', at('nothing'))).code).toBe(2);
    mkdirSync(at('empty'));
    const { code, err } = await call('import', at('empty'));
    expect(code).toBe(2);
    expect(err).toContain('nothing in these files is known');
  });

  test('a place that cannot be written gives 2 and leaves nothing', async () => {
    const { code, err } = await call('import', at('exports'), '-o', at('missing/t.yaml'));
    expect(code).toBe(2);
    expect(err).toContain('cannot be written (ENOENT)');
    expect(existsSync(at('missing'))).toBe(false);
  });
});

describe('files', () => {
  test('symbolic links inside a folder are not followed, and circles do no harm', async () => {
    mkdirSync(at('other'));
    writeFileSync(at('other/secret.json'), connector({ Name: 'secret' }));
    symlinkSync(at('other/secret.json'), at('exports/link.json'));
    symlinkSync(at('other'), at('exports/folder'));
    symlinkSync(at('exports'), at('exports/deeper/circle'));
    const { code, out } = await call('import', at('exports'));
    expect(code).toBe(0);
    expect(out).not.toContain('secret');
  });

  test('the same file named twice is read once; what begins with a dot is left out', async () => {
    writeFileSync(at('exports/.hidden.json'), connector({ Name: 'hidden' }));
    const { out, err } = await call('import', at('exports'), at('exports/inbound.json'));
    expect(err).toContain('2 files, 2 objects, 2 taken.');
    expect(out).not.toContain('hidden');
  });

  test('a file of 100 MB is refused by its size, with what to export instead', async () => {
    writeFileSync(at('exports/huge.json'), '');
    truncateSync(at('exports/huge.json'), 100 * 1024 * 1024);
    const { code, err } = await call('import', at('exports'));
    expect(code).toBe(2);
    expect(err).toContain('The file is too large: an import reads 64 MB in all.');
    expect(err).toContain('Get-Mailbox | Select-Object');
  });

  test('exports above the topology are imported, and their places name the way', async () => {
    mkdirSync(at('sub'));
    await call('import', at('exports'), '-o', at('sub/t.yaml'));
    expect(readFileSync(at('sub/t.yaml'), 'utf8')).toContain('#@ ../exports/inbound.json:5:5');
    const { out } = await call('check', at('sub/t.yaml'), '--as-of', '2026-11-21');
    expect(out.replaceAll(/\s+/gu, ' ')).toContain(
      'exported from here; the file cannot be read from the directory of the topology',
    );
    const allowed = await call('check', at('sub/t.yaml'), '--as-of', '2026-11-21', '--allow-outside');
    expect(allowed.out).toContain(':5:5: "10.1.2.3"');
  });
});
