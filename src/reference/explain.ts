import { nearest } from '../base/suggest.ts';
import { joined, plain, sentence, type Text, text, value } from '../model/text.ts';
import type { Confidence } from '../simulate/trace.ts';
import {
  explainHybridSupport,
  explainSeries,
  isMisconfiguration,
  misconfigurationSeries,
  reportedSentence,
} from './explain-tables.ts';
import type { CodeEntry } from './replies/codes/code-entry.ts';
import type { AssumptionText } from './semantics/assumptions.ts';
import { confidenceOf, isSemanticsId, nearestIds, normalizedId } from './semantics/confidence.ts';
import { type Semantics, semanticsOf } from './semantics/semantics.ts';
import { sourceDate, sourceTitle } from './source-text.ts';

/** What `mxproof explain` says about one thing. Sentences for people; commands, settings and headers stand in backticks. */
export interface Explanation {
  readonly kind: 'semantics' | 'code' | 'assumption' | 'rule';
  /** Its name as the program writes it: `ATTR-7`, `550 5.7.64`, `loop.hopLimit`, `relay/open`. */
  readonly id: string;
  readonly title: string;
  /** What it means, in paragraphs. */
  readonly means: readonly string[];
  /** Words that systems say, verbatim; empty where there are none or they are not published. */
  readonly verbatim: readonly string[];
  /** How it is decided, or the modelled condition that yields it. */
  readonly decided: readonly string[];
  /** What to look at, most telling first. */
  readonly look: readonly string[];
  /** Other meanings of the same code, or the codes that rest on a rule: `5.4.1: The next server does not accept …`. */
  readonly also: readonly string[];
  /** Semantics ids to go on with. */
  readonly related: readonly string[];
  readonly sources: readonly ExplanationSource[];
  /** Null where nothing is graded. */
  readonly confidence: Confidence | null;
}

export interface ExplanationSource {
  readonly title: string;
  readonly date: string | null;
  readonly url: string | null;
}

/** The same before it is said in a language. */
export interface Explained extends Omit<Explanation, 'title' | 'means' | 'decided' | 'look' | 'also' | 'sources'> {
  readonly title: Text;
  readonly means: readonly Text[];
  readonly decided: readonly Text[];
  readonly look: readonly Text[];
  readonly also: readonly Text[];
  readonly sources: readonly ExplainedSource[];
}

interface ExplainedSource {
  readonly title: Text;
  readonly date: Text | null;
  readonly url: string | null;
}

/** Says words in a language. */
export type SayText = (content: Text) => Text;

/** What is needed of a rule of the check catalogue. */
export interface ExplainableRule {
  /** `area/defect`. */
  readonly id: string;
  readonly docs: {
    readonly summary: string;
    readonly why: string;
    readonly remedy?: string;
    readonly whenNotToApply?: string;
    readonly references?: readonly { readonly title: string; readonly url?: string }[];
  };
  readonly semantics?: readonly string[];
}

/**
 * The explanation of what a person typed: a semantics id, a code or a pasted reply, an assumption id or a rule id.
 * @param say says the words in the language of the reader, by default in English.
 */
export async function explain(
  query: string,
  catalogue: { readonly rules: readonly ExplainableRule[] },
  say: SayText = (content) => content,
): Promise<Explanation | { readonly nearest: readonly string[] }> {
  const found = await explained(query, catalogue, say);
  if ('nearest' in found) return found;
  const words = (content: Text): string => plain(say(content));
  return {
    ...found,
    title: words(found.title),
    means: found.means.map(words),
    decided: found.decided.map(words),
    look: found.look.map(words),
    also: found.also.map(words),
    sources: found.sources.map(({ title, date, url }) => ({
      title: words(title),
      date: date === null ? null : words(date),
      url,
    })),
  };
}

async function explained(
  query: string,
  catalogue: { readonly rules: readonly ExplainableRule[] },
  say: SayText,
): Promise<Explained | { readonly nearest: readonly string[] }> {
  const word = query.slice(0, 2000).trim();
  const id = normalizedId(word);
  if (id !== undefined) {
    const semantics = await semanticsOf(id);
    if (semantics !== undefined) return explainSemantics(semantics, catalogue.rules);
  }
  const series = misconfigurationSeries.find((each) => each === word.toUpperCase());
  if (series !== undefined) return explainSeries(series, catalogue.rules);
  if (word.toLowerCase() === 'hybrid-support') return explainHybridSupport(say);
  const rule = catalogue.rules.find((each) => each.id === word.toLowerCase());
  if (rule !== undefined) return explainRule(rule);
  const [{ assumptionTexts }, { meaningsOf, nearestCodes }, { saidBy }] = await loadProse();
  const assumption = assumptionTexts.find((each) => each.id.toLowerCase() === word.toLowerCase());
  if (assumption !== undefined) return explainAssumption(assumption);
  const [code, ...others] = meaningsOf(word);
  if (code !== undefined) return explainCode(code, others, saidBy[code.codes[0] ?? ''] ?? []);
  const names = [...catalogue.rules.map((each) => each.id), ...assumptionTexts.map((each) => each.id)];
  const near = word === '' ? [] : [...nearestIds(word, 3), ...nearestCodes(word), ...nearest(word, names, 3)];
  return { nearest: [...new Set(near)].slice(0, 5) };
}

/** Prose that only `explain` needs is not loaded when the program starts. */
const loadProse = () =>
  Promise.all([
    import('./semantics/assumptions.ts'),
    import('./replies/codes/codes.ts'),
    import('./replies/codes/said-by.ts'),
  ]);

const headline = ({ codes, title }: CodeEntry): Text => text`${codes[0] ?? ''}: ${sentence(title)}`;

/** Sources of several rules, each once. */
async function sourcesOf(ids: readonly string[]): Promise<readonly ExplainedSource[]> {
  const rules = await Promise.all(ids.map((id) => semanticsOf(id)));
  const sources = rules.flatMap((rule) => rule?.sources ?? []);
  return [...new Map(sources.map((source) => [source.title, saidSource(source)])).values()];
}

const saidSource = ({ title, date }: Semantics['sources'][number]): ExplainedSource => ({
  title: sourceTitle(title),
  date: date === null ? null : sourceDate(date),
  url: null,
});

async function explainSemantics(rule: Semantics, checks: readonly ExplainableRule[]): Promise<Explained> {
  const [{ assumptionTexts }, { codes }] = await loadProse();
  return {
    kind: 'semantics',
    id: rule.id,
    title: joined([...new Set([rule.area, rule.section.replace(/^[\d.]+\s*/u, '')])].map(sentence), ': '),
    means: rule.text.split('\n').map(sentence),
    verbatim: [],
    decided: [gradeSentence(rule), ...(isMisconfiguration(rule.id) ? [reportedSentence(rule.id, checks)] : [])],
    look: assumptionTexts.filter(({ from }) => from.includes(rule.id)).map(({ id }) => text`The assumption \`${id}\`.`),
    also: codes.filter(({ semantics }) => semantics.includes(rule.id)).map(headline),
    related: rule.see,
    sources: rule.sources.map(saidSource),
    confidence: rule.confidence,
  };
}

/** How sure a rule is, in words: a conflict and a missing grade are worth knowing, not only their working value. */
function gradeSentence({ id, letters, confidence }: Semantics): Text {
  if (/^(?:DEC|CUNC|PUNC)-/u.test(id)) return text`No source settles this point; it counts as inferred.`;
  if (letters === '') return text`Nothing says how sure this is, so it counts as inferred.`;
  const names = {
    D: text`documented by Microsoft`,
    O: text`observed in the field`,
    I: text`inferred`,
    C: text`conflicting between sources`,
  };
  const words = [...letters].map(
    (letter) => Object.entries(names).find(([key]) => key === letter)?.[1] ?? text`${letter}`,
  );
  return words.length === 1 && letters !== 'C'
    ? text`This is ${joined(words)}.`
    : text`Parts of this are ${parts(words)}; a verdict that rests on it counts as ${grades[confidence]}.`;
}

const grades: Readonly<Record<Confidence, Text>> = {
  documented: text`documented`,
  observed: text`observed`,
  inferred: text`inferred`,
};

/** `documented by Microsoft, parts inferred` */
const parts = ([first = text``, ...others]: readonly Text[]): Text =>
  joined([first, ...others.map((one) => text`parts ${one}`)]);

async function explainCode(
  entry: CodeEntry,
  others: readonly CodeEntry[],
  places: readonly string[],
): Promise<Explained> {
  const says = {
    edge: text`Exchange Online says it to the host that connects.`,
    queue: text`It is the state of a queued message; while it lasts nobody gets a report.`,
    ndr: text`Exchange Online puts it into the report to the sender.`,
    onPremises: text`An on-premises Exchange server says it.`,
    remote: text`The next system says it.`,
    trace: text`It appears in the message trace only.`,
  };
  return {
    kind: 'code',
    id: entry.codes[0] ?? '',
    title: sentence(entry.title),
    means: [sentence(entry.means), says[entry.side]],
    verbatim: entry.texts,
    decided: [sentence(entry.when), ...placeSentences(places)],
    look: entry.look.map(sentence),
    also: others.map(headline),
    related: entry.semantics,
    sources: await sourcesOf(entry.semantics),
    confidence: confidenceOf(rulesOf(entry.semantics)),
  };
}

/** Where a person meets the code in the program's output. */
function placeSentences(places: readonly string[]): readonly Text[] {
  const quoted = (names: readonly string[]) =>
    joined(
      names.map((name) => `\`${name}\``),
      ' or ',
    );
  const checks = places.filter((name) => name.includes('/'));
  const steps = places.filter((name) => !name.includes('/'));
  return [
    ...(steps.length > 0 ? [text`In a trace the step ${quoted(steps)} decides it.`] : []),
    ...(checks.length > 0 ? [text`The check ${quoted(checks)} reports it.`] : []),
  ];
}

/** The rules themselves: entries of the catalogues of misconfigurations (CMIS, PMIS) are advice about a code. */
function rulesOf(ids: readonly string[]): readonly string[] {
  const rules = ids.filter((id) => !/^[CP]MIS-/u.test(id));
  return rules.length === 0 ? ids : rules;
}

async function explainAssumption(assumption: AssumptionText): Promise<Explained> {
  const [first] = assumption.answers;
  return {
    kind: 'assumption',
    id: assumption.id,
    title: sentence(assumption.question),
    means: assumption.answers.map(({ value, effect }, index) =>
      index === 0 ? text`\`${value}\` (default): ${sentence(effect)}` : text`\`${value}\`: ${sentence(effect)}`,
    ),
    verbatim: [],
    decided: [
      text`The documents do not settle it, so a simulation takes \`${first?.value ?? ''}\`, names the assumption on each copy that depends on it, and shows the other answers as alternatives.`,
    ],
    look: [
      text`In the topology: \`assumptions: { ${assumption.id}: <value> }\``,
      text`For one run: \`--assume ${assumption.id}=<value>\``,
    ],
    also: [],
    related: assumption.from,
    sources: await sourcesOf(assumption.from),
    confidence: 'inferred',
  };
}

async function explainRule({ id, docs, semantics = [] }: ExplainableRule): Promise<Explained> {
  const related = semantics.filter(isSemanticsId);
  // Titles of published documents: citations.
  const references = (docs.references ?? []).map(({ title, url }) => ({
    title: value(title),
    date: null,
    url: url ?? null,
  }));
  return {
    kind: 'rule',
    id,
    title: sentence(docs.summary),
    means: [sentence(docs.why)],
    verbatim: [],
    decided: docs.whenNotToApply === undefined ? [] : [sentence(docs.whenNotToApply)],
    look: docs.remedy === undefined ? [] : [sentence(docs.remedy)],
    also: [],
    related,
    sources: [...references, ...(await sourcesOf(related))],
    confidence: related.length === 0 ? null : confidenceOf(related),
  };
}
