import { formatDistinguishedName, type NameAttribute } from '../../protocols/tls-names/distinguished-name.ts';
import { type DerElement, derChildren, derObjectIdentifier, derText, derWhole } from './der.ts';

/** Attribute types with the labels that Windows prints, so that a name equals what Exchange shows (OPR-11). */
const labels: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'SERIALNUMBER',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'S',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'T',
  '2.5.4.13': 'Description',
  '2.5.4.17': 'PostalCode',
  '2.5.4.18': 'POBox',
  '2.5.4.20': 'Phone',
  '2.5.4.42': 'G',
  '2.5.4.43': 'I',
  '2.5.4.46': 'dnQualifier',
  '1.2.840.113549.1.9.1': 'E',
  '0.9.2342.19200300.100.1.25': 'DC',
  '0.9.2342.19200300.100.1.1': 'UID',
};

/** A distinguished name of a certificate: printed most specific part first, as Exchange prints it. */
export interface DerName {
  readonly text: string;
  readonly commonName: string | undefined;
  /** The encoding, for comparing issuer and subject. */
  readonly encoded: Uint8Array;
}

/** Reads a Name (RFC 5280 4.1.2.4); undefined when the structure is another. */
export function readDerName(element: DerElement | undefined): DerName | undefined {
  const sets = derChildren(element);
  if (element === undefined || sets === undefined) return undefined;
  const attributes: NameAttribute[] = [];
  // The encoding runs from the country down to the common name; Windows prints it the other way round.
  for (const set of [...sets].reverse()) {
    const members = derChildren(set);
    if (members === undefined) return undefined;
    for (const [index, member] of members.entries()) {
      const attribute = readAttribute(member, index > 0);
      if (attribute === undefined) return undefined;
      attributes.push(attribute);
    }
  }
  return {
    text: formatDistinguishedName(attributes),
    commonName: attributes.find(({ key }) => key === 'CN')?.value,
    encoded: derWhole(element),
  };
}

function readAttribute(element: DerElement, joined: boolean): NameAttribute | undefined {
  const [type, content] = derChildren(element) ?? [];
  const identifier = derObjectIdentifier(type);
  if (identifier === undefined || content === undefined) return undefined;
  // RFC 4514 2.4: what is no string is printed as the hexadecimal digits of its encoding.
  const value =
    derText(content) ?? `#${Array.from(derWhole(content), (octet) => octet.toString(16).padStart(2, '0')).join('')}`;
  return { key: labels[identifier] ?? identifier, value, joined };
}
