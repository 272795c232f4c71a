import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  confidenceOf,
  isSemanticsId,
  nearestIds,
  normalizedId,
  semanticsIds,
} from '../../../src/reference/semantics/confidence.ts';
import { type Semantics, semanticsOf } from '../../../src/reference/semantics/semantics.ts';

const root = join(import.meta.dirname, '../../..');
const documents = join(root, '../shared/exchange');
const series = [...new Set(semanticsIds.map((id) => id.slice(0, id.indexOf('-'))))];

async function all(): Promise<readonly Semantics[]> {
  const found = await Promise.all(semanticsIds.map((id) => semanticsOf(id)));
  return found.filter((each) => each !== undefined);
}

describe('the rules of the semantics', () => {
  test('every id is unique and has a text', async () => {
    expect(new Set(semanticsIds).size).toBe(semanticsIds.length);
    const rules = await all();
    expect(rules.map((rule) => rule.id)).toEqual(semanticsIds);
    for (const rule of rules) expect(rule.text.length, rule.id).toBeGreaterThan(15);
  });

  test('series have no gaps in their numbers', () => {
    // Numbers that the documents skip: outbound rules jump from parameters (1-15) to failures (20-31).
    const skipped: Record<string, readonly number[]> = { OUT: [16, 17, 18, 19] };
    for (const name of series) {
      const numbers = semanticsIds
        .filter((id) => id.startsWith(`${name}-`))
        .map((id) => Number.parseInt(id.slice(name.length + 1), 10));
      const wanted = Array.from({ length: Math.max(...numbers) }, (_, index) => index + 1);
      const missing = wanted.filter((number) => !numbers.includes(number));
      const allowed = skipped[name] ?? [];
      expect({ name, missing }).toEqual({ name, missing: allowed });
    }
  });

  test('ids that a rule names exist, and no rule names itself', async () => {
    for (const rule of await all()) {
      expect(
        rule.see.filter((id) => !isSemanticsId(id)),
        rule.id,
      ).toEqual([]);
      expect(rule.see).not.toContain(rule.id);
    }
  });

  test('no Markdown emphasis is left outside code', async () => {
    for (const rule of await all()) expect(rule.text.replaceAll(/`[^`]*`/gu, ''), rule.id).not.toContain('**');
  });

  test('lettered rules and rows that share a cell have their own entries', async () => {
    for (const id of [
      'OUT-6b',
      'RULE-28a',
      'RULE-28g',
      'ACT-5a',
      'ACT-6a',
      'ACT-17a',
      'ACT-9',
      'ACT-10',
      'ACT-11',
      'CMIS-01',
    ]) {
      expect(isSemanticsId(id), id).toBe(true);
    }
    expect((await semanticsOf('ACT-10'))?.text).toContain('AddToRecipients');
  });

  test('sources are expanded to titles with their dates', async () => {
    const relay = await semanticsOf('ATTR-7');
    expect(relay?.area).toBe('Attribution and relay');
    expect(relay?.text).toContain('P2 From no longer counts');
    expect(relay?.sources).toEqual([
      {
        key: 'TB-RELAY23',
        title: expect.stringContaining('Updated Requirements for SMTP Relay through Exchange Online'),
        date: expect.stringContaining('2023'),
      },
    ]);
    expect((await semanticsOf('ORDER-24'))?.sources[0]).toMatchObject({
      title: expect.stringContaining('Set-OutboundConnector'),
    });
    expect((await semanticsOf('INB-14'))?.sources[0]?.title).toContain('KB 3013740');
    for (const rule of await all())
      for (const source of rule.sources) expect(source.title, rule.id).not.toMatch(/^same\b/u);
  });

  test('nested points and code of a rule belong to its text', async () => {
    expect((await semanticsOf('RULE-38'))?.text).toMatch(/InOrganization.*authenticated[\s\S]*NotInOrganization/u);
    expect((await semanticsOf('ROUTE-9'))?.text).toContain('New-TransportRule -Name "Via AddOn"');
    expect((await semanticsOf('AUTH-6'))?.text).toContain('DmarcRejectAction');
  });

  test('an unknown id has no entry, even one that names a member of every object', async () => {
    expect(await semanticsOf('ATTR-99')).toBeUndefined();
    expect(await semanticsOf('constructor-1')).toBeUndefined();
  });
});

describe('confidence', () => {
  test('is the lowest of the rules', () => {
    // ATTR-7 is graded D, ACC-5 D/O, ATTR-8 C.
    expect(confidenceOf(['ATTR-7'])).toBe('documented');
    expect(confidenceOf(['ATTR-7', 'ACC-5'])).toBe('observed');
    expect(confidenceOf(['ACC-5', 'ATTR-8', 'ATTR-7'])).toBe('inferred');
  });

  test('of conflicting, mixed and undecided rules is inferred', () => {
    // OUT-6 is C, OUT-3 "D existence; precedence I", CUNC-3 an open question, ROUTE-4 plainly D.
    for (const id of ['OUT-6', 'OUT-3', 'CUNC-3', 'DEC-1', 'PUNC-9']) expect(confidenceOf([id]), id).toBe('inferred');
    expect(confidenceOf(['ROUTE-4'])).toBe('documented');
  });

  test('of no rules is documented, so that it changes nothing it is joined to', () => {
    expect(confidenceOf([])).toBe('documented');
  });

  test('of an unknown id is a fault of the program', () => {
    expect(() => confidenceOf(['ATTR-99'])).toThrow('ATTR-99');
  });

  test('agrees with the letters of every rule', async () => {
    for (const rule of await all()) {
      const lowest =
        /[IC]/u.test(rule.letters) || rule.letters === ''
          ? 'inferred'
          : rule.letters.includes('O')
            ? 'observed'
            : 'documented';
      expect(confidenceOf([rule.id]), rule.id).toBe(lowest);
    }
  });
});

describe('finding an id', () => {
  test('case and leading zeros do not matter', () => {
    expect(normalizedId('attr-7')).toBe('ATTR-7');
    expect(normalizedId(' out-6B ')).toBe('OUT-6b');
    expect(normalizedId('CMIS-1')).toBe('CMIS-01');
    expect(normalizedId('ATTR-07')).toBe('ATTR-7');
    expect(normalizedId('ATTR-99')).toBeUndefined();
  });

  test('a rule known only by letters offers its letters', () => {
    expect(nearestIds('RULE-28', 3)).toEqual(['RULE-28a', 'RULE-28b', 'RULE-28c']);
  });

  test('a mistyped series is answered within its likely spelling', () => {
    expect(nearestIds('ATR-7')).toContain('ATTR-7');
  });
});

describe('the ids that the code cites', () => {
  test('exist', () => {
    const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const literal = new RegExp(`['"\`]((?:${series.join('|')})-\\d+[a-z]?)['"\`]`, 'gu');
    const unknown = sources.flatMap((file) =>
      [...readFileSync(join(root, 'src', file), 'utf8').matchAll(literal)]
        .map(([, id = '']) => id)
        .filter((id) => !isSemanticsId(id))
        .map((id) => `${file}: ${id}`),
    );
    expect(sources.length).toBeGreaterThan(5);
    expect(unknown).toEqual([]);
  });
});

describe('the committed data', () => {
  const present = existsSync(join(documents, 'connectors.md'));
  test.skipIf(!present)('equals a fresh extraction (only where the documents stand beside the repository)', () => {
    const run = spawnSync(process.execPath, ['test/tooling/extract-semantics.mjs', documents, '--check'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    expect(run.status).toBe(0);
  });
});
