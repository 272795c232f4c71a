import { byCodeUnit } from '../base/order.ts';
import { plain } from '../model/text.ts';
import type { ExplainableRule, Explanation } from './explain.ts';
import { type HybridSupport, hybridSupport, mxPlaceNames, mxPlaces } from './hybrid-support.ts';
import { semanticsIds } from './semantics/confidence.ts';
import { semanticsOf } from './semantics/semantics.ts';
import { uncoveredEntries } from './uncovered-entries.ts';

/** The two catalogues of misconfigurations; each entry is an id of the semantics. */
export const misconfigurationSeries = ['CMIS', 'PMIS'] as const;
export const isMisconfiguration = (id: string): boolean =>
  misconfigurationSeries.some((series) => id.startsWith(`${series}-`));

/** Each entry of a catalogue of misconfigurations with the checks that report it, or why none does. */
export async function explainSeries(series: string, checks: readonly ExplainableRule[]): Promise<Explanation> {
  const ids = semanticsIds.filter((id) => id.startsWith(`${series}-`)).sort(byCodeUnitAndLength);
  const entries = await Promise.all(
    ids.map(async (id) => ({ id, symptom: symptomOf((await semanticsOf(id))?.text ?? '') })),
  );
  return {
    kind: 'semantics',
    id: series,
    title: 'Every entry of this catalogue of misconfigurations, and the checks that report it',
    means: entries.map(({ id, symptom }) => `\`${id}\` ${symptom} ${reportedSentence(id, checks)}`),
    verbatim: [],
    decided: [],
    look: [],
    also: [],
    related: [],
    sources: [],
    confidence: null,
  };
}

/** What an entry is about, without its cause, its check and its cure. */
const symptomOf = (text: string): string => text.split(/\s(?=(?:Cause|Symptom|Why|Check|Fix):)/u)[0] ?? text;

const byCodeUnitAndLength = (left: string, right: string): number =>
  left.length - right.length || byCodeUnit(left, right);

/** Which checks report an entry of the catalogues, or why none does. */
export function reportedSentence(id: string, checks: readonly ExplainableRule[]): string {
  const names = checks.filter(({ semantics }) => semantics?.includes(id)).map((check) => `\`${check.id}\``);
  if (names.length === 0) return `No check reports it. ${uncoveredEntries.get(id) ?? ''}`.trim();
  return names.length === 1 ? `The check ${names[0]} reports it.` : `The checks ${names.join(', ')} report it.`;
}

const answers: Readonly<Record<HybridSupport['answer'], string>> = {
  supported: 'supported',
  care: 'with care',
  unsupported: 'not supported',
};

/** Each combination of MX, centralised transport and Enhanced Filtering, and whether it is supported. */
export function explainHybridSupport(): Explanation {
  const switches = [false, true];
  const cells = mxPlaces.flatMap((mx) =>
    switches.flatMap((centralised) => switches.map((enhancedFiltering) => ({ mx, centralised, enhancedFiltering }))),
  );
  const named = new Set(cells.flatMap((cell) => hybridSupport(cell).semantics));
  return {
    kind: 'semantics',
    id: 'hybrid-support',
    title: 'Which combinations of MX, centralised mail transport and Enhanced Filtering are supported',
    means: cells.map((cell) => {
      const { answer, because, semantics } = hybridSupport(cell);
      const place = plain(mxPlaceNames[cell.mx]);
      const transport = cell.centralised ? 'centralised transport on' : 'centralised transport off';
      const filtering = cell.enhancedFiltering ? 'Enhanced Filtering on' : 'Enhanced Filtering off';
      return `${place.slice(0, 1).toUpperCase()}${place.slice(1)}; ${transport}, ${filtering}: ${answers[answer]}; ${plain(because)} (${semantics.join(', ')}).`;
    }),
    verbatim: [],
    decided: [],
    look: [
      '`routing/hybrid-needs-care` reports what needs care, `filtering/enhanced-filtering-unsupported` what is not supported.',
    ],
    also: [],
    related: semanticsIds.filter((id) => named.has(id)),
    sources: [],
    confidence: null,
  };
}
