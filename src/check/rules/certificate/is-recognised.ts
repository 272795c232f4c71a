import { inboundName } from '../../../simulate/steps/attribute-connection.ts';
import type { ClientSession } from './client-sessions.ts';

/** Whether an OnPremises connector took the session, by certificate or by address. */
export function isRecognised({ tenant, outcomes }: ClientSession): boolean {
  const own = new Set(tenant.onPremisesConnectors.map(inboundName));
  return outcomes.some((outcome) => outcome.connectors.some((name) => own.has(name)));
}
