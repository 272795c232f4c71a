#!/usr/bin/env node
/*
 * Writes src/reference/bundled-names.json from the compiled lists it comes from:
 *
 *   node test/tooling/refresh-bundled-names.mjs [directory, ../shared/data by default]
 *
 * The directory holds microsoft-ranges.json and providers.json. A record of Microsoft's is the newest dated copy. Of a
 * provider's include the lists hold the addresses that it covers, so the record is written from them and says so.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const every = Symbol('every set of the provider');

/**
 * Which sets an include covers, where a provider has several includes: the regions of a set, or every set. An include
 * that is not named here is only known: its own addresses were not found, and those of another would be a guess.
 */
const coverage = {
  brevo: { 'spf.brevo.com': every, 'spf.sendinblue.com': every },
  mailchimp: { 'servers.mcsv.net': every },
  mimecast: {
    '_netblocks.mimecast.com': every,
    ...Object.fromEntries(
      ['au', 'ca', 'de', 'eu', 'us', 'za'].map((region) => [`${region}._netblocks.mimecast.com`, region]),
    ),
  },
  trendmicro: { 'spf.tmes.trendmicro.com': every },
};

export function convertBundledNames(microsoft, providers) {
  const expansions = new Map();
  const known = new Map();
  const onlyKnown = (name, whose) =>
    known.set(name, `${name} is a known SPF include of ${whose}, and the data set holds no dated copy of its record`);
  for (const { name, record, source, date, cloud } of microsoft.spfExpansions) {
    if (record === null) onlyKnown(name, `Microsoft (${cloud})`);
    // A year or a span of years (2025/2026) sorts behind the days of the years before it.
    else if (!expansions.has(name) || date > expansions.get(name).date)
      expansions.set(name, { name, record, source, date });
  }
  for (const provider of providers.providers) {
    const sets = provider.rangeSets.filter((set) => set.kind === 'spf-expansion');
    const includes = provider.spfIncludes ?? [];
    for (const name of includes) {
      const region = includes.length === 1 ? every : coverage[provider.id]?.[name];
      const covered = sets.filter((set) => region === every || set.region === region);
      if (covered.length === 0) onlyKnown(name, provider.name);
      else expansions.set(name, { name, ...written(provider, covered) });
    }
  }
  for (const name of expansions.keys()) known.delete(name);
  return {
    title: 'Names of other organisations that answer from the data set unless they are declared',
    compiled: microsoft.meta.compiled,
    note: 'expansions: a dated copy of the record, or one written from the dated list of the addresses it covers (the source says which). A written record names addresses only, so the look-ups of the original are not counted, and it ends in ?all because the end of the original is not known. known: names without a dated copy.',
    expansions: [...expansions.values()].sort(byName),
    known: [...known].map(([name, because]) => ({ name, because })).sort(byName),
  };
}

function written(provider, sets) {
  const prefixes = new Set(sets.flatMap((set) => set.prefixes));
  const terms = [...prefixes].map((prefix) =>
    prefix.includes(':') ? `ip6:${prefix}` : `ip4:${prefix.replace(/\/32$/u, '')}`,
  );
  const sources = new Set(sets.map((set) => set.source));
  const dates = sets.map((set) => set.date).sort();
  return {
    record: `v=spf1 ${terms.join(' ')} ?all`,
    source: `written from the addresses that the include of ${provider.name} covers, not a copy of the record: ${[...sources].join('; ')}`,
    date: dates[0],
  };
}

const byName = (left, right) => (left.name < right.name ? -1 : 1);

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
  const from = process.argv[2] ?? join(root, '..', 'shared', 'data');
  const read = (name) => JSON.parse(readFileSync(join(from, name), 'utf8'));
  const content = convertBundledNames(read('microsoft-ranges.json'), read('providers.json'));
  writeFileSync(join(root, 'src', 'reference', 'bundled-names.json'), `${JSON.stringify(content, null, 2)}\n`);
}
