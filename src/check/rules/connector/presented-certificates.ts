import type { Certificate } from '../../../model/certificate.ts';
import type { Topology } from '../../../model/topology.ts';

/** Every certificate that some declared node or sample host presents as a client, by the key that traces name it with. */
export function presentedCertificates(topology: Topology): ReadonlyMap<string, Certificate> {
  const certificates = [
    ...(topology.onPremises?.servers ?? []).flatMap((server) => server.certificates),
    ...[...topology.services, ...topology.partners].flatMap((node) => node.clientCertificates),
    ...topology.messages.flatMap((message) => message.source?.certificate ?? []),
  ];
  return new Map(certificates.map((certificate) => [certificate.key, certificate]));
}
