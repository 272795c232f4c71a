import { nearest } from '../../../base/suggest.ts';
import { attributionCodes } from './attribution.ts';
import type { CodeEntry } from './code-entry.ts';
import { connectionCodes } from './connections.ts';
import { limitCodes } from './limits.ts';
import { policyCodes } from './policy.ts';
import { recipientCodes } from './recipients.ts';

/** Every code that the semantics list, in the order of the way of a message. */
export const codes: readonly CodeEntry[] = [
  ...attributionCodes,
  ...recipientCodes,
  ...policyCodes,
  ...connectionCodes,
  ...limitCodes,
];

/** Longest text that is searched for a code; a pasted report is shorter, a hostile one is cut. */
const longestQuery = 2000;
const codePattern = /(?<![\d.])(?:(\d{3})[ -])?#?([245]\.\d{1,3}\.(?:\d{1,3}|x))(?![\d.]*\d)/iu;

interface Status {
  readonly basic: string | undefined;
  readonly enhanced: string;
}

const statusOf = (words: string): Status | undefined => {
  const found = codePattern.exec(words);
  return found === null ? undefined : { basic: found[1], enhanced: (found[2] ?? '').toLowerCase() };
};

/** Whether a listed code, which may be a range (`5.7.606-649`), covers a status. */
function covers(listed: string, status: Status): boolean {
  const [, basic, stem, first, last] = /^(?:(\d{3}) )?(\d\.\d+\.)(\d+|x)(?:-(\d+))?$/u.exec(listed) ?? [];
  if (stem === undefined || !status.enhanced.startsWith(stem)) return false;
  if (basic !== undefined && status.basic !== undefined && basic !== status.basic) return false;
  const number = status.enhanced.slice(stem.length);
  return last === undefined ? number === first : Number(number) >= Number(first) && Number(number) <= Number(last);
}

const matchText = (words: string): string => words.toLowerCase().replaceAll(/[^a-z0-9]+/gu, ' ');

/** The longest published text or alias of the entry that stands in the query: a pasted line tells meanings apart. */
function wordsInCommon(entry: CodeEntry, query: string): number {
  const sought = ` ${matchText(query)} `;
  const said = [...entry.texts, ...(entry.aliases ?? [])]
    .flatMap((words) => words.split(/\u2026|<[^>]*>|\[\.\.\]/u))
    .map((part) => matchText(part).trim());
  return Math.max(
    0,
    ...said.filter((part) => part.length > 3 && sought.includes(` ${part} `)).map((part) => part.length),
  );
}

/**
 * The meanings of a code, likeliest first: `5.7.64`, `550 5.7.64`, `ATTR36`, or a line of a report that contains one.
 * A status that several systems use has several meanings; the words beside it decide which comes first. Empty: unknown.
 */
export function meaningsOf(query: string): readonly CodeEntry[] {
  const words = query.slice(0, longestQuery).trim();
  const status = statusOf(words);
  const scored = codes
    .map((entry, index) => {
      const common = wordsInCommon(entry, words);
      const matches = status === undefined ? common > 0 : entry.codes.some((listed) => covers(listed, status));
      const wholeAlias = (entry.aliases ?? []).some((alias) => alias.toLowerCase() === words.toLowerCase());
      return { entry, index, matches, score: common + (wholeAlias ? 1000 : 0) };
    })
    .filter(({ matches }) => matches);
  return scored.sort((a, b) => b.score - a.score || a.index - b.index).map(({ entry }) => entry);
}

/** Codes and aliases that look like the query. */
export const nearestCodes = (query: string, count = 3): readonly string[] =>
  nearest(
    query.slice(0, 40),
    codes.flatMap((entry) => [...entry.codes, ...(entry.aliases ?? [])]),
    count,
  );
