import { existsSync, readdirSync } from 'node:fs';
import { byCodeUnit } from '../base/order.ts';

const wildcard = /[*?]/u;
const directoriesMax = 10_000;
const matchesMax = 10_000;

/**
 * The files that an operand names: itself, or for a pattern (`*`, `?` within a name, `**` for any directories) every file
 * that matches, in order. A file that is really called so wins over the pattern.
 */
export function expandPaths(operand: string): readonly string[] {
  if (!wildcard.test(operand) || existsSync(operand)) return [operand];
  const segments = operand.split('/');
  const found = new Set<string>();
  const budget = { directories: directoriesMax };
  walk(segments[0] === '' ? '/' : '', segments[0] === '' ? segments.slice(1) : segments, found, budget);
  return [...found].sort(byCodeUnit);
}

function walk(base: string, segments: readonly string[], found: Set<string>, budget: { directories: number }): void {
  const [segment, ...rest] = segments;
  if (segment === undefined || found.size >= matchesMax) return;
  if (!wildcard.test(segment)) {
    const path = base + segment;
    if (rest.length > 0) walk(`${path}/`, rest, found, budget);
    else if (existsSync(path)) found.add(path);
    return;
  }
  if (segment === '**') walk(base, rest, found, budget);
  if (budget.directories-- <= 0) return;
  for (const entry of entriesOf(base)) {
    // As in a shell: what begins with a dot is meant only when the pattern says so.
    if (entry.name.startsWith('.') && !segment.startsWith('.')) continue;
    const path = base + entry.name;
    if (segment === '**') {
      // Symbolic links are no directories here, so the walk cannot go in circles.
      if (entry.isDirectory()) walk(`${path}/`, segments, found, budget);
    } else if (matches(segment, entry.name)) {
      if (rest.length > 0) walk(`${path}/`, rest, found, budget);
      else if (!entry.isDirectory()) found.add(path);
    }
  }
}

function entriesOf(base: string) {
  try {
    return readdirSync(base === '' ? '.' : base, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Greedy with one point of return, so that no pattern takes more than length times length steps. */
function matches(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let mark = 0;
  for (let index = 0; index < name.length; ) {
    if (pattern[at] === '*') {
      star = at++;
      mark = index;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[index])) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++mark;
    } else return false;
  }
  return /^\**$/u.test(pattern.slice(at));
}
