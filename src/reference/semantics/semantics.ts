import type { Confidence } from '../../simulate/trace.ts';
import { confidenceOfId } from './confidence.ts';

/** A rule of the semantics: what Exchange does at one point, who says so, and how sure that is. */
export interface Semantics {
  /** `ATTR-7`, `OUT-6b`. */
  readonly id: string;
  /** `Attribution and relay`. */
  readonly area: string;
  /** Number and title of the section that states it, `4.2 Algorithm`. */
  readonly section: string;
  /** Plain text; code stands in backticks, lines that were code or a table stay lines. */
  readonly text: string;
  readonly confidence: Confidence;
  /** All letters that its entry marks: D documented, O observed, I inferred, C conflicting sources. Empty: not graded. */
  readonly letters: string;
  /** The grade as written, `D existence; precedence I`; empty where the entry states none. */
  readonly graded: string;
  readonly sources: readonly SemanticsSource[];
  /** Other ids that the entry names. */
  readonly see: readonly string[];
}

/** A document that a rule rests on. */
export interface SemanticsSource {
  readonly key: string;
  readonly title: string;
  /** When the version read was written, as its entry says; null where it does not. */
  readonly date: string | null;
}

interface RuleEntry {
  readonly id: string;
  readonly area: string;
  readonly section: string;
  readonly text: string;
  readonly letters: string;
  readonly graded: string;
  readonly sources: readonly string[];
  readonly see: readonly string[];
  readonly document: string;
}
type SourceTitles = Readonly<
  Record<string, Readonly<Record<string, { readonly title: string; readonly date?: string }>>>
>;

const load = {
  acceptance: async () => (await import('./texts/acceptance.json', { with: { type: 'json' } })).default,
  attribution: async () => (await import('./texts/attribution.json', { with: { type: 'json' } })).default,
  outbound: async () => (await import('./texts/outbound.json', { with: { type: 'json' } })).default,
  hybrid: async () => (await import('./texts/hybrid.json', { with: { type: 'json' } })).default,
  decisions: async () => (await import('./texts/decisions.json', { with: { type: 'json' } })).default,
  misconfigurations: async () => (await import('./texts/misconfigurations.json', { with: { type: 'json' } })).default,
  rules: async () => (await import('./texts/rules.json', { with: { type: 'json' } })).default,
  predicates: async () => (await import('./texts/predicates.json', { with: { type: 'json' } })).default,
  forwarding: async () => (await import('./texts/forwarding.json', { with: { type: 'json' } })).default,
  filtering: async () => (await import('./texts/filtering.json', { with: { type: 'json' } })).default,
  routing: async () => (await import('./texts/routing.json', { with: { type: 'json' } })).default,
} as const satisfies Record<string, () => Promise<readonly RuleEntry[]>>;

const groupOf: Readonly<Record<string, keyof typeof load>> = {
  PIPE: 'acceptance',
  ACC: 'acceptance',
  INB: 'attribution',
  ATTR: 'attribution',
  HDR: 'attribution',
  SUB: 'attribution',
  DS: 'attribution',
  OUT: 'outbound',
  CFWD: 'outbound',
  HYB: 'hybrid',
  CERT: 'hybrid',
  OPR: 'hybrid',
  NET: 'hybrid',
  DEC: 'decisions',
  CUNC: 'decisions',
  PUNC: 'decisions',
  CMIS: 'misconfigurations',
  PMIS: 'misconfigurations',
  ORDER: 'rules',
  RULE: 'rules',
  PRED: 'predicates',
  ACT: 'predicates',
  RD: 'forwarding',
  OSP: 'forwarding',
  FWD: 'forwarding',
  SRS: 'forwarding',
  CF: 'filtering',
  EFC: 'filtering',
  AUTH: 'filtering',
  SAFE: 'filtering',
  ROUTE: 'routing',
  ARW: 'routing',
  JRN: 'routing',
  LIM: 'routing',
};

/**
 * The rule with its text and sources; undefined for an unknown id. The texts are 300 KB and only `explain` reads them,
 * so they are imported here, one group of series at a time, and not when the program starts.
 */
export async function semanticsOf(id: string): Promise<Semantics | undefined> {
  const group = groupOf[id.slice(0, id.indexOf('-'))];
  const confidence = confidenceOfId(id);
  if (group === undefined || confidence === undefined) return undefined;
  const entries: readonly RuleEntry[] = await load[group]();
  const entry = entries.find((each) => each.id === id);
  if (entry === undefined) return undefined;
  const titles: SourceTitles = (await import('./sources.json', { with: { type: 'json' } })).default;
  const { document, sources, ...rest } = entry;
  return { ...rest, confidence, sources: sources.map((key) => sourceOf(key, titles[document] ?? {})) };
}

/** Families of keys are not listed one by one: a support article by its number, the page of a cmdlet. */
function sourceOf(
  key: string,
  titles: Readonly<Record<string, { readonly title: string; readonly date?: string }>>,
): SemanticsSource {
  const known = titles[key];
  if (known !== undefined) return { key, title: known.title, date: known.date ?? null };
  if (key.startsWith('SA-KB'))
    return { key, title: `MicrosoftDocs/SupportArticles-docs, article KB ${key.slice(5)}`, date: null };
  return { key, title: `MicrosoftDocs/office-docs-powershell, page of ${key.slice(3)}`, date: titles.PS?.date ?? null };
}

// The light half of the same look-up, which loads no text.
export { confidenceOf, isSemanticsId, nearestIds } from './confidence.ts';
