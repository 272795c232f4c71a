export interface ListedRule {
  readonly id: string;
  readonly severity: string;
  readonly docs: { readonly summary: string };
}

export const begin: string;
export const end: string;
export function ruleTable(catalogue: readonly ListedRule[]): string;
/** @returns undefined when a marker is missing or the two are in the wrong order. */
export function withTable(text: string, table: string): string | undefined;
