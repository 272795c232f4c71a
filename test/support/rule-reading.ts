import type { Pointer } from '../../src/model/source.ts';
import type { TransportRule } from '../../src/model/transport-rule.ts';
import { noticeLines, readable } from './topology-reading.ts';

export interface RulesRead {
  readonly rules: readonly TransportRule[];
  readonly notices: readonly string[];
}

/** Reads pasted rules, of the tenant or of own servers. */
export async function rulesOf(
  rules: readonly Readonly<Record<string, unknown>>[],
  side: 'tenant' | 'onPremises' = 'tenant',
): Promise<RulesRead> {
  const tenant = { domain: 'contoso.onmicrosoft.com', acceptedDomains: ['contoso.com'] };
  const document =
    side === 'tenant'
      ? { mxproof: 1, tenant: { ...tenant, transportRules: rules } }
      : { mxproof: 1, onPremises: { servers: [{ name: 'EX01' }], transportRules: rules } };
  const { topology, notices } = await readable(JSON.stringify(document), undefined, 'topology.json');
  const read = side === 'tenant' ? topology.tenant?.transportRules : topology.onPremises?.transportRules;
  return { rules: read ?? [], notices: noticeLines(notices) };
}

/** Reads one rule. */
export async function ruleOf(
  properties: Readonly<Record<string, unknown>>,
  side: 'tenant' | 'onPremises' = 'tenant',
): Promise<TransportRule> {
  const [rule] = (await rulesOf([{ Name: 'Rule', ...properties }], side)).rules;
  if (rule === undefined) throw new Error('no rule was read');
  return rule;
}

/** A type name as the presence lists print it. */
export const typeName = (name: string): string => `Microsoft.Exchange.MessagingPolicies.Rules.Tasks.${name}`;

/** A value without the pointers in it; a written text is its text. */
export function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const record = value as Readonly<Record<string, unknown>> & { readonly at?: Pointer };
  const keys = Object.keys(record).filter((key) => key !== 'at');
  if (keys.length === 1 && keys[0] === 'text') return record.text;
  return Object.fromEntries(keys.map((key) => [key, bare(record[key])]));
}
