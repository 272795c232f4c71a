import { type Asn1, isContext, members, objectIdentifier, octetString, parseAsn1, smallInteger } from './asn1-tree.ts';
import {
  type CipherFault,
  checkMac,
  decrypt,
  type PasswordForm,
  passwordForms,
  type RoundBudget,
} from './pkcs12-cipher.ts';

export type Pkcs12 =
  | {
      readonly ok: true;
      /** In DER, the one that belongs to the private key first where the file says which. */
      readonly certificates: readonly Uint8Array[];
      readonly hasPrivateKey: boolean;
    }
  | { readonly ok: false; readonly because: CipherFault | 'not-pkcs12' };

/** Rounds of key derivation for one file; tools write 2,000 to 600,000. */
const roundsMax = 2_500_000;
/** Parts and bags that are looked at; a real file has two parts and fewer than ten bags. */
const partsMax = 32;
const bagsMax = 200;

const oid = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  localKeyId: '1.2.840.113549.1.9.21',
} as const;

/**
 * The certificates of a PKCS#12 file (RFC 7292). Private keys stay encrypted: they are noticed, never opened.
 * Written here rather than taken from a library, because a file may demand any number of rounds for the key as well.
 */
export function openPkcs12(bytes: Uint8Array, password: string): Pkcs12 {
  const [version, authSafe, macData] = members(parseAsn1(bytes));
  if (smallInteger(version) !== 3) return { ok: false, because: 'not-pkcs12' };
  const content = dataOf(authSafe);
  if (content === undefined) return { ok: false, because: 'unsupported' };
  const budget: RoundBudget = { rounds: roundsMax };
  let failure: Pkcs12 = { ok: false, because: 'wrong-password' };
  for (const form of passwordForms(password)) {
    const mac = macData === undefined ? undefined : checkMac(macData, content, form, budget);
    const opened: Pkcs12 = mac === undefined || mac.ok ? openParts(content, form, budget) : mac;
    if (opened.ok) return opened;
    failure = opened;
    if (opened.because !== 'wrong-password') break;
  }
  return failure;
}

/** The OCTET STRING of a ContentInfo of type data. */
function dataOf(contentInfo: Asn1 | undefined): Uint8Array | undefined {
  const [type, content] = members(contentInfo);
  return objectIdentifier(type) === oid.data ? octetString(members(content)[0]) : undefined;
}

interface Bags {
  readonly certificates: { readonly der: Uint8Array; readonly keyId: string | undefined }[];
  readonly keyIds: Set<string>;
  keys: number;
  seen: number;
}

function openParts(content: Uint8Array, form: PasswordForm, budget: RoundBudget): Pkcs12 {
  const tree = parseAsn1(content);
  if (tree === undefined) return { ok: false, because: 'malformed' };
  const bags: Bags = { certificates: [], keyIds: new Set(), keys: 0, seen: 0 };
  for (const part of members(tree).slice(0, partsMax)) {
    const plain = dataOf(part);
    if (plain !== undefined) {
      collect(plain, bags);
      continue;
    }
    const [type, wrapped] = members(part);
    // What is encrypted to a public key (enveloped data) cannot be opened with a password.
    if (objectIdentifier(type) !== oid.encryptedData) continue;
    const [, encryptedContent] = members(members(wrapped)[0]);
    const [, algorithm, encrypted] = members(encryptedContent);
    const data = isContext(encrypted, 0) ? octetString(encrypted) : undefined;
    if (data === undefined) return { ok: false, because: 'malformed' };
    const opened = decrypt(algorithm, data, form, budget);
    if (!opened.ok) return opened;
    collect(opened.bytes, bags);
  }
  const own = ({ keyId }: { readonly keyId: string | undefined }): number =>
    keyId !== undefined && bags.keyIds.has(keyId) ? 0 : 1;
  const ordered = [...bags.certificates].sort((left, right) => own(left) - own(right));
  return { ok: true, certificates: ordered.map(({ der }) => der), hasPrivateKey: bags.keys > 0 };
}

function collect(safeContents: Uint8Array, bags: Bags): void {
  for (const bag of members(parseAsn1(safeContents))) {
    if (++bags.seen > bagsMax) return;
    const [type, wrapped, attributes] = members(bag);
    const kind = objectIdentifier(type);
    const keyId = localKeyId(attributes);
    if (kind === oid.keyBag || kind === oid.shroudedKeyBag) {
      bags.keys++;
      if (keyId !== undefined) bags.keyIds.add(keyId);
    } else if (kind === oid.certificateBag) {
      const [certificateType, inner] = members(members(wrapped)[0]);
      const der =
        objectIdentifier(certificateType) === oid.x509Certificate ? octetString(members(inner)[0]) : undefined;
      if (der !== undefined) bags.certificates.push({ der, keyId });
    }
  }
}

function localKeyId(attributes: Asn1 | undefined): string | undefined {
  for (const attribute of members(attributes)) {
    const [type, values] = members(attribute);
    if (objectIdentifier(type) !== oid.localKeyId) continue;
    const id = octetString(members(values)[0]);
    return id === undefined ? undefined : Buffer.from(id).toString('hex');
  }
  return undefined;
}
