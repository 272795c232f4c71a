import type { MessageSource, SampleMessage } from '../../model/topology.ts';
import type { Action } from '../../model/transport-rule.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { someStranger } from '../nodes/stranger.ts';
import { acts, type CompiledRule, rulesOf } from '../rules/compile-rules.ts';
import { type RuleOwner, ruleOwners } from '../rules/rule-owner.ts';
import { shadowings } from '../rules/shadowing.ts';
import type { World } from '../world.ts';
import { makeMessage, toTenant } from './make-message.ts';
import { markedProbe } from './marked-probes.ts';
import type { Probe } from './probe.ts';
import { recipientKinds, somebodyInside } from './recipient-kinds.ts';
import { type WitnessParts, witnessParts } from './witness-parts.ts';

/** Actions of which only a message tells where it ends: another way out, or another recipient. */
const asking: ReadonlySet<string> = new Set(['route', 'redirect', 'addRecipients', 'addManager']);
/** Whom a rule spares the filter only a message tells that meets it: a forged sender may. */
const exempts = (action: Action): boolean => action.kind === 'setScl' && action.scl === -1;
/** Messages for one rule: combinations of who sends and who receives, the likeliest first. */
const perRuleMax = 8;

/**
 * Messages made to meet the conditions of a rule, where a question rests on them: whether a rule that seems to be shadowed
 * ever acts, where mail ends that a rule of the own tenant routes or sends on, and whom one exempts from filtering. Nobody expects them to arrive.
 */
export function* ruleProbes(world: World, outside: string): Generator<Probe> {
  for (const owner of ruleOwners(world)) {
    const asked = new Set(shadowings(world, owner).map((one) => one.shadowed));
    if (owner.key === world.own?.tenant.node)
      for (const rule of rulesOf(world, owner))
        if (acts(rule) && rule.actions.some((one) => asking.has(one.kind) || exempts(one))) asked.add(rule);
    for (const rule of asked) yield* witnesses(world, owner, rule, outside);
    if (owner.key === world.own?.tenant.node)
      for (const rule of rulesOf(world, owner)) if (locksDown(rule)) yield ownReply(world, rule, outside);
  }
}

/** Refuses what comes from outside by the envelope sender, which an automatic reply of an own mailbox does not have (RULE-36). */
const locksDown = (compiled: CompiledRule): boolean =>
  acts(compiled) &&
  compiled.rule.senderAddressLocation === 'Envelope' &&
  compiled.actions.some((one) => one.kind === 'reject' || one.kind === 'delete' || one.kind === 'quarantine') &&
  compiled.conditions.some(({ predicate }) => predicate?.kind === 'scope' && predicate.parameter === 'FromScope');

function ownReply(world: World, rule: CompiledRule, outside: string): Probe {
  const [from, to] = [somebodyInside(world), `recipient@${outside}`];
  return {
    purpose: 'rule',
    legitimate: false,
    entry: `rule:${rule.name}`,
    message: makeMessage({
      name: `automatic reply of ${from} to ${to} for the rule ${rule.name}`,
      from,
      mailFrom: '',
      to: [to],
      type: 'oof',
    }),
  };
}

function* witnesses(world: World, owner: RuleOwner, rule: CompiledRule, outside: string): Generator<Probe> {
  const parts = witnessParts(
    world,
    owner,
    rule,
    rule.conditions.map((one) => one.predicate),
  );
  const seen = new Set<string>();
  for (const [sender, to] of combinations(world, owner, parts, outside)) {
    const from = sender.from;
    const name = `${from} to ${to}${sender.deliverTo === undefined ? '' : ' at the tenant'} for the rule ${rule.name}`;
    if (seen.has(name)) continue;
    if (seen.size >= perRuleMax) return;
    seen.add(name);
    const probe: Probe = {
      purpose: 'rule',
      legitimate: false,
      entry: `rule:${rule.name}`,
      message: {
        ...makeMessage({ name, ...sender, to: [to], type: parts.type }),
        recipients: [
          { text: to, at: '', box: 'to' },
          ...parts.cc.slice(0, 1).map((address) => ({ text: address, at: '', box: 'cc' as const })),
        ],
        mailFrom: parts.type === 'oof' || parts.type === 'readReceipt' ? '' : from,
        subject: parts.subject,
        headers: parts.headers,
        attachments: parts.attachments,
        size: parts.size,
      },
    };
    yield probe;
    const marked = markedProbe(rule, probe);
    if (marked !== undefined) yield marked;
  }
}

interface Sender {
  readonly from: string;
  readonly source?: Partial<MessageSource> & { readonly node: string };
  readonly deliverTo?: SampleMessage['deliverTo'];
}

/** Inside to outside, outside to inside, inside to inside: a rule matches mail of one direction, or of several. */
function* combinations(
  world: World,
  owner: RuleOwner,
  parts: WitnessParts,
  outside: string,
): Generator<readonly [Sender, string]> {
  const isInside = (address: string) => owner.accepted(domainOf(address)) !== undefined;
  const inside = somebodyOf(world, owner);
  const strangers = owner.key === world.own?.tenant.node ? [] : [somebodyInside(world)];
  const senders = (parts.senders.length > 0 ? parts.senders : [inside, `stranger@${outside}`, ...strangers]).flatMap(
    (from) =>
      parts.sources.length > 0
        ? parts.sources.flatMap((address) => connections(from, address))
        : isInside(from)
          ? [submission(world, owner, from)]
          : strangers.includes(from)
            ? [{ from }]
            : connections(from, someStranger(world)),
  );
  const targets = parts.to.length > 0 ? parts.to : [`recipient@${outside}`, inside];
  for (const to of targets)
    for (const sender of senders)
      if (sender.from !== to && (isInside(to) || sender.source === undefined || sender.source.node === owner.key))
        yield [sender, to];
}

/** Somebody with a mailbox where the rules are. */
function somebodyOf(world: World, owner: RuleOwner): string {
  if (owner.key === world.own?.tenant.node) return somebodyInside(world);
  if (owner.side === 'onPremises')
    return (
      recipientKinds(world).find((one) => one.mailbox && one.where === 'onPremises')?.address ?? somebodyInside(world)
    );
  const partner = world.topology.partners.find((one) => one.tenant?.node === owner.key);
  return `somebody@${partner?.domains[0] ?? partner?.tenant?.domain ?? 'partner.example'}`;
}

/** A declared mailbox sends from where it is; anybody else hands in where the rules are. */
function submission(world: World, { directory, key, side }: RuleOwner, from: string): Sender {
  if (directory.entries.has(from.toLowerCase())) return { from };
  const server = [...world.servers.values()].find((one) => one.role === 'mailbox');
  return { from, source: { node: side === 'cloud' ? key : (server?.node ?? key) } };
}

/** A session from an address: the way of the MX, and at the tenant's own endpoint. */
const connections = (from: string, address: string | undefined): readonly Sender[] => {
  const source = { node: 'internet', address };
  return [
    { from, source },
    { from, source, deliverTo: toTenant },
  ];
};
