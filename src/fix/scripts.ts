import { type Change, type DnsChange, invert, type ObjectChange } from '../model/change.ts';
import { plain, type Text, text } from '../model/text.ts';
import { type ChangingCmdlet, changeableObjects } from '../reference/cmdlets/changing-cmdlets.ts';
import { cmdlets } from '../reference/cmdlets/cmdlets.ts';
import { hosterInstructions } from './dialects/dns-zone/hoster-instructions.ts';
import { type TtlOf, zoneDiff } from './dialects/dns-zone/zone-diff.ts';
import { commandsOfChange } from './dialects/powershell/commands-of-change.ts';
import { isPrintable, quoted, typedCommand } from './dialects/powershell/print-command.ts';
import { isRecipients, recipientShown } from './dialects/powershell/recipient-commands.ts';
import { powershellScript, type ScriptStep, takenBack } from './dialects/powershell/script.ts';
import type { Plan, PlanStep } from './plan.ts';

/** What one person does for a step, by where he does it. */
export interface Doing {
  readonly tenant: readonly string[];
  readonly onPremises: readonly string[];
  /** Lines of master files as a unified diff; empty where DNS stays. */
  readonly dns: string;
  /** The same for the panel of a hoster. */
  readonly hoster: readonly Text[];
  /** What no command does. */
  readonly byHand: readonly Text[];
}

export interface StepScripts {
  readonly there: Doing;
  readonly back: Doing;
  /** Commands that show whether it was done. */
  readonly verify: readonly string[];
  /** What to wait for before the next step; undefined: nothing. */
  readonly wait: Text | undefined;
}

/** A plan as what is run and published. */
export interface PlanScripts {
  readonly fix: string;
  readonly rollback: string;
  readonly dnsDiff: string;
  readonly steps: readonly StepScripts[];
}

/** Seconds for which caches may hold what was there before a change; undefined where no zone says it. */
export type WaitOf = (change: DnsChange) => number | undefined;

export function planScripts(
  { steps }: Pick<Plan, 'steps'>,
  name: string,
  { ttlOf, waitOf }: { readonly ttlOf: TtlOf; readonly waitOf: WaitOf },
): PlanScripts {
  const scripted = steps.map(
    ({ title, cures, changes }): ScriptStep => ({ title, reason: text`${cures.rule}: ${cures.problem}`, changes }),
  );
  const records = steps.flatMap(({ changes }) => changes.filter((change) => change.target === 'dns'));
  return {
    fix: powershellScript(text`Changes that cure findings of mxproof in ${name}`, scripted),
    rollback: powershellScript(text`Takes the changes to ${name} back, the last one first`, takenBack(scripted)),
    dnsDiff: zoneDiff(records, ttlOf) || `# ${plain(text`No record changes.`)}\n`,
    steps: steps.map((step) => ({ ...stepScripts(step, ttlOf), wait: waitFor(step, waitOf) })),
  };
}

/**
 * With this wait behind it, the states that a step was proved in are all that caches can mix: the records before, or those
 * after.
 */
function waitFor({ changes }: PlanStep, waitOf: WaitOf): Text | undefined {
  const waits = changes.flatMap((change) => (change.target === 'dns' ? [waitOf(change)] : []));
  if (waits.length === 0) return undefined;
  const known = waits.filter((one) => one !== undefined);
  return known.length < waits.length
    ? text`Until caches have forgotten the old answer; no zone says for how long they may hold it.`
    : text`${Math.max(...known)} seconds, for which caches may hold the old answer.`;
}

function stepScripts({ changes }: PlanStep, ttlOf: TtlOf): Omit<StepScripts, 'wait'> {
  const back = [...changes].reverse().map(invert);
  return { there: doing(changes, ttlOf), back: doing(back, ttlOf), verify: changes.flatMap(verification) };
}

/** What one does for the changes of one fix, in their order. */
export function doing(changes: readonly Change[], ttlOf: TtlOf): Doing {
  const parts = changes.flatMap((change) => (change.target === 'object' ? commandsOfChange(change) : []));
  const on = (side: 'tenant' | 'onPremises') =>
    parts.filter((part) => part.side === side).flatMap(({ commands }) => commands.map(typedCommand));
  const records = changes.filter((change) => change.target === 'dns');
  return {
    tenant: on('tenant'),
    onPremises: on('onPremises'),
    dns: zoneDiff(records, ttlOf),
    hoster: records.flatMap(hosterInstructions),
    byHand: [
      ...parts.flatMap(({ left }) => left),
      ...changes.flatMap((change) => (change.target === 'person' ? [change.instruction] : [])),
    ],
  };
}

const known = new Set(cmdlets.map(({ name }) => name));

function verification(change: Change): readonly string[] {
  switch (change.target) {
    case 'person':
      return [];
    case 'dns':
      return /^[\w.-]+$/u.test(change.owner)
        ? [`Resolve-DnsName -Name ${quoted(change.owner)} -Type ${change.type}`]
        : [];
    case 'object':
      return shown(change);
  }
}

/** The object as it is afterwards, by the cmdlets that print such objects: each what the cmdlet of its name sets. */
function shown(change: ObjectChange): readonly string[] {
  const { within, name, before, after } = change;
  if (isRecipients(within)) return recipientShown(change);
  const table = changeableObjects.find((one) => one.within === within);
  const byReading = new Map<string, string[]>();
  for (const property of Object.keys({ ...before, ...after })) {
    const takes = table?.update.find((one) => takesProperty(one, property));
    const reading = (takes ?? table?.update[0] ?? table?.create)?.cmdlet.replace(/^[A-Za-z]+-/u, 'Get-');
    if (reading === undefined || !known.has(reading) || !/^[A-Za-z]\w*$/u.test(property)) continue;
    byReading.set(reading, [...(byReading.get(reading) ?? []), property]);
  }
  if (!isPrintable(name ?? '')) return [];
  const identity = name === undefined ? '' : ` -Identity ${quoted(name)}`;
  return [...byReading].map(([reading, properties]) => `${reading}${identity} | Format-List ${properties.join(', ')}`);
}

const takesProperty = ({ parameters }: ChangingCmdlet, property: string): boolean =>
  parameters.some((one) => one.toLowerCase() === property.toLowerCase());
