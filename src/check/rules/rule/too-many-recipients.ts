import { text } from '../../../model/text.ts';
import { acts } from '../../../simulate/rules/compile-rules.ts';
import { addedRoom, redirectedMax } from '../../../simulate/rules/limits-of-rules.ts';
import { defineCheck, subject, type Violation } from '../../check.ts';
import { everyRule } from '../../every-rule.ts';
import { byPerson } from '../../proposed-fix.ts';
import { rulePages } from './rule-pages.ts';

interface TooMany extends Violation {
  readonly rule: string;
  readonly redirects: boolean;
  readonly found: number;
  readonly max: number;
}

/** A rule names more recipients than one redirect takes, or than rules may add to a message. */
export const tooManyRecipients = defineCheck<TooMany>({
  id: 'rule/too-many-recipients',
  severity: 'warning',
  covers: ['PMIS-23'],
  docs: {
    summary: 'A rule redirects to more recipients, or adds more, than the service takes.',
    why: 'A redirect beyond the limit is not applied at all, and what is added beyond the limit is left out without a word.',
    remedy: 'Redirect to one shared mailbox, or add one group.',
    references: [
      {
        title: 'Exchange Online limits',
        url: 'https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits',
      },
      rulePages.actions,
    ],
  },

  *run(context) {
    for (const { owner, compiled } of everyRule(context)) {
      if (owner.side !== 'cloud' || !acts(compiled)) continue;
      const { rule, name } = compiled;
      for (const action of rule.actions) {
        if (action.kind !== 'redirect' || action.recipients.length <= redirectedMax) continue;
        yield {
          subject: subject('rule', name),
          at: action.at,
          detail: 'redirect',
          evidence: [],
          semantics: ['LIM-5', 'ACT-3', 'PMIS-23'],
          rule: rule.name,
          redirects: true,
          found: action.recipients.length,
          max: redirectedMax,
        };
      }
      const adding = rule.actions.filter((one) => one.kind === 'addRecipients');
      const added = new Set(adding.flatMap((one) => one.recipients.map(({ text }) => text.trim().toLowerCase())));
      const room = addedRoom(owner);
      if (added.size <= room) continue;
      const declared = owner.limits?.added;
      yield {
        subject: subject('rule', name),
        at: rule.at,
        detail: 'added',
        evidence: declared === undefined ? [] : [{ at: context.sources.locate(declared.at), text: text`the limit` }],
        semantics: ['LIM-4', 'PMIS-23'],
        rule: rule.name,
        redirects: false,
        found: added.size,
        max: room,
      };
    }
  },

  explain: ({ rule, redirects, found, max }) =>
    redirects
      ? {
          problem: text`The rule ${rule} redirects to ${found} recipients, and ${max} is the limit.`,
          consequence: text`The redirect is not applied, and messages go on to those they were sent to.`,
          remedy: text`Redirect to one shared mailbox or group mailbox that all of them read.`,
        }
      : {
          problem: text`The rule ${rule} adds ${found} recipients, and rules may add ${max} to a message.`,
          consequence: text`Those beyond the limit do not get the message, and nobody is told.`,
          remedy: text`Add one group that all of them are members of.`,
        },

  fix: ({ rule, max }) => [
    byPerson(
      text`Bring the recipients of the rule ${rule} down to ${max}`,
      text`Create a shared mailbox or a group for the recipients of the rule ${rule}, and name it in the rule instead of them.`,
    ),
  ],
});
