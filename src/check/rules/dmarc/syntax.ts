import type { Span } from '../../../model/source.ts';
import { type Text, text } from '../../../model/text.ts';
import type { DmarcRecord } from '../../../protocols/dmarc/parse-dmarc.ts';
import type { CheckContext } from '../../check.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { txtSubject } from '../spf/own-spf.ts';
import { sentences } from '../spf/sentences.ts';
import { learnDmarc, rfc7489 } from './dmarc-references.ts';
import { type OwnDmarc, ownDmarc, placeOf } from './own-dmarc.ts';

interface Syntax extends Violation {
  readonly name: string;
  readonly fault:
    | { readonly kind: 'several'; readonly count: number }
    | { readonly kind: 'errors'; readonly record: DmarcRecord };
}

export const syntax = defineCheck<Syntax>({
  id: 'dmarc/syntax',
  severity: 'error',
  docs: {
    summary: 'A DMARC record is not valid.',
    why: 'Receivers ignore a record that they cannot read, or the part that they cannot read, so the policy is not what was meant.',
    remedy: 'Correct the tag that the message names.',
    references: [rfc7489('6.3'), rfc7489('6.6.3'), learnDmarc],
  },
  *run(context) {
    const seen = new Set<string>();
    for (const own of ownDmarc(context)) {
      for (const one of violations(context, own)) {
        const key = `${one.name} ${one.fault.kind === 'errors' ? one.fault.record.text : 'several'}`;
        if (seen.has(key)) continue;
        seen.add(key);
        yield one;
      }
    }
  },
  explain({ name, fault }) {
    if (fault.kind === 'several')
      return {
        problem: text`The name ${name} has ${fault.count} DMARC records where one may stand.`,
        consequence: text`Receivers take several records for none, so no policy applies.`,
        remedy: text`Keep one of the ${fault.count} TXT records of ${name} that begin with ${'v=DMARC1'}, and delete the others.`,
      };
    const { errors } = fault.record;
    const [first, ...others] = errors;
    return {
      problem: text`The DMARC record of ${name} is not valid at column ${first?.column ?? 1}: ${first?.message ?? text`it cannot be read.`}${moreErrors(others.length)}`,
      consequence: consequence(fault.record, name),
      remedy: text`Correct the TXT record of ${name}: ${sentences(errors.map(({ message }) => message))}`,
    };
  },

  fix: ({ name, fault }) => [
    byPerson(
      text`Correct the DMARC record of ${name}`,
      fault.kind === 'several'
        ? text`Decide which of the ${fault.count} TXT records of ${name} that begin with ${'v=DMARC1'} states the policy, and delete the others.`
        : text`Correct the TXT record of ${name}: ${sentences(fault.record.errors.map(({ message }) => message))}`,
    ),
  ],
});

function moreErrors(count: number): Text {
  if (count === 0) return text``;
  return count === 1 ? text` ${count} more error is in it.` : text` ${count} more errors are in it.`;
}

function* violations(context: CheckContext, { domain, found }: OwnDmarc): Generator<Syntax> {
  if (found.status === 'several') {
    const answer = context.topology.dns.view.lookup(found.name, 'TXT');
    const records = answer.status === 'records' ? answer.records : [];
    const meant = records.flatMap((record, index) => {
      const origin = answer.status === 'records' ? answer.origins?.[index] : undefined;
      if (typeof record !== 'string' || !/^v[ \t]*=[ \t]*DMARC1/iu.test(record)) return [];
      return [{ text: `${found.name} TXT "${record}"`, at: origin?.kind === 'declared' ? origin.at : undefined }];
    });
    yield {
      ...base(found.name, meant.at(-1)?.at),
      evidence: meant,
      fault: { kind: 'several', count: meant.length },
    };
  }
  const read = [...(found.record === undefined ? [] : [found.record]), ...found.discarded];
  for (const record of read) {
    if (record.errors.length === 0) continue;
    const place = placeOf(context, domain.name, record);
    const name = place?.name ?? found.name;
    yield {
      ...base(name, place?.at),
      evidence: [{ at: place?.at, text: `${name} TXT "${record.text}"` }],
      fault: { kind: 'errors', record },
    };
  }
}

const base = (name: string, at: Span | undefined) => ({ subject: txtSubject(name), at, semantics: [], name });

function consequence({ errors, policy }: DmarcRecord, name: string): Text {
  const kinds = new Set(errors.map((error) => error.consequence));
  if (kinds.has('not-dmarc')) return text`Receivers do not take it for a DMARC record, so ${name} has no policy.`;
  if (kinds.has('no-policy'))
    return policy === undefined
      ? text`Receivers apply no policy to mail that fails.`
      : text`Receivers apply the policy none, whatever was meant, because there is only an address for reports to go by.`;
  return text`Receivers use the default of each tag that they cannot read, which is not what the record says.`;
}
