import { type Text, text } from '../../../model/text.ts';
import { type DraftParts, keyOfObject } from '../draft-topology.ts';
import type { ExportRemark } from '../exported-object.ts';
import type { ReadExport } from '../read-export.ts';
import type { TakenObject } from '../take-object.ts';
import { type NamedCertificate, namedCertificates } from './certificates.ts';
import { isForwarding, isOff, mailboxItems, saysSmtpAuth } from './mailboxes.ts';
import { isMailRight, withPermissions } from './permissions.ts';
import { type NamedServer, namedServers, serverItems } from './servers.ts';
import { txtRecords } from './txt-records.ts';

/** The key of the topology that takes something of an object, or why none does. */
export function destinationOf(object: TakenObject): string | { readonly because: Text } {
  const { noun, side } = object;
  const key = keyOfObject(object);
  if (key !== undefined) return `${side}.${key}`;
  switch ('part' in noun.into ? noun.into.part : undefined) {
    case 'inbox-rule':
      if (!isForwarding(object)) return { because: text`It forwards nothing.` };
      return isOff(object) ? { because: text`It is off.` } : 'recipients';
    case 'client-access':
      return saysSmtpAuth(object) ? 'recipients' : { because: text`It leaves SMTP AUTH to the organisation.` };
    case 'certificate':
      return 'certificates';
    case 'server':
      return 'onPremises.servers';
    case 'permission':
      return isMailRight(object)
        ? 'onPremises.receiveConnectors'
        : { because: text`It is no right of an SMTP session.` };
    case 'txt-record':
      return 'dns.records';
    default:
      return { because: text`Mail flow does not depend on it, as far as it is modelled.` };
  }
}

/** Objects with what others say of them, and what stands in keys of its own. */
export async function gatherParts(
  stored: readonly TakenObject[],
  files: readonly ReadExport[],
): Promise<{
  readonly objects: readonly TakenObject[];
  readonly parts: DraftParts;
  readonly remarks: readonly ExportRemark[];
}> {
  const { objects, remarks: rightless } = withPermissions(stored);
  const mailboxes = mailboxItems(objects);
  const servers = namedServers(objects);
  const certificateFiles = files.flatMap(({ file, certificate, named }) =>
    certificate === undefined ? [] : [{ file, bytes: certificate, named: named === true }],
  );
  const { certificates, remarks: unreadable } = await namedCertificates(objects, certificateFiles);
  const zones = files.filter(({ isZone }) => isZone === true).map(({ file }) => file);
  const outside = zones.filter((file) => /^(?:\.\.(?:\/|$)|\/)/u.test(file));
  return {
    objects,
    parts: {
      servers: serverItems(servers, presentedBy(servers, certificates, namesOfCertificates(objects))),
      mailboxes: mailboxes.items,
      records: txtRecords(objects.filter(({ noun }) => noun.name.startsWith('Scuba'))),
      zones: zones.filter((file) => !outside.includes(file)),
      certificates: certificates.map(({ key, node }) => ({ key, node })),
    },
    remarks: [...rightless, ...mailboxes.remarks, ...unreadable, ...outside.map(leftOutside)],
  };
}

const leftOutside = (file: string): ExportRemark => ({
  kind: 'doubtful',
  at: { file, line: 1, column: 1 },
  problem: text`The zone lies outside the directory of the topology, which may not name it; it is left out.`,
  remedy: text`Write the topology into a directory above it (${'--output'}).`,
});

/** `<I>issuer<S>subject` of every connector that names a certificate. */
const namesOfCertificates = (objects: readonly TakenObject[]): ReadonlySet<string> =>
  new Set(
    objects.flatMap(({ properties }) => {
      const value = properties.get('TlsCertificateName')?.value;
      return typeof value === 'string' ? [comparable(value)] : [];
    }),
  );

const comparable = (name: string): string => name.toLowerCase().replaceAll(' ', '');

/** Which certificates each server presents: those for SMTP, or that a connector names, on the server of their export. */
function presentedBy(
  servers: ReadonlyMap<string, NamedServer>,
  certificates: readonly NamedCertificate[],
  named: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const presented = new Map<string, string[]>();
  const [only, second] = servers.keys();
  for (const { key, forSmtp, servers: said, issuerAndSubject } of certificates) {
    const isNamed = issuerAndSubject !== undefined && named.has(comparable(issuerAndSubject));
    if (!(forSmtp ?? isNamed) && !isNamed) continue;
    const owners = said.length > 0 ? said : only !== undefined && second === undefined ? [only] : [];
    for (const owner of owners) presented.set(owner, [...(presented.get(owner) ?? []), key]);
  }
  return presented;
}
