import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { AcceptedDomain } from '../../model/topology.ts';
import { pointerTo } from '../documents/source-index.ts';
import { hostName } from './domain-words.ts';
import type { Choices, ExchangeObject } from './exchange-object.ts';
import { choiceOf, flagOf, openObject, propertyAt, textOf } from './exchange-object.ts';
import { openObjects, rawObjects } from './pasted-objects.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';

const domainTypes: Choices<AcceptedDomain['type']> = {
  values: ['Authoritative', 'InternalRelay', 'ExternalRelay'],
  numbers: { 0: 'Authoritative', 1: 'ExternalRelay', 2: 'InternalRelay' },
};

/** The name that Exchange Online gives to its coexistence domain, where the flag itself is not declared (HYB 6.1). */
const coexistenceName = /\.mail\.(?:onmicrosoft\.(?:com|us)|partner\.onmschina\.cn)$/u;

/**
 * Reads Get-AcceptedDomain; a bare text means Authoritative. With an initial domain (that of a tenant) the list holds
 * it afterwards, listed or not.
 */
export function readAcceptedDomains(
  reading: Reading,
  raw: unknown,
  at: Pointer,
  initial: { readonly domain: string; readonly at: Pointer } | undefined,
): readonly AcceptedDomain[] {
  const domains: AcceptedDomain[] = [];
  const seen = new Set<string>();
  for (const object of openDomains(reading, raw, at)) {
    const domain = readAcceptedDomain(reading, object, initial?.domain);
    if (domain === undefined) continue;
    if (seen.has(domain.name))
      reportProblem(
        reading,
        domain.at,
        text`The accepted domain ${domain.name} is listed twice.`,
        text`Keep one of the two.`,
      );
    else domains.push(domain);
    seen.add(domain.name);
  }
  if (initial === undefined || seen.has(initial.domain)) return domains;
  return [...domains, unlisted(initial.domain, initial.at)];
}

/** Texts and objects may stand side by side. */
function openDomains(reading: Reading, raw: unknown, at: Pointer): readonly ExchangeObject[] {
  return rawObjects(raw, at).flatMap((item) =>
    typeof item.raw === 'string'
      ? [openObject(reading, 'acceptedDomain', item.at, { DomainName: item.raw }, item.raw)]
      : openObjects(reading, 'acceptedDomain', item.raw, item.at),
  );
}

function readAcceptedDomain(
  reading: Reading,
  object: ExchangeObject,
  initial: string | undefined,
): AcceptedDomain | undefined {
  const written = textOf(object, 'DomainName') ?? textOf(object, 'Name') ?? textOf(object, 'Identity');
  const star = written?.text.startsWith('*.') === true;
  const name = written === undefined ? undefined : hostName(star ? written.text.slice(2) : written.text);
  if (written === undefined || name === undefined) {
    const at = written?.at ?? propertyAt(object, 'DomainName');
    reportProblem(
      reading,
      at,
      text`${written?.text ?? 'An accepted domain without DomainName'} is no accepted domain.`,
      text`Write a domain such as ${'contoso.com'}, or ${'*.contoso.com'} with its subdomains.`,
    );
    return undefined;
  }
  return {
    at: object.at,
    name,
    type: choiceOf(object, 'DomainType', domainTypes) ?? 'Authoritative',
    isDefault: flagOf(object, 'Default') ?? false,
    matchSubDomains: star || (flagOf(object, 'MatchSubDomains') ?? false),
    isCoexistence: flagOf(object, 'IsCoexistenceDomain') ?? coexistenceName.test(name),
    outboundOnly: flagOf(object, 'OutboundOnly') ?? false,
    sendingFromDisabled: flagOf(object, 'SendingFromDomainDisabled') ?? false,
    sendingToDisabled: flagOf(object, 'SendingToDomainDisabled') ?? false,
    isInitial: initial !== undefined && (name === initial || flagOf(object, 'InitialDomain') === true),
    isListed: true,
  };
}

const unlisted = (name: string, at: Pointer): AcceptedDomain => ({
  at: pointerTo(at, 'domain'),
  name,
  type: 'Authoritative',
  isDefault: false,
  matchSubDomains: false,
  isCoexistence: false,
  outboundOnly: false,
  sendingFromDisabled: false,
  sendingToDisabled: false,
  isInitial: true,
  isListed: false,
});
