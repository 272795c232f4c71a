import type { Status } from '../model/delivery-status.ts';

/** How good an end is. What shows it repeats with a colour what the word says, so nothing is lost without colours. */
export const statusMood: Readonly<Record<Status, 'good' | 'bad' | 'doubtful'>> = {
  delivered: 'good',
  sent: 'good',
  rejected: 'bad',
  bounced: 'bad',
  dropped: 'bad',
  quarantined: 'doubtful',
  held: 'doubtful',
  deferred: 'bad',
  looped: 'bad',
  undetermined: 'doubtful',
};
