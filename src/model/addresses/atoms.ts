import type { AddressSet } from './address-set.ts';

/** A part of the union of several sets, with the sets (by index, ascending) that contain all of it. */
export interface Atom {
  readonly set: AddressSet;
  readonly members: readonly number[];
}

/**
 * The coarsest partition of the union of `sets` into parts that no set splits: two addresses are in the same part
 * exactly when they are in the same sets. One address of a part stands for all of them. A part may hold addresses of
 * both families; give `allIpv4` among the sets to tell them apart.
 *
 * Parts come in the order of their lowest address, IPv4 first.
 */
export function atoms(sets: readonly AddressSet[]): readonly Atom[] {
  const parts = new Map<string, { v4: number[]; v6: bigint[]; members: readonly number[] }>();
  const part = (members: readonly number[]) => {
    const key = members.join();
    const known = parts.get(key) ?? { v4: [], v6: [], members: [...members] };
    parts.set(key, known);
    return known;
  };
  sweep(
    sets.map((set) => set.v4),
    (first, end, members) => append(part(members).v4, first, end),
  );
  sweep(
    sets.map((set) => set.v6),
    (first, end, members) => append(part(members).v6, first, end),
  );
  return [...parts.values()].map(({ v4, v6, members }) => ({ set: { v4, v6 }, members }));
}

/** Calls `visit` for each run between neighbouring boundaries that at least one list contains, ascending. */
function sweep<N extends number | bigint>(
  lists: readonly (readonly N[])[],
  visit: (first: N, end: N, members: readonly number[]) => void,
): void {
  const events = lists.flatMap((list, member) => list.map((at) => ({ at, member })));
  events.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.member - b.member));
  const active: number[] = [];
  events.forEach(({ at, member }, index) => {
    toggle(active, member);
    const next = events[index + 1];
    if (active.length > 0 && next !== undefined && next.at !== at) visit(at, next.at, active);
  });
}

function toggle(active: number[], member: number): void {
  const at = active.findIndex((other) => other >= member);
  if (at < 0) active.push(member);
  else if (active[at] === member) active.splice(at, 1);
  else active.splice(at, 0, member);
}

function append<N extends number | bigint>(list: N[], first: N, end: N): void {
  // A neighbouring run belongs to the same part when another part begins and ends between, or not at all.
  if (list.at(-1) === first) list[list.length - 1] = end;
  else list.push(first, end);
}
