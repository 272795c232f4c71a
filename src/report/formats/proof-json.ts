import type { SourceIndex } from '../../model/source.ts';
import { asString } from '../../model/text.ts';
import type { Proof } from '../../prove/prove.ts';
import { messageObject } from '../message-snippet.ts';
import type { ProofReport } from '../proof-report.ts';
import { drillJson } from './drill-json.ts';
import { header, print, prose, trace } from './json.ts';
import { whatIfJson } from './what-if-json.ts';

/** JSON of `prove`. */
export function proofJson(report: ProofReport): string {
  const { invariants, intents, classes, runs, bound, notCovered } = report.proofs;
  const shown = (one: Proof) => proof(one, report.sources);
  return print({
    ...header(report),
    file: report.file,
    invariants: invariants.map((one) => ({ id: one.id, ...shown(one) })),
    intents: intents.map((one) => ({ name: one.id, ...shown(one) })),
    classes,
    runs,
    bound,
    notCovered: notCovered.map(prose),
    drill: report.drill === undefined ? null : drillJson(report.drill),
    whatIf: report.whatIf === undefined ? null : whatIfJson(report.whatIf),
  });
}

function proof({ title, holds, classes, counterexample, dependsOn, open }: Proof, sources: SourceIndex): object {
  return {
    title: prose(title),
    holds,
    classes,
    dependsOn: dependsOn.map((one) => ({ ...one, example: asString(one.example) })),
    open: open.map(({ question, answer, example }) => ({
      question: prose(question),
      answer,
      example: asString(example),
    })),
    because: counterexample === undefined ? null : prose(counterexample.why),
    message: counterexample === undefined ? null : messageObject(counterexample.message),
    counterexample: counterexample === undefined ? null : trace(counterexample.trace, sources),
  };
}
