import type { Oddity } from '../../../input/topology/read-certificates.ts';
import type { RecordOrigin, RecordValue } from '../../../model/dns.ts';
import type { Text } from '../../../model/text.ts';
import { type CheckContext, subject, type Violation } from '../../check.ts';

export interface FoundOddity extends Violation {
  readonly problem: Text;
  readonly consequence: Text;
  readonly remedy: Text;
}

/** What the reader of zones noticed of these kinds, but for records that a check of their own judges. */
export function* oddRecords(context: CheckContext, kinds: readonly Oddity['kind'][]): Iterable<FoundOddity> {
  for (const { kind, subject: of, at, problem, consequence, remedy } of context.oddities) {
    if (!kinds.includes(kind)) continue;
    const owner = of.slice('dns:'.length);
    if (kind === 'address-as-name' && isAt(context, owner, 'MX', at)) continue;
    if (kind === 'long-string' && isAt(context, owner, 'TXT', at, isSpf)) continue;
    yield {
      subject: subject('dns', owner),
      at,
      evidence: [],
      semantics: [],
      detail: `${kind} ${problem.values.filter((one) => typeof one === 'string').join(' ')}`,
      problem,
      consequence,
      remedy,
    };
  }
}

const isSpf = (value: RecordValue): boolean => typeof value === 'string' && /^v=spf1(?: |$)/iu.test(value);

/** dns/mx-unresolvable judges MX records, spf/record-too-long the length of SPF. */
function isAt(
  { topology }: CheckContext,
  owner: string,
  type: string,
  at: Oddity['at'],
  which: (value: RecordValue) => boolean = () => true,
): boolean {
  const answer = topology.dns.view.lookup(owner, type);
  if (answer.status !== 'records') return false;
  const line = (origin: RecordOrigin | undefined) => (origin?.kind === 'declared' ? origin.at.line : undefined);
  return answer.records.some((value, index) => which(value) && line(answer.origins?.[index]) === at?.line);
}
