import { type Text, text } from '../../model/text.ts';
import { isWithin, readName } from '../dns-names/domain-name.ts';
import type { Token } from './zone-lexer.ts';
import type { ZoneLimits, ZoneOptions, ZoneRecord } from './zone-record.ts';
import { nameProblem, shown, spanOf, type ZoneReport } from './zone-report.ts';

/** What reading a master file remembers from line to line, and collects. */
export interface ZoneState {
  readonly options: ZoneOptions;
  readonly limits: ZoneLimits;
  readonly report: ZoneReport;
  readonly records: ZoneRecord[];
  readonly suspects: Suspect[];
  /** The files being read, the outermost first. */
  readonly files: string[];
  /** UTF-16 units and files that may still be read. */
  budget: { units: number; includes: number };
  origin: string | undefined;
  /** Owner of the entry before; undefined when none precedes, or when it was wrong and has been reported. */
  owner: string | undefined;
  /** The lack of an owner has been reported. */
  ownerMissing: boolean;
  /** The number of records has been reported. */
  full: boolean;
  /** From `$TTL`, or from the SOA in its absence (RFC 2308 §4). */
  defaultTtl: number | undefined;
  /** The last TTL that a record stated (RFC 1035 §5.1). */
  lastTtl: number | undefined;
}

/** A relative name that looks complete. It is noticed unless the completed name turns out to exist in the file. */
export interface Suspect {
  readonly owner: string | undefined;
  readonly written: string;
  readonly read: string;
  readonly asTarget: boolean;
  readonly token: Token;
  readonly file: string;
}

const suspectsMax = 5000;

/** The file that is being read. */
export const currentFile = (state: ZoneState): string => state.files.at(-1) ?? '';

export function problemAt(state: ZoneState, token: Token, problem: Text, remedy: Text): void {
  state.report.problem(spanIn(state, token), problem, remedy);
}

export function spanIn(state: ZoneState, first: Token, last?: Token): ReturnType<typeof spanOf> {
  // Only the outermost text is a part of another file; what `$INCLUDE` reads stands in its own.
  const place = state.files.length === 1 ? state.options.place : undefined;
  return spanOf(currentFile(state), place, first, last);
}

/** A name of a master file, completed with the origin; undefined when it is none, which has then been reported. */
export function nameOf(state: ZoneState, token: Token, role: 'owner' | 'target' | 'origin'): string | undefined {
  if (token.quoted) {
    const problem = text`The name ${shown(token.text)} stands in quotes.`;
    problemAt(state, token, problem, text`Write names without quotes; a dot or a space in a label takes a backslash.`);
    return undefined;
  }
  if (token.text === '@') {
    if (state.origin !== undefined) return state.origin;
    const problem = text`The sign ${'@'} stands for the origin, and no origin is set here.`;
    problemAt(state, token, problem, text`Put ${'$ORIGIN contoso.com.'} above it, or write the whole name.`);
    return undefined;
  }
  const read = readName(token.text, state.origin);
  if (!read.ok) {
    problemAt(state, token, ...nameProblem(token.text, read.fault));
    return undefined;
  }
  if (read.relative && state.origin && role !== 'origin') suspect(state, token, read.name, role === 'target');
  return read.name;
}

function suspect(state: ZoneState, token: Token, read: string, asTarget: boolean): void {
  const origin = state.origin ?? '';
  if (!token.text.includes('.') || state.suspects.length >= suspectsMax) return;
  const own = read.slice(0, read.length - origin.length - 1);
  if (!isWithin(own, origin) && !(asTarget && endsLikeADomain(own))) return;
  const owner = asTarget ? state.owner : read;
  state.suspects.push({ owner, written: token.text, read, asTarget, token, file: currentFile(state) });
}

// A suspicion, not a verdict: the suffixes under which mail hosts are found most, and country codes below two labels.
const commonSuffixes: ReadonlySet<string> = new Set(
  'com net org edu gov mil int info biz cloud email microsoft arpa example test'.split(' '),
);

function endsLikeADomain(name: string): boolean {
  const labels = name.split('.');
  const last = labels.at(-1) ?? '';
  return (labels.length >= 2 && commonSuffixes.has(last)) || (labels.length >= 3 && /^[a-z]{2}$/u.test(last));
}
