import type { Reference } from '../../check.ts';

const rules = 'https://learn.microsoft.com/exchange/security-and-compliance/mail-flow-rules';

/** The documents behind the checks of mail flow rules. */
export const rulePages = {
  overview: { title: 'Mail flow rules (transport rules) in Exchange Online', url: `${rules}/mail-flow-rules` },
  predicates: {
    title: 'Mail flow rule conditions and exceptions (predicates) in Exchange Online',
    url: `${rules}/conditions-and-exceptions`,
  },
  actions: { title: 'Mail flow rule actions in Exchange Online', url: `${rules}/mail-flow-rule-actions` },
  practices: {
    title: 'Best practices for configuring mail flow rules in Exchange Online',
    url: `${rules}/configuration-best-practices`,
  },
  test: { title: 'Test mail flow rules in Exchange Online', url: `${rules}/test-mail-flow-rules` },
  manage: { title: 'Manage mail flow rules in Exchange Online', url: `${rules}/manage-mail-flow-rules` },
  newRule: {
    title: 'New-TransportRule',
    url: 'https://learn.microsoft.com/powershell/module/exchange/new-transportrule',
  },
  setScl: {
    title: 'Use mail flow rules to set the spam confidence level (SCL) in messages',
    url: `${rules}/use-rules-to-set-scl`,
  },
  addOn: {
    title: 'Integrate Exchange Online with an email add-on service',
    url: 'https://learn.microsoft.com/exchange/mail-flow-best-practices/integrate-office-365-with-an-email-add-on-service',
  },
} as const satisfies Record<string, Reference>;
