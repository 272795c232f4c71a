import type { Action, Predicate } from '../../model/transport-rule.ts';
import { classificationHeader, ruleLoopHeader } from './headers.ts';

/*
 * What actions change of a message and what predicates look at (RULE-22): `sender`, `recipients`, `subject`, `body`,
 * `attachments`, `type`, `scl`, and `header:<name>` for each field.
 */

/** What the action changes; a rule that runs later sees it changed. */
export function changedBy(action: Action): readonly string[] {
  switch (action.kind) {
    case 'setHeader':
    case 'removeHeader':
      return ofHeader(action.header.text);
    case 'classify':
      return [`header:${classificationHeader}`];
    case 'setScl':
      return ['scl', 'header:x-ms-exchange-organization-scl'];
    case 'prependSubject':
      return ['subject'];
    case 'disclaimer':
    case 'protect':
    case 'encryptLegacy':
    case 'decryptLegacy':
    case 'removeProtection':
      return ['body', 'attachments', 'type'];
    case 'addRecipients':
    case 'addManager':
    case 'redirect':
      return ['recipients', `header:${ruleLoopHeader}`];
    default:
      return [];
  }
}

/** What the predicate looks at. */
export function seenBy(predicate: Predicate): readonly string[] {
  switch (predicate.kind) {
    case 'words':
    case 'patterns':
      return ofText(predicate.parameter);
    case 'recipients':
    case 'groups':
    case 'scope':
    case 'domains':
    case 'attributes':
      return [/^(From|Sender)/u.test(predicate.parameter) ? 'sender' : 'recipients'];
    case 'headerWords':
    case 'headerPatterns':
      return ofHeader(predicate.header.text);
    case 'size':
      return ['body', 'attachments'];
    case 'attachmentProperties':
      return ['attachments', 'type'];
    case 'number':
      return ['scl'];
    case 'flag':
      return predicate.parameter === 'HasNoClassification'
        ? [`header:${classificationHeader}`]
        : ['attachments', 'type'];
    case 'classification':
      return [`header:${classificationHeader}`];
    case 'importance':
      return ['header:importance'];
    case 'messageType':
      return ['type'];
    case 'managementRelationship':
    case 'between':
    case 'manager':
    case 'comparison':
      return ['sender', 'recipients'];
    case 'addresses':
    case 'withoutFunction':
      return [];
  }
}

function ofText(parameter: string): readonly string[] {
  if (parameter.startsWith('SubjectOrBody')) return ['subject', 'body', 'type'];
  if (parameter.startsWith('Subject')) return ['subject'];
  if (parameter.startsWith('From')) return ['sender'];
  if (parameter.includes('Recipient')) return ['recipients'];
  return ['body', 'attachments', 'type'];
}

/** Some fields are what other predicates look at under another name. */
function ofHeader(name: string): readonly string[] {
  const field = name.trim().toLowerCase();
  const facet = { subject: 'subject', from: 'sender', sender: 'sender', to: 'recipients', cc: 'recipients' }[field];
  return facet === undefined ? [`header:${field}`] : [facet, `header:${field}`];
}
