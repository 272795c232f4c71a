import type { Action, Predicate } from '../../model/transport-rule.ts';
import type { CompiledRule } from './compile-rules.ts';
import { changedBy, seenBy } from './rule-facets.ts';
import type { RuleOwner } from './rule-owner.ts';

/** ACT-3: with more recipients a redirect is not applied. */
export const redirectedMax = 10;

/** ACT-9 to ACT-11: what rules add beyond it is left out. */
const addedMax = 100;

/** How many recipients rules of an organisation may add to one message (LIM-4). */
export const addedRoom = ({ limits }: Pick<RuleOwner, 'limits'>): number => limits?.added?.value ?? addedMax;

/** ORDER-19: whether the advanced spam filter adds the field, which it does after the rules of Exchange Online. */
export const isSetAfterRules = (header: string): boolean => header.trim().toLowerCase() === 'x-customspam';

const reportField = 'x-forefront-antispam-report';
const levelField = 'x-ms-exchange-organization-scl';
const verdictPart = /s(?:fv|cl)\s*\\?:/iu;

/** ORDER-20: whether the condition asks for what the spam filter finds (SFV, SCL), which rules of the same pass do not see. */
export function isVerdictOfFilter(predicate: Predicate): boolean {
  switch (predicate.kind) {
    case 'number':
      // Without a filter only exemptions have a level, which is -1.
      return predicate.value >= 0;
    case 'headerWords':
      return isVerdictField(predicate.header.text, predicate.words);
    case 'headerPatterns':
      return isVerdictField(predicate.header.text, predicate.patterns);
    default:
      return false;
  }
}

/** Whether rules that run before may write what the condition of a rule asks for, so that it can hold all the same (RULE-22). */
export function isWrittenBefore(rules: readonly CompiledRule[], rule: CompiledRule, predicate: Predicate): boolean {
  const seen = new Set(seenBy(predicate));
  return rules
    .slice(0, rules.indexOf(rule))
    .some(({ actions }) => actions.some((action) => changedBy(action).some((facet) => seen.has(facet))));
}

function isVerdictField(header: string, values: readonly { readonly text: string }[]): boolean {
  const field = header.trim().toLowerCase();
  return field === levelField || (field === reportField && values.every(({ text }) => verdictPart.test(text)));
}

/** Conditions by which a rule names senders by their address (RULE-35), whoever writes it. */
const senderParameters: ReadonlySet<string> = new Set([
  'From',
  'FromMemberOf',
  'FromAddressContainsWords',
  'FromAddressMatchesPatterns',
  'SenderDomainIs',
]);

export const namesSenders = ({ parameter }: Predicate): boolean => senderParameters.has(parameter);

/** Whether the action keeps a message from its recipients for good. */
export const endsCopies = ({ kind }: Action): boolean =>
  kind === 'reject' || kind === 'delete' || kind === 'quarantine';
