import { asString, text } from '../../model/text.ts';
import type { MessageSource, SampleMessage } from '../../model/topology.ts';
import type { Predicate } from '../../model/transport-rule.ts';
import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { someStranger } from '../nodes/stranger.ts';
import type { CompiledRule } from '../rules/compile-rules.ts';
import type { RuleOwner } from '../rules/rule-owner.ts';
import type { World } from '../world.ts';
import { makeMessage, toTenant } from './make-message.ts';
import type { Probe } from './probe.ts';
import { recipientKinds, somebodyInside } from './recipient-kinds.ts';
import { type WitnessParts, witnessParts } from './witness-parts.ts';

/** Messages for one rule: combinations of who sends and who receives, the likeliest first. */
const perRuleMax = 8;

/** Messages that meet the conditions of a rule, as far as parts can be made for them: who sends and who receives, the likeliest first. */
export function* witnesses(
  world: World,
  owner: RuleOwner,
  rule: CompiledRule,
  outside: string,
  parts: WitnessParts = partsOf(world, owner, rule),
): Generator<Probe> {
  const seen = new Set<string>();
  for (const [sender, to] of combinations(world, owner, parts, outside)) {
    const from = sender.from;
    const name =
      sender.deliverTo === undefined
        ? text`${from} to ${to} for the rule ${rule.name}`
        : text`${from} to ${to} at the tenant for the rule ${rule.name}`;
    if (seen.has(asString(name))) continue;
    if (seen.size >= perRuleMax) return;
    seen.add(asString(name));
    yield {
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
  }
}

/** What a message needs that meets the conditions; `left`: but for these. */
export const partsOf = (
  world: World,
  owner: RuleOwner,
  rule: CompiledRule,
  left: (predicate: Predicate) => boolean = () => false,
): WitnessParts =>
  witnessParts(
    world,
    owner,
    rule,
    rule.conditions.flatMap(({ predicate }) => (predicate === undefined || left(predicate) ? [] : [predicate])),
  );

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
