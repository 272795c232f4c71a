import { text } from '../../../model/text.ts';
import { type CheckContext, defineCheck, subject, type Violation } from '../../check.ts';
import { everyPredicate } from '../../every-rule.ts';
import { quoted } from '../connector/power-shell.ts';
import { rulePages } from './rule-pages.ts';

interface LoosePattern extends Violation {
  readonly rule: string;
  readonly parameter: string;
  readonly pattern: string;
  readonly domain: string;
  /** An address in a domain of somebody else that the pattern finds as well. */
  readonly foreign: string;
}

/** A pattern for addresses of one domain finds addresses in domains of other people as well. */
export const looseAddressPattern = defineCheck<LoosePattern>({
  id: 'rule/loose-address-pattern',
  severity: 'warning',
  covers: ['PMIS-13'],
  docs: {
    summary: 'A pattern for the addresses of a domain also finds addresses in domains of strangers.',
    why: 'Patterns are searched for anywhere in the address, and a dot stands for any character: whoever registers a domain that looks alike meets the rule.',
    remedy: 'Begin the domain with @, escape its dots, and end it with $.',
    references: [rulePages.predicates, rulePages.practices],
  },

  *run(context) {
    for (const { compiled, predicate, parameter } of everyPredicate(context)) {
      if (predicate.kind !== 'patterns' || !ofAddresses.has(predicate.parameter)) continue;
      for (const value of predicate.patterns) {
        const found = foreignMatch(context, value.text, compiled.rule.useLegacyRegex);
        if (found === undefined) continue;
        yield {
          subject: subject('rule', compiled.name),
          at: value.at,
          detail: `${parameter} ${value.text}`,
          evidence: [],
          semantics: ['RULE-30', 'PMIS-13'],
          rule: compiled.rule.name,
          parameter,
          pattern: value.text,
          ...found,
        };
      }
    }
  },

  explain: ({ rule, parameter, pattern, domain, foreign }) => ({
    problem: text`${parameter} of the rule ${rule} has ${pattern}, which finds ${foreign} as well as addresses in ${domain}.`,
    consequence: text`The rule treats mail of a stranger who owns such a domain as it treats mail of ${domain}.`,
    remedy: text`Set-TransportRule -Identity ${quoted(rule)} -${parameter} with ${quoted(`@${domain.replaceAll('.', '\\.')}$`)} in place of ${pattern}.`,
  }),
});

const ofAddresses: ReadonlySet<string> = new Set([
  'FromAddressMatchesPatterns',
  'RecipientAddressMatchesPatterns',
  'AnyOfRecipientAddressMatchesPatterns',
]);

/** A bare domain, with what may stand around it: the beginning, any local part and the at sign, or the end. */
const domainPattern = /^\^?(?:\.[*+])?@?(?<domain>[a-z0-9-]+(?:\\?\.[a-z0-9-]+)+)\$?$/iu;

/** An address in a domain that is not the one meant, nor below it, which the pattern surely finds. */
function foreignMatch(
  { world }: CheckContext,
  pattern: string,
  legacy: boolean,
): Pick<LoosePattern, 'domain' | 'foreign'> | undefined {
  const domain = domainPattern.exec(pattern)?.groups?.domain?.replaceAll('\\.', '.').toLowerCase();
  const search = world.patterns?.compilePatternLists([{ values: [pattern], legacy }]);
  if (domain === undefined || search === undefined) return undefined;
  const finds = (address: string) => search(address).of(0)?.verdict === 'yes';
  const [first, ...rest] = domain.split('.');
  // The last dot is the one before the top level domain: without it nobody can own the domain.
  const joined = rest.length > 1 ? [`somebody@${first}x${rest.join('.')}`] : [];
  const foreign = [`somebody@${domain}.example`, `somebody@not${domain}`, ...joined].find(finds);
  return foreign === undefined || !finds(`somebody@${domain}`) ? undefined : { domain, foreign };
}
