import type { Change, Fix, ObjectChange, Safety } from '../model/change.ts';
import type { Pointer } from '../model/source.ts';
import type { Text } from '../model/text.ts';

/** A fix of these changes; none where one of them cannot be made. */
export function proposed(
  title: Text,
  safety: Safety,
  ...changes: readonly [Change | undefined, ...(Change | undefined)[]]
): readonly Fix[] {
  const [first, ...more] = changes.filter((change) => change !== undefined);
  return first === undefined || more.length + 1 < changes.length ? [] : [{ title, safety, changes: [first, ...more] }];
}

/** Work that no command does; it changes nothing by itself. Several instructions are steps of it, or the choices there are. */
export const byPerson = (title: Text, instruction: Text, ...more: readonly Text[]): Fix => ({
  title,
  safety: 'safe',
  changes: [{ target: 'person', instruction }, ...more.map((one): Change => ({ target: 'person', instruction: one }))],
});

/** An object of Exchange's that is not there yet, among those at `within`. */
export const newObject = (within: Pointer, name: string, after: Readonly<Record<string, unknown>>): ObjectChange => ({
  target: 'object',
  within,
  name,
  before: null,
  after: { Name: name, ...after },
});
