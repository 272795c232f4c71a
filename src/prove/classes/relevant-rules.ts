import type { TransportRule } from '../../model/transport-rule.ts';
import { rulesStoodFor } from '../../simulate/probes/rules-stood-for.ts';
import { decidingRules } from '../../simulate/rules/fateful-rules.ts';
import { ruleOwners } from '../../simulate/rules/rule-owner.ts';
import type { World } from '../../simulate/world.ts';
import type { Worlds } from './message-class.ts';

/** The rules of each topology that can make a difference to what proofs say; whom the others name, they do not tell apart. */
export type RelevantRules = (world: World) => readonly TransportRule[];

export const allRules: RelevantRules = (world) => ruleOwners(world).flatMap((owner) => owner.rules);

/**
 * Rules that decide about fates, and of two topologies those that the other has not as they are, for which rules a message
 * meets is part of the comparison. All where an intent asks which rules a message meets.
 */
export function relevantRules(worlds: Worlds): RelevantRules {
  if (worlds.some(({ topology }) => topology.intents.some(({ must }) => 'rules' in must))) return allRules;
  const words = worlds.map((world) => new Set(allRules(world).map(wordsOf)));
  const found = new Map(
    worlds.map((world) => {
      const deciding = new Set(decidingRules(world).map(({ rule }) => rule.rule));
      const isChanged = (rule: TransportRule) => {
        const text = wordsOf(rule);
        return words.some((one) => !one.has(text));
      };
      const stoodFor = worlds.length === 1 ? rulesStoodFor(world) : none;
      return [
        world,
        allRules(world).filter((rule) => (deciding.has(rule) && !stoodFor.has(rule)) || isChanged(rule)),
      ] as const;
    }),
  );
  return (world) => found.get(world) ?? allRules(world);
}

/** Which rules a message meets is part of a comparison. */
const none: ReadonlySet<TransportRule> = new Set();

/** A rule as it is written, wherever. */
const wordsOf = (rule: TransportRule): string =>
  JSON.stringify(rule, (key, value: unknown) =>
    key === 'at' ? undefined : typeof value === 'bigint' ? String(value) : value,
  );
