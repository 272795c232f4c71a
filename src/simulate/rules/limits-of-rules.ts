import type { RuleOwner } from './rule-owner.ts';

/** ACT-3: with more recipients a redirect is not applied. */
export const redirectedMax = 10;

/** ACT-9 to ACT-11: what rules add beyond it is left out. */
const addedMax = 100;

/** How many recipients rules of an organisation may add to one message (LIM-4). */
export const addedRoom = ({ limits }: Pick<RuleOwner, 'limits'>): number => limits?.added?.value ?? addedMax;

/** ORDER-19: whether the advanced spam filter adds the field, which it does after the rules of Exchange Online. */
export const isSetAfterRules = (header: string): boolean => header.trim().toLowerCase() === 'x-customspam';
