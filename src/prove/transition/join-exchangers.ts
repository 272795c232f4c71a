/** A host of an MX. */
export interface Exchanger {
  readonly preference: number;
  readonly host: string;
}

/** Exchangers of a second set behind those of a first (RFC 5321 section 5.1: the lowest preference is tried first). */
export function besides(first: readonly Exchanger[], second: readonly Exchanger[]): readonly Exchanger[] {
  const last = Math.max(0, ...first.map((one) => one.preference));
  const hosts = new Set(first.map((one) => one.host));
  const added = second.filter(({ host }) => !hosts.has(host));
  return [...first, ...added.map(({ preference, host }) => ({ preference: preference + last + 10, host }))];
}

/** The same of records as a master file writes them: `10 mail.contoso.com.`. */
export function besidesWritten(first: readonly string[], second: readonly string[]): readonly string[] {
  const read = (record: string): Exchanger => {
    const [preference = '', host = ''] = record.split(' ');
    return { preference: Number(preference), host };
  };
  return besides(first.map(read), second.map(read)).map(({ preference, host }) => `${preference} ${host}`);
}
