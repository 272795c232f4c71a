import { asString, text } from '../../model/text.ts';
import type { Predicate } from '../../model/transport-rule.ts';
import type { DirectoryEntry } from '../directory.ts';
import { someStranger } from '../nodes/stranger.ts';
import type { CompiledRule } from '../rules/compile-rules.ts';
import { endsCopies, namesSenders } from '../rules/limits-of-rules.ts';
import type { RuleOwner } from '../rules/rule-owner.ts';
import { inDomain } from '../rules/scene.ts';
import { memo, type World } from '../world.ts';
import { firstOf } from './cut-families.ts';
import { makeMessage } from './make-message.ts';
import type { Probe } from './probe.ts';
import { somebodyInside } from './recipient-kinds.ts';
import { partsOf, witnesses } from './rule-witnesses.ts';
import { witnessParts } from './witness-parts.ts';

/** Aliases, and mailboxes that a rule spares, for each of which messages are sent. */
const askedMax = 2;
/** Messages to one alias. */
const perAliasMax = 2;
const perSizeMax = 4;

/** Messages for a rule to other recipients than it is made for: to an alias, to those with the highest limits, to whom it spares. */
export function* recipientVariations(
  world: World,
  owner: RuleOwner,
  rule: CompiledRule,
  outside: string,
): Generator<Probe> {
  yield* toAliases(world, owner, rule, outside);
  yield* byLargest(world, owner, rule, outside);
  yield* toSpared(world, owner, rule, outside);
}

function* toAliases(world: World, owner: RuleOwner, rule: CompiledRule, outside: string): Generator<Probe> {
  if (rule.rule.recipientAddressType !== 'Resolved') return;
  const asking = [...rule.rule.conditions, ...rule.rule.exceptions].filter(isAboutAddress);
  if (asking.length === 0) return;
  const found = declaredAliases(world).filter(({ alias, primary }) =>
    asking.some((one) => speaksOf(world, rule, one, alias) && !speaksOf(world, rule, one, primary)),
  );
  for (const { alias } of found.slice(0, askedMax)) {
    const parts = { ...partsOf(world, owner, rule, isAboutAddress), to: [alias] };
    for (const probe of firstOf(witnesses(world, owner, rule, outside, parts), perAliasMax))
      yield { ...probe, asks: 'alias' };
  }
}

type AboutAddress = Extract<Predicate, { kind: 'words' | 'patterns' | 'domains' }>;

/** Conditions that compare the recipient's address with a text (RULE-33). */
const isAboutAddress = (one: Predicate): one is AboutAddress =>
  (one.kind === 'words' || one.kind === 'patterns' || one.kind === 'domains') && one.parameter.includes('Recipient');

/** Addresses that recipients of the own tenant have beside the primary one, as far as the document lists them. */
const declaredAliases = (world: World): readonly { readonly alias: string; readonly primary: string }[] =>
  memo(world, 'declared aliases', () => [
    ...world.topology.recipients.flatMap(({ address, aliases }) =>
      aliases.map((alias) => ({ alias, primary: address })),
    ),
    ...(world.own?.tenant.recipients ?? []).flatMap(({ address, entry }) =>
      (entry?.aliases ?? []).map((alias) => ({ alias, primary: address })),
    ),
  ]);

/** Whether a value of the condition may mean the address; a trace tells. */
function speaksOf(world: World, { rule }: CompiledRule, one: AboutAddress, address: string): boolean {
  const lower = address.toLowerCase();
  switch (one.kind) {
    case 'words':
      return one.words.some(({ text }) => lower.includes(text.trim().toLowerCase()));
    case 'domains':
      return one.domains.some((pattern) => pattern.kind !== 'all' && inDomain(lower, pattern.domain));
    case 'patterns':
      return one.patterns.some(({ text }) => {
        const compiled = world.patterns?.compilePattern(text, { legacy: rule.useLegacyRegex });
        return compiled?.decidable === true && compiled.matches(lower) === 'yes';
      });
  }
}

/** As large as the rule asks and without the size, from and to those who may send and get most, or whom the rule names. */
function* byLargest(world: World, owner: RuleOwner, rule: CompiledRule, outside: string): Generator<Probe> {
  if (!rule.rule.conditions.some((one) => one.kind === 'size' && one.parameter === 'MessageSizeOver')) return;
  const named = (parameter: string) => rule.rule.conditions.some((one) => one.parameter === parameter);
  const parts = partsOf(world, owner, rule);
  const most = (limit: 'sendSize' | 'receiveSize') => highest(world, owner, limit);
  const wide = {
    ...parts,
    senders: named('From') ? parts.senders : [...most('sendSize'), `stranger@${outside}`],
    to: named('SentTo') ? parts.to : [...most('receiveSize'), `recipient@${outside}`],
  };
  for (const probe of firstOf(witnesses(world, owner, rule, outside, wide), perSizeMax)) {
    const small = { ...probe.message, name: text`${probe.message.name}, small`, size: undefined };
    yield { ...probe, asks: 'small', message: small };
    yield { ...probe, asks: 'large', besides: asString(small.name) };
  }
}

/** The mailbox of the tenant with the highest limit; one without a limit of its own has the one of the organisation. */
function highest(world: World, owner: RuleOwner, limit: 'sendSize' | 'receiveSize'): readonly string[] {
  return memo(world, `highest ${limit} ${owner.key}`, () => {
    const whole = world.own?.tenant.organization.limits[limit]?.value ?? serviceDefault;
    const of = ({ limits }: DirectoryEntry) => limits[limit]?.value ?? whole;
    let found: DirectoryEntry | undefined;
    for (const entry of owner.directory.entries.values())
      if (entry.kind === 'mailbox' && (found === undefined || of(entry) > of(found))) found = entry;
    return [found?.primary ?? somebodyInside(world)];
  });
}

/** LIM-11, where nothing is declared; only for the choice of whom to ask. */
const serviceDefault = 35 * 1024 ** 2;

/** A stranger and a colleague write to mailboxes that the rule spares as senders: what they forward, it may not spare (RULE-44). */
function* toSpared(world: World, owner: RuleOwner, rule: CompiledRule, outside: string): Generator<Probe> {
  if (rule.rule.senderAddressLocation !== 'Header' || !rule.actions.some(endsCopies)) return;
  const spared = rule.rule.exceptions.filter(namesSenders);
  if (spared.length === 0) return;
  const { senders } = witnessParts(world, owner, rule, spared);
  const mailboxes = new Set(
    senders.flatMap((one) => {
      const entry = owner.directory.entries.get(one.toLowerCase());
      return entry?.kind === 'mailbox' ? [entry.primary] : [];
    }),
  );
  const stranger = { node: 'internet', address: someStranger(world) };
  for (const to of [...mailboxes].slice(0, askedMax))
    yield {
      purpose: 'rule',
      legitimate: false,
      entry: `rule:${rule.name}`,
      asks: 'spared',
      message: makeMessage({
        name: text`${`stranger@${outside}`} to ${to}, whom the rule ${rule.name} spares`,
        from: `stranger@${outside}`,
        to: [to],
        source: stranger,
      }),
    };
}
