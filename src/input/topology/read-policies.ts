import type {
  DkimSigningConfig,
  IrmConfiguration,
  OrganizationConfig,
  RemoteDomain,
} from '../../model/mail-policies.ts';
import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { PastedObject, Written } from '../../model/topology.ts';
import { domainPattern, hostName, requiredAddress } from './domain-words.ts';
import type { ExchangeObject } from './exchange-object.ts';
import { choiceOf, flagOf, openObject, pasted, propertyAt, textOf, textsOf } from './exchange-object.ts';
import { messageLimits } from './exported-limits.ts';
import type { ObjectKind } from './known-properties.ts';
import { openObjects } from './pasted-objects.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';
import { ruleLimits } from './rule-limits.ts';

/** Objects that a later stage reads by itself. */
export const readPasted = (reading: Reading, kind: ObjectKind, raw: unknown, at: Pointer): readonly PastedObject[] =>
  openObjects(reading, kind, raw, at).map(pasted);

/** A single object, also where an export prints a list of one; several are merged, the first to state a value wins. */
export function readSingle(
  reading: Reading,
  kind: ObjectKind,
  raw: unknown,
  at: Pointer,
  name: string,
): ExchangeObject | undefined {
  const objects = openObjects(reading, kind, raw, at);
  const [first, ...others] = objects;
  if (first === undefined) return undefined;
  if (others.length === 0) return first;
  const merged: Record<string, unknown> = Object.assign({}, ...objects.map((object) => object.properties).reverse());
  return { ...first, name: first.name === '1' ? name : first.name, properties: merged };
}

/** Get-IRMConfiguration; what does not state TransportDecryptionSetting has its default (RULE-28f). */
export function readIrmConfiguration(reading: Reading, raw: unknown, at: Pointer): IrmConfiguration | undefined {
  const object = readSingle(reading, 'irmConfiguration', raw, at, 'irm');
  if (object === undefined) return undefined;
  const transportDecryption = choiceOf(object, 'TransportDecryptionSetting', {
    values: ['Disabled', 'Optional', 'Mandatory'],
  });
  return { ...pasted(object), transportDecryption: transportDecryption ?? 'Optional' };
}

/** Get-OrganizationConfig and Get-TransportConfig in one; the switches are undefined where neither export holds them. */
export function readOrganizationConfig(reading: Reading, raw: unknown, at: Pointer): OrganizationConfig {
  const object =
    readSingle(reading, 'organizationConfig', raw, at, 'organization') ??
    openObject(reading, 'organizationConfig', at, {}, 'organization');
  return {
    at,
    rejectDirectSend: flagOf(object, 'RejectDirectSend'),
    smtpClientAuthenticationDisabled: flagOf(object, 'SmtpClientAuthenticationDisabled'),
    allowLegacyTlsClients: flagOf(object, 'AllowLegacyTLSClients'),
    journalingReportNdrTo: ndrToOf(object),
    journalArchivingEnabled: flagOf(object, 'JournalArchivingEnabled'),
    preventDuplicateJournalingEnabled: flagOf(object, 'PreventDuplicateJournalingEnabled'),
    limits: messageLimits(object),
    ruleLimits: ruleLimits(object),
    properties: object.properties,
  };
}

/** Exports print `<>` where nobody is named; some lose the backslashes of its JSON escapes. */
function ndrToOf(object: ExchangeObject): Written | undefined {
  const written = textOf(object, 'JournalingReportNdrTo');
  if (written === undefined || /^(?:<>|u003cu003e)$/iu.test(written.text)) return undefined;
  const address = requiredAddress(object.reading, { ...written, text: written.text.replace(/^smtp:/iu, '') });
  return address === undefined ? undefined : { ...written, text: address };
}

export function readRemoteDomains(reading: Reading, raw: unknown, at: Pointer): readonly RemoteDomain[] {
  return openObjects(reading, 'remoteDomain', raw, at).flatMap((object) => {
    const written = textOf(object, 'DomainName') ?? textOf(object, 'Name');
    // Exchange names the remote domain of everything else Default; its DomainName is a star.
    const domain =
      written === undefined
        ? undefined
        : domainPattern(/^default$/iu.test(written.text) ? { ...written, text: '*' } : written);
    if (domain === undefined) {
      const at = written?.at ?? propertyAt(object, 'DomainName');
      reportProblem(
        reading,
        at,
        text`${written?.text ?? 'A remote domain without DomainName'} is no domain.`,
        text`Write ${'*'}, ${'fabrikam.com'} or ${'*.fabrikam.com'}.`,
      );
      return [];
    }
    const allowedOofType = choiceOf(object, 'AllowedOOFType', {
      values: ['External', 'InternalLegacy', 'ExternalLegacy', 'None'],
      open: true,
    });
    return [
      {
        at: object.at,
        name: object.name,
        domain,
        trustedMailInboundEnabled: flagOf(object, 'TrustedMailInboundEnabled') ?? false,
        trustedMailOutboundEnabled: flagOf(object, 'TrustedMailOutboundEnabled') ?? false,
        targetDeliveryDomain: flagOf(object, 'TargetDeliveryDomain') ?? false,
        // RD-8: the type of automatic replies implies it.
        isInternal: flagOf(object, 'IsInternal') ?? allowedOofType === 'InternalLegacy',
        autoForwardEnabled: flagOf(object, 'AutoForwardEnabled'),
        autoReplyEnabled: flagOf(object, 'AutoReplyEnabled'),
        ndrEnabled: flagOf(object, 'NDREnabled'),
        allowedOofType,
        properties: object.properties,
      },
    ];
  });
}

export function readDkimSigningConfigs(reading: Reading, raw: unknown, at: Pointer): readonly DkimSigningConfig[] {
  return openObjects(reading, 'dkimSigningConfig', raw, at).flatMap((object) => {
    const written = textOf(object, 'Domain') ?? textOf(object, 'Name') ?? textOf(object, 'Identity');
    const domain = written === undefined ? undefined : hostName(written.text);
    if (domain === undefined) {
      reportProblem(
        reading,
        written?.at ?? object.at,
        text`${written?.text ?? text`A DKIM signing configuration without Domain`} is no domain.`,
        text`Write ${'Domain: contoso.com'}.`,
      );
      return [];
    }
    return [{ at: object.at, domain, enabled: flagOf(object, 'Enabled') ?? false, properties: object.properties }];
  });
}

/** A list of domains in a property. */
export const domainsOf = (object: ExchangeObject, property: string): readonly string[] =>
  textsOf(object, property).flatMap((item) => {
    // Get-HybridConfiguration marks the domain of Autodiscover.
    const name = item.text.replace(/^autod:/iu, '');
    const domain = hostName(name.startsWith('*.') ? name.slice(2) : name);
    if (domain === undefined)
      reportProblem(
        object.reading,
        item.at,
        text`${item.text} is no domain.`,
        text`Write a domain such as ${'contoso.com'}.`,
      );
    return domain === undefined ? [] : [domain];
  });
