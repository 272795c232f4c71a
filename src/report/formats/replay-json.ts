import { plain } from '../../model/text.ts';
import { type ReplayReport, unexplained } from '../replay-report.ts';
import { evidence, header, print } from './json.ts';

/** JSON of `trace --compare`. */
export function replayJson(report: ReplayReport): string {
  const copies = report.copies.map((copy) => ({
    name: copy.name,
    recipient: copy.recipient,
    agrees: unexplained(copy).length === 0,
    partsAt: unexplained(copy)[0]?.aspect ?? null,
    comparisons: copy.comparisons.map((one) => ({
      aspect: one.aspect,
      result: one.result,
      predicted: one.predicted,
      said: one.said,
      known: copy.known.get(one)?.reason ?? null,
      evidence: one.evidence.map(evidence),
    })),
    notSaid: copy.notSaid,
    notPredicted: copy.notPredicted,
    otherwise: copy.otherwise,
  }));
  const notCompared = report.notCompared.map(({ name, because }) => ({ name, because: plain(because) }));
  const unusedDeviations = report.unusedDeviations.map(({ aspect, reason, line }) => ({ aspect, reason, line }));
  return print({ ...header(report), replay: { evidence: report.evidenceFile, copies, notCompared, unusedDeviations } });
}
