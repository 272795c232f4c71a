import type { ExplainableRule } from '../reference/explain.ts';

/** The rules that can be explained, loaded only where somebody asks. */
export async function ruleCatalogue(): Promise<{ readonly rules: readonly ExplainableRule[] }> {
  const { catalogue } = await import('../check/catalogue.ts');
  return { rules: catalogue.map(({ id, docs, covers }) => ({ id, docs, semantics: covers })) };
}
