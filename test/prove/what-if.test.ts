import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test, vi } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { readSetting, withSetting } from '../../src/input/topology/set-value.ts';
import { plain } from '../../src/model/text.ts';
import { whatIf } from '../../src/what-if.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { noFiles, readable } from '../support/topology-reading.ts';

// Every class of messages is traced in each topology; a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const asOf = Date.UTC(2026, 10, 21);

/** A printer that submits to the MX as Direct Send, a mailer with a certificate of its own, both as the own domain. */
const document = {
  mxproof: 1,
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: ['contoso.com'],
    organizationConfig: { RejectDirectSend: false },
    inboundConnectors: [
      { Name: 'From fabrikam', ConnectorType: 'Partner', SenderDomains: ['fabrikam.com'], RequireTls: true },
    ],
  },
  onPremises: {
    servers: [
      { name: 'EX01', addresses: ['203.0.113.25'], fqdn: 'mail.contoso.com' },
      {
        name: 'printer',
        role: 'device',
        addresses: ['203.0.113.10'],
        submits: 'direct',
        sends: ['scanner@contoso.com'],
      },
    ],
  },
  services: [
    {
      name: 'mailer',
      addresses: ['198.51.100.77'],
      certificateNames: ['out.mailer.example'],
      sendsAs: [{ from: 'contoso.com', to: 'inside' }],
    },
  ],
  recipients: [{ address: 'anna@contoso.com', mailbox: 'cloud' }],
  dns: {
    records:
      'contoso.com. MX 0 contoso-com.mail.protection.outlook.com.\n' +
      'contoso.com. TXT "v=spf1 ip4:203.0.113.0/24 ip4:198.51.100.77 include:spf.protection.outlook.com -all"',
  },
};

const asked = async (...settings: readonly string[]) => {
  const input = { ...(await readable(JSON.stringify(document))), file: 'topology.yaml', access: noFiles };
  return whatIf(input, settings, { asOf });
};

/** The problems in words, or none. */
const refused = async (...settings: readonly string[]): Promise<string> => {
  const result = await asked(...settings);
  return result.ok
    ? ''
    : result.problems.map(({ problem, remedy }) => `${plain(problem)} ${remedy ? plain(remedy) : ''}`).join('\n');
};

describe('RejectDirectSend', () => {
  test('breaks who submits without a connector (DS-1), and a Partner connector for its address saves it (DS-4, CMIS-39)', async () => {
    const result = await asked('tenant.organizationConfig.RejectDirectSend=true');
    expect(result.ok).toBe(true);
    if (!result.ok) return;
    const { senders } = result.whatIf;
    expect(senders.map(({ node, reply }) => [node, reply]).sort()).toEqual([
      ['server:printer', '550 5.7.68'],
      ['service:mailer', '550 5.7.68'],
    ]);
    const printer = senders.find(({ node }) => node === 'server:printer');
    const byAddress = printer?.remedies?.find(
      ({ command }) => command?.includes('Partner') && command.includes('203.0.113.10'),
    );
    expect(byAddress?.saved).toBe(printer?.classes);
    expect(byAddress?.command).toContain('New-InboundConnector');
    // The connector makes this address the only source of the domain, so the mailer, which is refused already, loses nothing.
    expect(byAddress?.harms.filter(({ gravity }) => gravity === 'lost')).toEqual([]);
    // SMTP AUTH is off for the organisation where nobody turned it on (SUB-2), so it helps nobody.
    const titles = printer?.remedies?.map(({ title }) => plain(title)) ?? [];
    expect(titles.length).toBeGreaterThan(0);
    expect(titles).not.toContain('submission with credentials (SMTP AUTH)');
    const mailer = senders.find(({ node }) => node === 'service:mailer');
    expect(mailer?.remedies?.some(({ command }) => command?.includes('out.mailer.example'))).toBe(true);
    // Several restricting connectors of one domain admit whom any of them does (INB-8).
    expect(result.whatIf.together).toBe(senders.reduce((sum, { classes }) => sum + classes, 0));
    // An OnPremises connector is for own servers only (INB-12).
    expect(mailer?.remedies?.some(({ command }) => command?.includes("'OnPremises'"))).toBe(false);
  });

  test('as it is declared already, breaks nothing', async () => {
    const result = await asked('tenant.organizationConfig.RejectDirectSend=false');
    expect(result.ok && result.whatIf.senders).toEqual([]);
    expect(result.ok && result.whatIf.effect.comparison.fates).toEqual([]);
  });
});

describe('a restriction by address on the domain of the printer', () => {
  test('that leaves the mailer out stops the mailer (INB-2)', async () => {
    const connector = {
      Name: 'Printers',
      ConnectorType: 'Partner',
      SenderDomains: ['contoso.com'],
      SenderIPAddresses: ['203.0.113.10'],
      RestrictDomainsToIPAddresses: true,
      RequireTls: false,
    };
    const result = await asked(`tenant.inboundConnectors=${JSON.stringify([connector])}`);
    expect(result.ok && result.whatIf.senders.map(({ node, reply }) => [node, reply])).toEqual([
      ['service:mailer', '550 5.7.51'],
    ]);
  });
});

describe('of the ways to submit', () => {
  test('credentials help where the organisation allows SMTP AUTH (SUB-1, SUB-2)', async () => {
    const result = await asked(
      'tenant.organizationConfig.RejectDirectSend=true',
      'tenant.organizationConfig.SmtpClientAuthenticationDisabled=false',
      `recipients=${JSON.stringify([
        { address: 'anna@contoso.com', mailbox: 'cloud' },
        { address: 'scanner@contoso.com', mailbox: 'cloud', smtpAuth: true },
      ])}`,
    );
    const printer = result.ok ? result.whatIf.senders.find(({ node }) => node === 'server:printer') : undefined;
    expect(printer?.remedies?.map(({ title }) => plain(title))).toContain('submission with credentials (SMTP AUTH)');
  });
});

describe('a bad setting is told in the words of the reader', () => {
  test.each([
    ['tenant.organizationConfig.RejectDirectSent=true', 'RejectDirectSend'],
    ['tenant.organisationConfig.RejectDirectSend=true', 'organizationConfig'],
    ['tenent.domain=x', 'tenant'],
    ['tenant.inboundConnectors[From fabricam].Enabled=false', 'tenant.inboundConnectors[From fabrikam]'],
    ['tenant.inboundConnectors[From fabrikam].ConnectorType=Sideways', 'Partner'],
    ['tenant.inboundConnectors.Enabled=false', 'tenant.inboundConnectors[From fabrikam]'],
    ['tenant.domain', 'path=value'],
    ['[0]=x', 'path=value'],
    [`${'a.'.repeat(50_000)}a=x`, 'path=value'],
    ['__proto__.polluted=true', '__proto__'],
    ['onPremises.servers[9].submits=direct', 'EX01'],
  ])('%.60s', async (setting, hint) => {
    expect(await refused(setting)).toContain(hint);
  });

  test('and all of them at once', async () => {
    const said = await refused('tenant', 'x.');
    expect(said.split('\n')).toHaveLength(2);
  });
});

describe('a path', () => {
  const at = (data: unknown, written: string): unknown => {
    const setting = readSetting(written);
    if (!setting.ok) return setting;
    const set = withSetting(data, setting.value);
    return set.ok ? set.value : set;
  };

  test('finds items by name or number, properties in any case, and leaves everything else', () => {
    const data = {
      a: [
        { Name: 'x.y [1]', b: 1 },
        { Name: 'z', b: 2 },
      ],
      c: { value: [{ Identity: 'i' }], Count: 1 },
    };
    expect(at(data, 'a[Z].B=3')).toEqual({ ...data, a: [data.a[0], { Name: 'z', b: 3 }] });
    expect(at(data, 'a[0].b="1"')).toEqual({ ...data, a: [{ Name: 'x.y [1]', b: '1' }, data.a[1]] });
    expect(at(data, 'c[i].d=$null')).toEqual({ ...data, c: [{ Identity: 'i', d: null }] });
    expect(at(data, 'e.f=a=b')).toEqual({ ...data, e: { f: 'a=b' } });
  });

  test('sets a property of a domain that stands alone', () => {
    expect(at({ acceptedDomains: ['contoso.com'] }, 'acceptedDomains[contoso.com].DomainType=InternalRelay')).toEqual({
      acceptedDomains: [{ DomainName: 'contoso.com', DomainType: 'InternalRelay' }],
    });
  });
});

describe('the program', () => {
  const answered = async (...args: readonly string[]) => {
    const machine = fakeMachine(args, {
      readInput: async () => new TextEncoder().encode(JSON.stringify({ ...document, asOf: '2026-11-21' })),
    });
    const code = await run(machine);
    return { code, out: machine.out.text, err: machine.err.text };
  };
  const asking = ['prove', '-', '--what-if', 'tenant.organizationConfig.RejectDirectSend=true'];

  test('prints what breaks and what helps, as JSON that fits the schema', async () => {
    const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(
      JSON.parse(readFileSync('schemas/report.schema.json', 'utf8')) as object,
    );
    const { out, code } = await answered(...asking, '--format', 'json');
    const report = JSON.parse(out);
    expect(validate(report) ? [] : validate.errors).toEqual([]);
    expect(report.whatIf.settings).toEqual(['tenant.organizationConfig.RejectDirectSend=true']);
    expect(code).toBe(0);
  });

  test('refuses to let something fail at the same time', async () => {
    const { code, err } = await answered(...asking, '--down', 'server:EX01');
    expect(code).toBe(2);
    expect(err).toContain('--what-if asks for another topology');
  });

  test('a misspelt property is unusable, with what may be meant', async () => {
    const { code, err } = await answered('prove', '-', '--what-if', 'tenant.organizationConfig.RejectDirectSent=true');
    expect(code).toBe(2);
    expect(err).toContain('RejectDirectSend');
  });
});
