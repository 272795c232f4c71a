import type { Pointer } from '../../../model/source.ts';
import { text } from '../../../model/text.ts';
import { acts } from '../../../simulate/rules/compile-rules.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { everyRule } from '../../every-rule.ts';
import { proposed } from '../../proposed-fix.ts';
import { outcomesOf, sessionLine } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { askedOf } from './questions.ts';
import { rulePages } from './rule-pages.ts';

interface TextRepeated extends Violation {
  readonly rule: string;
  readonly ruleAt: Pointer;
  /** The parameter of the exception that would spare replies, and its words. */
  readonly exception: 'ExceptIfSubjectContainsWords' | 'ExceptIfSubjectOrBodyContainsWords';
  readonly words: string | undefined;
  readonly inSubject: boolean;
}

/** A rule adds its text to messages that have it already: it grows with every reply (ACT-13, ACT-22). */
export const textRepeated = defineCheck<TextRepeated>({
  id: 'rule/text-repeated',
  severity: 'info',
  covers: ['PMIS-21'],
  docs: {
    summary: 'A rule puts a prefix or a disclaimer on messages that have it already.',
    why: 'Replies quote what the rule has written before, and get it once more with each of them.',
    remedy: 'Spare by an exception what has the text already.',
    references: [rulePages.actions, rulePages.practices],
  },

  *run(context) {
    for (const { compiled } of everyRule(context)) {
      const { rule, name } = compiled;
      const action = compiled.actions.find((one) => one.kind === 'prependSubject' || one.kind === 'disclaimer');
      if (action === undefined || !acts(compiled)) continue;
      const again = [...outcomesOf(askedOf(context, compiled, 'again'))].find(
        ({ outcome }) => outcome.rules.includes(name) && (outcome.status === 'delivered' || outcome.status === 'sent'),
      );
      if (again === undefined) continue;
      const inSubject = action.kind === 'prependSubject';
      yield {
        subject: subject('rule', name),
        at: action.at,
        evidence: [{ at: undefined, text: sessionLine(again.probed, again.outcome) }],
        semantics: [inSubject ? 'ACT-22' : 'ACT-13', 'PMIS-21'],
        confidence: again.outcome.confidence,
        assumptions: again.outcome.assumptions,
        rule: rule.name,
        ruleAt: rule.at,
        exception: inSubject ? 'ExceptIfSubjectContainsWords' : 'ExceptIfSubjectOrBodyContainsWords',
        words: inSubject ? wordsOf(action.prefix) : phraseOf(action.kind === 'disclaimer' ? action.html.text : ''),
        inSubject,
      };
    }
  },

  explain: ({ rule, inSubject, exception, words }) => ({
    problem: inSubject
      ? text`The rule ${rule} puts its prefix in front of subjects that have it already.`
      : text`The rule ${rule} puts its disclaimer on messages that have it already.`,
    consequence: text`With every reply the message gets the text once more.`,
    remedy:
      words === undefined
        ? text`Set-TransportRule -Identity ${quoted(rule)} -${exception} with words of the text.`
        : text`Set-TransportRule -Identity ${quoted(rule)} -${exception} ${quoted(words)}.`,
  }),

  fix: ({ rule, ruleAt, exception, words }, context) =>
    words === undefined || isSet(context, ruleAt, exception)
      ? []
      : proposed(
          text`Let ${rule} spare what has its text already`,
          'review',
          context.change(ruleAt, { [exception]: [words] }),
        ),
});

/** Words hold 128 characters (PRED-19). */
const wordsMax = 128;

function wordsOf(written: string): string | undefined {
  const words = written.trim();
  return words === '' || words.length > wordsMax ? undefined : words;
}

/** The longest piece of the text between tags. */
function phraseOf(html: string): string | undefined {
  const pieces = html.split(/<[^>]*>/u).flatMap((piece) => wordsOf(piece) ?? []);
  return pieces.reduce<string | undefined>(
    (longest, piece) => (longest === undefined || piece.length > longest.length ? piece : longest),
    undefined,
  );
}

/** An exception of the kind is there: what it spares is not for a program to widen. */
const isSet = (context: CheckContext, at: Pointer, exception: string): boolean =>
  [...everyRule(context)].some(
    ({ compiled: { rule } }) =>
      rule.at === at && rule.exceptions.some(({ parameter }) => `ExceptIf${parameter}` === exception),
  );
