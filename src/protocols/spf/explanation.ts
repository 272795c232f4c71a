import { text } from '../../model/text.ts';
import type { Evaluation, Frame } from './evaluation.ts';
import { choosePtrName, expandMacros, ptrQuestion, validatedNames } from './expand-macros.ts';
import { parseMacroString } from './macro-string.ts';
import { isAskable, toTarget } from './query-name.ts';
import type { SpfQuestion } from './spf-node.ts';
import { failBit } from './spf-result.ts';

/**
 * The domain's explanation of a fail (RFC 7208 section 6.2): that of the record whose mechanism matched, where that is
 * the first record or one reached by redirect; an included record's is never used. Its questions count against no
 * limit (section 4.6.4) and are shown at the exp term. Any problem means that there is no explanation.
 */
export function explain(outer: Frame, evaluation: Evaluation): string | undefined {
  if (outer.results !== failBit) return undefined;
  let frame = outer;
  while (frame.redirected !== undefined) frame = frame.redirected;
  const exp = frame.compiled?.record.exp;
  if (exp === undefined) return undefined;
  const { node } = frame;
  const questions: SpfQuestion[] = [];
  const ask = (name: string, type: SpfQuestion['type']): SpfQuestion['answer'] => {
    const answer = evaluation.dns.lookup(name, type);
    questions.push({ name, type, answer });
    return answer;
  };
  const validated = (): string => {
    const answer = ask(ptrQuestion(evaluation), 'PTR');
    return choosePtrName(validatedNames(answer, evaluation, ask, () => true).names, node.domain);
  };
  const { fixed, pieces } = exp.target;
  const target = fixed?.name ?? toTarget(expandMacros(pieces, node.domain, evaluation, validated));
  const answer = isAskable(target) ? ask(target, 'TXT') : undefined;
  const records = answer?.status === 'records' ? answer.records : [];
  const record = records.length === 1 ? records[0] : undefined;
  const macros = typeof record === 'string' ? parseMacroString(record, 'explanation') : undefined;
  const found = macros?.ok ? expandMacros(macros.pieces, node.domain, evaluation, validated) : undefined;
  node.terms = node.terms.map((term, index) => {
    if (index !== exp.term) return term;
    if (found !== undefined) return { ...term, outcome: 'explained', target, questions };
    const because = text`${target} has no single TXT record that is an explanation, so there is none.`;
    return { ...term, outcome: 'ignored', target, questions, because };
  });
  return found;
}
