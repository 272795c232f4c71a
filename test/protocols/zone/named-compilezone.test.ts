import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { text } from '../../../src/model/text.ts';
import { isWithin } from '../../../src/protocols/dns-names/domain-name.ts';
import { parseZone } from '../../../src/protocols/zone/parse-zone.ts';
import { recordLine } from '../../../src/protocols/zone/record-line.ts';
import type { Included, ParsedZone } from '../../../src/protocols/zone/zone-record.ts';

const folder = fileURLToPath(new URL('../../../fixtures/protocols/zone/', import.meta.url));
const zonesIn = (path: string) =>
  readdirSync(path)
    .filter((name) => name.endsWith('.zone'))
    .sort();
const sound = zonesIn(folder);
const refused = zonesIn(`${folder}refused/`);
/*
 * Zones that BIND refuses and we take with a notice: a string over 255 octets, which panels of hosters show whole and cut
 * themselves. It is a finding about the record (spf/record-too-long), and all else of the zone can be told.
 */
const taken = zonesIn(`${folder}taken/`);

function include(path: string): Included {
  const found = `${folder}${path}`;
  if (!existsSync(found)) return { ok: false, because: text`there is no such file.` };
  return { ok: true, file: path, text: readFileSync(found, 'utf8') };
}

function ours(name: string): ParsedZone {
  const base = name.includes('/') ? name.slice(0, name.lastIndexOf('/') + 1) : '';
  return parseZone(readFileSync(`${folder}${name}`, 'utf8'), {
    file: name,
    origin: 'contoso.com',
    include: (path) => include(`${base}${path}`),
  });
}

// Integrity beyond the file (glue, address records, names of hosts) is the work of our checks, not of the reader.
const lax = ['-i', 'none', ...['-k', '-m', '-M', '-n', '-r', '-S', '-T', '-W'].flatMap((option) => [option, 'ignore'])];

function compile(path: string, cwd: string): { readonly ok: boolean; readonly lines: readonly string[] } {
  const args = ['-q', ...lax, '-s', 'full', '-f', 'text', '-F', 'text', '-o', '-', 'contoso.com', path];
  const { status, stdout } = spawnSync('named-compilezone', args, { cwd, encoding: 'utf8', timeout: 10_000 });
  return { ok: status === 0, lines: stdout.split('\n').filter((line) => line !== '' && !line.startsWith(';')) };
}

const installed = spawnSync('named-compilezone', ['-v']).status === 0;
const unless = installed ? '' : ' (skipped: named-compilezone of BIND 9 is not installed)';

/**
 * What does not count: space between words, case outside quotes (theirs is kept, ours is folded for comparison), and
 * that BIND cuts long hexadecimal data into words.
 */
function comparable(line: string): string {
  const folded = line.replace(/(\\.|"(?:[^"\\]|\\.)*")|\s+|[A-Z]+/gu, (found, quoted?: string) =>
    quoted === undefined ? found.trim().toLowerCase() || ' ' : quoted,
  );
  return folded.replace(/(?<= in tlsa \d+ \d+ \d+ .*) /gu, '');
}

describe('the zones of the fixtures', () => {
  test.each(sound)('%s is read without a problem', (name) => {
    expect(ours(name).problems).toEqual([]);
    expect(ours(name).records.length).toBeGreaterThan(3);
  });

  test.each(refused)('refused/%s has a problem with a place inside the file', (name) => {
    const { problems } = ours(`refused/${name}`);
    const lines = readFileSync(`${folder}refused/${name}`, 'utf8').split('\n').length;
    expect(problems.length).toBeGreaterThan(0);
    for (const { at } of problems) {
      expect(at.line).toBeGreaterThan(0);
      expect(at.line).toBeLessThanOrEqual(lines);
    }
  });
});

describe('the zones that are taken although BIND refuses them', () => {
  test.each(taken)('taken/%s is read with a notice and no problem', (name) => {
    const zone = ours(`taken/${name}`);
    expect(zone.problems).toEqual([]);
    expect(zone.notices.map(({ kind }) => kind)).toEqual(['long-string']);
  });
});

describe.skipIf(!installed)(`named-compilezone is of the same opinion${unless}`, () => {
  test.each(sound)('on the records of %s', (name) => {
    const theirs = compile(name, folder);
    const records = ours(name).records.filter((record) => isWithin(record.owner, 'contoso.com'));
    const canonical = (lines: readonly string[]) => [...new Set(lines.map(comparable))].sort();
    expect(theirs.ok).toBe(true);
    expect(canonical(records.map(recordLine))).toEqual(canonical(theirs.lines));
  });

  test.each(refused)('that refused/%s cannot be loaded', (name) => {
    expect(compile(name, `${folder}refused/`).ok).toBe(false);
  });

  test.each(taken)('that taken/%s cannot be loaded, where we are not', (name) => {
    expect(compile(name, `${folder}taken/`).ok).toBe(false);
  });
});
