import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadTopology } from '../../src/cli/load-topology.ts';
import { ruleCatalogue } from '../../src/cli/rule-catalogue.ts';
import { unknownRules } from '../../src/cli/rule-names.ts';
import { plain } from '../../src/model/text.ts';

async function problems(settings: string): Promise<readonly string[]> {
  const content = new TextEncoder().encode(`mxproof: 1\nsettings:\n${settings}`);
  const loaded = await loadTopology('-', { content });
  return loaded.ok
    ? []
    : loaded.unusable.problems.map(
        ({ at, problem, remedy }) => `${at?.line}:${at?.column} ${plain(problem)} ${remedy && plain(remedy)}`,
      );
}

describe('a rule that a topology names', () => {
  test('is a rule, or all of an area', async () => {
    expect(
      await problems(
        '  rules: { spf/missing: off, spf/*: info, connector/*: warning }\n  suppress: [{ rule: spf/missing, reason: x }, { rule: "routing/*", reason: x }]\n',
      ),
    ).toEqual([]);
  });

  test('else is unusable at its place, with what it was probably meant to be', async () => {
    expect(
      await problems(
        '  rules:\n    spf/mising: off\n    spff/*: info\n  suppress:\n    - { rule: connector/shared-ips, reason: x }\n',
      ),
    ).toEqual([
      expect.stringMatching(/^4:\d+ spf\/mising is no rule\. Did you mean spf\/missing/u),
      expect.stringMatching(/^5:\d+ spff\/\* is no rule\. Did you mean spf\/\*/u),
      expect.stringMatching(/^7:\d+ connector\/shared-ips is no rule\. Did you mean connector\/shared-ip/u),
    ]);
  });

  test('that looks like none at all is told how rules are named', async () => {
    expect(await problems('  rules: { completely/different-thing-altogether: off }\n')).toEqual([
      expect.stringContaining('A rule is named like connector/shared-ip'),
    ]);
  });
});

const contract = join(import.meta.dirname, '../../../shared/spec/checks.md');
test.skipIf(!existsSync(contract))('every rule of the contract is a name, whether it is there yet or not', async () => {
  const ids = [...readFileSync(contract, 'utf8').matchAll(/^\| `([a-z]+\/[a-z-]+)`/gmu)].map(([, id = '']) => id);
  expect(ids.length).toBeGreaterThan(50);
  expect([...(await unknownRules(ids)).keys()]).toEqual([]);
});

test('every rule of the catalogue and its area is a name', async () => {
  const ids = (await ruleCatalogue()).rules.flatMap(({ id }) => [id, `${id.split('/')[0]}/*`]);
  expect((await unknownRules(ids)).size).toBe(0);
});
