/** Record types of the IANA registry that may stand in a master file, with their numbers. */
const numbers: ReadonlyMap<string, number> = new Map(
  (
    'A 1,NS 2,MD 3,MF 4,CNAME 5,SOA 6,MB 7,MG 8,MR 9,NULL 10,WKS 11,PTR 12,HINFO 13,MINFO 14,MX 15,TXT 16,RP 17,' +
    'AFSDB 18,X25 19,ISDN 20,RT 21,NSAP 22,NSAP-PTR 23,SIG 24,KEY 25,PX 26,GPOS 27,AAAA 28,LOC 29,NXT 30,EID 31,' +
    'NIMLOC 32,SRV 33,ATMA 34,NAPTR 35,KX 36,CERT 37,A6 38,DNAME 39,SINK 40,APL 42,DS 43,SSHFP 44,IPSECKEY 45,' +
    'RRSIG 46,NSEC 47,DNSKEY 48,DHCID 49,NSEC3 50,NSEC3PARAM 51,TLSA 52,SMIMEA 53,HIP 55,NINFO 56,RKEY 57,' +
    'TALINK 58,CDS 59,CDNSKEY 60,OPENPGPKEY 61,CSYNC 62,ZONEMD 63,SVCB 64,HTTPS 65,SPF 99,NID 104,L32 105,' +
    'L64 106,LP 107,EUI48 108,EUI64 109,URI 256,CAA 257,AVC 258,DOA 259,AMTRELAY 260,TA 32768,DLV 32769'
  )
    .split(',')
    .map((entry) => {
      const [name = '', number] = entry.split(' ');
      return [name, Number(number)];
    }),
);

const names: ReadonlyMap<number, string> = new Map([...numbers].map(([name, number]) => [number, name]));

/** The mnemonics that are known, for suggestions. */
export const typeNames: Iterable<string> = numbers.keys();

// RFC 6895 §3.1: 128 to 255 ask questions or carry a transaction, and 41 is EDNS; none of them is data in a zone.
const isMeta = (number: number): boolean => number === 0 || number === 41 || (number >= 128 && number <= 255);

/**
 * The mnemonic of a record type as written in a master file, in upper case; `TYPE16` (RFC 3597 §5) becomes `TXT`, and a
 * number without a mnemonic stays `TYPE65280`. Undefined for what is no record type.
 */
export function readType(text: string): string | undefined {
  const upper = text.toUpperCase();
  if (numbers.has(upper)) return upper;
  const number = readNumbered(upper, 'TYPE');
  if (number === undefined || isMeta(number)) return undefined;
  return names.get(number) ?? `TYPE${number}`;
}

/** The number of a type by its mnemonic in upper case, or by `TYPEn`. */
export const typeNumber = (type: string): number | undefined => numbers.get(type) ?? readNumbered(type, 'TYPE');

/** The mnemonic of a type, or `TYPEn`. */
export const typeMnemonic = (number: number): string => names.get(number) ?? `TYPE${number}`;

/** The class as written in a master file: `IN`, `CH`, `HS` or `CLASSn` (RFC 3597 §5); undefined for any other text. */
export function readClass(text: string): string | undefined {
  const upper = text.toUpperCase();
  if (upper === 'IN' || upper === 'CH' || upper === 'HS') return upper;
  const number = readNumbered(upper, 'CLASS');
  if (number === undefined) return undefined;
  return { 1: 'IN', 3: 'CH', 4: 'HS' }[number] ?? `CLASS${number}`;
}

function readNumbered(upper: string, prefix: string): number | undefined {
  if (!upper.startsWith(prefix)) return undefined;
  const digits = upper.slice(prefix.length);
  return /^\d{1,5}$/u.test(digits) && Number(digits) <= 65_535 ? Number(digits) : undefined;
}
