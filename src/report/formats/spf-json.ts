import type { SpfReport, SpfTree } from '../spf-report.ts';
import { header, print, prose } from './json.ts';
import { location } from './json-place.ts';

/** JSON of `spf`. */
export function spfJson(report: SpfReport): string {
  return print({ ...header(report), spf: spf(report) });
}

function spf(it: SpfReport) {
  return {
    domain: it.domain,
    evaluation:
      it.evaluation === null
        ? null
        : {
            ip: it.evaluation.ip,
            sender: it.evaluation.sender,
            helo: it.evaluation.helo,
            result: it.evaluation.result,
            mechanism: it.evaluation.mechanism,
            explanation: it.evaluation.explanation,
          },
    lookups: it.lookups,
    voidLookups: it.voidLookups,
    undetermined: it.undetermined,
    tree: spfTree(it.tree),
    authorised: it.authorised.map(({ addresses, through, term, owner }) => ({ addresses, through, term, owner })),
    problems: it.problems.map((problem) => ({
      rule: problem.rule,
      message: prose(problem.message),
      location: location(problem.location),
    })),
    secondOpinion:
      it.secondOpinion === null ? null : { agrees: it.secondOpinion.agrees, says: it.secondOpinion.says.map(prose) },
  };
}

function spfTree(it: SpfTree): object {
  return {
    domain: it.domain,
    record: it.record,
    location: location(it.at ?? undefined),
    note: it.note === null ? '' : prose(it.note),
    terms: it.terms.map((term) => ({
      text: term.text,
      note: term.note === null ? '' : prose(term.note),
      lookups: term.lookups,
      child: term.child === null ? null : spfTree(term.child),
    })),
  };
}
