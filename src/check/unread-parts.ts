import { list, type Text, text } from '../model/text.ts';
import type { NotUnderstood } from '../model/transport-rule.ts';
import type { CheckContext } from './check.ts';
import { everyRule, type OwnedRule } from './every-rule.ts';
import { groupBy } from './trace-evidence.ts';

/** What of a rule that runs nobody understood: of its conditions, its exceptions, its actions or its other properties. */
export interface UnreadPart extends OwnedRule {
  readonly part: NotUnderstood['part'];
  readonly gaps: readonly [NotUnderstood, ...NotUnderstood[]];
  readonly problem: Text;
  readonly effect: Text;
}

/** Where the meaning of a rule is open, so that verdicts that meet it are; what a rule would do that does not run is nobody's question. */
export function* unreadParts(context: Pick<CheckContext, 'world'>): Iterable<UnreadPart> {
  for (const owned of everyRule(context)) {
    const { rule, idle } = owned.compiled;
    if (idle !== undefined) continue;
    for (const gaps of groupBy(rule.notUnderstood, (gap) => gap.part).values()) {
      const [{ part }] = gaps;
      const names = list(
        gaps.map((gap) => gap.text),
        'and',
      );
      yield {
        ...owned,
        part,
        gaps,
        problem:
          gaps.length === 1
            ? text`${names} of the rule ${rule.name} was not understood.`
            : text`${names} of the rule ${rule.name} were not understood.`,
        effect:
          part === 'actions'
            ? text`What the rule does with a message that it matches is undetermined.`
            : text`Which messages the rule acts on is undetermined.`,
      };
    }
  }
}
