import { size } from '../model/addresses/address-set.ts';
import { list, type Text, text } from '../model/text.ts';
import type { SpfAnalysis } from '../protocols/spf/analyze-spf.ts';
import type { AnalyzedRecord } from '../protocols/spf/analyzed-record.ts';
import { neverConnects } from '../reference/special-purpose.ts';
import type { SpfProblem } from './spf-report.ts';

/** RFC 7208 4.6.4 and 3.3; RFC 1035 4.2.1 for the answer over UDP. */
const lookupsMax = 10;
const voidLookupsMax = 2;
const stringOctetsMax = 255;
const answerOctetsMax = 512;

/** What is wrong with a record by itself, under the ids of the checks; what needs the mail flow is for `check` to say. */
export function spfProblems(analysis: SpfAnalysis): readonly SpfProblem[] {
  const [root, ...others] = analysis.records;
  return [
    ...existence(root),
    ...limits(root),
    ...policy(root),
    ...analysis.loops.map((loop) =>
      at(root, 'spf/syntax', text`The records lead round in a circle: ${loop.join(' → ')}.`),
    ),
    ...[root, ...others].flatMap((record) => [...syntax(record), ...terms(record)]),
    ...others.flatMap((record) => broken(record)),
  ];
}

function at(record: AnalyzedRecord, rule: string | null, message: Text): SpfProblem {
  const origin = record.candidates[0]?.origin;
  return { rule, message, location: origin?.kind === 'declared' ? origin.at : undefined };
}

function existence(root: AnalyzedRecord): readonly SpfProblem[] {
  switch (root.status) {
    case 'none':
      return [at(root, 'spf/missing', text`${root.domain} has no SPF record.`)];
    case 'several':
      return [
        at(
          root,
          'spf/multiple',
          text`${root.domain} has ${root.candidates.length} SPF records, which is a permanent error.`,
        ),
      ];
    case 'malformed-domain':
      return [
        at(root, null, text`${root.domain} is no name that DNS can be asked for; a name such as ${'contoso.com'} is.`),
      ];
    case 'not-supplied':
      return [at(root, null, text`The records of ${root.domain} were not given, so nothing is known of its SPF.`)];
    case 'failure':
      return [at(root, null, text`The DNS question for ${root.domain} fails, so its SPF is a temporary error.`)];
    case 'valid':
    case 'syntax-errors':
      return [];
  }
}

function limits(root: AnalyzedRecord): readonly SpfProblem[] {
  const problems: SpfProblem[] = [];
  if (root.lookups > lookupsMax) {
    const message = text`The record of ${root.domain} costs ${root.lookups} look-ups; more than ${lookupsMax} are a permanent error.`;
    problems.push(at(root, 'spf/too-many-lookups', message));
  }
  const voids = Math.max(root.voidLookups.ipv4, root.voidLookups.ipv6);
  if (voids > voidLookupsMax) {
    const message = text`${voids} look-ups of ${root.domain} find nothing; more than ${voidLookupsMax} are a permanent error.`;
    problems.push(at(root, 'spf/too-many-void-lookups', message));
  }
  return problems;
}

function policy(root: AnalyzedRecord): readonly SpfProblem[] {
  if (root.status !== 'valid') return [];
  // A quarter of the IPv4 space belongs to no one sender; 2 to the 30 addresses are that.
  const large = 1n << 30n;
  const ipv4 = size({ v4: root.authorised.v4, v6: [] });
  if (root.all === '+' || ipv4 >= large) {
    return [
      at(
        root,
        'spf/allows-everyone',
        text`The record of ${root.domain} passes ${String(ipv4)} IPv4 addresses, so anybody may send as it.`,
      ),
    ];
  }
  if (root.all === '?') {
    return [at(root, 'spf/weak-all', text`The record of ${root.domain} ends in ?all, so strangers are neutral.`)];
  }
  if (root.all === undefined && root.exact) {
    return [
      at(
        root,
        'spf/weak-all',
        text`The record of ${root.domain} has neither all nor redirect, so strangers are neutral.`,
      ),
    ];
  }
  return [];
}

function syntax(record: AnalyzedRecord): readonly SpfProblem[] {
  return record.errors.map(({ term, column, message }) =>
    at(record, 'spf/syntax', text`In the record of ${record.domain}, at column ${column} (${term}): ${message}.`),
  );
}

function terms(record: AnalyzedRecord): readonly SpfProblem[] {
  const problems: SpfProblem[] = [];
  for (const term of record.terms) {
    const where = text`The term ${term.text} of ${record.domain}`;
    if (term.kind === 'ptr')
      problems.push(at(record, 'spf/deprecated-ptr', text`${where} should not be used (RFC 7208 5.5).`));
    if (!term.reachable) problems.push(at(record, 'spf/unreachable-term', text`${where} is never reached.`));
    const special = term.kind === 'ip4' || term.kind === 'ip6' ? neverConnects(term.contributes) : undefined;
    if (special !== undefined && special.because.length > 0) {
      const names = [...new Set(special.because.map(({ block }) => block.name))];
      problems.push(
        at(
          record,
          'spf/private-address',
          text`${where} names addresses that never connect from the Internet (${list(names)}).`,
        ),
      );
    }
  }
  for (const { message, column } of record.notices) {
    problems.push(at(record, null, text`In the record of ${record.domain}, at column ${column}: ${message}.`));
  }
  const tooLong = record.octets > stringOctetsMax || record.answerOctets > answerOctetsMax;
  const declared = record.candidates[0]?.origin?.kind !== 'bundled';
  if (tooLong && declared) {
    const message = text`The record of ${record.domain} has ${record.octets} octets and its answer about ${record.answerOctets}; over ${stringOctetsMax} it needs several strings, over ${answerOctetsMax} the answer may not fit UDP.`;
    problems.push(at(record, 'spf/record-too-long', message));
  }
  return problems;
}

/** RFC 7208 5.2 and 6.1: an include or redirect to a domain without a usable record is a permanent error. */
function broken(record: AnalyzedRecord): readonly SpfProblem[] {
  if (record.status !== 'none' && record.status !== 'several' && record.status !== 'malformed-domain') return [];
  const why = record.status === 'several' ? text`several SPF records` : text`no SPF record`;
  return [at(record, 'spf/syntax', text`${record.domain} has ${why}, and what leads to it is a permanent error.`)];
}
