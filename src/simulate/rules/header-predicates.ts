import type { Predicate } from '../../model/transport-rule.ts';
import type { CompiledPredicate } from './compile-predicate.ts';
import { compileHeader, holdsForInstances } from './headers.ts';
import type { RuleTexts, TextMatch } from './match-text.ts';
import { headerNeed } from './rule-needs.ts';
import type { Test } from './scene.ts';
import { anyOf } from './truth.ts';

export type HeaderPredicate = Extract<Predicate, { kind: 'headerWords' | 'headerPatterns' }>;

/** PRED-55, PRED-56. */
export function compileHeaderText(predicate: HeaderPredicate, legacy: boolean, texts: RuleTexts): CompiledPredicate {
  const name = predicate.header.text.trim().toLowerCase();
  if (predicate.kind === 'headerPatterns') {
    const match = texts.patterns(predicate.patterns, legacy);
    return { test: headerTest(name, match, [undefined]), need: headerNeed(name, match) };
  }
  const match = texts.words(predicate.words);
  const parts = predicate.words.map(({ text }) => knownPart.exec(text.trim())?.[1]?.toLowerCase());
  return { test: headerTest(name, match, parts), need: headerNeed(name, match) };
}

/** Verdicts that the simulation knows: a word about another part of the header stays open. */
const knownPart = /^((?:spf|dkim|dmarc|compauth|action|header\.from)=|(?:sfv|sfty):)[\w.-]+$/iu;

/** Fields of which the simulation knows some parts, each by its name whole or not at all. */
const reports: ReadonlySet<string> = new Set(['authentication-results', 'x-forefront-antispam-report']);

/** `parts`: of each word the name of the part of a report whose value it is; undefined for any other word. */
function headerTest(header: string, match: TextMatch, parts: readonly (string | undefined)[]): Test {
  const isReport = reports.has(header);
  const valuesIn = compileHeader(header);
  return (scene) => {
    const { values, open } = valuesIn(scene);
    const any = anyOf(values, (one) => match.holds(scene.run, one));
    const found = any === true ? holdsForInstances(scene.run, values, match) : any;
    const closed = () =>
      isReport && parts.every((one) => one !== undefined && values[0]?.toLowerCase().includes(one) === true);
    return found === false && open && !closed() ? undefined : found;
  };
}
