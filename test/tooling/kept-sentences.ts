import { readdirSync, readFileSync } from 'node:fs';
import { catalogue } from '../../src/check/catalogue.ts';
import { sentencesOfScenario } from '../../src/cli/scenario-in.ts';
import { symptomOf } from '../../src/reference/explain-tables.ts';
import { allProviders } from '../../src/reference/providers.ts';
import { codes } from '../../src/reference/replies/codes/codes.ts';
import { unpublishedTexts } from '../../src/reference/replies/reply-words.ts';
import { assumptionTexts } from '../../src/reference/semantics/assumptions.ts';
import sources from '../../src/reference/semantics/sources.json' with { type: 'json' };
import acceptance from '../../src/reference/semantics/texts/acceptance.json' with { type: 'json' };
import attribution from '../../src/reference/semantics/texts/attribution.json' with { type: 'json' };
import decisions from '../../src/reference/semantics/texts/decisions.json' with { type: 'json' };
import filtering from '../../src/reference/semantics/texts/filtering.json' with { type: 'json' };
import forwarding from '../../src/reference/semantics/texts/forwarding.json' with { type: 'json' };
import hybrid from '../../src/reference/semantics/texts/hybrid.json' with { type: 'json' };
import misconfigurations from '../../src/reference/semantics/texts/misconfigurations.json' with { type: 'json' };
import outbound from '../../src/reference/semantics/texts/outbound.json' with { type: 'json' };
import predicates from '../../src/reference/semantics/texts/predicates.json' with { type: 'json' };
import routing from '../../src/reference/semantics/texts/routing.json' with { type: 'json' };
import rules from '../../src/reference/semantics/texts/rules.json' with { type: 'json' };
import { isCitation } from '../../src/reference/source-text.ts';
import { uncoveredEntries } from '../../src/reference/uncovered-entries.ts';

const semantics = {
  acceptance,
  attribution,
  decisions,
  filtering,
  forwarding,
  hybrid,
  misconfigurations,
  outbound,
  predicates,
  routing,
  rules,
};

/** A sentence that is kept as a string, with the file that keeps it. The line is that of no single word: it is 1. */
export interface KeptSentence {
  readonly key: string;
  readonly file: string;
  readonly line: number;
}

const scenarios = 'fixtures/scenarios';

/** Scenarios of `init`, documentation of checks, meanings of codes, assumptions, entries without a check, and rules of the semantics. */
export function keptSentences(): readonly KeptSentence[] {
  const kept = (file: string, ...keys: readonly (string | undefined)[]): readonly KeptSentence[] =>
    keys.flatMap((key) => (key === undefined ? [] : [{ key, file, line: 1 }]));
  return [
    ...catalogue.flatMap(({ id, docs }) =>
      kept(`src/check/rules/${id}.ts`, docs.summary, docs.why, docs.remedy, docs.whenNotToApply),
    ),
    ...codes.flatMap(({ title, means, when, look }) =>
      kept('src/reference/replies/codes/codes.ts', title, means, when, ...look),
    ),
    ...kept('src/reference/replies/replies.ts', ...unpublishedTexts),
    ...kept('src/reference/providers.ts', ...allProviders().map((one) => one.sharedBasis)),
    ...assumptionTexts.flatMap(({ question, answers }) =>
      kept('src/reference/semantics/assumptions.ts', question, ...answers.map(({ effect }) => effect)),
    ),
    ...readdirSync(scenarios).flatMap((name) =>
      kept(`${scenarios}/${name}`, ...sentencesOfScenario(readFileSync(`${scenarios}/${name}`, 'utf8'))),
    ),
    ...Object.values(sources)
      .flatMap((document) => Object.values(document))
      .flatMap(({ title }) => (isCitation(title) ? [] : kept('src/reference/semantics/sources.json', title))),
    ...[...uncoveredEntries.values()].flatMap((reason) => kept('src/reference/uncovered-entries.ts', reason)),
    ...Object.entries(semantics).flatMap(([name, entries]) =>
      entries.flatMap(({ area, section, text }) =>
        kept(
          `src/reference/semantics/texts/${name}.json`,
          area,
          section.replace(/^[\d.]+\s*/u, ''),
          ...text.split('\n'),
          ...(name === 'misconfigurations' ? [symptomOf(text)] : []),
        ),
      ),
    ),
  ];
}
