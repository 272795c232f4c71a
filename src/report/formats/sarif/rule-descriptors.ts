import type { RuleDocs } from '../../../check/check.ts';
import { plain, text } from '../../../model/text.ts';
import type { Severity } from '../../../model/topology.ts';
import { markdownWords } from '../../escape.ts';
import type { CheckedRule } from '../../report.ts';

/** The levels of SARIF for our severities (SARIF 2.1.0 section 3.27.10). */
export const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
};

/** What SARIF calls rules: what each check looks for, why it matters, how it is mended, and by which document. */
export function ruleDescriptors(rules: readonly CheckedRule[]): readonly object[] {
  return rules.map(({ id, byDefault, docs, semantics }) => ({
    id,
    name: pascalCase(id),
    shortDescription: { text: docs.summary },
    fullDescription: { text: docs.why },
    help: { text: helpText(docs), markdown: helpMarkdown(docs) },
    helpUri: docs.references[0].url,
    defaultConfiguration: { level: levels[byDefault] },
    properties: { tags: ['mail flow', id.slice(0, id.indexOf('/'))], semantics },
  }));
}

/** Severities that the topology or the caller has set. */
export function ruleOverrides(rules: readonly CheckedRule[]): readonly object[] {
  return rules.flatMap(({ byDefault, severity }, index) => {
    if (severity === byDefault) return [];
    const configuration = severity === 'off' ? { enabled: false } : { level: levels[severity] };
    return [{ descriptor: { index }, configuration }];
  });
}

/** `spf/missing-sender` as SARIF wants names: SpfMissingSender. */
const pascalCase = (id: string): string =>
  id
    .split(/[/-]/u)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');

function helpText({ why, remedy, whenNotToApply, references }: RuleDocs): string {
  const exception = whenNotToApply === undefined ? [] : [whenNotToApply];
  const sources = references.map(({ title, url }) => `${title}: ${url}`);
  return [why, plain(text`Remedy: ${remedy}`), ...exception, ...sources].join('\n');
}

function helpMarkdown({ summary, why, remedy, whenNotToApply, references }: RuleDocs): string {
  const exception = whenNotToApply === undefined ? [] : [markdownWords(whenNotToApply)];
  const sources = references.map(({ title, url }) => `- [${markdownWords(title)}](${encodeURI(url)})`);
  const paragraphs = [`**${markdownWords(summary)}**`, markdownWords(why), `**Remedy:** ${markdownWords(remedy)}`];
  return [...paragraphs, ...exception, sources.join('\n')].join('\n\n');
}
