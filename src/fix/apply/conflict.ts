import type { Change } from '../../model/change.ts';
import type { Text } from '../../model/text.ts';

/** A change that is not made, and why. */
export interface Conflict {
  readonly change: Change;
  readonly because: Text;
}
