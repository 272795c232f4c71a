import type { InboundConnector } from '../../../model/topology.ts';
import type { CheckContext } from '../../check.ts';

/** The own tenant's inbound connectors that are enabled; a disabled one is invisible to attribution (INB 3.1). */
export const enabledInbound = (context: CheckContext): readonly InboundConnector[] =>
  context.topology.tenant?.inboundConnectors.filter((connector) => connector.enabled) ?? [];
