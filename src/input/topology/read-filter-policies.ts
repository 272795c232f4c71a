import { parseInstant } from '../../base/time.ts';
import type {
  AllowBlockItem,
  ContentFilterPolicy,
  FilterRule,
  FilterScope,
  SpamAction,
  SpamVerdict,
  SpoofItem,
} from '../../model/filtering.ts';
import type { AntiPhishPolicy, ConnectionFilterPolicy } from '../../model/mail-policies.ts';
import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { Written } from '../../model/topology.ts';
import { addressEntry, domainPattern, domainPatterns, hostName, mailAddress } from './domain-words.ts';
import type { ExchangeObject } from './exchange-object.ts';
import { choiceOf, flagOf, openObject, propertyAt, textOf, textsOf } from './exchange-object.ts';
import type { ObjectKind } from './known-properties.ts';
import { openObjects, rawObjects } from './pasted-objects.ts';
import type { Reading } from './reading.ts';
import { reportNotice, reportProblem } from './reading.ts';

export const readConnectionFilterPolicies = (
  reading: Reading,
  raw: unknown,
  at: Pointer,
): readonly ConnectionFilterPolicy[] =>
  openObjects(reading, 'hostedConnectionFilterPolicy', raw, at).map((object) => ({
    at: object.at,
    name: object.name,
    ipAllowList: textsOf(object, 'IPAllowList').map((item) => addressEntry(reading, item)),
    ipBlockList: textsOf(object, 'IPBlockList').map((item) => addressEntry(reading, item)),
    enableSafeList: flagOf(object, 'EnableSafeList') ?? false,
  }));

export const readAntiPhishPolicies = (reading: Reading, raw: unknown, at: Pointer): readonly AntiPhishPolicy[] =>
  openObjects(reading, 'antiPhishPolicy', raw, at).map((object) => ({
    at: object.at,
    name: object.name,
    enabled: flagOf(object, 'Enabled') ?? true,
    isDefault: flagOf(object, 'IsDefault') ?? /^office365 antiphish default$/iu.test(object.name),
    honorDmarcPolicy: flagOf(object, 'HonorDmarcPolicy'),
    dmarcRejectAction: choiceOf(object, 'DmarcRejectAction', { values: ['Reject', 'Quarantine'], open: true }),
    dmarcQuarantineAction: choiceOf(object, 'DmarcQuarantineAction', {
      values: ['Quarantine', 'MoveToJmf'],
      open: true,
    }),
    authenticationFailAction: choiceOf(object, 'AuthenticationFailAction', {
      values: ['MoveToJmf', 'Quarantine'],
      open: true,
    }),
    enableSpoofIntelligence: flagOf(object, 'EnableSpoofIntelligence'),
  }));

/** ArcTrustedSealers is one text with commas in exports, a list in documents. */
export function readArcTrustedSealers(reading: Reading, raw: unknown, at: Pointer): readonly Written[] {
  return rawObjects(raw, at).flatMap((item) => {
    if (typeof item.raw !== 'object' || item.raw === null) return [];
    const object = openObject(reading, 'arcConfig', item.at, item.raw as Readonly<Record<string, unknown>>, 'arc');
    return textsOf(object, 'ArcTrustedSealers').flatMap((sealer) => {
      const domain = hostName(sealer.text);
      if (domain !== undefined) return [{ ...sealer, text: domain }];
      reportProblem(
        reading,
        sealer.at,
        text`${sealer.text} is no domain.`,
        text`Write the domain of the sealer, as d= of its ARC-Seal has it.`,
      );
      return [];
    });
  });
}

const spamActions: readonly SpamAction[] = [
  'MoveToJmf',
  'AddXHeader',
  'ModifySubject',
  'Redirect',
  'Delete',
  'Quarantine',
  'NoAction',
];

/** Verdicts that IntraOrgFilterState names, each with the worse ones. */
const intraOrganization: Readonly<Record<string, readonly SpamVerdict[]>> = {
  Default: ['highConfidencePhish'],
  HighConfidencePhish: ['highConfidencePhish'],
  Phish: ['phish', 'highConfidencePhish'],
  HighConfidenceSpam: ['highConfidenceSpam', 'phish', 'highConfidencePhish'],
  Spam: ['spam', 'highConfidenceSpam', 'phish', 'highConfidencePhish'],
  Disabled: [],
};

/** Get-HostedContentFilterPolicy, with the defaults of the service. */
export const readContentFilterPolicies = (
  reading: Reading,
  raw: unknown,
  at: Pointer,
): readonly ContentFilterPolicy[] =>
  openObjects(reading, 'hostedContentFilterPolicy', raw, at).map((object) => {
    const action = (name: string) => choiceOf(object, name, { values: spamActions, open: true });
    const state = choiceOf(object, 'IntraOrgFilterState', { values: Object.keys(intraOrganization), open: true });
    const marks = choiceOf(object, 'MarkAsSpamBulkMail', {
      values: ['On', 'Off', 'Test'],
      booleans: ['On', 'Off'],
      open: true,
    });
    return {
      at: object.at,
      name: object.name,
      isDefault: flagOf(object, 'IsDefault') ?? /^default$/iu.test(object.name),
      actions: {
        bulk: action('BulkSpamAction') ?? 'MoveToJmf',
        spam: action('SpamAction') ?? 'MoveToJmf',
        highConfidenceSpam: action('HighConfidenceSpamAction') ?? 'MoveToJmf',
        phish: action('PhishSpamAction'),
        highConfidencePhish: action('HighConfidencePhishAction') ?? 'Quarantine',
      },
      marksBulk: marks !== 'Off',
      intraOrganization: intraOrganization[state ?? 'Default'] ?? [],
      redirectToRecipients: addresses(object, 'RedirectToRecipients'),
      addXHeaderValue: /^[^\s:]+$/u.exec(textOf(object, 'AddXHeaderValue')?.text ?? '')?.[0] ?? 'X-This-Is-Spam',
      modifySubjectValue: textOf(object, 'ModifySubjectValue')?.text ?? '',
      allowedSenders: addresses(object, 'AllowedSenders'),
      allowedSenderDomains: domains(object, 'AllowedSenderDomains'),
      blockedSenders: addresses(object, 'BlockedSenders'),
      blockedSenderDomains: domains(object, 'BlockedSenderDomains'),
    };
  });

function addresses(object: ExchangeObject, property: string): readonly Written[] {
  return textsOf(object, property).flatMap((item) => {
    const address = mailAddress(item.text.replace(/^smtp:/iu, ''));
    if (address !== undefined) return [{ ...item, text: address }];
    reportProblem(
      object.reading,
      item.at,
      text`${item.text} is no mail address.`,
      text`Write an address such as ${'anna@fabrikam.com'}; domains belong under ${property.replace('Senders', 'SenderDomains')}.`,
    );
    return [];
  });
}

function domains(object: ExchangeObject, property: string): readonly Written[] {
  return textsOf(object, property).flatMap((item) => {
    const domain = hostName(item.text);
    if (domain !== undefined) return [{ ...item, text: domain }];
    reportProblem(
      object.reading,
      item.at,
      text`${item.text} is no domain.`,
      text`Write a domain such as ${'fabrikam.com'}.`,
    );
    return [];
  });
}

/** Get-HostedContentFilterRule or Get-AntiPhishRule, the lowest priority first; undefined where the key is absent. */
export function readFilterRules(
  reading: Reading,
  kind: Extract<ObjectKind, 'hostedContentFilterRule' | 'antiPhishRule'>,
  raw: unknown,
  at: Pointer,
): readonly FilterRule[] | undefined {
  if (raw === undefined || raw === null) return undefined;
  const property = kind === 'antiPhishRule' ? 'AntiPhishPolicy' : 'HostedContentFilterPolicy';
  return openObjects(reading, kind, raw, at)
    .map((object, index) => ({
      at: object.at,
      name: object.name,
      enabled: textOf(object, 'State')?.text.toLowerCase() !== 'disabled' && (flagOf(object, 'Enabled') ?? true),
      priority: Number(textOf(object, 'Priority')?.text ?? index),
      policy: textOf(object, property)?.text ?? object.name,
      conditions: scopeOf(object, ''),
      exceptions: scopeOf(object, 'ExceptIf'),
    }))
    .sort((left, right) => left.priority - right.priority);
}

const scopeOf = (object: ExchangeObject, prefix: '' | 'ExceptIf'): FilterScope => ({
  sentTo: textsOf(object, `${prefix}SentTo`),
  sentToMemberOf: textsOf(object, `${prefix}SentToMemberOf`),
  recipientDomainIs: domainPatterns(object.reading, textsOf(object, `${prefix}RecipientDomainIs`)),
});

/** Get-TenantAllowBlockListItems: the senders; addresses, files and links are said to be left out. */
export function readAllowBlockItems(reading: Reading, raw: unknown, at: Pointer): readonly AllowBlockItem[] {
  return openObjects(reading, 'tenantAllowBlockListItem', raw, at).flatMap((object) => {
    const written = textOf(object, 'Value') ?? textOf(object, 'Entry');
    const type = textOf(object, 'ListType')?.text ?? 'Sender';
    const action = choiceOf(object, 'Action', { values: ['Allow', 'Block'] });
    if (written === undefined || action === undefined) {
      reportProblem(
        reading,
        object.at,
        text`An item of the Tenant Allow/Block List lacks ${written === undefined ? 'Value' : 'Action'}.`,
        text`Write ${'{ Value: fabrikam.com, Action: Block, ListType: Sender }'}.`,
      );
      return [];
    }
    if (!/^sender$/iu.test(type)) {
      reportNotice(reading, object.at, {
        rule: 'topology/undetermined',
        subject: object.subject,
        problem: text`Items of the Tenant Allow/Block List of the type ${type} are not simulated.`,
        consequence: text`Messages that ${written.text} would stop or let pass are traced without it.`,
        remedy: text`Declare what filtering finds as verdict of a sample message.`,
      });
      return [];
    }
    const pattern = senderPattern(written);
    if (pattern === undefined) {
      reportProblem(
        reading,
        written.at,
        text`${written.text} is neither an address nor a domain.`,
        text`Write ${'alice@fabrikam.com'}, ${'fabrikam.com'} or ${'*.fabrikam.com'}.`,
      );
      return [];
    }
    const date = textOf(object, 'ExpirationDate')?.text;
    return [{ ...written, action, pattern, expires: date === undefined ? undefined : parseInstant(date) }];
  });
}

function senderPattern(written: Written): AllowBlockItem['pattern'] | undefined {
  const address = mailAddress(written.text);
  return address === undefined ? domainPattern(written) : { kind: 'address', address };
}

/** Get-TenantAllowBlockListSpoofItems. */
export function readSpoofItems(reading: Reading, raw: unknown, at: Pointer): readonly SpoofItem[] {
  return openObjects(reading, 'tenantAllowBlockListSpoofItem', raw, at).flatMap((object) => {
    const user = textOf(object, 'SpoofedUser');
    const written = textOf(object, 'SendingInfrastructure');
    const action = choiceOf(object, 'Action', { values: ['Allow', 'Block'] });
    const infrastructure = written === undefined ? undefined : infrastructureOf(reading, written);
    if (user === undefined || action === undefined || infrastructure === undefined) {
      reportProblem(
        reading,
        written === undefined ? object.at : propertyAt(object, 'SendingInfrastructure'),
        text`A spoofed sender needs SpoofedUser, SendingInfrastructure and Action.`,
        text`Write ${'{ SpoofedUser: contoso.com, SendingInfrastructure: mailer.example, Action: Allow }'}.`,
      );
      return [];
    }
    return [{ at: object.at, action, spoofedUser: user, infrastructure }];
  });
}

function infrastructureOf(reading: Reading, written: Written): SpoofItem['infrastructure'] | undefined {
  if (written.text === '*') return { ...written, kind: 'all' };
  const domain = hostName(written.text);
  if (domain !== undefined) return { ...written, kind: 'domain', domain };
  const { set } = addressEntry(reading, written);
  return { ...written, kind: 'addresses', set };
}
