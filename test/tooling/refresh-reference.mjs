#!/usr/bin/env node
/*
 * Writes the bundled address ranges, names and providers under src/reference from the compiled lists they come from:
 *
 *   node test/tooling/refresh-reference.mjs [directory, ../shared/data by default]
 *
 * The directory holds microsoft-ranges.json, providers.json and special-purpose-ranges.json. Prefixes are joined into
 * one string a set, because a long list of strings costs start-up time and a long string does not. Running it twice
 * changes nothing; test/reference/refresh.test.ts holds the result against the lists where they are present.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The clouds of a topology that a cloud of the lists stands for; a closed cloud stands for none. */
const clouds = {
  worldwide: ['worldwide', 'gcc'],
  'worldwide (legacy)': ['worldwide', 'gcc'],
  'gcc-high': ['gcchigh'],
  dod: ['dod'],
  'gcc-high, dod': ['gcchigh', 'dod'],
  usgov: ['gcchigh', 'dod'],
  china: ['china'],
  'germany (closed)': [],
};

function cloudsOf(cloud) {
  const known = clouds[cloud];
  if (known === undefined) throw new Error(`The lists name a cloud that this converter does not know: ${cloud}`);
  return { cloud, clouds: known };
}

/** `date: null` in the lists means that the content itself was not found. */
export function convertMicrosoft(lists) {
  const ranges = {
    compiled: lists.meta.compiled,
    sets: lists.sets.map((set) => ({
      id: set.id,
      product: set.product,
      ...cloudsOf(set.cloud),
      service: set.service,
      ownership: set.ownership,
      // The tools that collect announcements speak for the routing tables, every other list repeats Microsoft.
      publisher: set.ownership === 'microsoft-announced' ? 'routing tables (AS8075)' : 'Microsoft',
      source: set.source,
      date: set.date,
      ...(set.note === undefined ? {} : { note: set.note }),
      prefixes: set.prefixes.join(' '),
    })),
  };
  const names = {
    compiled: lists.meta.compiled,
    names: lists.names.map(({ cloud, ...name }) => ({ ...name, ...cloudsOf(cloud) })),
    spfExpansions: lists.spfExpansions.map(({ cloud, ...expansion }) => ({ ...expansion, ...cloudsOf(cloud) })),
  };
  return { ranges, names };
}

export function convertProviders(lists) {
  return {
    compiled: lists.meta.compiled,
    providers: lists.providers.map((provider) => ({
      ...provider,
      rangeSets: provider.rangeSets.map((set) => ({ ...set, prefixes: set.prefixes.join(' ') })),
    })),
  };
}

export function convertSpecialPurpose(lists) {
  return {
    compiled: lists.meta.compiled,
    ranges: lists.ranges.map(({ prefix, name, category, rfc, globallyReachable, source, date }) => ({
      prefix,
      name,
      category,
      rfc,
      globallyReachable,
      source,
      date,
    })),
  };
}

function refresh(from, to) {
  const read = (name) => JSON.parse(readFileSync(join(from, name), 'utf8'));
  const write = (name, content) => writeFileSync(join(to, name), `${JSON.stringify(content, null, 1)}\n`);
  const { ranges, names } = convertMicrosoft(read('microsoft-ranges.json'));
  write('microsoft-ranges.json', ranges);
  write('microsoft-names.json', names);
  write('providers.json', convertProviders(read('providers.json')));
  write('special-purpose-ranges.json', convertSpecialPurpose(read('special-purpose-ranges.json')));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
  refresh(process.argv[2] ?? join(root, '..', 'shared', 'data'), join(root, 'src', 'reference'));
}
