import { expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const world = 'fixtures/worlds/third-party-filter/topology.yaml';

test('--drills in a format that shows none is a mistake, and says which formats do', async () => {
  const machine = fakeMachine(['check', world, '--drills', '--format', 'csv']);
  expect(await run(machine)).toBe(2);
  expect(machine.out.text).toBe('');
  expect(machine.err.text).toContain('What --drills asks for is not shown by csv.');
  expect(machine.err.text).toContain('These show it: terminal, json, html and markdown.');
});

test('--transition for code scanning alone is one, too', async () => {
  const machine = fakeMachine(['diff', world, world, '--transition', '--format', 'sarif']);
  expect(await run(machine)).toBe(2);
  expect(machine.err.text).toContain('What --transition asks for is not shown by sarif.');
});
