import type { Resolved } from '../rules/fork.ts';
import { rulesOfPremises } from '../rules/rule-owner.ts';
import type { Copy, Run } from '../run.ts';
import { journalMessage, openReport, type RoutedFork } from '../steps/journal-message.ts';
import { transitWith } from '../transit.ts';
import type { ServerMessage } from './exchange-server-leave.ts';

export interface ServerFork {
  readonly message: ServerMessage;
  readonly recipients: readonly Resolved[];
}

interface Routed {
  /** As they go on, marked as journaled where they are. */
  readonly forks: readonly ServerFork[];
  readonly reports: readonly { readonly message: ServerMessage; readonly copy: Copy }[];
}

/** The journal reports of a mailbox server, the first of the organisation that has the message: it marks what it has seen. */
export function journalFromServer(run: Run, message: ServerMessage, forks: readonly ServerFork[]): Routed {
  const { server, premises, hop } = message;
  const { journalRules } = premises.premises;
  if (server.role === 'edge' || message.rulesRan || journalRules.length === 0) return { forks, reports: [] };
  const { acceptedDomains } = premises;
  const journal = {
    owner: rulesOfPremises(run.world, premises, 'mailbox'),
    rules: journalRules,
    // No key holds the transport configuration of own servers.
    ndrTo: premises.premises.transportConfig.journalingReportNdrTo?.text,
    domain: (acceptedDomains.find((one) => one.isDefault) ?? acceptedDomains[0])?.name ?? server.name.toLowerCase(),
  };
  const routed = forks.map((fork): RoutedFork => ({ transit: fork.message.transit, recipients: fork.recipients }));
  const reports = journalMessage(run, journal, { hop, node: server.node }, routed);
  if (reports.length === 0) return { forks, reports: [] };
  return {
    forks: forks.map((fork) => ({
      ...fork,
      message: { ...fork.message, transit: transitWith(fork.message.transit, { journaled: true }) },
    })),
    reports: reports.map((report) => {
      const copy = openReport(run, report, server.node);
      const transit = transitWith(report.transit, { crossPremises: true });
      return {
        copy,
        message: {
          ...message,
          transit,
          authAs: 'Internal',
          hop: copy.hops[0] ?? hop,
          accepted: true,
          session: undefined,
        },
      };
    }),
  };
}
