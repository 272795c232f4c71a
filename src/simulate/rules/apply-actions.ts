import { text } from '../../model/text.ts';
import type { Action } from '../../model/transport-rule.ts';
import { reply } from '../../reference/replies/replies.ts';
import { copyWith } from '../new-copy.ts';
import type { Run } from '../run.ts';
import { transitWith } from '../transit.ts';
import { addRecipients, redirect } from './added-recipients.ts';
import type { ResolveAdded } from './apply-rules.ts';
import { changeMessage } from './change-message.ts';
import type { CompiledRule } from './compile-rules.ts';
import { managerOfSender } from './directory-predicates.ts';
import { bounce, end, rejection } from './end-fork.ts';
import { type Fork, forkWith, resolvedWith } from './fork.ts';
import { sclHeader } from './headers.ts';
import { isSealed } from './message-facts.ts';
import { moderate } from './moderate.ts';
import { ruledWith } from './rule-owner.ts';
import { sceneOf } from './scene.ts';
import { disconnect, notifySender, quarantine, smtpReject } from './server-actions.ts';

type Next = Fork | 'ended';

/** Takes all actions of a rule on the copies it matches (RULE-19, RULE-20). @returns no recipients where it ends them. */
export function applyActions(run: Run, rule: CompiledRule, fork: Fork, resolveAdded: ResolveAdded): Fork {
  if (ignoresRule(rule, fork)) return fork;
  const current = isContested(rule)
    ? takeContested(run, rule, fork, resolveAdded)
    : takeActions(run, rule, rule.actions, fork, resolveAdded);
  if (current.recipients.length === 0) return current;
  for (const gap of rule.rule.notUnderstood) {
    if (gap.part !== 'actions') continue;
    const does = run.ask(
      `rule ${rule.name} action ${gap.text}`,
      ['nothing', 'something'],
      () => text`what ${gap.text} of the rule ${rule.name} does to the message: it is not understood`,
    );
    if (does === 'nothing') continue;
    const missing = text`what ${gap.text} of the rule ${rule.name} does`;
    for (const { copy } of current.recipients)
      run.end(copy, current.message.transit, { status: 'undetermined', missing });
    return forkWith(fork, { recipients: [] });
  }
  return current;
}

function takeActions(
  run: Run,
  rule: CompiledRule,
  actions: readonly Action[],
  fork: Fork,
  resolveAdded: ResolveAdded,
): Fork {
  let current = fork;
  for (const action of actions) {
    const next = applyAction(run, rule, current, action, resolveAdded);
    if (next === 'ended') return forkWith(fork, { recipients: [] });
    current = next;
  }
  return current;
}

const isContested = ({ actions }: CompiledRule): boolean => actions.some(isAdding) && actions.some(isDeciding);

const isAdding = (action: Action): boolean =>
  action.kind === 'addRecipients' || (action.kind === 'addManager' && action.as !== 'Redirect');

/** What becomes of those who are recipients already. */
const isDeciding = (action: Action): boolean =>
  /^(redirect|moderate|moderateByManager|quarantine|reject|delete)$/u.test(action.kind) ||
  (action.kind === 'addManager' && action.as === 'Redirect');

/** RULE-19: whether who is added shares the fate of the others is not documented. */
function takeContested(run: Run, rule: CompiledRule, fork: Fork, resolveAdded: ResolveAdded): Fork {
  const take = (actions: readonly Action[], of: Fork) => takeActions(run, rule, actions, of, resolveAdded);
  if (run.assume('rules.actionOrder', ['recipients-first', 'ending-first']) === 'recipients-first')
    return take(rule.actions, fork);
  const others = rule.actions.filter((one) => !isAdding(one) && !isDeciding(one));
  const joined = take(rule.actions.filter(isAdding), take(others, fork));
  const [before, added] = [fork.recipients.length, joined.recipients];
  const decided = take(rule.actions.filter(isDeciding), forkWith(joined, { recipients: added.slice(0, before) }));
  return forkWith(decided, { recipients: [...decided.recipients, ...added.slice(before)] });
}

/** ACT-13: with the fallback Ignore a message that cannot be changed is spared by the whole rule. */
const ignoresRule = ({ actions }: CompiledRule, { message }: Fork): boolean =>
  isSealed(message) && actions.some((one) => one.kind === 'disclaimer' && one.fallback === 'Ignore');

function applyAction(run: Run, rule: CompiledRule, fork: Fork, action: Action, resolveAdded: ResolveAdded): Next {
  const { message } = fork;
  switch (action.kind) {
    case 'disclaimer':
      if (isSealed(message) && action.fallback === 'Reject') return bounce(run, fork, reply('ruleRejected'));
      return forkWith(fork, { message: changeMessage(message, action, isSealed(message)) });
    case 'protect':
      // RULE-28e: what changes the content of an S/MIME message is not processed.
      if (message.transit.type === 'encrypted') return fork;
      // ACT-18: what came from outside cannot be encrypted and goes back.
      if (message.authAs !== 'Internal') return bounce(run, fork, reply('ruleRejected'));
      return forkWith(fork, { message: changeMessage(message, action, false) });
    case 'removeHeader':
    case 'setHeader':
    case 'classify':
    case 'encryptLegacy':
    case 'removeProtection':
    case 'prependSubject':
      return forkWith(fork, { message: changeMessage(message, action, false) });
    case 'decryptLegacy':
      // ACT-20: what was sent inside the organisation only.
      return message.authAs === 'Internal' ? forkWith(fork, { message: changeMessage(message, action, false) }) : fork;
    case 'setScl':
      return setScl(fork, action.scl);
    case 'addRecipients':
      return addRecipients(
        run,
        fork,
        action.recipients.map((one) => one.text),
        action.at,
        action.box,
        resolveAdded,
      );
    case 'addManager':
      return addManager(run, rule, fork, action, resolveAdded);
    case 'route': {
      // Own servers do not have the action (NTR).
      if (message.owner.side === 'onPremises') return fork;
      const wanted = action.connector.text.trim().toLowerCase();
      const connector = message.owner.outboundConnectors.find(
        (one) => one.enabled && one.name.toLowerCase() === wanted,
      );
      const route = { rule: rule.name, at: action.at, name: action.connector.text, connector };
      return forkWith(fork, { recipients: fork.recipients.map((one) => resolvedWith(one, { route })) });
    }
    case 'requireTls':
      return forkWith(fork, { recipients: fork.recipients.map((one) => resolvedWith(one, { requireTls: action.at })) });
    case 'moderate':
      return moderate(run, rule, fork);
    case 'moderateByManager':
      return moderateByManager(run, rule, fork);
    case 'redirect':
      return redirect(
        run,
        fork,
        action.recipients.map((one) => one.text),
        action.at,
        resolveAdded,
      );
    case 'quarantine':
      return quarantine(run, fork);
    case 'delete':
      return end(run, fork, 'dropped');
    case 'reject':
      return bounce(run, fork, rejection(run, action));
    case 'stop':
      return forkWith(fork, { stopped: true });
    case 'notifySender':
      return notifySender(run, rule, fork, action);
    case 'smtpReject':
      return smtpReject(run, fork, action);
    case 'disconnect':
      return disconnect(run, fork);
    case 'logEvent':
    case 'incidentReport':
    case 'notifyRecipients':
    case 'auditSeverity':
      return fork;
  }
}

/** ACT-17, ACT-17a: 5 and more is spam, which goes to the junk folder; -1 asks to skip the filter. The tenant's filter decides. */
function setScl(fork: Fork, scl: number): Fork {
  const { message } = fork;
  const folder = scl >= 5 ? 'junk' : scl === -1 ? 'inbox' : message.folder;
  const transit = transitWith(message.transit, { junk: folder === 'junk' });
  // The level that outcomes name is the tenant's.
  if (message.owner.side === 'onPremises') {
    const headers = new Map(transit.headers).set(sclHeader, String(scl));
    return forkWith(fork, { message: ruledWith(message, { folder, transit: transitWith(transit, { headers }) }) });
  }
  return forkWith(fork, {
    message: ruledWith(message, { scl, folder, transit }),
    recipients: fork.recipients.map((one) => resolvedWith(one, { copy: copyWith(one.copy, { scl }) })),
  });
}

/** ACT-2: without a manager the message goes on unmoderated. */
function moderateByManager(run: Run, rule: CompiledRule, fork: Fork): Next {
  return managerOf(run, rule, fork) === undefined ? fork : moderate(run, rule, fork);
}

function addManager(
  run: Run,
  rule: CompiledRule,
  fork: Fork,
  { as, at }: Extract<Action, { kind: 'addManager' }>,
  resolveAdded: ResolveAdded,
): Next {
  const manager = managerOf(run, rule, fork);
  if (manager === undefined) return fork;
  if (manager === 'somebody') {
    const missing = text`who the manager of ${fork.message.transit.from} is`;
    for (const { copy } of fork.recipients) run.end(copy, fork.message.transit, { status: 'undetermined', missing });
    return 'ended';
  }
  if (as === 'Redirect') return redirect(run, fork, [manager], at, resolveAdded);
  const box = as === 'To' ? 'to' : as === 'Cc' ? 'cc' : 'bcc';
  return addRecipients(run, fork, [manager], at, box, resolveAdded);
}

/** The sender's manager; `somebody` where the sender is taken to have one that nobody declared. */
function managerOf(run: Run, rule: CompiledRule, fork: Fork): string | undefined {
  const manager = managerOfSender(sceneOf(run, fork.message, fork.recipients));
  if (manager !== undefined) return manager ?? undefined;
  const { from } = fork.message.transit;
  const has = run.ask(
    `manager of ${from.toLowerCase()}`,
    ['no', 'yes'],
    () => text`whether ${from} has a manager, whom the rule ${rule.name} asks for`,
  );
  return has === 'yes' ? 'somebody' : undefined;
}
