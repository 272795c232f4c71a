import { createDecipheriv, createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { type Asn1, decryptRc2, members, objectIdentifier, octetString, smallInteger } from './asn1-tree.ts';

/** What a password becomes: UTF-8 for PBES2, and UTF-16 with a closing zero for the older key derivation. */
export interface PasswordForm {
  readonly utf8: Uint8Array;
  readonly utf16: Uint8Array;
}

/** The forms in which tools encode a password; for the empty one they disagree (RFC 7292 B.1). */
export function passwordForms(password: string): readonly [PasswordForm, ...PasswordForm[]] {
  const utf16 = Buffer.from(`${password}\0`, 'utf16le').swap16();
  const usual: PasswordForm = { utf8: Buffer.from(password, 'utf8'), utf16 };
  return password === '' ? [usual, { utf8: new Uint8Array(), utf16: new Uint8Array() }] : [usual];
}

/** Rounds of key derivation still allowed; a file can ask for billions. */
export interface RoundBudget {
  rounds: number;
}

export type CipherFault = 'unsupported' | 'too-many-rounds' | 'malformed' | 'wrong-password';
export type Decrypted =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly because: CipherFault };

const fail = (because: CipherFault): { readonly ok: false; readonly because: CipherFault } => ({ ok: false, because });

const blockOctets: Readonly<Record<string, number>> = { sha1: 64, sha224: 64, sha256: 64, sha384: 128, sha512: 128 };

/** Key derivation of PKCS#12 (RFC 7292 B.2); `purpose` 1: key, 2: initial vector, 3: integrity. */
function deriveKey(
  hash: string,
  form: PasswordForm,
  salt: Uint8Array,
  rounds: number,
  purpose: 1 | 2 | 3,
  length: number,
): Buffer {
  const block = blockOctets[hash] ?? 64;
  const diversifier = Buffer.alloc(block, purpose);
  const input = Buffer.concat([fill(salt, block), fill(form.utf16, block)]);
  const pieces: Buffer[] = [];
  for (let have = 0; have < length; ) {
    let digest = createHash(hash).update(diversifier).update(input).digest();
    for (let round = 1; round < rounds; round++) digest = createHash(hash).update(digest).digest();
    pieces.push(digest);
    have += digest.length;
    const addend = fill(digest, block).subarray(0, block);
    for (let at = 0; at < input.length; at += block) addPlusOne(input, at, addend);
  }
  return Buffer.concat(pieces).subarray(0, length);
}

/** The bytes repeated to a whole number of blocks. */
function fill(bytes: Uint8Array, block: number): Buffer {
  const length = block * Math.ceil(bytes.length / block);
  return Buffer.from(Uint8Array.from({ length }, (_, index) => bytes[index % bytes.length] ?? 0));
}

function addPlusOne(input: Buffer, start: number, addend: Uint8Array): void {
  let carry = 1;
  for (let index = addend.length - 1; index >= 0; index--) {
    const sum = (input[start + index] ?? 0) + (addend[index] ?? 0) + carry;
    input[start + index] = sum & 0xff;
    carry = sum >> 8;
  }
}

function spend(budget: RoundBudget, rounds: number): boolean {
  budget.rounds -= rounds;
  return budget.rounds >= 0;
}

const digests: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.4': 'sha224',
};
const hmacs: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
const pbmac1 = '1.2.840.113549.1.5.14';
const pbkdf2 = '1.2.840.113549.1.5.12';
const pbes2 = '1.2.840.113549.1.5.13';

/** Checks MacData (RFC 7292 4, RFC 9579) over the authenticated content. */
export function checkMac(macData: Asn1, content: Uint8Array, form: PasswordForm, budget: RoundBudget): Decrypted {
  const [digestInfo, saltPart, roundsPart] = members(macData);
  const [algorithm, expectedPart] = members(digestInfo);
  const [type, parameters] = members(algorithm);
  const expected = octetString(expectedPart);
  if (expected === undefined) return fail('malformed');
  let actual: Buffer;
  if (objectIdentifier(type) === pbmac1) {
    const [derivation, scheme] = members(parameters);
    const hash = hmacs[objectIdentifier(members(scheme)[0]) ?? ''];
    if (hash === undefined) return fail('unsupported');
    const key = derivePbkdf2(derivation, form, budget, undefined);
    if (!key.ok) return key;
    actual = createHmac(hash, key.bytes).update(content).digest();
  } else {
    const hash = digests[objectIdentifier(type) ?? ''];
    const salt = octetString(saltPart);
    const rounds = roundsPart === undefined ? 1 : smallInteger(roundsPart);
    if (hash === undefined) return fail('unsupported');
    if (salt === undefined || rounds === undefined) return fail('malformed');
    if (!spend(budget, rounds)) return fail('too-many-rounds');
    const length = createHash(hash).digest().length;
    actual = createHmac(hash, deriveKey(hash, form, salt, rounds, 3, length))
      .update(content)
      .digest();
  }
  const same = actual.length === expected.length && timingSafeEqual(actual, expected);
  return same ? { ok: true, bytes: content } : fail('wrong-password');
}

/** Ciphers of RFC 7292 C: key octets, and the effective bits where it is RC2. RC4 is not read. */
const legacyCiphers: Readonly<Record<string, { readonly keyOctets: number; readonly rc2Bits?: number }>> = {
  '1.2.840.113549.1.12.1.3': { keyOctets: 24 },
  '1.2.840.113549.1.12.1.4': { keyOctets: 16 },
  '1.2.840.113549.1.12.1.5': { keyOctets: 16, rc2Bits: 128 },
  '1.2.840.113549.1.12.1.6': { keyOctets: 5, rc2Bits: 40 },
};
const modernCiphers: Readonly<Record<string, { readonly name: string; readonly keyOctets: number }>> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyOctets: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyOctets: 24 },
  '2.16.840.1.101.3.4.1.42': { name: 'aes-256-cbc', keyOctets: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyOctets: 24 },
};

/** Decrypts content under an AlgorithmIdentifier of RFC 7292 C or PBES2 (RFC 8018 6.2). */
export function decrypt(
  algorithm: Asn1 | undefined,
  data: Uint8Array,
  form: PasswordForm,
  budget: RoundBudget,
): Decrypted {
  const [type, parameters] = members(algorithm);
  const identifier = objectIdentifier(type) ?? '';
  if (identifier === pbes2) return decryptPbes2(parameters, data, form, budget);
  const cipher = legacyCiphers[identifier];
  if (cipher === undefined) return fail('unsupported');
  const [saltPart, roundsPart] = members(parameters);
  const [salt, rounds] = [octetString(saltPart), smallInteger(roundsPart)];
  if (salt === undefined || rounds === undefined) return fail('malformed');
  if (!spend(budget, 3 * rounds)) return fail('too-many-rounds');
  const key = deriveKey('sha1', form, salt, rounds, 1, cipher.keyOctets);
  const iv = deriveKey('sha1', form, salt, rounds, 2, 8);
  if (cipher.rc2Bits !== undefined) {
    const plain = decryptRc2(key, cipher.rc2Bits, iv, data);
    return plain === undefined ? fail('wrong-password') : { ok: true, bytes: plain };
  }
  // Two keys: the first serves again as the third.
  const tripleKey = cipher.keyOctets === 16 ? Buffer.concat([key, key.subarray(0, 8)]) : key;
  return decryptWith('des-ede3-cbc', tripleKey, iv, data);
}

function decryptPbes2(
  parameters: Asn1 | undefined,
  data: Uint8Array,
  form: PasswordForm,
  budget: RoundBudget,
): Decrypted {
  const [derivation, scheme] = members(parameters);
  const [type, ivPart] = members(scheme);
  const cipher = modernCiphers[objectIdentifier(type) ?? ''];
  const iv = octetString(ivPart);
  if (cipher === undefined) return fail('unsupported');
  if (iv === undefined) return fail('malformed');
  const key = derivePbkdf2(derivation, form, budget, cipher.keyOctets);
  return key.ok ? decryptWith(cipher.name, key.bytes, iv, data) : key;
}

/** `keyOctets` undefined: the length that the parameters state. */
function derivePbkdf2(
  derivation: Asn1 | undefined,
  form: PasswordForm,
  budget: RoundBudget,
  keyOctets: number | undefined,
): Decrypted {
  const [type, parameters] = members(derivation);
  if (objectIdentifier(type) !== pbkdf2) return fail('unsupported');
  const [saltPart, roundsPart, ...rest] = members(parameters);
  const [salt, rounds] = [octetString(saltPart), smallInteger(roundsPart)];
  const length = keyOctets ?? smallInteger(rest[0]);
  if (salt === undefined || rounds === undefined || rounds < 1 || length === undefined) return fail('malformed');
  if (length < 1 || length > 1024) return fail('malformed');
  const prf = rest.find((part) => members(part).length > 0);
  const hash = prf === undefined ? 'sha1' : hmacs[objectIdentifier(members(prf)[0]) ?? ''];
  if (hash === undefined) return fail('unsupported');
  if (!spend(budget, rounds * Math.ceil(length / 20))) return fail('too-many-rounds');
  return { ok: true, bytes: pbkdf2Sync(form.utf8, salt, rounds, length, hash) };
}

function decryptWith(name: string, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Decrypted {
  try {
    const cipher = createDecipheriv(name, key, iv);
    return { ok: true, bytes: Buffer.concat([cipher.update(data), cipher.final()]) };
  } catch {
    // Padding that does not come out is what a wrong password looks like where there is no integrity check.
    return fail('wrong-password');
  }
}
