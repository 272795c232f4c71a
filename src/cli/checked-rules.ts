import type { CheckedRule } from '../report/report.ts';
import type { Settings } from './settings.ts';

/** The checks of these ids, as the catalogue has them; loaded only where a format of the run tells of rules. */
export async function checkedRules({ outputs }: Settings, ...ids: readonly string[]): Promise<readonly CheckedRule[]> {
  if (!outputs.some(({ format }) => format === 'sarif')) return [];
  const { catalogue } = await import('../check/catalogue.ts');
  return catalogue
    .filter(({ id }) => ids.includes(id))
    .map(({ id, severity, docs, covers }) => ({ id, byDefault: severity, severity, docs, semantics: covers }));
}
