import type { Evidence, SourceIndex, Span } from './source.ts';

/**
 * Facts together with the places of the exports that they were imported from, each behind the fact that it belongs to.
 * @param location a further place whose export belongs to the facts; it comes first
 */
export function withExports(
  sources: SourceIndex,
  evidence: readonly Evidence[],
  location?: Span | undefined,
): readonly Evidence[] {
  const { exported } = sources;
  if (exported === undefined) return evidence;
  const result: Evidence[] = [];
  const known = new Set<string>(evidence.map(({ at }) => placeOf(at)));
  const add = (at: Span | undefined): void => {
    const found = at === undefined ? undefined : exported(at);
    if (found === undefined || known.has(placeOf(found.at))) return;
    known.add(placeOf(found.at));
    result.push(found);
  };
  add(location);
  for (const fact of evidence) {
    result.push(fact);
    add(fact.at);
  }
  return result.length === evidence.length ? evidence : result;
}

const placeOf = (at: Span | undefined): string => (at === undefined ? '' : `${at.file}\n${at.line}\n${at.column}`);
