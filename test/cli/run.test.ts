import { describe, expect, test } from 'vitest';
import { commandNames, commandTable } from '../../src/cli/command-table.ts';
import { optionRows } from '../../src/cli/options.ts';
import { run } from '../../src/cli/run.ts';
import { formatsOfReports } from '../../src/report/available-formats.ts';
import { fakeMachine } from '../support/fake-machine.ts';

async function call(...args: readonly string[]) {
  const machine = fakeMachine(args);
  const code = await run(machine);
  return { code, out: machine.out.text, err: machine.err.text };
}

describe('help', () => {
  test('names every command, examples and the exit codes, on standard output with code 0', async () => {
    const { code, out, err } = await call('--help');
    expect(code).toBe(0);
    expect(err).toBe('');
    for (const name of commandNames) expect(out).toContain(`mxproof ${name} `);
    expect(out).toContain('Examples:');
    expect(out).toMatch(/Exit codes:\n {2}0 {2}clean\n {2}1 {2}findings/u);
  });

  test('of a command shows each of its options and no other', async () => {
    const { out } = await call('trace', '--help');
    for (const { name, commands } of optionRows) {
      const shown = new RegExp(`--${name}\\b(?!-)`, 'u').test(out);
      expect([name, shown]).toEqual([name, commands === undefined || commands.includes('trace')]);
    }
    expect(out).toContain('mxproof trace topology.yaml --from');
  });

  test('fits into 80 columns where nobody says how wide the terminal is', async () => {
    for (const name of ['check', 'trace', 'spf', 'explain']) {
      const long = (await call(name, '--help')).out.split('\n').filter((line) => line.length > 80);
      expect(long).toEqual([]);
    }
  });

  test('is what the bare program prints', async () => {
    expect(await call()).toEqual(await call('--help'));
  });
});

describe('version', () => {
  test('is one line', async () => {
    const { code, out } = await call('check', '--version');
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/u);
    expect(code).toBe(0);
  });
});

describe('unusable input', () => {
  test('gives 2, says why on standard error and nothing on standard output', async () => {
    const { code, out, err } = await call('check', 'a.yaml', '--quite');
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(
      'mxproof:  --quite is not an option of check.\n  Did you mean --quiet?\nmxproof check --help shows usage and examples.\n',
    );
  });

  test('an escape sequence on the command line does not reach the terminal', async () => {
    const { err } = await call('\u001b[2Jcheck');
    expect(err).toContain('\\u{1b}[2Jcheck');
    expect(err).not.toContain('\u001b');
  });
});

describe('a fault of the program', () => {
  test('gives 3, names itself as that, and shows no stack', async () => {
    const machine = fakeMachine(['--help']);
    machine.out.write = () => {
      throw new Error('something that cannot be');
    };
    expect(await run(machine)).toBe(3);
    expect(machine.err.text).toContain('a fault of mxproof itself, not of your input: something that cannot be');
    expect(machine.err.text).not.toMatch(/^\s+at /mu);
  });

  test('shows the stack with MXPROOF_DEBUG=1', async () => {
    const machine = fakeMachine(['--help'], { env: { MXPROOF_DEBUG: '1' } });
    machine.out.write = () => {
      throw new Error('something that cannot be');
    };
    expect(await run(machine)).toBe(3);
    expect(machine.err.text).toMatch(/^\s+at /mu);
  });
});

describe('a fault with each topology of a portfolio', () => {
  const files = ['third-party-filter', 'hybrid-mx-cloud'].map((world) => `fixtures/worlds/${world}/topology.yaml`);

  /** Whoever tells of progress in a topology throws, and with it what checks the topology. */
  async function broken(format: string, ...options: readonly string[]) {
    const machine = fakeMachine([
      'check',
      ...files,
      '--format',
      format,
      '--threads',
      '1',
      '--progress',
      'always',
      ...options,
    ]);
    const err = {
      ...machine.err,
      isTerminal: true,
      write(text: string) {
        if (/ messages$/u.test(text)) throw new Error('something that cannot be');
        machine.err.write(text);
      },
    };
    const code = await run({ ...machine, err });
    return { code, out: machine.out.text, err: machine.err.text };
  }

  test.each(formatsOfReports.check)('is in the report as %s, and gives 3', async (format) => {
    const { code, out, err } = await broken(format);
    expect(code).toBe(3);
    const values = out
      .replaceAll(format === 'html' ? /<[^>]+>/gu : /$^/gu, '')
      .replaceAll('\n', ' ')
      .replaceAll(/ +/gu, ' ');
    for (const file of files) {
      expect(values).toContain(file);
      expect(err).toContain(`not of your input (${file}): something that cannot be`);
    }
    expect(values.match(/something that cannot be/gu)?.length).toBeGreaterThanOrEqual(2);
    expect(values).not.toContain('Nothing found');
  });

  test('is told in the language of the report', async () => {
    const { out } = await broken('terminal', '--lang', 'fr');
    expect(out).toMatch(/^2 topologies/mu);
    expect(out).not.toContain('was not checked');
  });
});

describe('the clock', () => {
  const document = 'mxproof: 1\ntenant: { domain: contoso.onmicrosoft.com }\n';
  async function asked(content: string, ...options: readonly string[]) {
    let times = 0;
    const now = (): number => {
      times++;
      return Date.parse('2030-01-01T00:00:00Z');
    };
    const readInput = async () => new TextEncoder().encode(content);
    const machine = fakeMachine(['check', '-', '--format', 'json', ...options], { now, readInput });
    await run(machine);
    return { times, asOf: JSON.parse(machine.out.text).asOf };
  }

  test('is read once where neither the options nor the topology say which day it is', async () => {
    expect(await asked(document)).toEqual({ times: 1, asOf: '2030-01-01T00:00:00Z' });
  });

  test('is not read where one of them does, and the option wins', async () => {
    const dated = `${document}asOf: 2026-11-21\n`;
    expect(await asked(dated)).toEqual({ times: 0, asOf: '2026-11-21T00:00:00Z' });
    expect(await asked(dated, '--as-of', '2027-01-01')).toEqual({ times: 0, asOf: '2027-01-01T00:00:00Z' });
  });

  test('a standard input that is too large is refused, not read to its end', async () => {
    const machine = fakeMachine(['check', '-'], { readInput: async () => undefined });
    expect(await run(machine)).toBe(2);
    expect(machine.err.text).toContain('Standard input holds more than 16 MB');
  });

  test('standard input cannot be named twice', async () => {
    const machine = fakeMachine(['check', '-', '-']);
    expect(await run(machine)).toBe(2);
    expect(machine.err.text).toContain('Standard input is named twice.');
  });
});

describe('explain', () => {
  test('prints what a point of the semantics says, with its sources', async () => {
    const { code, out } = await call('explain', 'attr-7');
    expect(code).toBe(0);
    expect(out).toMatch(/^ATTR-7 {2}/u);
    expect(out).toContain('Sources\n');
    expect(out).toContain('Confidence  documented\n');
  });

  test('prints the same as JSON', async () => {
    const { out } = await call('explain', '5.7.64', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({ mxproof: 1, explanation: { kind: 'code', id: '550 5.7.64' } });
  });

  test('of an unknown id gives 2 and names the nearest', async () => {
    const { code, err } = await call('explain', 'ATTR-777');
    expect(code).toBe(2);
    expect(err).toContain('Nothing is known as ATTR-777.');
    expect(err).toMatch(/Did you mean .*ATTR-7\?/u);
  });
});

describe('shell completion', () => {
  test('offers the commands that can be called', async () => {
    const available = commandTable.map((row): string => row.name);
    expect(available).toEqual(expect.arrayContaining(['check', 'trace', 'spf', 'explain']));
    expect((await call('--get-yargs-completions', 'mxproof', '')).out.split('\n')).toEqual([...available, '']);
  });

  test('offers the options of a command', async () => {
    const { out } = await call('--get-yargs-completions', 'mxproof', 'spf', '--');
    expect(out).toContain('--second-opinion\n');
    expect(out).not.toContain('--mail-from');
  });
});
