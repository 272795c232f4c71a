import type { Certificate } from '../../../model/certificate.ts';
import type { Evidence, Pointer } from '../../../model/source.ts';
import { asString, list, type Text, text } from '../../../model/text.ts';
import { certificateFault } from '../../../simulate/steps/certificate-fault.ts';
import { type CheckContext, subject, type Violation } from '../../check.ts';
import type { CertificateUse, PresentedCertificate } from './presented-certificates.ts';

/** A fault of a certificate that somebody validates. */
export interface CertificateViolation extends Violation {
  readonly certificate: Certificate;
  readonly uses: readonly CertificateUse[];
}

/** The rules behind a fault, by what the certificate is presented as. */
export interface FaultSemantics {
  readonly client: readonly string[];
  readonly server: readonly string[];
}

/**
 * The finding about one certificate: placed at the property that is at fault, or at the file that states it, with who
 * presents it and who looks at it as evidence.
 */
export function certificateViolation(
  context: CheckContext,
  { certificate, uses }: PresentedCertificate,
  property: string,
  semantics: FaultSemantics,
): CertificateViolation {
  const stops = certificateFault(certificate, context.asOf) !== undefined;
  return {
    subject: subject('certificate', certificate.key),
    at: `${certificate.at}/${certificate.file === undefined ? property : 'file'}`,
    evidence: useEvidence(context, uses),
    semantics: [...new Set(uses.flatMap((use) => semantics[use.role]))],
    explains: stops ? [...new Set(uses.flatMap((use) => [...use.failing]))] : [],
    certificate,
    uses,
  };
}

/** `hybrid (CN=mail.contoso.com), which server:EX01 presents` */
export function described({ certificate, uses }: Pick<CertificateViolation, 'certificate' | 'uses'>): Text {
  const nodes = [...new Set(uses.map((use) => use.node))];
  return text`${certificate.key} (${certificate.subject}), which ${list(nodes, 'and')} ${nodes.length === 1 ? text`presents` : text`present`}`;
}

/** What comes of it when nobody takes the certificate, for each role that it plays. */
export function rejectedConsequence(uses: readonly CertificateUse[], message: string): Text {
  const parts: Text[] = [];
  const onPremises = uses.find((use) => use.role === 'client' && use.connector.connectorType === 'OnPremises');
  const partner = uses.find((use) => use.role === 'client' && use.connector.connectorType === 'Partner');
  const server = uses.find((use) => use.role === 'server');
  if (onPremises?.role === 'client')
    parts.push(
      text`Exchange Online treats the session of ${onPremises.node} as one without a certificate: ${onPremises.connectorName} does not recognise it by TLS, mail to the outside is refused with 550 5.7.64 and mail to own mailboxes arrives as anonymous, unless an address identifies the server.`,
    );
  if (partner?.role === 'client')
    parts.push(
      text`${partner.connectorName} admits its sender domains by certificate alone and refuses ${partner.node} with 550 5.7.51.`,
    );
  if (server?.role === 'server')
    parts.push(
      text`${server.client} demands ${server.demand}: it keeps mail for ${server.node} in its queue with 450 4.4.317 (${message}) and returns it when it expires.`,
    );
  return sentences(parts);
}

/** The remedy for own servers; a node of somebody else is not the reader's to change. */
export function remedyFor(uses: readonly CertificateUse[], own: Text): Text {
  const foreign = [...new Set(uses.map((use) => use.node))].filter((node) => !node.startsWith('server:'));
  if (foreign.length === 0) return own;
  const ask = text`Ask whoever runs ${list(foreign, 'and')} to present a certificate without this fault, or let the connector demand what is presented today.`;
  return foreign.length === new Set(uses.map((use) => use.node)).size ? ask : sentences([own, ask]);
}

/** Sentences one after the other. */
export function sentences(parts: readonly Text[]): Text {
  return { words: ['', ...parts.map((_, index) => (index === parts.length - 1 ? '' : ' '))], values: parts };
}

const presentedAs: Readonly<Record<CertificateUse['role'], (node: string) => Text>> = {
  client: (node) => text`${node} presents it as a client`,
  server: (node) => text`${node} presents it as a server`,
};

/** Who presents it, and who looks at it. */
export function useEvidence(context: CheckContext, uses: readonly CertificateUse[]): readonly Evidence[] {
  const facts = uses.flatMap((use): readonly { at: Pointer | undefined; text: string | Text }[] => [
    { at: certificatePlace(context, use.node), text: presentedAs[use.role](use.node) },
    use.role === 'client'
      ? {
          at: `${use.connector.at}/TlsSenderCertificateName`,
          text: `${use.connectorName}: TlsSenderCertificateName ${use.connector.tlsSenderCertificateName?.text ?? ''}`,
        }
      : {
          at: use.at,
          text:
            use.domain === undefined
              ? text`${use.client} demands ${use.demand}`
              : text`${use.client} demands ${use.demand} for ${use.domain}`,
        },
  ]);
  const unique = new Map(facts.map((fact) => [`${fact.at} ${asString(fact.text)}`, fact]));
  return [...unique.values()].map((fact) => ({
    at: fact.at === undefined ? undefined : context.sources.locate(fact.at),
    text: fact.text,
  }));
}

/** The line that gives a node its certificate. */
export function certificatePlace({ world }: CheckContext, node: string): Pointer | undefined {
  const found = world.servers.get(node) ?? world.services.get(node) ?? world.partners.get(node);
  return found && `${found.at}/certificate`;
}
