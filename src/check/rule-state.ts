import type { PastedObject } from '../model/topology.ts';

/** What makes a rule enabled or disabled, by the property in which the document says it; exports print `State`. */
export const ruleState = ({ properties }: PastedObject, enabled: boolean): Readonly<Record<string, unknown>> =>
  properties.Enabled === undefined || properties.State !== undefined
    ? { State: enabled ? 'Enabled' : 'Disabled' }
    : { Enabled: enabled };
