import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply, takeBack } from '../../src/fix/apply/apply.ts';
import { type TopologyFiles, textOf } from '../../src/fix/apply/topology-files.ts';
import { readDocument } from '../../src/input/documents/read-document.ts';
import { changeOfObject } from '../../src/input/topology/object-in-document.ts';
import { invert, type ObjectChange } from '../../src/model/change.ts';
import { plain } from '../../src/model/text.ts';

/*
 * An edit of a document says what the change says and nothing else, whatever the values hold and however the document is
 * written; taken back, the document is the same to the character.
 */

/** Values that mean something to YAML, JSON or a careless writer of either. */
const hostile = [
  ...[
    "it's",
    'say "hi"',
    'a: b',
    'a #b',
    '#b',
    '- a',
    '? a',
    '*',
    '&a',
    '!tag',
    '%',
    '@a',
    '`a`',
    '|',
    '>',
    '{a}',
    '[a]',
    'a, b',
  ],
  ...[
    'a\nb',
    'a\r\nb',
    'tab\there',
    'back\\slash',
    '\\u0041',
    '',
    ' ',
    ' lead',
    'trail ',
    'null',
    '~',
    'true',
    'No',
    'off',
    '0x1F',
  ],
  ...[
    '1e3',
    '0o17',
    '1_000',
    '12:30:45',
    '2026-11-21',
    '.5',
    '1.',
    '-1',
    '+1',
    '.inf',
    '---',
    '...',
    '<<',
    '=',
    ':',
    'key:',
    '-',
  ],
  ...[
    'Müller',
    '中文',
    '\u{1f600}',
    '\u202eevil',
    '\u0085',
    '\u2028',
    '\ufeffmark',
    '192.0.2.0/24',
    '192.0.2.1',
    '__proto__',
    'x'.repeat(200),
  ],
];
const value = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'grapheme', maxLength: 20 }), fc.boolean());
const texts = fc.array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'grapheme', maxLength: 8 })), {
  maxLength: 4,
});

const data = {
  mxproof: 1,
  tenant: {
    domain: 'contoso.onmicrosoft.com',
    acceptedDomains: ['contoso.com', { DomainName: 'sub.contoso.com' }],
    inboundConnectors: [
      { Name: 'First', ConnectorType: 'Partner', SenderIPAddresses: ['192.0.2.1', '192.0.2.2', '192.0.2.3'] },
      { Name: 'Second', SenderDomains: '*', Comment: 'x', SenderIPAddresses: ['192.0.2.9'] },
    ],
  },
  recipients: [{ address: 'anna@contoso.com' }],
};

const block = `# head
mxproof: 1
tenant:
  domain: contoso.onmicrosoft.com
  acceptedDomains:
  - contoso.com # bare
  - DomainName: sub.contoso.com
  inboundConnectors:   # both
    # the first
    - Name: First

      ConnectorType: Partner   # why
      SenderIPAddresses:
        - 192.0.2.1   # one
        # above two
        - 192.0.2.2
        - "192.0.2.3"
    # the second
    - Name: 'Second'
      SenderDomains: "*"
      Comment: x
      SenderIPAddresses: [ 192.0.2.9 ]  # flow
# between
recipients:
  - address: anna@contoso.com
# tail`;
const flow = `{ mxproof: 1, tenant: { domain: contoso.onmicrosoft.com, acceptedDomains: [contoso.com, {DomainName: sub.contoso.com}],
  inboundConnectors: [
    { Name: First, ConnectorType: Partner, SenderIPAddresses: [192.0.2.1, 192.0.2.2,
      192.0.2.3] },
    { Name: Second, SenderDomains: "*", Comment: x, SenderIPAddresses: [192.0.2.9] }   # last
  ] }, recipients: [{ address: anna@contoso.com }] }
`;
const notations: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'YAML in blocks': ['topology.yaml', block],
  'YAML with the line ends of Windows': ['topology.yaml', block.replaceAll('\n', '\r\n')],
  'YAML in brackets': ['topology.yaml', flow],
  'JSON on one line': ['topology.json', JSON.stringify(data)],
  'JSON over several lines': ['topology.json', `${JSON.stringify(data, null, 2)}\n`],
  'JSON with tabs': ['topology.json', JSON.stringify(data, null, '\t')],
};

const files = ([main, text]: readonly [string, string]): TopologyFiles => ({
  main,
  texts: new Map([[main, text]]),
  access: { read: () => ({ ok: false, because: 'missing' }), secret: () => undefined },
});

async function dataOf(of: TopologyFiles): Promise<unknown> {
  const read = await readDocument(of.main, textOf(of, of.main) ?? '');
  if (!read.ok) throw new Error(read.problems.map(({ problem }) => plain(problem)).join(' '));
  return read.value.data;
}

interface Connector {
  readonly [property: string]: unknown;
}
const connectorsIn = (all: unknown): readonly Connector[] =>
  (all as { readonly tenant: { readonly inboundConnectors: readonly Connector[] } }).tenant.inboundConnectors;

/** Applies, looks at what it says, takes it back, and goes the way back by the inverse change as well. */
async function holds(start: TopologyFiles, change: ObjectChange, expected: readonly Connector[]): Promise<void> {
  const applied = await apply(start, [change]);
  if (!applied.ok) throw new Error(plain(applied.conflict.because));
  const before = await dataOf(start);
  const after = await dataOf(applied.files);
  expect(connectorsIn(after)).toEqual(expected);
  expect({ ...(after as object), tenant: null }).toEqual({ ...(before as object), tenant: null });
  expect(textOf(takeBack(applied.files, applied.edits), start.main)).toBe(textOf(start, start.main));
  const back = await apply(applied.files, [invert(change)]);
  if (!back.ok) throw new Error(plain(back.conflict.because));
  const byName = (all: readonly Connector[]) => new Map(all.map((one) => [one.Name, one]));
  expect(byName(connectorsIn(await dataOf(back.files)))).toEqual(byName(connectorsIn(before)));
}

describe.each(Object.entries(notations))('%s', (_, notation) => {
  const start = files(notation);

  test('holds the data of the law', async () => {
    expect(await dataOf(start)).toEqual(data);
  });

  test('a setting becomes any value, or is unset', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 1),
        fc.dictionary(fc.constantFrom('ConnectorType', 'Comment', 'TlsSenderCertificateName', 'odd: key'), value, {
          minKeys: 1,
        }),
        fc.constantFrom(undefined, 'Comment', 'ConnectorType', 'SenderIPAddresses'),
        async (index, settings, unset) => {
          const after = unset === undefined ? settings : { ...settings, [unset]: undefined };
          const change = changeOfObject(data, `/tenant/inboundConnectors/${index}`, after);
          if (change === undefined) throw new Error('the connector has a name of its own');
          const expected = connectorsIn(data).map((one, at) => (at === index ? without({ ...one, ...after }) : one));
          await holds(start, change, expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a list becomes any other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 1),
        texts,
        fc.subarray(['192.0.2.1', '192.0.2.2', '192.0.2.3']),
        async (index, some, kept) => {
          const wanted = [...kept.slice(0, 1), ...some, ...kept.slice(1)];
          const change = changeOfObject(data, `/tenant/inboundConnectors/${index}`, { SenderIPAddresses: wanted });
          if (change === undefined) throw new Error('the connector has a name of its own');
          const expected = connectorsIn(data).map((one, at) =>
            at === index ? { ...one, SenderIPAddresses: wanted } : one,
          );
          await holds(start, change, expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('an object comes and goes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...hostile.filter((one) => one.trim() !== '')),
        value,
        texts,
        async (name, one, many) => {
          const after = { Name: name, Comment: one, SenderDomains: many };
          const change: ObjectChange = {
            target: 'object',
            within: '/tenant/inboundConnectors',
            name: name.trim(),
            before: null,
            after,
          };
          await holds(start, change, [...connectorsIn(data), after]);
        },
      ),
      { numRuns: 60 },
    );
    for (const index of [0, 1]) {
      const change = changeOfObject(data, `/tenant/inboundConnectors/${index}`, null);
      if (change === undefined) throw new Error('the connector has a name of its own');
      await holds(
        start,
        change,
        connectorsIn(data).filter((_, at) => at !== index),
      );
    }
  });

  test('what no longer stands there is a conflict, and nothing is changed', async () => {
    const change = changeOfObject(data, '/tenant/inboundConnectors/0', { ConnectorType: 'OnPremises' });
    if (change === undefined) throw new Error('the connector has a name of its own');
    const applied = await apply(start, [{ ...change, before: { ConnectorType: 'Other' } }]);
    expect(applied.ok ? 'applied' : plain(applied.conflict.because)).toBe(
      'ConnectorType of First is Partner and no longer Other.',
    );
  });

  test('a list and an object that nobody has declared yet', async () => {
    const made: ObjectChange = {
      target: 'object',
      within: '/tenant/outboundConnectors',
      name: 'Out',
      before: null,
      after: { Name: 'Out', UseMXRecord: true },
    };
    const config: ObjectChange = {
      target: 'object',
      within: '/tenant/organizationConfig',
      name: undefined,
      before: null,
      after: { RejectDirectSend: true },
    };
    const applied = await apply(start, [made, config]);
    if (!applied.ok) throw new Error(plain(applied.conflict.because));
    expect(await dataOf(applied.files)).toEqual({
      ...data,
      tenant: {
        ...data.tenant,
        outboundConnectors: [{ Name: 'Out', UseMXRecord: true }],
        organizationConfig: { RejectDirectSend: true },
      },
    });
    expect(textOf(takeBack(applied.files, applied.edits), start.main)).toBe(notation[1]);
  });
});

/** What is unset is not there. */
const without = (connector: Connector): Connector =>
  Object.fromEntries(Object.entries(connector).filter(([, one]) => one !== undefined));
