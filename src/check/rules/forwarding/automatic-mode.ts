import type { Pointer } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { proposed } from '../../proposed-fix.ts';
import { quoted } from '../connector/power-shell.ts';
import { forwardingPages } from './forwarding-pages.ts';

interface AutomaticMode extends Violation {
  readonly policy: string;
  readonly declared: boolean;
  readonly objectAt: Pointer;
}

/** An outbound spam policy whose AutoForwardingMode is the system's choice. */
export const automaticMode = defineCheck<AutomaticMode>({
  id: 'forwarding/automatic-mode',
  severity: 'warning',
  covers: ['PMIS-54'],
  docs: {
    summary: 'AutoForwardingMode of an outbound spam policy is Automatic.',
    why: 'What Automatic stands for was changed by Microsoft before, and differs by the history of the tenant: whether forwards leave is not decided by anybody here.',
    remedy: 'Say Off or On, and allow exceptions in a policy of their own.',
    references: [forwardingPages.external, forwardingPages.setPolicy],
  },

  *run({ topology, sources }) {
    for (const policy of topology.tenant?.hostedOutboundSpamFilterPolicies ?? []) {
      const mode = policy.autoForwardingMode;
      if (mode !== undefined && mode !== 'Automatic') continue;
      const at = mode === undefined ? policy.at : `${policy.at}/AutoForwardingMode`;
      yield {
        subject: subject('policy', policy.name),
        at,
        evidence: [{ at: sources.locate(at), text: text`AutoForwardingMode of ${policy.name}` }],
        semantics: ['OSP-5', 'OSP-6', 'PMIS-54'],
        policy: policy.name,
        declared: mode !== undefined,
        objectAt: policy.at,
      };
    }
  },

  explain: ({ policy, declared }) => ({
    problem: declared
      ? text`AutoForwardingMode of the outbound spam policy ${policy} is Automatic.`
      : text`The outbound spam policy ${policy} does not say its AutoForwardingMode, which is Automatic unless it was set.`,
    consequence: text`Automatic means Off by today's documents, and may still mean On in a tenant that forwarded before 2021: whether forwards to the outside leave depends on it.`,
    remedy: text`Set-HostedOutboundSpamFilterPolicy -Identity ${quoted(policy)} -AutoForwardingMode Off, or On where everybody in its scope may forward.`,
  }),

  fix: ({ policy, objectAt }, context) => [
    ...proposed(
      text`Set AutoForwardingMode of ${policy} to Off`,
      'review',
      context.change(objectAt, { AutoForwardingMode: 'Off' }),
    ),
    ...proposed(
      text`Set AutoForwardingMode of ${policy} to On`,
      'review',
      context.change(objectAt, { AutoForwardingMode: 'On' }),
    ),
  ],
});
