import { nearest } from '../../base/suggest.ts';
import { assumptionById, assumptions, assumptionValue } from '../../model/assumptions.ts';
import type { Pointer } from '../../model/source.ts';
import { list, text } from '../../model/text.ts';
import type { Topology } from '../../model/topology.ts';
import { pointerTo } from '../documents/source-index.ts';
import type { RawTopology } from './raw-topology.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';

/** What the document sets; an id or a value outside the closed list is a problem. */
export function readAssumptions(
  reading: Reading,
  raw: NonNullable<RawTopology['assumptions']>,
  at: Pointer,
): Topology['assumptions'] {
  const result = new Map<string, { readonly value: string; readonly at: Pointer }>();
  for (const [id, written] of Object.entries(raw)) {
    const place = pointerTo(at, id);
    const point = assumptionById(id);
    if (point === undefined) {
      const near = nearest(
        id,
        assumptions.map((one) => one.id),
      );
      const remedy =
        near.length > 0
          ? text`Did you mean ${list(near, 'or')}?`
          : text`Valid are ${list(assumptions.map((one) => one.id))}.`;
      reportProblem(reading, place, text`${id} is no assumption.`, remedy);
      continue;
    }
    const value = written === null ? undefined : assumptionValue(point, written);
    if (value !== undefined) result.set(id, { value, at: place });
    else {
      const numbers = point.takesNumber === true ? text`, or another whole number up to 9999` : text``;
      reportProblem(
        reading,
        place,
        text`${String(written)} is no value of ${id}.`,
        text`Valid are ${list(point.values)}${numbers}.`,
      );
    }
  }
  return result;
}
