import type { SourceIndex } from '../../model/source.ts';
import type { SampleMessage } from '../../model/topology.ts';
import type { Proof } from '../../prove/prove.ts';
import type { ProofReport } from '../proof-report.ts';
import { header, print, prose, trace } from './json.ts';

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
    notCovered,
  });
}

function proof({ title, holds, classes, counterexample, dependsOn, open }: Proof, sources: SourceIndex): object {
  return {
    title: prose(title),
    holds,
    classes,
    dependsOn,
    open: open.map(({ question, answer, example }) => ({ question: prose(question), answer, example })),
    because: counterexample === undefined ? null : prose(counterexample.why),
    message: counterexample === undefined ? null : message(counterexample.message),
    counterexample: counterexample === undefined ? null : trace(counterexample.trace, sources),
  };
}

/** In the shape of the topology's `messages`. */
function message({ name, from, mailFrom, recipients, source, deliverTo, type }: SampleMessage): object {
  return {
    name,
    from,
    ...(mailFrom === from ? {} : { mailFrom: mailFrom === '' ? '<>' : mailFrom }),
    to: recipients.map((one) => one.text),
    ...(source === undefined
      ? {}
      : {
          source:
            source.address === undefined
              ? source.node
              : { address: source.address, ...(source.tls === 'none' ? { tls: 'none' } : {}) },
        }),
    ...(deliverTo === undefined ? {} : { deliverTo: deliverTo.text }),
    ...(type === 'normal' ? {} : { type }),
  };
}
