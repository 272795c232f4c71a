import type { Safety } from '../model/change.ts';
import type { ChangedFate, Comparison } from '../prove/compare/compare.ts';
import type { FateChange } from '../prove/compare/fate-changes.ts';

const grades: readonly Safety[] = ['safe', 'review', 'disruptive'];

export const graver = (left: Safety, right: Safety): Safety =>
  grades.indexOf(left) >= grades.indexOf(right) ? left : right;

/**
 * The grade of a change by whose messages fare otherwise. `disruptive`: a legitimate message is lost or less protected.
 * `review`: one might be, for it depends on an open point or cannot be told; or somebody gains what may not be meant for
 * him; or not every class was compared with every answer. `safe`: no class of messages ends worse.
 */
export function provedSafety({ fates, bound, cut }: Comparison): Safety {
  const graded = fates.map(gradeOf);
  return graded.reduce(graver, bound === null && cut === 0 ? 'safe' : 'review');
}

/** Of a message that ends otherwise: it arrives, or arrives in the inbox. What else decides, a person judges. */
const isWelcome = ({ what, after }: FateChange): boolean =>
  what === 'status' ? after === 'delivered' || after === 'sent' : what === 'folder' && after === 'inbox';

function gradeOf({ gravity, changes, answer }: ChangedFate): Safety {
  switch (gravity) {
    case 'lost':
    case 'weaker':
      return answer === null ? 'disruptive' : 'review';
    case 'opened':
      return 'review';
    case 'fate':
      return changes[0] !== undefined && isWelcome(changes[0]) ? 'safe' : 'review';
    case 'closed':
    case 'way':
      return 'safe';
  }
}
