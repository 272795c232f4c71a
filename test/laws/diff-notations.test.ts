import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { AnalysisInput } from '../../src/analyze.ts';
import { compareTopologies } from '../../src/prove-topologies.ts';
import { fixtureInstant as asOf } from '../support/analyze-fixture.ts';
import { documentOf, type Json } from '../support/mutants.ts';
import { readable } from '../support/topology-reading.ts';

/* The same topology in other words: `diff` finds neither a message that fares otherwise nor an object that changed. */

/** The least ones that hold everything a notation concerns. */
const worlds = ['smart-host-outbound', 'on-premises'];

const textOf = (name: string): string => readFileSync(`fixtures/scenarios/${name}.yaml`, 'utf8');

const read = async (content: string, file = 'topology.json'): Promise<AnalysisInput> => ({
  ...(await readable(content, undefined, file)),
  file,
});

/** Every value of a document that a function has another word for; `undefined`: leave it. */
function rewritten(value: Json, rewrite: (value: Json, key: string) => Json | undefined, key = ''): Json {
  const other = rewrite(value, key);
  if (other !== undefined) return other;
  if (Array.isArray(value)) return (value as readonly Json[]).map((one) => rewritten(one, rewrite, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, rewritten(one, rewrite, name)]));
}

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys whose lists are taken in their order. */
const inOrder = new Set(['delivers', 'transportRules', 'messages', 'expect', 'route', 'connector']);
const domainKeys = new Set(['DomainName', 'receivesAt', 'SmartHosts', 'TlsDomain', 'TlsSenderCertificateName', 'fqdn']);

const reversed = (value: Json, key: string): Json | undefined =>
  inOrder.has(key) || !Array.isArray(value)
    ? undefined
    : (value as readonly Json[]).map((one) => rewritten(one, reversed)).toReversed();

const keysReversed = (value: Json): Json | undefined =>
  isObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([key, one]) => [key, rewritten(one, keysReversed)]),
      )
    : undefined;

const strings = (change: (text: string) => string, only: (key: string) => boolean) => (value: Json, key: string) =>
  typeof value === 'string' && only(key) ? change(value) : undefined;

/** In `name` of an object that others refer to, and wherever they do. */
const relabelled = (document: Json): Json => {
  const { certificates, ...rest } = document as { readonly [key: string]: Json };
  if (!isObject(certificates ?? null)) return document;
  const label = (key: string) => `certificate of ${key}`;
  const labels = new Set(Object.keys(certificates as object));
  return {
    ...(rewritten(rest, (value, key) =>
      key === 'certificate' && typeof value === 'string' && labels.has(value) ? label(value) : undefined,
    ) as object),
    certificates: Object.fromEntries(Object.entries(certificates as object).map(([key, one]) => [label(key), one])),
  };
};

const withDefaults: Readonly<Record<string, { readonly [key: string]: Json }>> = {
  inboundConnectors: { Enabled: true, TreatMessagesAsInternal: false },
  outboundConnectors: { Enabled: true, IsTransportRuleScoped: false, AllAcceptedDomains: false },
  acceptedDomains: { MatchSubDomains: false },
  sendConnectors: { Enabled: true },
};

const defaultsWritten = (value: Json, key: string): Json | undefined => {
  const defaults = withDefaults[key];
  if (defaults === undefined || !Array.isArray(value)) return undefined;
  return (value as readonly Json[]).map((one) => (isObject(one) ? { ...defaults, ...one } : one));
};

const inRecords = (change: (records: string) => string) => strings(change, (key) => key === 'records');
const records = (change: (line: string) => string) =>
  inRecords((text) =>
    text
      .split('\n')
      .map((line) => (/^\s*;/u.test(line) ? line : change(line)))
      .join('\n'),
  );

const isAddresses = (key: string) => /^(?:addresses|SenderIPAddresses|internalAddresses)$/u.test(key);
const host = (text: string) => (/^\d+\.\d+\.\d+\.\d+$/u.test(text) ? `${text}/32` : text);

/** The same document in another notation, as text. */
const notations: readonly (readonly [string, (document: Json, source: string) => string])[] = [
  ['as JSON', (document) => JSON.stringify(document)],
  [
    'with comments and blank lines',
    (_, source) => `# a comment\n\n${source.replaceAll(/\n(?=[a-z])/gu, '\n\n# more\n')}`,
  ],
  ['keys in another order', (document) => JSON.stringify(rewritten(document, keysReversed))],
  ['lists without order in another order', (document) => JSON.stringify(rewritten(document, reversed))],
  ['own keys of certificates', (document) => JSON.stringify(relabelled(document))],
  ['defaults spelled out', (document) => JSON.stringify(rewritten(document, defaultsWritten))],
  [
    'names in capitals',
    (document) =>
      JSON.stringify(
        rewritten(
          document,
          strings(
            (one) => one.toUpperCase(),
            (key) => domainKeys.has(key),
          ),
        ),
      ),
  ],
  [
    'addresses of people in capitals',
    (document) =>
      JSON.stringify(
        rewritten(
          document,
          strings(
            (one) => one.toUpperCase(),
            (key) => key === 'address' || key === 'from',
          ),
        ),
      ),
  ],
  [
    'names with their trailing dot',
    (document) =>
      JSON.stringify(
        rewritten(
          document,
          strings(
            (one) => `${one}.`,
            (key) => key === 'receivesAt',
          ),
        ),
      ),
  ],
  ['prefixes of one address', (document) => JSON.stringify(rewritten(document, strings(host, isAddresses)))],
  [
    'records in capitals',
    (document) =>
      JSON.stringify(
        rewritten(
          document,
          records((line) => line.replace(/^[^"]*/u, (one) => one.toUpperCase())),
        ),
      ),
  ],
  [
    'other times to live',
    (document) =>
      JSON.stringify(
        rewritten(
          document,
          inRecords((text) => text.replace('$TTL 3600', '$TTL 2d')),
        ),
      ),
  ],
  [
    'SPF in capitals',
    (document) =>
      JSON.stringify(
        rewritten(
          document,
          inRecords((text) =>
            text.replaceAll(/"v=spf1 [^"]*"/gu, (one) =>
              one.replaceAll(/include|ip4|-all/gu, (word) => word.toUpperCase()),
            ),
          ),
        ),
      ),
  ],
  [
    'SPF with its mechanisms qualified',
    (document) =>
      JSON.stringify(
        rewritten(
          document,
          inRecords((text) => text.replaceAll(/ (?=include:|ip4:)/gu, ' +')),
        ),
      ),
  ],
  [
    'SPF with one address as prefix',
    (document) =>
      JSON.stringify(
        rewritten(
          document,
          inRecords((text) => text.replaceAll(/ip4:[\d.]+(?=[ "])/gu, '$&/32')),
        ),
      ),
  ],
  [
    'another name and description',
    (document) => JSON.stringify({ ...(document as object), name: 'Other', description: 'Words' }),
  ],
  ['no sample messages', (document) => JSON.stringify({ ...(document as object), messages: [] })],
];

const pairs = [
  ...worlds.flatMap((name) => notations.map(([notation, write]) => [name, notation, write] as const)),
  // Applications that send as somebody, and partners with certificates, are in these alone.
  ...notations
    .filter(([notation]) => /people|prefixes/u.test(notation))
    .map(([notation, write]) => ['application-relay', notation, write] as const),
  ...notations
    .filter(([notation]) => /keys of certificates|names in capitals/u.test(notation))
    .map(([notation, write]) => ['partner-tls', notation, write] as const),
];

test.each(pairs)('%s: %s', async (name, _, write) => {
  const source = textOf(name);
  const before = await read(source, 'topology.yaml');
  const after = await read(write(documentOf(source), source), 'topology.yaml');
  const { fates, objects, bound } = compareTopologies(before, after, { asOf });
  expect(fates.map(({ changes, example, answer }) => ({ changes, answer, of: example.name }))).toEqual([]);
  expect(objects).toEqual([]);
  expect(bound).toBeNull();
});
