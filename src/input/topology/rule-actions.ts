import type { Action } from '../../model/transport-rule.ts';
import { headerName } from './compound-predicates.ts';
import { propertyAt, textsOf } from './exchange-object.ts';
import { presentTypes, typeKey } from './rule-presence.ts';
import type { RuleReading } from './rule-reading.ts';
import { choice, flag, isOn, isSet, items, level, references, reportGap, wording } from './rule-reading.ts';

/** How one action stands in an export. */
export interface ActionEntry {
  readonly properties: readonly string[];
  /** What Actions calls it, where that is not a property's name. */
  readonly typeName?: string;
  /** Undefined where it is not set, or where why it could not be read has been said. */
  readonly read: (rule: RuleReading) => Action | undefined;
}

const facts = (rule: RuleReading, parameter: string, semantics: number) => ({
  parameter,
  at: propertyAt(rule.object, parameter),
  semantics: `ACT-${semantics}`,
});

type Kind<K extends Action['kind']> = Extract<Action, { kind: K }>['kind'];
type Bare = Kind<
  'moderateByManager' | 'quarantine' | 'delete' | 'requireTls' | 'encryptLegacy' | 'decryptLegacy' | 'stop'
>;

/** An action that is a flag. */
const on = (parameter: string, semantics: number, kind: Bare): ActionEntry => ({
  properties: [parameter],
  read: (rule) =>
    flag(rule, 'actions', parameter) === true ? { kind, ...facts(rule, parameter, semantics) } : undefined,
});

/** An action that is one text. */
const said = (
  parameter: string,
  semantics: number,
  make: (written: NonNullable<ReturnType<typeof wording>>) => Bodied,
  typeName?: string,
): ActionEntry => ({
  properties: [parameter],
  read: (rule) => {
    const written = wording(rule, 'actions', parameter);
    return written && { ...make(written), ...facts(rule, parameter, semantics) };
  },
  ...(typeName === undefined ? {} : { typeName }),
});

/** An action that names people. */
const to = (
  parameter: string,
  semantics: number,
  make: (recipients: NonNullable<ReturnType<typeof references>>) => Bodied,
  typeName?: string,
): ActionEntry => ({
  properties: [parameter],
  read: (rule) => {
    const people = references(rule, 'actions', parameter);
    return people && { ...make(people), ...facts(rule, parameter, semantics) };
  },
  ...(typeName === undefined ? {} : { typeName }),
});

/** An action without what is the same for all of them. */
type Bodied = Action extends infer A ? (A extends Action ? Omit<A, 'parameter' | 'at' | 'semantics'> : never) : never;

const reject: ActionEntry = {
  properties: ['RejectMessageReasonText', 'RejectMessageEnhancedStatusCode'],
  typeName: 'RejectMessage',
  read: (rule) => {
    const reasonIsSet = isSet(rule, 'RejectMessageReasonText');
    const parameter = reasonIsSet ? 'RejectMessageReasonText' : 'RejectMessageEnhancedStatusCode';
    if (tip.some((property) => isSet(rule, property))) {
      // Beside a policy tip the two are its words, unless Actions says that the rule rejects by itself.
      const present = presentTypes(rule.object, 'Actions');
      if (!present?.some((item) => typeKey(item.text) === 'rejectmessage')) {
        if (present === undefined && isSet(rule, parameter)) reportGap(rule, 'actions', parameter);
        return undefined;
      }
    }
    const reason = wording(rule, 'actions', 'RejectMessageReasonText');
    const status = wording(rule, 'actions', 'RejectMessageEnhancedStatusCode');
    if (reason === undefined && status === undefined) return undefined;
    return { kind: 'reject', reason, status, ...facts(rule, parameter, reasonIsSet ? 6 : 7) };
  },
};

/** The parameter of the cmdlet, and the property that exports print. */
const tip = ['NotifySender', 'SenderNotificationType'] as const;

const notifySender: ActionEntry = {
  properties: tip,
  typeName: 'NotifySender',
  read: (rule) => {
    const parameter = tip.find((property) => isSet(rule, property));
    const how = parameter === undefined ? undefined : wording(rule, 'actions', parameter);
    if (parameter === undefined || how === undefined) return undefined;
    if (rule.side === 'cloud') rule.withoutFunction.push({ text: `${parameter} ${how.text}`, at: how.at });
    const reason = wording(rule, 'actions', 'RejectMessageReasonText');
    const status = wording(rule, 'actions', 'RejectMessageEnhancedStatusCode');
    return { kind: 'notifySender', how, reason, status, ...facts(rule, parameter, 23) };
  },
};

const addManager: ActionEntry = {
  properties: ['AddManagerAsRecipientType'],
  read: (rule) => {
    const as = choice(rule, 'actions', 'AddManagerAsRecipientType', ['To', 'Cc', 'Bcc', 'Redirect']);
    return as && { kind: 'addManager', as, ...facts(rule, 'AddManagerAsRecipientType', 12) };
  },
};

const disclaimer: ActionEntry = {
  properties: ['ApplyHtmlDisclaimerText', 'ApplyHtmlDisclaimerLocation', 'ApplyHtmlDisclaimerFallbackAction'],
  typeName: 'ApplyHtmlDisclaimer',
  read: (rule) => {
    const html = wording(rule, 'actions', 'ApplyHtmlDisclaimerText');
    if (html === undefined) return undefined;
    const location = choice(rule, 'actions', 'ApplyHtmlDisclaimerLocation', ['Append', 'Prepend']);
    const fallback = choice(rule, 'actions', 'ApplyHtmlDisclaimerFallbackAction', ['Wrap', 'Ignore', 'Reject']);
    return {
      kind: 'disclaimer',
      html,
      location: location ?? 'Append',
      fallback: fallback ?? 'Wrap',
      ...facts(rule, 'ApplyHtmlDisclaimerText', 13),
    };
  },
};

const setHeader: ActionEntry = {
  properties: ['SetHeaderName', 'SetHeaderValue'],
  typeName: 'SetHeader',
  read: (rule) => {
    const value = rule.object.properties.SetHeaderValue;
    const header = wording(rule, 'actions', 'SetHeaderName');
    // An unquoted true or false of YAML is a header's text here.
    const written = typeof value === 'boolean' ? { text: String(value) } : wording(rule, 'actions', 'SetHeaderValue');
    if (header !== undefined && written !== undefined)
      return {
        kind: 'setHeader',
        header: headerName(header),
        value: written.text,
        ...facts(rule, 'SetHeaderName', 15),
      };
    for (const property of ['SetHeaderName', 'SetHeaderValue'])
      if (isSet(rule, property)) reportGap(rule, 'actions', property);
    return undefined;
  },
};

const setScl: ActionEntry = {
  properties: ['SetSCL'],
  read: (rule) => {
    const scl = level(rule, 'actions', 'SetSCL');
    return scl === undefined ? undefined : { kind: 'setScl', scl, ...facts(rule, 'SetSCL', 17) };
  },
};

const protect: ActionEntry = {
  properties: ['ApplyRightsProtectionTemplate', 'ApplyRightsProtectionCustomizationTemplate'],
  typeName: 'RightsProtectMessage',
  read: (rule) => {
    const template = wording(rule, 'actions', 'ApplyRightsProtectionTemplate');
    const customization = wording(rule, 'actions', 'ApplyRightsProtectionCustomizationTemplate');
    return (
      template && { kind: 'protect', template, customization, ...facts(rule, 'ApplyRightsProtectionTemplate', 18) }
    );
  },
};

/** Decrypting attachments needs the decryption of the message (ACT-21). */
const removeProtection: ActionEntry = {
  properties: ['RemoveOMEv2', 'RemoveRMSAttachmentEncryption'],
  read: (rule) => {
    const message = flag(rule, 'actions', 'RemoveOMEv2');
    const ofAttachments = flag(rule, 'actions', 'RemoveRMSAttachmentEncryption') === true;
    if (message === true) return { kind: 'removeProtection', ofAttachments, ...facts(rule, 'RemoveOMEv2', 21) };
    if (ofAttachments) reportGap(rule, 'actions', 'RemoveRMSAttachmentEncryption');
    return undefined;
  },
};

const incidentReport: ActionEntry = {
  properties: ['GenerateIncidentReport', 'IncidentReportContent'],
  read: (rule) => {
    const people = references(rule, 'actions', 'GenerateIncidentReport');
    if (people === undefined) return undefined;
    items(rule, 'actions', 'IncidentReportContent');
    const content = textsOf(rule.object, 'IncidentReportContent');
    return { kind: 'incidentReport', to: people, content, ...facts(rule, 'GenerateIncidentReport', 24) };
  },
};

/** Actions of Edge servers (2.8, last row): nothing in Exchange Online. */
const edge = (
  properties: readonly [string, ...string[]],
  make: (rule: RuleReading) => Bodied | undefined,
  typeName?: string,
): ActionEntry => ({
  properties,
  read: (rule) => {
    const set = properties.filter((property) => isOn(rule, property));
    const [parameter] = set;
    if (parameter === undefined) return undefined;
    if (rule.side === 'onPremises') {
      const made = make(rule);
      return made && { ...made, parameter, at: propertyAt(rule.object, parameter), semantics: '' };
    }
    for (const property of set) rule.withoutFunction.push({ text: property, at: propertyAt(rule.object, property) });
    return undefined;
  },
  ...(typeName === undefined ? {} : { typeName }),
});

function smtpReject(rule: RuleReading): Bodied | undefined {
  const written = wording(rule, 'actions', 'SmtpRejectMessageRejectStatusCode');
  const text = wording(rule, 'actions', 'SmtpRejectMessageRejectText');
  if (written === undefined) return { kind: 'smtpReject', code: undefined, text };
  if (/^(?:4\d\d|500|550)$/u.test(written.text)) return { kind: 'smtpReject', code: Number(written.text), text };
  reportGap(rule, 'actions', 'SmtpRejectMessageRejectStatusCode');
  return undefined;
}

/** Every action (2.8), and how it is read; the order is that of RULE-19. */
export const actionEntries: readonly ActionEntry[] = [
  said('RemoveHeader', 14, (header) => ({ kind: 'removeHeader', header: headerName(header) })),
  setHeader,
  setScl,
  said('PrependSubject', 22, ({ text }) => ({ kind: 'prependSubject', prefix: text })),
  disclaimer,
  said('ApplyClassification', 16, (classification) => ({ kind: 'classify', classification })),
  protect,
  on('ApplyOME', 20, 'encryptLegacy'),
  on('RemoveOME', 20, 'decryptLegacy'),
  removeProtection,
  to('BlindCopyTo', 9, (recipients) => ({ kind: 'addRecipients', box: 'bcc', recipients })),
  to('AddToRecipients', 10, (recipients) => ({ kind: 'addRecipients', box: 'to', recipients }), 'AddToRecipient'),
  to('CopyTo', 11, (recipients) => ({ kind: 'addRecipients', box: 'cc', recipients })),
  addManager,
  said('RouteMessageOutboundConnector', 5, (connector) => ({
    kind: 'route',
    connector: { ...connector, text: connector.text.trim() },
  })),
  on('RouteMessageOutboundRequireTls', 19, 'requireTls'),
  to('ModerateMessageByUser', 1, (moderators) => ({ kind: 'moderate', moderators })),
  on('ModerateMessageByManager', 2, 'moderateByManager'),
  notifySender,
  incidentReport,
  said('GenerateNotification', 25, (html) => ({ kind: 'notifyRecipients', html })),
  said('SetAuditSeverity', 26, (severity) => ({ kind: 'auditSeverity', severity })),
  to('RedirectMessageTo', 3, (recipients) => ({ kind: 'redirect', recipients }), 'RedirectMessage'),
  on('Quarantine', 4, 'quarantine'),
  reject,
  on('DeleteMessage', 8, 'delete'),
  edge(['Disconnect'], () => ({ kind: 'disconnect' })),
  edge(['LogEventText'], () => ({ kind: 'logEvent' }), 'LogEvent'),
  edge(['SmtpRejectMessageRejectText', 'SmtpRejectMessageRejectStatusCode'], smtpReject, 'SmtpRejectMessage'),
  on('StopRuleProcessing', 27, 'stop'),
];
