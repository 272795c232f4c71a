import type { Instant } from '../base/time.ts';

/**
 * The builds below which Exchange Online throttles and then blocks a server (HYB-12): those of the October 2025 updates
 * (KB5066366 to KB5066369), the last public ones of Exchange 2016 and 2019, wanted since September 2026.
 * Published by Microsoft under "Exchange Server build numbers and release dates"; as read in November 2026.
 */
const least: readonly (readonly [number, number, number, number])[] = [
  [15, 1, 2507, 61],
  [15, 2, 1544, 36],
  [15, 2, 1748, 39],
];
/** Subscription Edition: what is wanted of it is not known here, and so nothing is said of it. */
const subscriptionEdition = 2562;

/** Since when these builds are the least ones; what was wanted before is not known here. */
export const minimumFrom: Instant = Date.UTC(2026, 8, 1);

/**
 * Whether a build (`15.2.1544.36`, also with zeros in front) is one that Exchange Online takes mail from.
 * @returns undefined for what is no build, or for a version of which nothing is known; `least` undefined: no build of the
 * version is enough.
 */
export function leastBuild(
  build: string,
): { readonly current: boolean; readonly least: string | undefined } | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,5})\.(\d{1,5})$/u.exec(build.trim())?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [major = 0, minor = 0, number = 0, revision = 0] = parts;
  if (major < 15 || (major === 15 && minor === 0)) return { current: false, least: undefined };
  if (major > 15 || minor > 2 || (minor === 2 && number >= subscriptionEdition)) return undefined;
  const known = least.filter((one) => one[1] === minor);
  const same = known.find((one) => one[2] === number);
  const newest = known.at(-1);
  if (newest === undefined) return undefined;
  if (same !== undefined) return { current: revision >= same[3], least: same.join('.') };
  return { current: number > newest[2], least: newest.join('.') };
}
