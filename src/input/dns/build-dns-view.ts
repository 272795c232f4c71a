import type { DnsAnswer, DnsView } from '../../model/dns.ts';
import type { Span } from '../../model/source.ts';
import { followAliases } from '../../protocols/zone/follow-aliases.ts';
import { byOwner, findConflicts } from '../../protocols/zone/zone-checks.ts';
import type { ParsedZone } from '../../protocols/zone/zone-record.ts';
import type { BundledNames } from '../../reference/bundled-names.ts';
import type { InputProblem } from '../problem.ts';
import { indexZones } from './declared-zones.ts';

export interface DnsSources {
  /** Zone files and the inline `records`, in the order of the topology. */
  readonly sources: readonly ParsedZone[];
  /** What a name outside every declared zone means. */
  readonly unknownNames: 'unknown' | 'nxdomain';
  /** Asked where declared data says nothing. */
  readonly bundled: BundledNames;
}

export interface DnsBuilt {
  readonly view: DnsView;
  /** Names of the zones given with their SOA, in the order in which they were declared. */
  readonly completeZones: readonly string[];
  /** Those of every source, and those that only show when the sources are put together. */
  readonly problems: readonly InputProblem[];
}

/**
 * One DnsView of all that is declared. A record belongs to the zone of the closest SOA above its name, wherever it was
 * written. A zone with its SOA is complete; a record outside every such zone is a fact about its name and type and
 * nothing else. What a complete zone delegates is not supplied, unless the delegated zone is declared too.
 *
 * Where declared data says nothing, the bundled names answer; where they say nothing either, `unknownNames` decides:
 * with `nxdomain` a name of which something is declared has no other records, and any other name does not exist.
 */
export function buildDnsView({ sources, unknownNames, bundled }: DnsSources): DnsBuilt {
  const records = sources.flatMap((source) => source.records);
  const declared = indexZones(records);
  const view = followAliases((name, type) => {
    const answer = declared.lookup(name, type);
    if (answer.status !== 'not-supplied') return answer;
    // A declared alias answers for every type; the bundled content of its name has been declared away.
    const alias = type !== 'CNAME' && declared.lookup(name, 'CNAME').status === 'records';
    const known = alias ? undefined : bundled.lookup(name, type);
    if (known !== undefined) return known;
    return unknownNames === 'unknown' ? answer : closed(declared.exists(name));
  });
  return { view, completeZones: declared.apexes, problems: collectProblems(sources) };
}

const closed = (exists: boolean): DnsAnswer => (exists ? noSuchType : noSuchName);
const noSuchName: DnsAnswer = {
  status: 'no-such-name',
  because: 'names outside the declared zones are declared not to exist',
};
const noSuchType: DnsAnswer = {
  status: 'no-such-type',
  because: 'names outside the declared zones are declared not to exist',
};

function collectProblems(sources: readonly ParsedZone[]): readonly InputProblem[] {
  const own = sources.flatMap((source) => source.problems);
  if (sources.length < 2) return own;
  const reported = new Set(own.map((problem) => key(problem.at)));
  const owners = byOwner(sources.flatMap((source) => source.records));
  return [...own, ...findConflicts(owners).filter((found) => !reported.has(key(found.at)))];
}

const key = (at: Span): string => `${at.file}:${at.line}:${at.column}`;
