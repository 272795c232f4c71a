import { publicSuffix } from '../../protocols/dmarc/organizational-domain.ts';
import bundled from '../../reference/bundled-names.json' with { type: 'json' };
import microsoft from '../../reference/microsoft-names.json' with { type: 'json' };
import { allProviders } from '../../reference/providers.ts';

/** Names that everybody knows and that decide what mail does: they stay as they are. */
const knownNames: ReadonlySet<string> = new Set([
  ...microsoft.names.map((name) => name.value),
  ...microsoft.spfExpansions.map((one) => one.name),
  ...bundled.expansions.map((one) => one.name),
  ...bundled.known.map((one) => one.name),
  ...allProviders().flatMap((provider) => [
    ...provider.spfIncludes,
    ...provider.certificateNames,
    ...provider.mxSuffixes,
  ]),
]);

const microsoftSuffixes: readonly string[] = [
  ...microsoft.names.map((name) => name.value),
  ...['onmicrosoft.com', 'onmicrosoft.us', 'onmicrosoft.de', 'partner.onmschina.cn', 'protection.outlook.com'],
  ...['outlook.com', 'office365.com', 'office365.us', 'office.com', 'microsoft.com', 'mail.microsoft', 'microsoft'],
];

const providerSuffixes: readonly string[] = allProviders().flatMap((provider) => [
  ...provider.mxSuffixes,
  ...provider.hostSuffixes,
  ...provider.spfIncludes,
]);

const suffixes: ReadonlySet<string> = new Set([...microsoftSuffixes, ...providerSuffixes]);
const ofMicrosoft: ReadonlySet<string> = new Set(microsoftSuffixes);

export interface PublicPart {
  /** The last labels, which are the public's; empty where the name has none. */
  readonly suffix: string;
  readonly isMicrosoft: boolean;
}

/** What of a name in lower case is public: all of a well-known name, a suffix of Microsoft's or a provider's, or of DNS. */
export function publicPart(name: string): PublicPart {
  if (knownNames.has(name)) return { suffix: name, isMicrosoft: ofMicrosoft.has(name) };
  for (let rest = name; rest !== ''; rest = rest.includes('.') ? rest.slice(rest.indexOf('.') + 1) : '') {
    if (suffixes.has(rest)) return { suffix: rest, isMicrosoft: ofMicrosoft.has(rest) };
  }
  return { suffix: publicSuffix(name) ?? '', isMicrosoft: false };
}

/** Labels that a standard gives a meaning, and those of Microsoft's host names that name a region and no customer. */
export const isPublicLabel = (label: string, isMicrosoft: boolean): boolean =>
  /^(?:_dmarc|_domainkey|_spf|_report|_smtp|_tls|_mta-sts|mta-sts|_tcp|_udp|_\d+|_adsp|selector[12]|\*)$/u.test(
    label,
  ) ||
  (isMicrosoft && /^(?:[a-z]{1,2}-v\d|mail|mx|dkim|protection|outbound|inbound|prod|autodiscover)$/u.test(label));

/** Whether a word is a top-level domain of the public DNS. */
export const isTopLevel = (word: string): boolean => publicSuffix(`x.${word}`) === word;

/** Selectors of DKIM that many use, and that the simulator asks for where nobody says which ones a stranger has. */
export const isUsualSelector = (label: string): boolean =>
  /^(?:selector[12]|default|dkim|google|s[12]|k1|mail)$/u.test(label);
