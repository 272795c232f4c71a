import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { importTexts, readWritten, remarksOf } from './import-topology.ts';

const folder = new URL('../../../../shared/samples/', import.meta.url);
const isThere = existsSync(folder);

const files = (name: string): Record<string, Uint8Array> =>
  Object.fromEntries(
    readdirSync(new URL(`${name}/`, folder)).map((file) => [
      file,
      new Uint8Array(readFileSync(new URL(`${name}/${file}`, folder))),
    ]),
  );

describe.skipIf(!isThere)('exports that people have published (skipped where ../shared/samples is not there)', () => {
  test.each(['css-exchange', 'scubagear'])(
    'of %s each object is recognised, each property accounted for',
    async (name) => {
      for (const [file, content] of Object.entries(files(name))) {
        const { topology, account } = await importTexts({ [file]: content });
        expect(remarksOf(account)).toEqual([]);
        const objects = account.files.flatMap((one) => one.objects);
        expect(objects.length).toBeGreaterThan(0);
        for (const { noun, understood, ignored, unknown } of objects) {
          expect(noun).toBeDefined();
          expect(understood.length + ignored.length).toBeGreaterThan(0);
          expect(unknown).toEqual([]);
        }
        await readWritten(topology);
      }
    },
  );

  test('servers of a laboratory: connectors, certificates and the hybrid set-up as one side', async () => {
    const { topology } = await importTexts(files('css-exchange'));
    const { topology: model } = await readWritten(topology);
    expect(model.tenant).toBeUndefined();
    const { onPremises } = model;
    expect(onPremises?.receiveConnectors).toHaveLength(5);
    expect(new Set(onPremises?.receiveConnectors?.map(({ server }) => server)).size).toBe(1);
    expect(
      onPremises?.sendConnectors?.map(({ name, smartHosts }) => [name, smartHosts.map(({ text }) => text)]),
    ).toEqual([['Mail to O365', ['microsoft-com.mail.protection.outlook.com']]]);
    expect(onPremises?.hybridConfiguration?.domains).toEqual(['contoso.com']);
    expect(onPremises?.acceptedDomains?.map(({ name, type }) => `${name} ${type}`)).toContain('solo.com Authoritative');
    expect(model.certificates.size).toBe(3);
  });

  test('a tenant of ScubaGear: domains, rule, policies and the answers of DNS', async () => {
    const all = files('scubagear');
    const name = 'sample-report~exo-part.json';
    const { topology } = await importTexts({ [name]: all[name] ?? new Uint8Array() });
    const { tenant, dns } = (await readWritten(topology)).topology;
    expect(tenant?.acceptedDomains).toHaveLength(7);
    expect(tenant?.transportRules).toHaveLength(1);
    expect(tenant?.dkimSigningConfigs).toHaveLength(2);
    expect(dns.view.lookup('tqhjy.onmicrosoft.com', 'TXT').status).toBe('records');
  });
});
