import type { DnsAnswer } from '../../model/dns.ts';
import type { Text } from '../../model/text.ts';
import { text } from '../../model/text.ts';
import { inPrefixAround } from './address-words.ts';
import type { Evaluation, MatchOutcome, Step } from './evaluation.ts';
import { ask, countVoid, hostNamesMax, isVoid, lookupsMax, preference, voidLookupsMax } from './evaluation.ts';
import { choosePtrName, expandMacros, ptrQuestion, validatedNames } from './expand-macros.ts';
import { isAskable, isAtOrBelow, toTarget } from './query-name.ts';
import type { DomainSpec, Mechanism } from './spf-record.ts';

/** A mechanism that asks DNS for something else than a record to evaluate. */
export type AskingMechanism = Extract<Mechanism, { kind: 'a' | 'mx' | 'ptr' | 'exists' }>;

/** Ends a term with an error, and says why. */
export function stop(step: Step, outcome: 'temperror' | 'permerror', because: Text): MatchOutcome {
  step.because = because;
  return outcome;
}

/** Counts one more look-up; false when there are too many (RFC 7208 section 4.6.4). */
export function countLookup(evaluation: Evaluation, step: Step): boolean {
  evaluation.lookups++;
  if (evaluation.lookups <= lookupsMax) return true;
  step.because = text`This is look-up number ${evaluation.lookups}; RFC 7208 section 4.6.4 allows ${lookupsMax}.`;
  return false;
}

const tooManyVoid = (step: Step): MatchOutcome =>
  stop(
    step,
    'permerror',
    text`More than ${voidLookupsMax} terms found nothing in DNS, which RFC 7208 section 4.6.4 forbids.`,
  );

const failed = (step: Step, name: string, type: string): MatchOutcome =>
  stop(step, 'temperror', text`The DNS question for the ${type} records of ${name} failed.`);

function missing(evaluation: Evaluation, name: string, type: string): MatchOutcome {
  evaluation.missing.push({ name, type });
  return 'undetermined';
}

/** A name that DNS can be asked for, or cannot. */
interface Target {
  readonly name: string;
  readonly askable: boolean;
}

/**
 * The target name of a term, or how the term ends without one: a limit is exceeded, a name was not given, or the term
 * cannot match (RFC 8616 section 4).
 */
export function targetOf(
  spec: DomainSpec | undefined,
  domain: string,
  evaluation: Evaluation,
  step: Step,
): Target | MatchOutcome {
  if (spec === undefined) {
    step.target = domain;
    return { name: domain, askable: true };
  }
  if (spec.fixed !== undefined) {
    step.target = spec.fixed.name;
    return spec.fixed;
  }
  // RFC 8616 section 4: a local-part beyond ASCII cannot be part of a DNS name, so the term matches nothing.
  if (spec.usesLocalPart && /[^\u0000-\u007f]/u.test(evaluation.localPart)) {
    step.because = text`The local-part has characters beyond ASCII, so a term with its macro matches nothing (RFC 8616 section 4).`;
    return 'no-match';
  }
  let ptrName = 'unknown';
  if (spec.usesPtrMacro) {
    const found = ptrMacro(domain, evaluation, step);
    if (typeof found !== 'string') return found.outcome;
    ptrName = found;
  }
  const name = toTarget(expandMacros(spec.pieces, domain, evaluation, () => ptrName));
  step.target = name;
  return { name, askable: isAskable(name) };
}

/** RFC 7208 section 4.6.4: the PTR question of `%{p}` is one more look-up. */
function ptrMacro(domain: string, evaluation: Evaluation, step: Step): string | { readonly outcome: MatchOutcome } {
  if (!countLookup(evaluation, step)) return { outcome: 'permerror' };
  const name = ptrQuestion(evaluation);
  const answer = ask(evaluation, step, name, 'PTR');
  if (answer.status === 'not-supplied') return { outcome: missing(evaluation, name, 'PTR') };
  if (isVoid(answer) && !countVoid(evaluation)) return { outcome: tooManyVoid(step) };
  const { names, unknown } = validatedNames(
    answer,
    evaluation,
    (host, type) => ask(evaluation, step, host, type),
    () => true,
  );
  for (const question of unknown) evaluation.missing.push(question);
  return unknown.length > 0 ? { outcome: 'undetermined' } : choosePtrName(names, domain);
}

/** Evaluates a, mx, ptr or exists (RFC 7208 sections 5.3, 5.4, 5.5 and 5.7). */
export function evaluateAsking(
  term: AskingMechanism,
  domain: string,
  evaluation: Evaluation,
  step: Step,
): MatchOutcome {
  if (!countLookup(evaluation, step)) return 'permerror';
  const target = targetOf(term.target, domain, evaluation, step);
  if (typeof target !== 'object') return target;
  if (term.kind === 'ptr') return evaluatePtr(target.name, evaluation, step);
  if (!target.askable) {
    step.because = text`${target.name} is no name that can exist in DNS, so the term does not match.`;
    return 'no-match';
  }
  if (term.kind === 'exists') return evaluateExists(target.name, evaluation, step);
  const prefix = evaluation.client.family === 4 ? term.prefix4 : term.prefix6;
  return term.kind === 'a'
    ? evaluateA(target.name, prefix, evaluation, step)
    : evaluateMx(target.name, prefix, evaluation, step);
}

/** The answer to the one question of a term, or how the term ends without records. */
function recordsFor(
  name: string,
  type: 'A' | 'AAAA' | 'MX',
  evaluation: Evaluation,
  step: Step,
): Extract<DnsAnswer, { status: 'records' }>['records'] | MatchOutcome {
  const answer = ask(evaluation, step, name, type);
  if (answer.status === 'records' && answer.records.length > 0) return answer.records;
  if (answer.status === 'failure') return failed(step, name, type);
  if (answer.status === 'not-supplied') return missing(evaluation, name, type);
  return countVoid(evaluation) ? 'no-match' : tooManyVoid(step);
}

function evaluateExists(name: string, evaluation: Evaluation, step: Step): MatchOutcome {
  // Section 5.7: type A, whatever the client's address is.
  const records = recordsFor(name, 'A', evaluation, step);
  return typeof records === 'string' ? records : 'match';
}

function evaluateA(name: string, prefix: number, evaluation: Evaluation, step: Step): MatchOutcome {
  const records = recordsFor(name, evaluation.client.family === 4 ? 'A' : 'AAAA', evaluation, step);
  if (typeof records === 'string') return records;
  for (const record of records) {
    if (typeof record === 'string' && inPrefixAround(evaluation.client, record, prefix)) return 'match';
  }
  return 'no-match';
}

function evaluateMx(name: string, prefix: number, evaluation: Evaluation, step: Step): MatchOutcome {
  const records = recordsFor(name, 'MX', evaluation, step);
  if (typeof records === 'string') return records;
  const type = evaluation.client.family === 4 ? 'A' : 'AAAA';
  const hosts =
    records.length === 1 ? records : [...records].sort((left, right) => preference(left) - preference(right));
  const unknown: string[] = [];
  let asked = 0;
  for (const record of hosts) {
    const host = typeof record === 'string' ? '' : toTarget(record[1]);
    // A null MX (RFC 7505) names no host.
    if (!isAskable(host)) continue;
    asked++;
    if (asked > hostNamesMax) {
      return stop(
        step,
        'permerror',
        text`${name} has more than ${hostNamesMax} MX hosts, and the first ${hostNamesMax} do not match.`,
      );
    }
    const answer = ask(evaluation, step, host, type);
    if (answer.status === 'failure') return failed(step, host, type);
    if (answer.status === 'not-supplied') unknown.push(host);
    if (answer.status !== 'records') continue;
    for (const address of answer.records) {
      if (typeof address === 'string' && inPrefixAround(evaluation.client, address, prefix)) return 'match';
    }
  }
  for (const name of unknown) missing(evaluation, name, type);
  return unknown.length > 0 ? 'undetermined' : 'no-match';
}

function evaluatePtr(target: string, evaluation: Evaluation, step: Step): MatchOutcome {
  const name = ptrQuestion(evaluation);
  const answer = ask(evaluation, step, name, 'PTR');
  if (answer.status === 'not-supplied') return missing(evaluation, name, 'PTR');
  // Section 5.5: when the PTR question fails, the mechanism does not match.
  if (answer.status === 'failure') return 'no-match';
  if (isVoid(answer)) return countVoid(evaluation) ? 'no-match' : tooManyVoid(step);
  const asking = (host: string, type: 'TXT' | 'A' | 'AAAA' | 'MX' | 'PTR'): DnsAnswer =>
    ask(evaluation, step, host, type);
  // A name outside the target could not match, so its addresses are not asked for.
  const { names, unknown } = validatedNames(answer, evaluation, asking, (host) => isAtOrBelow(host, target));
  if (names.length > 0) return 'match';
  for (const question of unknown) evaluation.missing.push(question);
  return unknown.length > 0 ? 'undetermined' : 'no-match';
}
