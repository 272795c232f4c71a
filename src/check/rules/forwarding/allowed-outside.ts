import type { OutboundSpamPolicy } from '../../../model/mail-policies.ts';
import { factOf } from '../../../model/source.ts';
import { list, plain, text } from '../../../model/text.ts';
import { domainOf, sameAddress } from '../../../protocols/smtp/mail-address.ts';
import type { ForwardKind } from '../../../simulate/forwards/forward.ts';
import { autoForwardingFact } from '../../../simulate/steps/apply-outbound-policy.ts';
import type { Outcome, Trace } from '../../../simulate/trace.ts';
import { acceptedDomain } from '../../../simulate/world.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { decisionsOf, groupBy, outcomesOf, sessionEvidence, twin } from '../../trace-evidence.ts';
import { quoted } from '../connector/power-shell.ts';
import { forwardingPages } from './forwarding-pages.ts';
import { forwardingTopologies } from './hypothetical-forwards.ts';

interface AllowedOutside extends Violation {
  readonly kinds: readonly ForwardKind[];
  readonly mailboxes: readonly string[];
  readonly target: string;
  /** Recipients to whom mail flow rules send on. */
  readonly byRules: readonly string[];
  readonly policy: string | undefined;
}

/** Mailboxes of the tenant can forward to the outside, or mail flow rules do. */
export const allowedOutside = defineCheck<AllowedOutside>({
  id: 'forwarding/allowed-outside',
  severity: 'warning',
  covers: ['PMIS-8', 'PMIS-55', 'PMIS-57', 'PMIS-58'],
  docs: {
    summary: 'Automatic forwarding to the outside is possible.',
    why: 'Whoever gets into a mailbox, or owns it, has its mail go elsewhere without anybody deciding so; it is the usual first step of a theft.',
    remedy:
      'AutoForwardingMode Off in the default outbound spam policy, and a policy of their own for those who need it.',
    whenNotToApply:
      'People whom an outbound spam rule names, or whose group it names, are not reported: somebody has decided about them.',
    references: [forwardingPages.external, forwardingPages.setPolicy, forwardingPages.remoteDomains],
  },

  *run(context) {
    const byRules = sentOnByRules(context);
    const groups = [...groupBy(possibleForwards(context), ({ policy }) => policy?.name ?? '').values()];
    // Forwards that rules make hang on no policy: they stand beside the first that lets others out.
    if (groups.length === 0 && byRules.length > 0) yield allowedBy(context, [], byRules);
    for (const [index, possible] of groups.entries()) yield allowedBy(context, possible, index === 0 ? byRules : []);
  },

  explain: ({ kinds, mailboxes, target, byRules, policy }) => {
    const rules = text`mail flow rules send mail on to ${list(byRules, 'and')}`;
    const forwards = text`${list(kinds, 'and')} of ${list(mailboxes, 'and')} to ${target} would leave`;
    return {
      problem:
        mailboxes.length === 0
          ? text`Automatic forwarding to the outside is possible: ${rules}.`
          : byRules.length === 0
            ? text`Automatic forwarding to the outside is possible: ${forwards}.`
            : text`Automatic forwarding to the outside is possible: ${forwards}, and ${rules}.`,
      consequence: text`Mail goes to strangers without its sender's doing, also where somebody else has got into the mailbox.`,
      remedy:
        mailboxes.length === 0
          ? text`AutoForwardingMode does not govern mail flow rules: review the rules that redirect or copy to the outside.`
          : text`Set-HostedOutboundSpamFilterPolicy -Identity ${quoted(policy ?? 'Default')} -AutoForwardingMode Off, and On only in a policy whose rule names those who need it.`,
    };
  },

  fix({ mailboxes, byRules, policy }, context) {
    const declared = context.topology.tenant?.hostedOutboundSpamFilterPolicies.find((one) => one.name === policy);
    const off =
      declared === undefined
        ? []
        : proposed(
            text`Set AutoForwardingMode of ${declared.name} to Off`,
            'review',
            context.change(declared.at, { AutoForwardingMode: 'Off' }),
          );
    const task =
      mailboxes.length === 0
        ? text`Review the mail flow rules that send mail on to ${list(byRules, 'and')}: AutoForwardingMode does not govern them.`
        : text`Find out who of ${list(mailboxes, 'and')} needs automatic forwarding, name them in the rule of an outbound spam policy of their own, and switch it off for everybody else.`;
    return [...off, byPerson(text`Review who may forward to the outside`, task)];
  },
});

/** One finding for each policy that lets forwards out, as the traces of the forwards say. */
function allowedBy(context: CheckContext, possible: readonly Leaving[], byRules: readonly Leaving[]): AllowedOutside {
  const policy = possible[0]?.policy;
  return {
    subject: policy === undefined ? 'topology:tenant' : subject('policy', policy.name),
    at: policy === undefined ? (byRules[0]?.at ?? context.topology.tenant?.at) : `${policy.at}/AutoForwardingMode`,
    evidence: [...possible, ...byRules].flatMap(({ probed, outcome }) => sessionEvidence(context, probed, outcome)),
    semantics: [
      ...(possible.length > 0 ? ['OSP-5', 'RD-17', 'PMIS-55'] : []),
      ...(byRules.length > 0 ? ['FWD-8', 'PMIS-58'] : []),
    ],
    kinds: kindOrder.filter((kind) => possible.some((one) => one.kind === kind)),
    mailboxes: unique(possible.map((one) => one.by)),
    target: possible[0]?.outcome.finalRecipient ?? '',
    byRules: unique(byRules.map((one) => one.outcome.finalRecipient)),
    policy: policy?.name,
  };
}

const kindOrder: readonly ForwardKind[] = [
  'ForwardingSmtpAddress',
  'ForwardingAddress',
  'ForwardTo',
  'ForwardAsAttachmentTo',
  'RedirectTo',
];

interface Leaving {
  readonly kind: ForwardKind;
  readonly by: string;
  readonly probed: ProbedTrace;
  readonly outcome: Outcome;
  readonly at?: string;
  /** Which policy of the tenant let it out; undefined: none that is declared. */
  readonly policy?: OutboundSpamPolicy | undefined;
}

/** What declared rules send to the outside (FWD-8): nothing but another rule stops that (table 4.3). */
function sentOnByRules(context: CheckContext): readonly Leaving[] {
  const found = new Map<string, Leaving>();
  for (const { probed, outcome } of outcomesOf(context.traces)) {
    const last = outcome.forwards.at(-1);
    if (outcome.status !== 'sent' || last?.kind !== 'rule' || last.owner !== 'tenant') continue;
    const key = `${last.at} ${outcome.finalRecipient.toLowerCase()}`;
    if (isOutside(context, outcome.finalRecipient) && !found.has(key))
      found.set(key, { kind: 'rule', by: last.by, probed, outcome, at: last.at });
  }
  return [...found.values()];
}

/** Mailboxes that are asked, each with a message from outside and one from inside. */
const mailboxesMax = 6;
/** Domains outside: some domain, and those of which a remote domain says something of its own. */
const targetsMax = 4;

/** The same messages in topologies in which their recipients forward. */
function possibleForwards(context: CheckContext): readonly Leaving[] {
  const asked = mailboxTraces(context);
  const mailboxes = [...asked.keys()];
  for (const target of targets(context)) {
    const found = new Map<string, Leaving>();
    for (const topology of forwardingTopologies(context.topology, mailboxes, target)) {
      const traced = context.supposing(topology);
      for (const probed of [...asked.values()].flat())
        for (const outcome of traced(probed).outcomes) {
          const last = outcome.forwards.at(-1);
          if (outcome.status !== 'sent' || last === undefined || !kindOrder.includes(last.kind)) continue;
          if (!sameAddress(outcome.finalRecipient, target)) continue;
          const key = `${last.kind} ${last.by.toLowerCase()}`;
          if (!found.has(key)) {
            const policy = policyBehind(context, traced(probed, { explain: true }), outcome);
            found.set(key, { kind: last.kind, by: last.by, probed, outcome, policy });
          }
        }
    }
    if (found.size > 0) return [...found.values()];
  }
  return [];
}

/** The policy of the decision that let a forward out (OSP-3): the first that is On may be for other people. */
function policyBehind({ topology }: CheckContext, trace: Trace, outcome: Outcome): OutboundSpamPolicy | undefined {
  const explained = twin(trace, outcome);
  const decision = explained && decisionsOf(trace, explained).findLast(({ step }) => step === 'apply-outbound-policy');
  const facts = decision?.evidence.map(factOf) ?? [];
  return topology.tenant?.hostedOutboundSpamFilterPolicies.find((one) =>
    facts.includes(plain(autoForwardingFact(one))),
  );
}

const purposes: ReadonlySet<string> = new Set(['inbound', 'internal']);

/** Messages that reach a mailbox in the cloud, by mailbox; for whom a policy rule names in person, somebody has decided. */
function mailboxTraces(context: CheckContext): ReadonlyMap<string, readonly ProbedTrace[]> {
  const { own } = context.world;
  const found = new Map<string, ProbedTrace[]>();
  if (own === undefined) return found;
  const named = peopleOfPolicies(context);
  for (const probed of context.traces) {
    const [recipient, ...others] = probed.message.recipients;
    if (!purposes.has(probed.purpose) || recipient === undefined || others.length > 0) continue;
    const entry = own.directory.entries.get(recipient.text.toLowerCase());
    if (named.has(recipient.text.toLowerCase())) continue;
    if (probed.message.type !== 'normal' || (entry !== undefined && entry.kind !== 'mailbox')) continue;
    const arrives = probed.trace.outcomes.some(
      (one) => one.status === 'delivered' && one.endsAt === 'tenant' && one.forwards.length === 0,
    );
    const known = found.get(recipient.text);
    if (!arrives || (known === undefined && found.size >= mailboxesMax)) continue;
    if (known === undefined) found.set(recipient.text, [probed]);
    else if (
      known.length < 2 &&
      isOutside(context, known[0]?.message.from ?? '') !== isOutside(context, probed.message.from)
    )
      known.push(probed);
  }
  return found;
}

/** Who stands in the scope of an outbound spam rule, alone or as member of a group. */
function peopleOfPolicies({ topology }: CheckContext): ReadonlySet<string> {
  const scopes = topology.tenant?.hostedOutboundSpamFilterRules.filter((one) => one.enabled) ?? [];
  const groups = scopes.flatMap(({ conditions }) => conditions.fromMemberOf.map((one) => one.text));
  const members = topology.recipients
    .filter(({ address }) => groups.some((group) => sameAddress(group, address)))
    .flatMap((group) => group.members);
  return new Set(
    [...scopes.flatMap(({ conditions }) => conditions.from), ...members].map((one) => one.text.toLowerCase()),
  );
}

/** Whom the outbound probes write to, and somebody in each remote domain of its own. */
function targets(context: CheckContext): readonly string[] {
  const outbound = context.traces.find((one) => one.purpose === 'outbound')?.message.recipients[0]?.text;
  const special = context.world.own?.tenant.remoteDomains.flatMap(({ domain }) =>
    domain.kind === 'all' ? [] : [`recipient@${domain.kind === 'wildcard' ? 'host.' : ''}${domain.domain}`],
  );
  return [...(outbound === undefined ? [] : [outbound]), ...(special ?? [])]
    .filter((address) => isOutside(context, address))
    .slice(0, targetsMax);
}

const isOutside = ({ world: { own, premises } }: CheckContext, address: string): boolean => {
  const domain = domainOf(address);
  return (
    (own === undefined || acceptedDomain(own, domain) === undefined) &&
    premises?.acceptedDomains.some((one) => one.name === domain) !== true
  );
};

const unique = (items: readonly string[]): readonly string[] => [...new Set(items)];
