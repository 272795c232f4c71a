import { describe, expect, test } from 'vitest';
import { begin, end, ruleTable, withTable } from '../tooling/generate-docs.mjs';

const rule = (id: string, summary: string) => ({ id, severity: 'error', docs: { summary } });

describe('the table of rules', () => {
  test('has a line for every check', () => {
    expect(ruleTable([rule('dns/a', 'One.'), rule('spf/b', 'Two.')]).split('\n')).toEqual([
      '| Rule | Severity | Reports |',
      '|---|---|---|',
      '| `dns/a` | error | One. |',
      '| `spf/b` | error | Two. |',
    ]);
  });

  test('keeps its cells, whatever a summary contains', () => {
    expect(ruleTable([rule('dns/a', 'a | b <c>')])).toContain('| a \\| b &lt;c> |');
  });

  test('replaces what stands between the markers and nothing else', () => {
    const stale = `before\n${begin}\nold\n${end}\nafter\n`;
    const fresh = withTable(stale, 'new');
    expect(fresh).toBe(`before\n${begin}\nnew\n${end}\nafter\n`);
    expect(withTable(fresh ?? '', 'new')).toBe(fresh);
  });

  test('has no place where a marker is missing, or the two are exchanged', () => {
    expect(withTable('no markers', 'new')).toBeUndefined();
    expect(withTable(`${begin}\n`, 'new')).toBeUndefined();
    expect(withTable(`${end}\n${begin}\n`, 'new')).toBeUndefined();
  });
});
