import type { CheckReport } from '../report.ts';
import { location } from './json-place.ts';

/** What several topologies hold together; the place is that of the holder's topology. */
export const collisions = (report: CheckReport) =>
  (report.collisions ?? []).map(({ kind, value, holders }) => ({
    kind,
    value,
    holders: holders.map(({ file, tenant, connector, at }) => {
      const of = report.topologies.find((one) => one.file === file);
      return { file, tenant, connector: connector ?? null, location: location(of?.sources.locate(at)) };
    }),
  }));
