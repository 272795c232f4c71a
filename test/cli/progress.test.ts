import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Channel, Machine } from '../../src/cli/machine.ts';
import { run } from '../../src/cli/run.ts';
import { english } from '../../src/report/language/translate.ts';
import { fakeMachine } from '../support/fake-machine.ts';
import { type Screen, screen } from '../support/screen.ts';

const world = 'fixtures/worlds/third-party-filter/topology.yaml';
const small = 'fixtures/rules/spf/missing-microsoft/bad-no-include.yaml';
const another = 'fixtures/worlds/hybrid-mx-cloud/topology.yaml';

/** A machine whose standard error is a terminal, and whose clock goes on by so much at each look. */
function atTerminal(args: readonly string[], { tickMs = 0, columns = 80 } = {}): Machine & { screen: Screen } {
  const shown = screen(columns);
  let now = Date.parse('2026-11-21T00:00:00Z');
  const err: Channel = { isTerminal: true, columns, write: shown.write };
  const machine = fakeMachine([...args, '--as-of', '2026-11-21', '--format', 'json'], {
    now: () => {
      now += tickMs;
      return now;
    },
  });
  return Object.assign(machine, { err, screen: shown });
}

/** What stood on the line of progress, one after the other; the empty line when it was taken away. */
const linesOf = ({ screen: { seen } }: { screen: Screen }): readonly string[] => seen.map(([line = '']) => line);

describe('the line of progress', () => {
  test('appears, is written over again on one line, and is gone at the end', async () => {
    const machine = atTerminal(['check', world, another, '--progress', 'always']);
    await run(machine);
    const lines = linesOf(machine);
    expect(lines).toContain(`mxproof: 0/2 ${world}`);
    expect(lines.some((line) => /^mxproof: 0\/2 .* \d+\/\d+ messages$/u.test(line))).toBe(true);
    expect(lines).toContain(`mxproof: 2/2 ${another}`);
    // Never more than one line, and nothing left of a longer one behind a shorter one.
    expect(machine.screen.seen.every((rows) => rows.length === 1)).toBe(true);
    for (const line of lines) expect(line).toMatch(/^(?:mxproof: [012]\/2 \S+(?: {2}\d+\/\d+ \w+)?)?$/u);
    expect(machine.screen.rows()).toEqual(['']);
  });

  test('does not flicker up in a check that is over at once, and shows in one that is not', async () => {
    const quick = atTerminal(['check', world], { tickMs: 0 });
    await run(quick);
    expect(linesOf(quick).filter((line) => line !== '')).toEqual([]);
    const slow = atTerminal(['check', world], { tickMs: 500 });
    await run(slow);
    const lines = linesOf(slow).filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(0);
    expect(slow.screen.rows()).toEqual(['']);
  });

  test.each([
    ['never', ['--progress', 'never']],
    ['quiet', ['--quiet']],
  ])('stays away where it is not wanted: %s', async (_, args) => {
    const machine = atTerminal(['check', world, ...args], { tickMs: 1000 });
    await run(machine);
    expect(linesOf(machine).filter((line) => line.startsWith('mxproof: '))).toEqual([]);
  });

  test('is cut to the width of the terminal, wide characters by their columns', async () => {
    const machine = atTerminal(['check', world, another, '--progress', 'always'], { columns: 30 });
    await run(machine);
    expect(machine.screen.seen.every((rows) => rows.length === 1)).toBe(true);
    const { progressLine } = await import('../../src/cli/tell-progress.ts');
    const narrow = screen(24);
    const line = progressLine({ ...machine, err: { isTerminal: true, columns: 24, write: narrow.write } }, {
      progress: 'always',
      quiet: false,
      wording: english,
    } as Parameters<typeof progressLine>[1]);
    line.tell(1, 2, '株式会社の構成.yaml');
    expect(narrow.rows()).toEqual(['mxproof: 1/2 株式会社の']);
    line.tell(2, 2, 'x');
    expect(narrow.rows()).toEqual(['mxproof: 2/2 x']);
    line.end();
    expect(narrow.rows()).toEqual(['']);
  });

  test('is gone before a fault of the program is told', async () => {
    const machine = atTerminal(['check', world, '--progress', 'always']);
    let writes = 0;
    const { write } = machine.err;
    Object.assign(machine.err, {
      write(text: string) {
        writes += 1;
        if (writes === 2) throw new Error('planted');
        write(text);
      },
    });
    expect(await run(machine)).toBe(3);
    expect(machine.screen.rows()[0]).toMatch(/^mxproof: a fault of mxproof itself, not of your input: planted/u);
  });

  test.each([
    ['prove', ['prove', small]],
    ['diff', ['diff', small, small]],
  ])(
    'of %s counts classes of messages, and is gone at the end',
    async (_, args) => {
      const machine = atTerminal([...args, '--progress', 'always']);
      await run(machine);
      const lines = linesOf(machine).filter((line) => line !== '');
      expect(lines.some((line) => /^mxproof: \d+\/\d+ classes of messages$/u.test(line))).toBe(true);
      expect(machine.screen.rows()).toEqual(['']);
    },
    60_000,
  );
});

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
// util-linux; it runs a command at a pseudo terminal of its own, and keeps what is written to it.
const script = '/usr/bin/script';
const possible = existsSync(cli) && existsSync(script);

describe.skipIf(!possible)(
  `at a real pseudo terminal${possible ? '' : ' (skipped: dist or script(1) is missing)'}`,
  () => {
    const typescript = (command: string): string => {
      const { stdout } = spawnSync(script, ['-qec', command, '/dev/null'], { encoding: 'utf8', timeout: 60_000 });
      return stdout;
    };

    test('the line appears and is gone at the end; the report goes elsewhere', () => {
      const written = typescript(
        `stty columns 70; ${process.execPath} ${cli} check ${world} ${another} --as-of 2026-11-21 --progress always --format json=/dev/null --fail-on never`,
      );
      const shown = screen(70);
      shown.write(written.replaceAll('\r\n', '\n'));
      expect(shown.seen.some(([line = '']) => line.startsWith('mxproof: 0/2 fixtures/worlds/'))).toBe(true);
      expect(shown.rows().join('')).toBe('');
    }, 60_000);

    test('a pipe is no terminal: nothing is shown by itself', () => {
      expect(
        typescript(`${process.execPath} ${cli} check ${world} --as-of 2026-11-21 --fail-on never -q 2>&1 | cat`),
      ).not.toContain('\u001b');
    }, 60_000);
  },
);
