import { byCodeUnit } from '../base/order.ts';
import { joined, plain, sentence, type Text, text, value } from '../model/text.ts';
import type { ExplainableRule, Explained, SayText } from './explain.ts';
import { type HybridSupport, hybridSupport, mxPlaceNames, mxPlaces } from './hybrid-support.ts';
import { semanticsIds } from './semantics/confidence.ts';
import { semanticsOf } from './semantics/semantics.ts';
import { uncoveredEntries } from './uncovered-entries.ts';

/** The two catalogues of misconfigurations; each entry is an id of the semantics. */
export const misconfigurationSeries = ['CMIS', 'PMIS'] as const;
export const isMisconfiguration = (id: string): boolean =>
  misconfigurationSeries.some((series) => id.startsWith(`${series}-`));

/** Each entry of a catalogue of misconfigurations with the checks that report it, or why none does. */
export async function explainSeries(series: string, checks: readonly ExplainableRule[]): Promise<Explained> {
  const ids = semanticsIds.filter((id) => id.startsWith(`${series}-`)).sort(byCodeUnitAndLength);
  const entries = await Promise.all(
    ids.map(async (id) => ({ id, symptom: symptomOf((await semanticsOf(id))?.text ?? '') })),
  );
  return {
    kind: 'semantics',
    id: series,
    title: text`Every entry of this catalogue of misconfigurations, and the checks that report it`,
    means: entries.map(({ id, symptom }) => text`\`${id}\` ${sentence(symptom)} ${reportedSentence(id, checks)}`),
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
export const symptomOf = (text: string): string => text.split(/\s(?=(?:Cause|Symptom|Why|Check|Fix):)/u)[0] ?? text;

const byCodeUnitAndLength = (left: string, right: string): number =>
  left.length - right.length || byCodeUnit(left, right);

/** Which checks report an entry of the catalogues, or why none does. */
export function reportedSentence(id: string, checks: readonly ExplainableRule[]): Text {
  const names = checks.filter(({ semantics }) => semantics?.includes(id)).map((check) => `\`${check.id}\``);
  const reason = uncoveredEntries.get(id);
  if (names.length === 0)
    return reason === undefined ? text`No check reports it.` : text`No check reports it. ${sentence(reason)}`;
  return names.length === 1
    ? text`The check ${names[0] ?? ''} reports it.`
    : text`The checks ${joined(names)} report it.`;
}

const answers: Readonly<Record<HybridSupport['answer'], Text>> = {
  supported: text`supported`,
  care: text`with care`,
  unsupported: text`not supported`,
};

/** Each combination of MX, centralised transport and Enhanced Filtering, and whether it is supported. */
export function explainHybridSupport(say: SayText): Explained {
  const switches = [false, true];
  const cells = mxPlaces.flatMap((mx) =>
    switches.flatMap((centralised) => switches.map((enhancedFiltering) => ({ mx, centralised, enhancedFiltering }))),
  );
  const named = new Set(cells.flatMap((cell) => hybridSupport(cell).semantics));
  return {
    kind: 'semantics',
    id: 'hybrid-support',
    title: text`Which combinations of MX, centralised mail transport and Enhanced Filtering are supported`,
    means: cells.map((cell) => {
      const { answer, because, semantics } = hybridSupport(cell);
      const transport = cell.centralised ? text`centralised transport on` : text`centralised transport off`;
      const filtering = cell.enhancedFiltering ? text`Enhanced Filtering on` : text`Enhanced Filtering off`;
      const said = plain(
        say(
          text`${mxPlaceNames[cell.mx]}; ${transport}, ${filtering}: ${answers[answer]}; ${because} (${semantics.join(', ')}).`,
        ),
      );
      // It begins a line, in whatever language.
      return value(said.slice(0, 1).toUpperCase() + said.slice(1));
    }),
    verbatim: [],
    decided: [],
    look: [
      text`\`routing/hybrid-needs-care\` reports what needs care, \`filtering/enhanced-filtering-unsupported\` what is not supported.`,
    ],
    also: [],
    related: semanticsIds.filter((id) => named.has(id)),
    sources: [],
    confidence: null,
  };
}
