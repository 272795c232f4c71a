import type { Certificate } from '../../model/certificate.ts';
import { list, type Text, text } from '../../model/text.ts';
import { tlsText } from '../../model/tls-level.ts';
import type { TlsDemand } from '../../model/topology.ts';
import { matchTlsDomain } from '../../protocols/tls-names/match-tls-domain.ts';
import { reply, type SpokenReply } from '../../reference/replies/replies.ts';
import type { Note, Run } from '../run.ts';
import type { TlsLevel } from '../trace.ts';
import { certificateFault, faultText } from './certificate-fault.ts';

/** What the client does about TLS. */
export interface ClientTls {
  readonly demand: 'none' | 'opportunistic' | TlsDemand;
  /** The name that `DomainValidation` wants in the server's certificate. */
  readonly domain: string | undefined;
  /** Where the demand stands. */
  readonly at: string | undefined;
  /** The certificate that it presents when asked for one. */
  readonly certificate: Certificate | undefined;
  /** False: a client certificate was demanded by name and is not in the store (CERT-5). */
  readonly certificateFound: boolean;
}

/** What the server offers and demands. */
export interface ServerTls {
  readonly offers: boolean;
  /** Accepts no mail in clear. */
  readonly demands: boolean;
  /** `undefined`: nobody declared which certificate it presents. */
  readonly certificate: Certificate | undefined;
  /** Exchange Online: presents mail.protection.outlook.com from a public CA (CERT-8). */
  readonly microsoft: boolean;
  /** No STARTTLS although TLS is on, because no certificate fits (CERT-4). */
  readonly because: Text | undefined;
}

export type Negotiated =
  | { readonly ok: true; readonly level: TlsLevel; readonly encrypted: boolean; readonly note: Note }
  | { readonly ok: false; readonly refusedBy: 'client' | 'server'; readonly reply: SpokenReply; readonly note: Note };

/**
 * Whether the session is encrypted and how far the server was verified (OUT-21 to OUT-24, OPR-2, NET-2).
 * `server` names the node, for the words.
 */
export function negotiateTls(run: Run, server: string, client: ClientTls, offer: ServerTls): Negotiated {
  const fail = (said: SpokenReply, ids: readonly string[], verdict: Text, because: Text): Negotiated => ({
    ok: false,
    refusedBy: 'client',
    reply: said,
    note: run.note('negotiate-tls', ids, () => ({ verdict, because, evidence: demandEvidence(run, client) })),
  });
  if (!client.certificateFound) {
    return fail(
      reply('certificateNotFound'),
      ['CERT-5'],
      text`no session`,
      text`the certificate that TlsCertificateName names is not among those of the sending server`,
    );
  }
  if (client.demand === 'none' || !offer.offers) {
    if (client.demand !== 'none' && client.demand !== 'opportunistic') {
      const why = offer.because ?? text`${server} does not offer STARTTLS`;
      return fail(
        reply('starttlsRequired'),
        ['OUT-22'],
        text`no session`,
        text`the connector demands ${client.demand}; ${why}`,
      );
    }
    if (offer.demands) {
      return {
        ok: false,
        refusedBy: 'server',
        reply: reply('starttlsRequiredByServer'),
        note: run.note('negotiate-tls', ['NET-2'], () => ({
          verdict: text`refused in clear`,
          because: text`${server} takes no mail without TLS and the client does not use it`,
        })),
      };
    }
    return agreed(
      run,
      'none',
      ['OUT-21', 'NET-2'],
      text`in clear`,
      text`nothing demands TLS and one side does not do it`,
      client,
    );
  }
  if (client.demand === 'opportunistic') {
    return offer.demands
      ? agreed(
          run,
          'encrypted',
          ['NET-2'],
          text`encrypted`,
          text`${server} demands TLS; nobody checks its name`,
          client,
        )
      : agreed(
          run,
          'opportunistic',
          ['OUT-21'],
          text`encrypted if both can`,
          text`nothing demands TLS; both sides offer it`,
          client,
        );
  }
  if (client.demand === 'EncryptionOnly') {
    return agreed(
      run,
      'encrypted',
      ['OUT-22'],
      text`encrypted`,
      text`EncryptionOnly: TLS is demanded, the certificate is not looked at`,
      client,
    );
  }
  const result = validate(run, server, client, offer, fail);
  const presented = offer.microsoft ? microsoftNames[0] : offer.certificate?.key;
  if (presented === undefined) return result;
  const { demand, domain, at } = client;
  const validated = { node: server, certificate: presented, demand, domain, at, fits: result.ok };
  return { ...result, note: { ...result.note, validated } };
}

function validate(
  run: Run,
  server: string,
  client: ClientTls,
  offer: ServerTls,
  fail: (said: SpokenReply, ids: readonly string[], verdict: Text, because: Text) => Negotiated,
): Negotiated {
  const level = client.demand === 'DomainValidation' ? 'verified' : 'encrypted';
  if (offer.microsoft) {
    const wanted = client.domain;
    const fits =
      level === 'encrypted' ||
      wanted === undefined ||
      microsoftNames.some((suffix) => wanted === suffix || wanted.endsWith(`.${suffix}`));
    if (fits)
      return agreed(
        run,
        level,
        ['CERT-8'],
        tlsText[level],
        text`Exchange Online presents mail.protection.outlook.com from a public CA`,
        client,
      );
    return fail(
      mismatch(wanted ?? '', 'CN=mail.protection.outlook.com'),
      ['OUT-23'],
      text`no session`,
      text`${wanted ?? ''} is not a name of the certificate of Exchange Online`,
    );
  }
  if (offer.certificate === undefined) {
    const fits = run.ask(
      `certificate-of ${server} ${client.domain ?? ''}`,
      ['fits', 'does not fit'],
      () =>
        text`does ${server} present a certificate that satisfies ${client.demand}${client.domain === undefined ? '' : text` for ${client.domain}`}`,
    );
    return fits === 'fits'
      ? agreed(
          run,
          level,
          ['OUT-23'],
          tlsText[level],
          text`no certificate of ${server} is declared; it is taken to fit`,
          client,
        )
      : fail(
          // Without a name that it must hold, only its chain can fail.
          client.domain === undefined ? reply('untrustedRoot') : mismatch(client.domain, '(not declared)'),
          [client.domain === undefined ? 'OUT-24' : 'OUT-23'],
          text`no session`,
          text`no certificate of ${server} is declared; here it is taken not to fit`,
        );
  }
  const fault = certificateFault(offer.certificate, run.world.asOf);
  if (fault === 'expired' || fault === 'not-yet-valid') {
    return fail(
      reply('certificateExpired', { expected: client.domain ?? '', presented: offer.certificate.subject }),
      ['OUT-24'],
      text`no session`,
      text`the certificate ${offer.certificate.key} of ${server} is outside its validity`,
    );
  }
  if (fault !== undefined) {
    return fail(
      reply('untrustedRoot'),
      ['OUT-24'],
      text`no session`,
      text`the certificate ${offer.certificate.key} of ${server} leads to no trusted root: ${faultText[fault]}`,
    );
  }
  if (client.demand === 'DomainValidation' && client.domain !== undefined) {
    const match = matchTlsDomain(client.domain, offer.certificate);
    const apex = match.matched === 'undocumented' && match.how === 'apex';
    const fits =
      match.matched === 'yes' || (apex && run.assume('outbound.wildcardIncludesApex', ['yes', 'no']) === 'yes');
    if (!fits) {
      const names = list(
        [...new Set([offer.certificate.commonName ?? '', ...offer.certificate.dnsNames].filter((name) => name !== ''))],
        'and',
      );
      return fail(
        mismatch(client.domain, offer.certificate.subject),
        ['OUT-23'],
        text`no session`,
        text`the connector wants ${client.domain}; the certificate of ${server} names ${names}`,
      );
    }
  }
  return agreed(
    run,
    level,
    ['OUT-23'],
    tlsText[level],
    text`the certificate ${offer.certificate.key} of ${server} satisfies ${client.demand}`,
    client,
  );
}

const mismatch = (expected: string, presented: string): SpokenReply =>
  reply('subjectMismatch', { expected, presented });

/** Names of the certificates of Exchange Online and of its hosts; the first is the worldwide one (CERT-8). */
const microsoftNames = [
  'mail.protection.outlook.com',
  'mail.protection.office365.us',
  'mail.protection.partner.outlook.cn',
  'mx.microsoft',
  'outlook.com',
] as const;

function agreed(
  run: Run,
  level: TlsLevel,
  ids: readonly string[],
  verdict: Text,
  because: Text,
  client: ClientTls,
): Negotiated {
  const note = run.note('negotiate-tls', ids, () => ({ verdict, because, evidence: demandEvidence(run, client) }));
  return { ok: true, level, encrypted: level !== 'none', note };
}

const demandEvidence = (run: Run, client: ClientTls) =>
  client.at === undefined
    ? []
    : [run.setting(client.at, `${client.demand}${client.domain === undefined ? '' : ` ${client.domain}`}`)];
