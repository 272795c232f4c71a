/*
 * The shapes in which one value of Exchange is printed by PowerShell 5.1 and 7, by ConvertTo-Json, by the admin API, and
 * by the objects that cmdlets return on-premises. Everything here is about shape alone; meaning is the callers'.
 */

/** A value without the wrappers that serialisers put around it; lists stay lists, `[null]` is the empty list. */
export function unwrap(value: unknown, depth = 0): unknown {
  if (value === undefined || value === null || depth > 8) return value ?? null;
  if (Array.isArray(value)) return value.filter((item) => item !== null).map((item) => unwrap(item, depth + 1));
  if (typeof value !== 'object') return value;
  const record = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(record);
  const lower = keys.map((key) => key.toLowerCase());
  // ConvertTo-Json of PowerShell 5.1 wraps a collection as { value: [...], Count: n }, an enum as { value: n, Value: text }.
  if (keys.length > 0 && lower.every((key) => key === 'value' || key === 'count')) {
    const inner = keys.filter((key) => key.toLowerCase() === 'value').map((key) => record[key]);
    const chosen = inner.find((item) => typeof item === 'string') ?? inner[0];
    if (inner.length > 0) return unwrap(chosen, depth + 1);
  }
  return value;
}

/** A property of an object in any case. */
function part(record: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name];
  const wanted = name.toLowerCase();
  for (const key of Object.keys(record)) if (key.toLowerCase() === wanted) return record[key];
  return undefined;
}

/** An object's part as text, or undefined. */
function textPart(record: Readonly<Record<string, unknown>>, name: string, depth: number): string | undefined {
  const found = part(record, name);
  return found === undefined || found === null ? undefined : writtenText(found, depth + 1);
}

/**
 * The text by which Exchange itself prints a value: an object's ToString where it was kept, otherwise what its parts say
 * (an SmtpX509Identifier, a smart host, an address space, an IP range, an endpoint, an address, a name).
 * @returns undefined for null, for a list, and for an object that says nothing.
 */
export function writtenText(value: unknown, depth = 0): string | undefined {
  const plain = unwrap(value);
  if (typeof plain === 'string') return plain.trim();
  if (typeof plain === 'number' || typeof plain === 'boolean') return String(plain);
  if (plain === null || plain === undefined || Array.isArray(plain) || typeof plain !== 'object' || depth > 3)
    return undefined;
  const record = plain as Readonly<Record<string, unknown>>;
  const get = (name: string): string | undefined => textPart(record, name, depth);
  const printed = part(record, 'ToString');
  if (typeof printed === 'string') return printed.trim();
  return (
    get('IPAddressToString') ??
    capability(get) ??
    certificateName(get) ??
    smartHost(get) ??
    addressSpace(get) ??
    range(get) ??
    endpoint(get) ??
    smtpAddress(get) ??
    domainName(get) ??
    get('Address') ??
    get('Expression') ??
    get('Name') ??
    get('DistinguishedName')
  );
}

type Get = (name: string) => string | undefined;

function certificateName(get: Get): string | undefined {
  const issuer = get('CertificateIssuer');
  const subject = get('CertificateSubject');
  return issuer === undefined || subject === undefined ? undefined : `<I>${issuer}<S>${subject}`;
}

/** An entry of TlsDomainCapabilities. */
function capability(get: Get): string | undefined {
  const domain = get('Domain') ?? get('SmtpX509Identifier');
  const capabilities = get('Capabilities');
  return domain === undefined || capabilities === undefined ? undefined : `${domain}:${capabilities}`;
}

/** `Address` is 0.0.0.0 when the smart host is a name. */
function smartHost(get: Get): string | undefined {
  const isAddress = get('IsIPAddress');
  if (isAddress === undefined) return undefined;
  return /^true$/iu.test(isAddress) ? get('Address') : get('Domain');
}

function addressSpace(get: Get): string | undefined {
  const cost = get('Cost');
  const type = get('Type');
  const address = get('Address') ?? get('Domain');
  return cost === undefined || type === undefined || address === undefined ? undefined : `${type}:${address};${cost}`;
}

function range(get: Get): string | undefined {
  const low = get('LowerBound');
  const high = get('UpperBound');
  if (low === undefined || high === undefined) return undefined;
  return low === high ? low : `${low}-${high}`;
}

function endpoint(get: Get): string | undefined {
  const port = get('Port');
  const address = get('Address');
  if (port === undefined || address === undefined) return undefined;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function smtpAddress(get: Get): string | undefined {
  const local = get('Local');
  const domain = get('Domain');
  return local === undefined || domain === undefined ? undefined : `${local}@${domain}`;
}

function domainName(get: Get): string | undefined {
  const domain = get('Domain') ?? get('SmtpDomain');
  if (domain === undefined) return get('IsStar') === 'true' ? '*' : undefined;
  return get('IncludeSubDomains') === 'true' && !domain.startsWith('*') ? `*.${domain}` : domain;
}

/** A list, also where one value, the `{a, b}` of Format-List, or null stands for it. */
export function asList(value: unknown): readonly unknown[] {
  const plain = unwrap(value);
  if (plain === null || plain === undefined || plain === '') return [];
  if (Array.isArray(plain)) return plain;
  if (typeof plain === 'string' && /^\{.*\}$/su.test(plain.trim())) {
    const inner = plain.trim().slice(1, -1).trim();
    return inner === '' ? [] : inner.split(/\s*,\s*/u);
  }
  return [plain];
}

/** True and false in every notation; undefined where the value is neither. */
export function asFlag(value: unknown): boolean | undefined {
  const plain = unwrap(value);
  if (typeof plain === 'boolean') return plain;
  if (plain === 1 || plain === 0) return plain === 1;
  const written = writtenText(plain)?.toLowerCase();
  if (written === 'true' || written === '$true') return true;
  if (written === 'false' || written === '$false') return false;
  return undefined;
}

/** Whether a text is what remains of a value that an export cut. */
export function isCut(value: unknown, inList = false): boolean {
  if (Array.isArray(value)) return value.some((item) => isCut(item, true));
  if (typeof value !== 'string') return false;
  const written = value.trim();
  if (
    /^(?:System\.(?:String|Object|Collections\.)|Microsoft\.Exchange\.Data\.[\w.]*MultiValuedProperty)\S*$/u.test(
      written,
    )
  )
    return true;
  if (/^@\{.*\}?$/su.test(written)) return true;
  if (/^\{.*(?:\u2026|\.\.\.)\}?$/su.test(written)) return true;
  return inList && /(?:\u2026|\.\.\.)$/u.test(written);
}
