import { encodeAsn1, isContext, members, objectIdentifier, parseAsn1 } from './asn1-tree.ts';

const signedData = '1.2.840.113549.1.7.2';

/**
 * The certificates of a PKCS#7 or CMS SignedData (RFC 5652 5.1), each in DER and of any key type.
 * @returns undefined when the bytes are no SignedData.
 */
export function openPkcs7(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const [type, content] = members(parseAsn1(bytes));
  if (objectIdentifier(type) !== signedData) return undefined;
  const parts = members(members(content)[0]);
  if (parts.length === 0) return undefined;
  const certificates = parts.find((part, index) => index >= 3 && isContext(part, 0));
  return (
    members(certificates)
      // CertificateChoices: the other alternatives (attribute certificates) carry context tags.
      .filter((choice) => Number(choice.tagClass) === 0)
      .map(encodeAsn1)
      .filter((der) => der !== undefined)
  );
}
