import { asString, plain, type Text, type TextValue, text } from '../../../model/text.ts';
import { sameAddress } from '../../../protocols/smtp/mail-address.ts';
import { type Forward, mechanismText } from '../../../simulate/forwards/forward.ts';
import type { Decision, Outcome } from '../../../simulate/trace.ts';
import { type CheckContext, defineCheck, type ProbedTrace, subject, type Violation } from '../../check.ts';
import { byPerson } from '../../proposed-fix.ts';
import { decisionsOf, groupBy, outcomesOf, quotedReply, sessionEvidence, twin } from '../../trace-evidence.ts';
import { allowedByPolicy, allowedByRemoteDomain } from './allow-forward.ts';
import { circleOf } from './circle-of-forwards.ts';
import { forwardingPages } from './forwarding-pages.ts';
import { isMeant } from './meant-forward.ts';

/** What stops a forward (table 4.3, section 2.9). */
type Control = 'policy' | 'remote domain' | 'rule' | 'loop';

interface Blocked extends Violation {
  readonly forward: Forward;
  readonly to: string;
  readonly control: Control;
  readonly because: Text;
  /** What a sender outside and one inside are told; undefined: no such message was traced. */
  readonly outside: TextValue | undefined;
  readonly inside: TextValue | undefined;
  /** The author has declared that it is to arrive. */
  readonly meant: boolean;
}

interface Stopped extends Failure {
  readonly forward: Forward;
  readonly control: Control;
  readonly decision: Decision;
  readonly because: Text;
}

/** An inbox rule, or an attribute, that another setting of the mailbox puts out of force (FWD-3, FWD-12, FWD-13). */
interface Idle extends Violation {
  readonly idle: Text;
}

/** Forwards beyond what is explained. */
interface More extends Violation {
  readonly more: number;
}

/** Failures of which the decisions are worded and read; the rest of so many forwards is counted. */
const explainedMax = 500;

/** A declared forward that does not arrive: which control stops it, and what the sender sees. */
export const blocked = defineCheck<Blocked | Idle | More>({
  id: 'forwarding/blocked',
  severity: 'warning',
  covers: ['PMIS-24', 'PMIS-25', 'PMIS-56', 'PMIS-61', 'PMIS-66', 'CMIS-45', 'CMIS-46'],
  docs: {
    summary:
      'A declared forward does not arrive: a policy, a remote domain, a mail flow rule or a loop counter stops it.',
    why: 'Remote domains and loop counters drop forwards without a word; the person who forwards waits for mail that nobody misses.',
    remedy: 'Allow the forward where it is meant to work, in every control on its way, or take it away.',
    references: [forwardingPages.external, forwardingPages.remoteDomains, forwardingPages.setPolicy],
  },

  *run(context) {
    const { stopped, left } = stoppedForwards(context);
    const groups = groupBy(stopped, ({ forward, outcome, control }) =>
      [forward.at, forward.kind, outcome.finalRecipient.toLowerCase(), control].join(' '),
    );
    for (const group of groups.values()) {
      const [{ probed, outcome, forward, control, decision, because }] = group;
      yield {
        subject: subjectOf(context, outcome, forward),
        at: forward.at,
        detail: `${forward.kind} ${outcome.finalRecipient.toLowerCase()} ${control}`,
        about: [`${forward.by} ${forward.kind} ${outcome.finalRecipient}`.toLowerCase()],
        evidence: [...decision.evidence, ...sessionEvidence(context, probed, outcome)],
        semantics: decision.semantics,
        assumptions: outcome.assumptions,
        explains: group.map((one) => one.probed),
        forward,
        to: outcome.finalRecipient,
        control,
        because,
        outside: told(context, group, false),
        inside: told(context, group, true),
        meant: isMeant(context, forward, group),
      };
    }
    yield* idleForwards(context);
    if (left.length > 0)
      yield {
        subject: 'topology:tenant',
        at: undefined,
        detail: 'more',
        evidence: [],
        semantics: ['ORDER-28'],
        explains: left.map(({ probed }) => probed),
        more: new Set(left.map(({ outcome }) => outcome.forwards.at(-1)?.at)).size,
      };
  },

  explain: (violation) =>
    'more' in violation
      ? {
          problem: text`And ${violation.more} more forwards do not arrive: of so many, the first ${explainedMax} failures are looked at one by one.`,
          consequence: text`What stops them is not told here; a trace of a message to each mailbox tells it.`,
          remedy: text`Settle those that are reported, and run the check again.`,
        }
      : 'idle' in violation
        ? {
            problem: violation.idle,
            consequence: text`Nobody is told: what it was to send on does not leave the mailbox.`,
            remedy: text`Keep the one that is meant, and take the other away.`,
          }
        : {
            problem: text`What ${violation.forward.by} sends on to ${violation.to} (${mechanismText(violation.forward)}) does not arrive: ${violation.because}.`,
            consequence: consequenceOf(violation.outside, violation.inside),
            remedy: remedies[violation.control],
          },

  fix(violation, context) {
    if (!('control' in violation)) return [];
    const { forward, to, control, meant } = violation;
    return [
      ...(meant && control === 'policy' ? allowedByPolicy(context, forward) : []),
      ...(meant && control === 'remote domain' ? allowedByRemoteDomain(context, to) : []),
      byPerson(
        text`Decide whether ${forward.by} is to send on to ${to}`,
        text`If nobody answers for it: take the forward of ${forward.by} away and leave the control as it is. Mail that goes out by itself is how it leaks, so Exchange Online blocks it by default.`,
        remedies[control],
      ),
    ];
  },
});

/** What a mailbox declares and does not do, by the decisions of a message that reaches it. */
function* idleForwards(context: CheckContext): Iterable<Idle> {
  const seen = new Set<string>();
  for (const probed of context.traces) {
    if (probed.purpose !== 'forward' || !hasSeveral(context, probed.entry)) continue;
    for (const decision of context.explained(probed).hops.flatMap((hop) => hop.decisions)) {
      const idle = idleOf(probed.entry, decision);
      const at = decision.evidence[0]?.at;
      const key = `${at?.line} ${at?.column} ${decision.step}`;
      if (idle === undefined || seen.has(key)) continue;
      seen.add(key);
      yield {
        subject: subject('recipient', probed.entry),
        at,
        detail: `${decision.step} ${plain(decision.because)}`,
        evidence: decision.evidence,
        semantics: decision.semantics,
        idle,
      };
    }
  }
}

/** Inbox rules, or a second attribute: only then can one setting put another out of force. */
function hasSeveral({ world }: CheckContext, mailbox: string): boolean {
  const entry =
    world.own?.directory.entries.get(mailbox.toLowerCase()) ??
    world.premises?.directory.entries.get(mailbox.toLowerCase());
  return (entry?.recipient?.inboxRules.length ?? 0) > 0 || entry?.forwarding?.ignored !== undefined;
}

function idleOf(mailbox: string, { step, verdict, because, rejected }: Decision): Text | undefined {
  if (step === 'run-inbox-rules' && plain(verdict) === 'not applied')
    return text`An inbox rule of ${mailbox} is not applied: ${because}.`;
  const [ignored] = step === 'forward-mailbox' ? rejected : [];
  return ignored && text`${mailbox} does not forward to ${ignored.candidate}: ${ignored.because}.`;
}

const remedies: Readonly<Record<Control, Text>> = {
  policy: text`Where the forward is meant to work, put whoever forwards in the scope of an outbound spam policy of their own with AutoForwardingMode On (New-HostedOutboundSpamFilterPolicy, New-HostedOutboundSpamFilterRule -From); otherwise take the forward away.`,
  'remote domain': text`Where the forward is meant to work, give its domain a remote domain of its own: New-RemoteDomain -DomainName with the domain, then Set-RemoteDomain -AutoForwardEnabled $true; otherwise take the forward away.`,
  rule: text`Where the forward is meant to work, except its recipient in the rule (ExceptIfSentTo, ExceptIfRecipientDomainIs); exceptions for the sender miss forwards, which keep the original one. Otherwise take the forward away.`,
  loop: text`Let the first forward lead straight to where the mail is to end: a forward of a forward is stopped.`,
};

function consequenceOf(outside: TextValue | undefined, inside: TextValue | undefined): Text {
  if (outside !== undefined && inside !== undefined && asString(outside) !== asString(inside))
    return text`A sender outside ${seen(outside)}; one inside ${seen(inside)}.`;
  return text`The sender ${seen(outside ?? inside ?? '')}.`;
}

const seen = (reply: TextValue): Text => (reply === '' ? text`is told nothing` : text`gets ${reply}`);

/** The answer that a sender gets, empty where nobody tells him anything. */
function told(context: CheckContext, group: readonly Stopped[], inside: boolean): TextValue | undefined {
  const found = group.find(({ probed }) => isInside(context, probed.message.from) === inside);
  if (found === undefined) return undefined;
  const { reply } = found.outcome;
  const isTold = reply?.returnedTo.some((address) => sameAddress(address, found.probed.message.from)) === true;
  return reply === null || !isTold ? '' : quotedReply(reply);
}

const isInside = ({ world }: CheckContext, address: string): boolean => {
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return (
    world.own?.accepted.has(domain) === true ||
    world.premises?.acceptedDomains.some((one) => one.name === domain) === true
  );
};

/** Of a mail flow rule the rule is at fault, otherwise who sends on. */
function subjectOf({ topology }: CheckContext, { rules }: Outcome, { kind, by, at }: Forward): string {
  const rule = topology.tenant?.transportRules.find((one) => at.startsWith(`${one.at}/`));
  return kind === 'rule' && rule !== undefined && rules.length > 0
    ? subject('rule', rule.name)
    : subject('recipient', by);
}

const asked: ReadonlySet<string> = new Set(['declared', 'forward', 'inbound', 'internal', 'rule']);

interface Failure {
  readonly probed: ProbedTrace;
  readonly outcome: Outcome;
}

/** Forwards that end early, with the control that stops each: failures that look alike have one, which is read once. */
function stoppedForwards(context: CheckContext): {
  readonly stopped: readonly Stopped[];
  readonly left: readonly Failure[];
} {
  const alike = groupBy(failures(context), ({ outcome: { forwards, finalRecipient, status, reply, rules } }) => {
    const last = forwards.at(-1);
    return [last?.at, last?.kind, finalRecipient.toLowerCase(), status, reply?.enhanced, ...rules].join(' ');
  });
  const stopped: Stopped[] = [];
  const left: Failure[] = [];
  let explained = 0;
  for (const group of alike.values()) {
    if (explained++ >= explainedMax) left.push(...group);
    else {
      const [found] = stoppedBy(context, group[0].probed, group[0].outcome);
      if (found !== undefined) stopped.push(...group.map((one) => ({ ...found, ...one })));
    }
  }
  return { stopped, left };
}

function* failures(context: CheckContext): Generator<Failure> {
  for (const one of outcomesOf(context.traces)) {
    const { status, forwards } = one.outcome;
    if (forwards.length === 0 || !asked.has(one.probed.purpose)) continue;
    if (status === 'bounced' || status === 'dropped' || status === 'quarantined') yield one;
  }
}

/** The control whose decision ends the copy, where somebody sent it on before. */
function stoppedBy(context: CheckContext, probed: ProbedTrace, outcome: Outcome): readonly Stopped[] {
  const forward = outcome.forwards.at(-1);
  if (forward === undefined || circleOf(context, probed, outcome).length > 0) return [];
  const trace = context.explained(probed);
  const explained = twin(trace, outcome);
  const decisions = explained === undefined ? [] : decisionsOf(trace, explained);
  const counted = outcome.reply?.enhanced === '5.7.128';
  for (const [control, isIt] of controls) {
    const decision = decisions.findLast((one) => isIt(one, outcome));
    if (decision === undefined) continue;
    const because = control !== 'rule' ? decision.because : counted ? tooOften : byRule(outcome, decision);
    return [{ probed, outcome, forward, control: counted ? 'loop' : control, decision, because }];
  }
  return [];
}

/** RULE-53 */
const tooOften = text`mail flow rules have changed its recipients before, and Exchange Online allows it once`;

const byRule = ({ rules }: Outcome, { because }: Decision): Text =>
  text`the rule ${rules.at(-1) ?? ''} ends it, because ${because}`;

const controls: readonly (readonly [Control, (decision: Decision, outcome: Outcome) => boolean])[] = [
  [
    'policy',
    ({ step, verdict }, { reply }) =>
      step === 'apply-outbound-policy' && plain(verdict) === 'refused' && reply?.enhanced === '5.7.520',
  ],
  [
    'loop',
    ({ step, verdict }, { reply }) =>
      step === 'forward-mailbox' && plain(verdict) === 'a forwarding loop' && reply !== null,
  ],
  [
    'remote domain',
    ({ step }, { status, reply }) => step === 'apply-remote-domain' && status === 'dropped' && reply === null,
  ],
  [
    'loop',
    ({ step, verdict }, { reply }) =>
      step === 'run-inbox-rules' && plain(verdict) === 'dropped in silence' && reply === null,
  ],
  [
    'rule',
    ({ step, verdict }, { rules }) =>
      step === 'evaluate-rule' && rules.some((name) => plain(verdict).startsWith(`${name} matches`)),
  ],
];
