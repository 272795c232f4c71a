import type { Topology } from '../model/topology.ts';

/** Nodes that a topology declares, in declared order; `internet` and the hosts of foreign MX records are not declared. */
export function nodesOf(topology: Topology): readonly string[] {
  return [
    ...(topology.tenant === undefined ? [] : ['tenant']),
    ...(topology.onPremises?.servers ?? []).map((it) => it.node),
    ...topology.services.map((it) => it.node),
    ...topology.partners.map((it) => it.node),
  ];
}
