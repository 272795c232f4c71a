import type { DnsAnswer, DnsView } from '../../model/dns.ts';
import type { Span } from '../../model/source.ts';
import { parentOf } from '../../protocols/dns-names/domain-name.ts';
import { type DirectLookup, followAliases } from '../../protocols/zone/follow-aliases.ts';
import { byOwner, findConflicts } from '../../protocols/zone/zone-checks.ts';
import type { BundledNames } from '../../reference/bundled-names.ts';
import type { InputProblem } from '../problem.ts';
import { type DeclaredZones, indexZones } from './declared-zones.ts';
import type { Absent, Unsettled, ZoneSource } from './zone-source.ts';

export interface DnsSources {
  /** Zone files and the inline `records`, in the order of the topology. */
  readonly sources: readonly ZoneSource[];
  /** What a name outside every declared zone means. */
  readonly unknownNames: 'unknown' | 'nxdomain';
  /** Asked where declared data says nothing. */
  readonly bundled: BundledNames;
}

export interface DnsBuilt {
  readonly view: DnsView;
  /** What the view answers before it follows aliases. */
  readonly direct: DirectLookup;
  /** Which name without a fixed answer an answer of `direct` stands for. */
  readonly unsettledBy: (answer: DnsAnswer) => Unsettled | undefined;
  /** Names of the zones given with their SOA, in the order in which they were declared. */
  readonly completeZones: readonly string[];
  /** Those of every source, and those that only show when the sources are put together. */
  readonly problems: readonly InputProblem[];
}

/**
 * One DnsView of all that is declared. A record belongs to the zone of the closest SOA above its name, wherever it was
 * written. A zone with its SOA is complete; a record outside every such zone is a fact about its name and type and
 * nothing else. What a complete zone delegates is not supplied, unless the delegated zone is declared too. What a
 * capture found absent is absent, unless a record says otherwise.
 *
 * Where declared data says nothing, the bundled names answer; where they say nothing either, `unknownNames` decides:
 * with `nxdomain` a name of which something is declared has no other records, and any other name does not exist.
 */
export function buildDnsView({ sources, unknownNames, bundled }: DnsSources): DnsBuilt {
  const records = sources.flatMap((source) => source.records);
  const declared = indexZones(
    records,
    sources.flatMap((source) => source.unsettled ?? []),
  );
  const absent = indexAbsent(
    sources.flatMap((source) => source.absent ?? []),
    declared,
  );
  const direct: DirectLookup = (name, type) => {
    const answer = declared.lookup(name, type);
    if (answer.status !== 'not-supplied') return answer;
    const captured = absent(name, type);
    if (captured !== undefined) return captured;
    // A declared alias answers for every type; the bundled content of its name has been declared away.
    const alias = type !== 'CNAME' && declared.lookup(name, 'CNAME').status === 'records';
    const known = alias ? undefined : bundled.lookup(name, type);
    if (known !== undefined) return known;
    return unknownNames === 'unknown' || declared.unsettledBy(answer) !== undefined
      ? answer
      : closed(declared.exists(name));
  };
  const view = followAliases(direct);
  const { apexes, unsettledBy } = declared;
  return { view, direct, unsettledBy, completeZones: apexes, problems: collectProblems(sources) };
}

/** What captures found absent: the type of a name, or a name and so every name below it (RFC 8020). */
function indexAbsent(
  absent: readonly Absent[],
  declared: DeclaredZones,
): (name: string, type: string) => DnsAnswer | undefined {
  const types = new Map<string, DnsAnswer>();
  const names = new Map<string, DnsAnswer>();
  for (const { owner, type, because } of absent) {
    if (type === undefined) names.set(owner, { status: 'no-such-name', because });
    else types.set(`${owner} ${type}`, { status: 'no-such-type', because });
  }
  if (absent.length === 0) return () => undefined;
  return (name, type) => {
    const found = types.get(`${name} ${type}`);
    if (found !== undefined || names.size === 0 || declared.exists(name)) return found;
    for (let next: string | undefined = name; next !== undefined; next = parentOf(next)) {
      const none = names.get(next);
      if (none !== undefined) return none;
    }
    return undefined;
  };
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

function collectProblems(sources: readonly ZoneSource[]): readonly InputProblem[] {
  const own = sources.flatMap((source) => source.problems);
  if (sources.length < 2) return own;
  const reported = new Set(own.map((problem) => key(problem.at)));
  // Servers contradict themselves, and a capture says what they answered.
  const owners = byOwner(sources.filter(({ absent }) => absent === undefined).flatMap((source) => source.records));
  return [...own, ...findConflicts(owners).filter((found) => !reported.has(key(found.at)))];
}

const key = (at: Span): string => `${at.file}:${at.line}:${at.column}`;
