import { expect, test } from 'vitest';
import { leastBuild } from '../../src/reference/exchange-builds.ts';

// HYB-12: the October 2025 updates are 15.1.2507.61, 15.2.1544.36 and 15.2.1748.39.
test.each([
  ['15.1.2507.61', true, '15.1.2507.61'],
  ['15.1.2507.58', false, '15.1.2507.61'],
  ['15.1.2375.32', false, '15.1.2507.61'],
  ['15.2.1544.36', true, '15.2.1544.36'],
  ['15.02.1544.035', false, '15.2.1544.36'],
  ['15.2.1748.40', true, '15.2.1748.39'],
  ['15.2.1258.38', false, '15.2.1748.39'],
])('build %s is current: %s; least: %s', (build, current, least) => {
  expect(leastBuild(build)).toEqual({ current, least });
});

test('versions without updates are never current, and of others nothing is known', () => {
  expect(leastBuild('15.0.1497.48')).toEqual({ current: false, least: undefined });
  expect(leastBuild('14.3.513.0')).toEqual({ current: false, least: undefined });
  expect(leastBuild('15.2.2562.17')).toBeUndefined();
  expect(leastBuild('Version 15.2')).toBeUndefined();
});
