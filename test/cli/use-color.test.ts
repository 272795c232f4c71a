import { expect, test } from 'vitest';
import { useColor } from '../../src/cli/use-color.ts';

const channel = (isTerminal: boolean) => ({ isTerminal, columns: undefined, write: () => {} });

test.each([
  ['a terminal', true, {}, true, true],
  ['no terminal', false, {}, true, false],
  ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }, true, false],
  ['a terminal with an empty NO_COLOR, which no-color.org says is unset', true, { NO_COLOR: '' }, true, true],
  ['a terminal with --no-color', true, {}, false, false],
  ['no terminal with FORCE_COLOR', false, { FORCE_COLOR: '1' }, true, true],
  ['a terminal with FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, true, false],
  ['FORCE_COLOR and NO_COLOR', false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
  ['FORCE_COLOR and --no-color', false, { FORCE_COLOR: '1' }, false, false],
  ['a dumb terminal', true, { TERM: 'dumb' }, true, false],
])('%s', (_, isTerminal, env, wanted, colored) => {
  expect(useColor(channel(isTerminal), env, wanted)).toBe(colored);
});
