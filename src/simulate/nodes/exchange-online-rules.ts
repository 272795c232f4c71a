import { applyRules } from '../rules/apply-rules.ts';
import { rulesOf } from '../rules/compile-rules.ts';
import type { Resolved } from '../rules/fork.ts';
import { type RuledMessage, ruledAt, rulesOfTenant } from '../rules/rule-owner.ts';
import type { Run } from '../run.ts';
import type { TenantMessage } from '../tenant-message.ts';
import type { TenantFork } from './exchange-online-filtering.ts';
import { resolve } from './exchange-online-resolution.ts';

/** The mail flow rules of the tenant on a message; the forks that they make of it. */
export function applyTenantRules(
  run: Run,
  message: TenantMessage,
  resolved: readonly Resolved[],
): readonly TenantFork[] {
  const { node } = message.tenant.tenant;
  const owner = rulesOfTenant(run.world, message.tenant);
  if (rulesOf(run.world, owner).length === 0) return [{ message, recipients: resolved }];
  const ruled = ruledAt(owner, node, message);
  const changed = ({ transit, folder, scl }: RuledMessage): TenantMessage => ({ ...message, transit, folder, scl });
  const forks = applyRules(run, ruled, resolved, (by, copy) => resolve(run, changed(by), copy, 0));
  return forks.map((fork) => ({ message: changed(fork.message), recipients: fork.recipients }));
}
