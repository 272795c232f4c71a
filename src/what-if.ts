import { type AnalysisInput, type AnalysisOptions, alternativesMax, worldOf } from './analysis-input.ts';
import { commandsOfChange } from './fix/dialects/powershell/commands-of-change.ts';
import { typedCommand } from './fix/dialects/powershell/print-command.ts';
import { pointerSegments } from './input/documents/source-index.ts';
import type { FileAccess, InputNotice, InputProblem } from './input/problem.ts';
import { readTopology } from './input/topology/read-topology.ts';
import { readSetting, type Setting, withItem, withSetting } from './input/topology/set-value.ts';
import { plain } from './model/text.ts';
import type { Side } from './prove/classes/contents.ts';
import { compare } from './prove/compare/compare.ts';
import { becomesOpen } from './prove/compare/fate-changes.ts';
import type { ProofOptions } from './prove/prove.ts';
import { type Candidate, candidatesFor } from './prove/what-if/remedies.ts';
import { effectOf, type Remedy, type SenderInDanger, saved, type WhatIf } from './prove/what-if/what-if.ts';
import { classesMax } from './prove-topologies.ts';
import { traceMessage } from './simulate/trace-message.ts';

/** A topology with its document, so that it can be read again with another value. */
export interface WhatIfInput extends AnalysisInput {
  readonly document: { readonly data: unknown };
  readonly access: FileAccess;
}

export type WhatIfResult =
  | { readonly ok: true; readonly whatIf: WhatIf; readonly changed: AnalysisInput }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

/** Senders for which remedies are tried; each try reads and traces the topology anew. */
const sendersMax = 5;
const grave: ReadonlySet<string> = new Set(['lost', 'opened', 'weaker']);

/**
 * The topology as its reader would read it with other values, whose mail they break, and what would save the declared
 * senders among them. Every value goes through the reader, so a bad one gets its words.
 *
 * @param written settings as `path=value`
 */
export async function whatIf(
  input: WhatIfInput,
  written: readonly string[],
  options: AnalysisOptions & Partial<ProofOptions> = {},
): Promise<WhatIfResult> {
  const settings = settingsOf(written);
  if (!settings.ok) return settings;
  const document = settings.value.reduce<DocumentResult>(
    (so, setting) => (so.ok ? unplaced(withSetting(so.value, setting)) : so),
    { ok: true, value: input.document.data },
  );
  if (!document.ok) return document;
  const read = await readAgain(input, document.value);
  if (!read.ok) return read;
  const sideOf = (topology: AnalysisInput, max: number): Side => {
    const world = worldOf(topology, options);
    return { world, trace: (message, given) => traceMessage(world, message, { ...given, alternativesMax: max }) };
  };
  const limits = { classesMax, ...options };
  const effect = effectOf(sideOf(input, alternativesMax), sideOf(read.value, alternativesMax), limits);
  const plainly = sideOf(read.value, 0);
  const senders: SenderInDanger[] = [];
  const best: Candidate[] = [];
  for (const [index, sender] of effect.broken.entries()) {
    if (index >= sendersMax) {
      senders.push({ ...sender, remedies: null });
      continue;
    }
    const remedies: (Remedy & { readonly candidate: Candidate })[] = [];
    for (const candidate of candidatesFor(read.value.topology, sender.node, sender.domains)) {
      const remedied = await readAgain(input, withCandidate(document.value, candidate));
      if (!remedied.ok) continue;
      const side = sideOf(remedied.value, 0);
      const count = saved(sender, side);
      if (count === 0) continue;
      const harms = compare(plainly, side, limits).fates.filter(
        ({ gravity, changes }) => grave.has(gravity) || changes.some(becomesOpen),
      );
      remedies.push({ title: candidate.title, command: commandOf(candidate), saved: count, harms, candidate });
    }
    const cost = ({ harms, saved: count }: Remedy) => [sender.classes - count, harms.length] as const;
    remedies.sort((left, right) => cost(left)[0] - cost(right)[0] || cost(left)[1] - cost(right)[1]);
    best.push(...remedies.slice(0, 1).map((one) => one.candidate));
    senders.push({ ...sender, remedies: remedies.map(({ candidate: _, ...remedy }) => remedy) });
  }
  const together = await savedTogether();
  return { ok: true, whatIf: { settings: written, effect, senders, together }, changed: read.value };

  /** Of all broken senders at once, with the first remedy of each. */
  async function savedTogether(): Promise<number | null> {
    if (best.length < 2 || !document.ok) return null;
    const remedied = await readAgain(input, best.reduce(withCandidate, document.value));
    if (!remedied.ok) return null;
    const side = sideOf(remedied.value, 0);
    return effect.broken.reduce((sum, sender) => sum + saved(sender, side), 0);
  }
}

type Problems = Extract<WhatIfResult, { readonly ok: false }>;
type DocumentResult = { readonly ok: true; readonly value: unknown } | Problems;

function settingsOf(written: readonly string[]): { readonly ok: true; readonly value: readonly Setting[] } | Problems {
  const read = written.map(readSetting);
  const problems = read.flatMap((one) => (one.ok ? [] : [{ at: undefined, problem: one.problem, remedy: one.remedy }]));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: read.flatMap((one) => (one.ok ? [one.value] : [])) };
}

const unplaced = (result: ReturnType<typeof withSetting>): DocumentResult =>
  result.ok ? result : { ok: false, problems: [{ at: undefined, problem: result.problem, remedy: result.remedy }] };

/** The settings stand in no file: what is said of them has no place. */
async function readAgain(
  input: WhatIfInput,
  data: unknown,
): Promise<{ readonly ok: true; readonly value: AnalysisInput } | Problems> {
  const read = await readTopology('what-if.json', JSON.stringify(data), input.access);
  if (!read.ok) return { ok: false, problems: read.problems.map((one) => ({ ...one, at: undefined })) };
  const known = new Set(input.notices.map(noticeKey));
  const wrong = read.notices.filter(
    (one) =>
      !known.has(noticeKey(one)) &&
      (one.rule === 'topology/unknown-property' || one.rule === 'topology/undefined-reference'),
  );
  if (wrong.length > 0)
    return { ok: false, problems: wrong.map(({ problem, remedy }) => ({ at: undefined, problem, remedy })) };
  // Places are those of the document of the user, by the same pointers.
  const { sources } = input;
  return { ok: true, value: { ...read.value, file: input.file, sources, notices: read.notices } };
}

const noticeKey = ({ rule, subject, problem }: InputNotice): string => `${rule} ${subject} ${plain(problem)}`;

function withCandidate(document: unknown, { edit }: Candidate): unknown {
  if (edit.kind === 'add') return withItem(document, pointerSegments(edit.change.within), edit.change.after);
  const [side, collection] = edit.within;
  const path = [
    { kind: 'property', name: side },
    { kind: 'property', name: collection },
    { kind: 'item', name: edit.name },
    { kind: 'property', name: edit.property },
  ] as const;
  const set = withSetting(document, { written: '', path, value: edit.value });
  return set.ok ? set.value : document;
}

function commandOf({ edit }: Candidate): string | null {
  if (edit.kind !== 'add') return null;
  const commands = commandsOfChange(edit.change).flatMap((part) => part.commands);
  return commands.length === 0 ? null : commands.map(typedCommand).join('; ');
}
