import type { Finding } from '../check/finding.ts';
import { type Doing, doing } from '../fix/scripts.ts';
import type { Fix } from '../model/change.ts';
import type { LoadedTopology } from './load-topology.ts';

/** What one does for each fix of the findings, as commands and lines of DNS: for pages that show it. */
export function doingsOfFixes({ zones }: LoadedTopology, findings: readonly Finding[]): ReadonlyMap<Fix, Doing> {
  const records = zones.flatMap((zone) => zone.records);
  const ttlOf = (owner: string, type: string) => records.find((one) => one.owner === owner && one.type === type)?.ttl;
  return new Map(findings.flatMap(({ fixes }) => fixes.map((fix) => [fix, doing(fix.changes, ttlOf)] as const)));
}
