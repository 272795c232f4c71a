import type { AddressRewriteEntry, RewrittenAddress } from '../../model/address-rewriting.ts';
import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { Written } from '../../model/topology.ts';
import { hostName, hostNames, mailAddress } from './domain-words.ts';
import type { ExchangeObject } from './exchange-object.ts';
import { choiceOf, flagOf, pasted, propertyAt, textOf, textsOf } from './exchange-object.ts';
import { openObjects } from './pasted-objects.ts';
import type { Reading } from './reading.ts';
import { reportNotice, reportProblem } from './reading.ts';

/** Get-AddressRewriteEntry of Edge servers (ARW-2, ARW-5); entries that Exchange would refuse are said and left out. */
export function readAddressRewriting(reading: Reading, raw: unknown, at: Pointer): readonly AddressRewriteEntry[] {
  const entries = openObjects(reading, 'addressRewriteEntry', raw, at).flatMap((object) => {
    const entry = readEntry(object);
    return entry === undefined ? [] : [entry];
  });
  reportShared(reading, entries);
  return entries;
}

function readEntry(object: ExchangeObject): AddressRewriteEntry | undefined {
  const internal = readAddress(object, 'InternalAddress');
  const external = readAddress(object, 'ExternalAddress');
  const exceptions = hostNames(object.reading, textsOf(object, 'ExceptionList'));
  const direction = choiceOf(object, 'Direction', { values: ['Bidirectional', 'OutboundOnly'] });
  const outboundOnly = flagOf(object, 'OutboundOnly') ?? direction === 'OutboundOnly';
  if (internal === undefined || external === undefined) return undefined;
  if (external.kind === 'wildcard' || (internal.kind === 'address') !== (external.kind === 'address')) {
    leaveOut(object, internal);
    return undefined;
  }
  if (internal.kind === 'wildcard' && !outboundOnly) reportIrreversible(object, internal.domain);
  return { ...pasted(object), internal, external, exceptions, outboundOnly };
}

function readAddress(object: ExchangeObject, property: string): RewrittenAddress | undefined {
  const written = textOf(object, property);
  const found = written === undefined ? undefined : rewritten(written);
  if (found !== undefined) return found;
  reportProblem(
    object.reading,
    written?.at ?? object.at,
    written === undefined
      ? text`${property} of the address rewrite entry ${object.name} is missing.`
      : text`${property} of ${object.name} is ${written.text}, which is neither an address nor a domain.`,
    text`Write an address (${'anna@sales.contoso.com'}) or a domain (${'sales.contoso.com'}); of InternalAddress also a domain with its subdomains (${'*.contoso.com'}).`,
  );
  return undefined;
}

function rewritten({ text: said }: Written): RewrittenAddress | undefined {
  if (said.includes('@')) {
    const address = mailAddress(said.replace(/^smtp:/iu, ''));
    return address === undefined ? undefined : { kind: 'address', address: address.toLowerCase() };
  }
  const wildcard = said.startsWith('*.');
  const domain = hostName(wildcard ? said.slice(2) : said);
  return domain === undefined ? undefined : { kind: wildcard ? 'wildcard' : 'domain', domain };
}

function leaveOut(object: ExchangeObject, internal: RewrittenAddress): void {
  reportNotice(object.reading, propertyAt(object, 'ExternalAddress'), {
    rule: 'topology/undetermined',
    subject: object.subject,
    problem: text`ExternalAddress of ${object.name} is not what its InternalAddress asks for: Exchange takes no such entry.`,
    consequence: text`The entry rewrites nothing in the traces.`,
    remedy:
      internal.kind === 'address'
        ? text`Write one address in both.`
        : text`Write a domain without a star as ExternalAddress.`,
  });
}

function reportIrreversible(object: ExchangeObject, domain: string): void {
  reportNotice(object.reading, propertyAt(object, 'OutboundOnly'), {
    rule: 'topology/undetermined',
    subject: object.subject,
    problem: text`${object.name} rewrites all subdomains of ${domain} and is not OutboundOnly, which Exchange does not allow.`,
    consequence: text`Which subdomain a reply is for cannot be told: the traces rewrite no recipients by it.`,
    remedy: text`Set OutboundOnly to ${'true'}.`,
  });
}

/** ARW-5: Exchange does not look whether two entries lead to one external address. */
function reportShared(reading: Reading, entries: readonly AddressRewriteEntry[]): void {
  const first = new Map<string, AddressRewriteEntry>();
  for (const entry of entries) {
    if (entry.outboundOnly) continue;
    const external = entry.external.kind === 'address' ? entry.external.address : entry.external.domain;
    const before = first.get(external);
    if (before === undefined) {
      first.set(external, entry);
      continue;
    }
    reportNotice(reading, `${entry.at}/ExternalAddress`, {
      rule: 'topology/undetermined',
      subject: `policy:${entry.name.toLowerCase()}`,
      problem: text`${before.name} and ${entry.name} rewrite two internal addresses to one, ${external}.`,
      consequence: text`To whom a reply goes is not documented: the traces take ${before.name}, the first.`,
      remedy: text`Give each internal address an external one of its own, or set OutboundOnly.`,
    });
  }
}
