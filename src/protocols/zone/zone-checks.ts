import type { Span } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import { isWithin } from '../dns-names/domain-name.ts';
import { dataText } from './record-line.ts';
import type { ZoneProblem, ZoneRecord } from './zone-record.ts';
import type { ZoneReport } from './zone-report.ts';
import { shown, type spanOf } from './zone-report.ts';
import type { Suspect } from './zone-state.ts';

// RFC 2181 §10.1 and RFC 4034 §2.5, 3, 4: only the records that sign a name stand beside its CNAME.
const besideCname: ReadonlySet<string> = new Set(['CNAME', 'RRSIG', 'NSEC', 'KEY', 'SIG', 'NXT']);

/** The records of each owner, owners in the order in which they first appear. */
export function byOwner(records: readonly ZoneRecord[]): ReadonlyMap<string, readonly ZoneRecord[]> {
  const owners = new Map<string, ZoneRecord[]>();
  for (const record of records) {
    const found = owners.get(record.owner);
    if (found === undefined) owners.set(record.owner, [record]);
    else found.push(record);
  }
  return owners;
}

/**
 * Records that exclude one another, as named-checkzone refuses them: a CNAME beside other records; several CNAMEs,
 * DNAMEs or SOAs of one name. Identical records are one record (RFC 2181 §5).
 */
export function findConflicts(owners: ReadonlyMap<string, readonly ZoneRecord[]>): readonly ZoneProblem[] {
  const problems: ZoneProblem[] = [];
  for (const [owner, records] of owners) {
    if (records.length === 1) continue;
    const name = shown(owner);
    const alias = records.find((record) => record.type === 'CNAME');
    const other = alias && records.find((record) => !besideCname.has(record.type));
    if (alias !== undefined && other !== undefined) {
      const [first, second] = records.indexOf(alias) < records.indexOf(other) ? [alias, other] : [other, alias];
      problems.push({
        at: second.at,
        problem: text`${name} has a CNAME record and a ${other.type} record (the other one is at ${placeOf(first.at)}).`,
        remedy: text`A name with a CNAME record has no other record (RFC 1034 section 3.6.2). Remove one of them.`,
      });
    }
    for (const type of ['CNAME', 'DNAME', 'SOA']) {
      const [first, ...rest] = records.filter((record) => record.type === type);
      const differing = first && rest.find((record) => dataText(record.data) !== dataText(first.data));
      if (first === undefined || differing === undefined) continue;
      problems.push({
        at: differing.at,
        problem: text`${name} has a second ${type} record (the first is at ${placeOf(first.at)}).`,
        remedy: text`A name has at most one ${type} record. Remove one of them.`,
      });
    }
  }
  return problems;
}

/** Notices what is odd among the records of one file. */
export function noticeOddities(
  owners: ReadonlyMap<string, readonly ZoneRecord[]>,
  form: 'file' | 'inline',
  report: ZoneReport,
): void {
  const apexes = [...owners].filter(([, records]) => records.some((record) => record.type === 'SOA'));
  const zone = apexes.length === 1 ? apexes[0]?.[0] : undefined;
  for (const [owner, records] of owners) {
    const [first] = records;
    if (first !== undefined && form === 'file' && zone !== undefined && !isWithin(owner, zone)) {
      report.notice({
        kind: 'outside-zone',
        owner,
        at: first.at,
        problem: text`${shown(owner)} lies outside the zone ${shown(zone)} of this file.`,
        consequence: text`A name server ignores the record; here it is taken as a fact about that name.`,
        remedy: text`Move the record into its own zone, or correct the name.`,
      });
    }
    if (records.length > 1) noticeTtls(owner, records, report);
  }
}

function noticeTtls(owner: string, records: readonly ZoneRecord[], report: ZoneReport): void {
  const firsts = new Map<string, ZoneRecord>();
  for (const record of records) {
    const first = firsts.get(record.type);
    if (first === undefined) firsts.set(record.type, record);
    else if (first.ttl !== record.ttl && record.type !== 'RRSIG') {
      report.notice({
        kind: 'ttl-differs',
        owner,
        at: record.at,
        problem: text`The ${record.type} records of ${shown(owner)} have different TTLs.`,
        consequence: text`Name servers give all of them one TTL (RFC 2181 section 5.2).`,
        remedy: text`Write the same TTL on each.`,
      });
      // One notice a name and type says it.
      firsts.set(record.type, record);
      return;
    }
  }
}

/** Notices relative names that look complete, unless the completed name exists in the file after all. */
export function noticeSuspects(
  suspects: readonly Suspect[],
  owners: ReadonlyMap<string, readonly ZoneRecord[]>,
  spanFor: (suspect: Suspect) => ReturnType<typeof spanOf>,
  report: ZoneReport,
): void {
  for (const suspect of suspects) {
    if (suspect.asTarget && owners.has(suspect.read)) continue;
    report.notice({
      kind: 'missing-trailing-dot',
      owner: suspect.owner ?? '',
      at: spanFor(suspect),
      problem: text`${shown(suspect.written)} has no trailing dot, so it is read as ${shown(suspect.read)}.`,
      consequence: text`The name that was probably meant is not the one that resolvers see.`,
      remedy: text`Write ${`${shown(suspect.written)}.`} with the dot if the name is complete.`,
    });
  }
}

const placeOf = (at: Span): string => `${at.file}:${at.line}:${at.column}`;
