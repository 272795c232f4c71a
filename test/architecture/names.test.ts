import { expect, test } from 'vitest';
import { filesBelow, sources } from './source-files.ts';

const tree = ['src', 'test', 'fixtures', 'schemas'].flatMap(filesBelow);

/** Names that say nothing of what is inside. `read-services.ts` names a domain word; only a whole name is refused. */
const empty = new Set([
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'misc',
  'shared',
  'manager',
  'service',
  'services',
  'types',
  'data',
]);

const isEmptyName = (path: string): boolean =>
  path.split('/').some((segment) => empty.has(segment.replace(/\..*$/u, '')));

test('no file or folder has a name that says nothing', () => {
  expect(tree.length).toBeGreaterThan(300);
  expect(tree.filter(isEmptyName)).toEqual([]);
});

test.each(['src/base/utils.ts', 'src/shared/order.ts', 'test/data/zone.yaml', 'src/model/types.d.ts'])(
  'this name would be refused: %s',
  (path) => {
    expect(isEmptyName(path)).toBe(true);
  },
);

test.each(['src/input/topology/read-services.ts', 'src/base/shared-mailbox.ts'])('this name is one: %s', (path) => {
  expect(isEmptyName(path)).toBe(false);
});

test('files of src and test are in kebab case', () => {
  const code = tree.filter((path) => /\.(ts|mjs|cjs)$/u.test(path));
  expect(code.filter((path) => !/^[a-z0-9/.-]+$/u.test(path))).toEqual([]);
});

test('no file only passes on what others export, except the entries of the package', () => {
  expect(sources.filter((path) => path.endsWith('/index.ts'))).toEqual(['src/index.ts']);
});
