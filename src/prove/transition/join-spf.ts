const isSpf = (text: string): boolean => /^v=spf1(?: |$)/iu.test(text);
const isEnd = (term: string): boolean => /^(?:[-+~?]?all|redirect=.*|exp=.*)$/iu.test(term);

/**
 * The TXT records of a name with one SPF record that authorises whom either of two does, and ends as the old one; the
 * other records of both. undefined: one of them does not have exactly one SPF record.
 */
export function joinSpf(before: readonly string[], after: readonly string[]): readonly string[] | undefined {
  const [old, ...oldMore] = before.filter(isSpf);
  const [now, ...nowMore] = after.filter(isSpf);
  if (old === undefined || now === undefined || oldMore.length > 0 || nowMore.length > 0) return undefined;
  const terms = (record: string) => record.trim().split(/ +/u).slice(1);
  const known = new Set(terms(old).map((term) => term.toLowerCase()));
  // A redirect of the new record would be ignored beside a term `all`: as an include it authorises the same.
  const added = terms(now).flatMap((term): readonly string[] => {
    const redirect = /^redirect=(.+)$/iu.exec(term)?.[1];
    if (redirect !== undefined) return [`include:${redirect}`];
    return isEnd(term) || known.has(term.toLowerCase()) ? [] : [term];
  });
  const kept = terms(old);
  const body = [...kept.filter((term) => !isEnd(term)), ...added, ...kept.filter(isEnd)];
  const others = [...new Set([...before, ...after].filter((text) => !isSpf(text)))];
  return [['v=spf1', ...body].join(' '), ...others];
}

/** The SPF record among the joined records, for whoever publishes it. */
export const joinedSpf = (before: readonly string[], after: readonly string[]): string | undefined =>
  joinSpf(before, after)?.[0];
