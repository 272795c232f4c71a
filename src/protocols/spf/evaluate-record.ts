import type { RecordValue } from '../../model/dns.ts';
import { text } from '../../model/text.ts';
import { inNetwork } from './address-words.ts';
import { countLookup, evaluateAsking, stop, targetOf } from './evaluate-term.ts';
import type { Evaluation, Frame, MatchOutcome, Step } from './evaluation.ts';
import { countVoid, isVoid } from './evaluation.ts';
import { isAskable } from './query-name.ts';
import { modifierNode, quietNode, quietTerms } from './quiet-terms.ts';
import type { CompiledRecord, QuietNetworks } from './record-cache.ts';
import { compileRecord, matchQuiet } from './record-cache.ts';
import type { SpfTermNode } from './spf-node.ts';
import type { DomainSpec, OneTimeModifier, Qualifier, SpfTerm } from './spf-record.ts';
import { isSpfRecord } from './spf-record.ts';
import type { ResultSet } from './spf-result.ts';
import {
  failBit,
  neutralBit,
  noneBit,
  onlyResult,
  passBit,
  permerrorBit,
  resultsIn,
  softfailBit,
  temperrorBit,
} from './spf-result.ts';

/** What a record that nobody told us about may give, provided that it is there and has no error. */
const anyBits = passBit | failBit | softfailBit | neutralBit;
const errorBits = temperrorBit | permerrorBit;
const noMatchBits = failBit | softfailBit | neutralBit;

/**
 * check_host() for one domain (RFC 7208 section 4). Recursion ends because every include and redirect counts as a
 * look-up.
 * @param outer whether this is the domain of the query, and not that of an include or redirect
 */
export function evaluateDomain(domain: string, evaluation: Evaluation, outer: boolean): Frame {
  const frame: Frame = {
    node: {
      domain,
      result: 'none',
      possible: resultsIn(noneBit),
      question: null,
      record: null,
      terms: [],
      errors: [],
      because: null,
    },
    results: noneBit,
    compiled: undefined,
    matched: -1,
    redirected: undefined,
  };
  // Section 4.3: a malformed domain, or one of a single label, has no policy.
  if (isAskable(domain)) askForRecord(frame, evaluation, outer);
  else frame.node.because = text`${domain} is not a domain of two or more labels.`;
  frame.node.result = onlyResult(frame.results) ?? 'undetermined';
  frame.node.possible = resultsIn(frame.results);
  return frame;
}

function askForRecord(frame: Frame, evaluation: Evaluation, outer: boolean): void {
  const { node } = frame;
  const answer = evaluation.dns.lookup(node.domain, 'TXT');
  node.question = { name: node.domain, type: 'TXT', answer };
  // The question for the first record belongs to no term, so it is never a void look-up.
  if (!outer && isVoid(answer)) countVoid(evaluation);
  if (answer.status === 'failure') {
    node.because = text`The DNS question for the TXT records of ${node.domain} failed.`;
    frame.results = temperrorBit;
  } else if (answer.status === 'not-supplied') {
    evaluation.missing.push({ name: node.domain, type: 'TXT' });
    node.because = text`The records of ${node.domain} were not given.`;
    frame.results = outer ? anyBits | noneBit : anyBits;
  } else if (answer.status === 'records') {
    selectRecord(answer.records, frame, evaluation);
  } else {
    node.because = text`${node.domain} has no TXT record.`;
  }
}

/** RFC 7208 section 4.5: exactly one record may begin with v=spf1. */
function selectRecord(records: readonly RecordValue[], frame: Frame, evaluation: Evaluation): void {
  const { node } = frame;
  let found: string | undefined;
  let count = 0;
  for (let index = 0; index < records.length; index++) {
    const record = records[index];
    if (typeof record !== 'string' || !isSpfRecord(record)) continue;
    found ??= record;
    count++;
  }
  if (found === undefined) {
    node.because = text`No TXT record of ${node.domain} begins with ${'v=spf1'}.`;
    return;
  }
  if (count > 1) {
    frame.results = permerrorBit;
    node.because = text`${node.domain} has ${count} SPF records; it may have one.`;
    return;
  }
  const compiled = compileRecord(found, evaluation.records);
  const { record } = compiled;
  frame.compiled = compiled;
  node.record = record.text;
  const [first] = record.errors;
  if (first !== undefined) {
    // Section 4.6: syntax errors anywhere in the record end the check before anything is evaluated.
    frame.results = permerrorBit;
    node.errors = record.errors;
    node.terms = record.terms.map((term) => notReached(term, evaluation));
    node.because = text`The record of ${node.domain} does not follow the grammar: ${first.message}`;
  } else if (compiled.quiet !== undefined) {
    evaluateQuiet(frame, compiled, compiled.quiet, evaluation);
  } else {
    const nodes: SpfTermNode[] = [];
    node.terms = nodes;
    frame.results = evaluateTerms(frame, compiled, nodes, evaluation);
    const { terms } = record;
    for (let index = nodes.length; index < terms.length; index++) {
      const term = terms[index];
      if (term !== undefined) nodes.push(notReached(term, evaluation));
    }
  }
}

const notReached = (term: SpfTerm, { lookups, voidLookups }: Evaluation): SpfTermNode =>
  quietNode(term, 'not-evaluated', lookups, voidLookups);

function qualifierBit(qualifier: Qualifier): ResultSet {
  switch (qualifier) {
    case '+':
      return passBit;
    case '-':
      return failBit;
    case '~':
      return softfailBit;
    case '?':
      return neutralBit;
  }
}

/** A record of ip4, ip6 and all only. */
function evaluateQuiet(frame: Frame, compiled: CompiledRecord, quiet: QuietNetworks, evaluation: Evaluation): void {
  const { terms } = compiled.record;
  const matched = matchQuiet(evaluation.client, quiet, terms.length);
  const term = terms[matched];
  frame.matched = matched;
  frame.results = term !== undefined && 'qualifier' in term ? qualifierBit(term.qualifier) : neutralBit;
  frame.node.terms = quietTerms(compiled, matched, evaluation.lookups, evaluation.voidLookups);
}

function evaluateTerms(
  frame: Frame,
  { record }: CompiledRecord,
  nodes: SpfTermNode[],
  evaluation: Evaluation,
): ResultSet {
  let results: ResultSet = 0;
  for (let index = 0; index < record.terms.length; index++) {
    const term = record.terms[index];
    if (term === undefined) continue;
    if (!('qualifier' in term)) {
      nodes.push(modifierNode(term, evaluation.lookups, evaluation.voidLookups));
      continue;
    }
    const outcome = evaluateMechanism(term, frame.node.domain, nodes, evaluation);
    if (outcome === 'no-match') continue;
    if (outcome === 'temperror') return results | temperrorBit;
    if (outcome === 'permerror') return results | permerrorBit;
    results |= qualifierBit(term.qualifier);
    if (outcome === 'match') {
      frame.matched = index;
      return results;
    }
    const included = term.kind === 'include' ? evaluation.undecided : 0;
    // An included record that may err, and one that cannot fail to match otherwise, say how this one may end.
    results |= included & errorBits;
    if (included !== 0 && (included & noMatchBits) === 0) return results;
  }
  if (record.redirect !== undefined) return results | followRedirect(record.redirect, frame, nodes, evaluation);
  return results | neutralBit;
}

function evaluateMechanism(
  term: Extract<SpfTerm, { qualifier: Qualifier }>,
  domain: string,
  nodes: SpfTermNode[],
  evaluation: Evaluation,
): MatchOutcome {
  switch (term.kind) {
    case 'all':
    case 'ip4':
    case 'ip6': {
      const outcome = term.kind === 'all' || inNetwork(evaluation.client, term.network) ? 'match' : 'no-match';
      nodes.push(quietNode(term, outcome, evaluation.lookups, evaluation.voidLookups));
      return outcome;
    }
    case 'include': {
      const step = startStep(term, evaluation);
      nodes.push(step);
      return endStep(step, evaluation, followInclude(term.target, domain, evaluation, step));
    }
    case 'a':
    case 'mx':
    case 'ptr':
    case 'exists': {
      const step = startStep(term, evaluation);
      nodes.push(step);
      return endStep(step, evaluation, evaluateAsking(term, domain, evaluation, step));
    }
  }
}

function startStep(term: SpfTerm, evaluation: Evaluation): Step {
  evaluation.termIsVoid = false;
  return {
    text: term.text,
    column: term.column,
    outcome: 'no-match',
    target: null,
    questions: [],
    nested: null,
    lookups: 0,
    voidLookups: 0,
    because: null,
  };
}

function endStep(step: Step, evaluation: Evaluation, outcome: MatchOutcome): MatchOutcome {
  step.outcome = outcome;
  step.lookups = evaluation.lookups;
  step.voidLookups = evaluation.voidLookups;
  return outcome;
}

/** RFC 7208 section 5.2. */
function followInclude(target: DomainSpec, domain: string, evaluation: Evaluation, step: Step): MatchOutcome {
  evaluation.undecided = 0;
  if (!countLookup(evaluation, step)) return 'permerror';
  const name = targetOf(target, domain, evaluation, step);
  if (typeof name !== 'object') return name;
  const nested = evaluateDomain(name.name, evaluation, false);
  step.nested = nested.node;
  if (nested.results & noneBit) return stop(step, 'permerror', text`${name.name} has no SPF record to include.`);
  if (nested.results === passBit) return 'match';
  if (nested.results === temperrorBit) return 'temperror';
  if (nested.results === permerrorBit) return 'permerror';
  evaluation.undecided = nested.results;
  return nested.results & (passBit | errorBits) ? 'undetermined' : 'no-match';
}

/** RFC 7208 section 6.1. */
function followRedirect(
  redirect: OneTimeModifier,
  frame: Frame,
  nodes: SpfTermNode[],
  evaluation: Evaluation,
): ResultSet {
  const term = frame.compiled?.record.terms[redirect.term];
  if (term === undefined) return permerrorBit;
  const step = startStep(term, evaluation);
  nodes[redirect.term] = step;
  const results = redirected(redirect.target, frame, evaluation, step);
  endStep(step, evaluation, results === temperrorBit ? 'temperror' : 'permerror');
  if (results & ~errorBits) step.outcome = step.nested === null ? 'undetermined' : 'followed';
  return results;
}

function redirected(target: DomainSpec, frame: Frame, evaluation: Evaluation, step: Step): ResultSet {
  if (!countLookup(evaluation, step)) return permerrorBit;
  const name = targetOf(target, frame.node.domain, evaluation, step);
  if (name === 'undetermined') return anyBits;
  if (typeof name !== 'object') return permerrorBit;
  const nested = evaluateDomain(name.name, evaluation, false);
  step.nested = nested.node;
  frame.redirected = nested;
  if ((nested.results & noneBit) === 0) return nested.results;
  // Section 6.1: no record at the target, or a malformed target name, is a permanent error.
  step.because = text`${name.name} has no SPF record to redirect to.`;
  return permerrorBit;
}
