import { type DmarcPolicy, type DmarcRecord, isDmarcRecord, parseDmarc } from '../../protocols/dmarc/parse-dmarc.ts';

export const isSpf = (text: string): boolean => /^v=spf1(?: |$)/iu.test(text);
const isEnd = (term: string): boolean => /^(?:[-+~?]?all|redirect=.*|exp=.*)$/iu.test(term);

/** The TXT records of a name that let pass what either of two sets does, the record that does so first; undefined: none does. */
export const joinedTexts = (before: readonly string[], after: readonly string[]): readonly string[] | undefined =>
  joinSpf(before, after) ?? joinDmarc(before, after);

/**
 * The TXT records of a name with one SPF record that authorises whom either of two does, and ends as the old one; the
 * other records of both. undefined: one of them does not have exactly one SPF record.
 */
function joinSpf(before: readonly string[], after: readonly string[]): readonly string[] | undefined {
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
  return [['v=spf1', ...body].join(' '), ...others(before, after, isSpf)];
}

const others = (
  before: readonly string[],
  after: readonly string[],
  is: (text: string) => boolean,
): readonly string[] => [...new Set([...before, ...after].filter((text) => !is(text)))];

const policies: readonly DmarcPolicy[] = ['none', 'quarantine', 'reject'];

/**
 * One DMARC record that asks of each message for no more than either of two does, and reports where the old one does.
 * undefined: one of them is not exactly one record that counts, or is itself the laxer one in all.
 */
function joinDmarc(before: readonly string[], after: readonly string[]): readonly string[] | undefined {
  const [old, ...oldMore] = before.filter(isDmarcRecord).map(parseDmarc);
  const [now, ...nowMore] = after.filter(isDmarcRecord).map(parseDmarc);
  if (old === undefined || now === undefined || oldMore.length > 0 || nowMore.length > 0) return undefined;
  const asked = [old, now].map(demandOf);
  const [first, second] = asked;
  if (first === undefined || second === undefined) return undefined;
  const joined = first.map((one, index) => Math.min(one, second[index] ?? one));
  if (asked.some((one) => one.join() === joined.join())) return undefined;
  const [policy = 0, below = 0, dkim, spf, percent] = joined;
  const tags = [
    'v=DMARC1',
    `p=${policies[policy]}`,
    `sp=${policies[below]}`,
    ...(dkim === 1 ? ['adkim=s'] : []),
    ...(spf === 1 ? ['aspf=s'] : []),
    ...(percent === 100 ? [] : [`pct=${percent}`]),
    ...(old.aggregateReports.length === 0 ? [] : [`rua=${old.aggregateReports.join(',')}`]),
  ];
  return [tags.join('; '), ...others(before, after, isDmarcRecord)];
}

/** What a record demands, each number the more the stricter. */
const demandOf = (one: DmarcRecord): readonly number[] => [
  policies.indexOf(one.policy ?? 'none'),
  policies.indexOf(one.subdomainPolicy ?? 'none'),
  Number(one.dkimAlignment === 'strict'),
  Number(one.spfAlignment === 'strict'),
  one.percent,
];
