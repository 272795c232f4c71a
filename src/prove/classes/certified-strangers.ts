import type { Certificate } from '../../model/certificate.ts';
import { text } from '../../model/text.ts';
import { publicSuffix } from '../../protocols/dmarc/organizational-domain.ts';
import { readConnectorName } from '../../protocols/tls-names/match-connector-name.ts';
import { someStranger } from '../../simulate/nodes/stranger.ts';
import { outsideDomain } from '../../simulate/probes/doors.ts';
import type { MessageClass, Worlds } from './message-class.ts';

/**
 * Names that a certificate of somebody outside may have, where a connector asks for names: one of his own, and one below each
 * public suffix that a connector names with a star, for anybody may register there. Whoever issues certificates asks whether
 * the domain is the client's (RFC 8555), so that names below other domains are their owners'.
 */
export function certificatesAsked(worlds: Worlds): readonly string[] {
  const asked = worlds.flatMap((world) =>
    world.tenants.flatMap(({ tenant }) =>
      tenant.inboundConnectors.flatMap((one) => (one.enabled ? (one.tlsSenderCertificateName?.text ?? []) : [])),
    ),
  );
  if (asked.length === 0) return [];
  const open = asked.flatMap((value) => {
    const name = readConnectorName(value);
    return name.kind === 'wildcard' && publicSuffix(name.domain) === name.domain ? [`stranger.${name.domain}`] : [];
  });
  return [...new Set([ownName(worlds), ...open])];
}

const ownName = (worlds: Worlds): string => `mail.${outsideDomain(worlds[0])}`;

/** The message of a stranger who presents a certificate of this name. */
export function* withCertificate(worlds: Worlds, of: MessageClass, name: string): Generator<MessageClass> {
  const { origin, witness } = of;
  const { source } = witness;
  if (origin.kind !== 'stranger' || source === undefined || source.tls === 'none') return;
  if (source.address !== someStranger(worlds[0])) return;
  // A name that no connector has is asked about at the tenant alone.
  if (name === ownName(worlds) && origin.deliverTo?.kind !== 'tenant') return;
  const label = text`${origin.label}, with a certificate of ${name}`;
  yield {
    ...of,
    kin: {},
    origin: { ...origin, label, oddity: origin.oddity + 2 },
    witness: {
      ...witness,
      name: text`${witness.name}, with a certificate of ${name}`,
      source: { ...source, certificate: certificateOf(name), certificateNames: [name] },
    },
  };
}

const certificateOf = (name: string): Certificate => ({
  key: name,
  at: '',
  file: undefined,
  subject: `CN=${name}`,
  commonName: name,
  dnsNames: [name],
  issuer: undefined,
  notBefore: undefined,
  notAfter: undefined,
  trust: { trusted: true, because: 'anybody may have one' },
  chainComplete: true,
  publicKey: undefined,
  signatureHash: undefined,
  usages: undefined,
});
