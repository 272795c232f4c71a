import { writtenText } from '../../model/exchange-value.ts';
import type { OutboundSpamPolicy, OutboundSpamRule, OutboundSpamScope } from '../../model/mail-policies.ts';
import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import { choiceOf, type ExchangeObject, flagOf, propertyAt, textOf, textsOf } from './exchange-object.ts';
import { reportUndefined } from './names-in-scope.ts';
import { openObjects } from './pasted-objects.ts';
import { type Reading, reportProblem } from './reading.ts';

/** Get-HostedOutboundSpamFilterPolicy: the policies of a tenant (OSP-1). */
export const readOutboundSpamPolicies = (reading: Reading, raw: unknown, at: Pointer): readonly OutboundSpamPolicy[] =>
  openObjects(reading, 'hostedOutboundSpamFilterPolicy', raw, at).map((object) => ({
    at: object.at,
    name: object.name,
    isDefault: flagOf(object, 'IsDefault') ?? isDefaultName(object.name),
    autoForwardingMode: choiceOf(object, 'AutoForwardingMode', { values: ['Automatic', 'On', 'Off'], open: true }),
    bccSuspiciousOutboundMail: flagOf(object, 'BccSuspiciousOutboundMail') ?? false,
    properties: object.properties,
  }));

const isDefaultName = (name: string): boolean => name.toLowerCase() === 'default';

/**
 * Get-HostedOutboundSpamFilterRule: whose mail each policy is for, in the order in which they are tried (OSP-2, OSP-3). A
 * policy that nothing declares is a finding; Default exists in every tenant, listed or not.
 */
export function readOutboundSpamRules(
  reading: Reading,
  raw: unknown,
  at: Pointer,
  policies: readonly OutboundSpamPolicy[],
): readonly OutboundSpamRule[] {
  const known = ['Default', ...policies.map((policy) => policy.name)];
  const rules = openObjects(reading, 'hostedOutboundSpamFilterRule', raw, at).map((object, index) => {
    const policy = textOf(object, 'HostedOutboundSpamFilterPolicy');
    if (policy !== undefined && !known.some((one) => one.toLowerCase() === policy.text.toLowerCase()))
      reportUndefined(
        reading,
        policy,
        object.subject,
        text`outbound spam policy`,
        known,
        text`What the rule applies is not known.`,
      );
    return {
      rule: {
        at: object.at,
        name: object.name,
        properties: object.properties,
        enabled: isEnabled(object),
        policy: policy?.text ?? object.name,
        conditions: scopeOf(object, ''),
        exceptions: scopeOf(object, 'ExceptIf'),
      },
      priority: priorityOf(object) ?? index,
    };
  });
  return rules.sort((left, right) => left.priority - right.priority).map(({ rule }) => rule);
}

function isEnabled(object: ExchangeObject): boolean {
  const state = choiceOf(object, 'State', { values: ['Enabled', 'Disabled'], open: true });
  return state === undefined ? (flagOf(object, 'Enabled') ?? true) : state === 'Enabled';
}

const scopeOf = (object: ExchangeObject, prefix: '' | 'ExceptIf'): OutboundSpamScope => ({
  from: textsOf(object, `${prefix}From`),
  fromMemberOf: textsOf(object, `${prefix}FromMemberOf`),
  senderDomainIs: textsOf(object, `${prefix}SenderDomainIs`),
});

function priorityOf(object: ExchangeObject): number | undefined {
  const written = writtenText(object.properties.Priority);
  if (written === undefined || written === '') return undefined;
  if (/^\d{1,6}$/u.test(written)) return Number(written);
  reportProblem(
    object.reading,
    propertyAt(object, 'Priority'),
    text`Priority of ${object.name} is ${written.slice(0, 80)}, which is no place in an order.`,
    text`Write a whole number; 0 is tried first.`,
  );
  return undefined;
}
