import { text } from '../model/text.ts';
import type { Unusable } from './command.ts';
import { fileBytesMax } from './file-access.ts';
import { type Loaded, loadTopology } from './load-topology.ts';
import type { Machine } from './machine.ts';
import type { Settings } from './settings.ts';

/** Loads the topology that an operand names; `-` is standard input. */
export async function openTopology(operand: string, settings: Settings, machine: Machine): Promise<Loaded> {
  const options = { allowOutside: settings.allowOutside, env: machine.env };
  if (operand !== '-') return loadTopology(operand, options);
  const content = await machine.readInput(fileBytesMax);
  if (content !== undefined) return loadTopology('-', { ...options, content });
  const problem = text`Standard input holds more than ${fileBytesMax / 1024 / 1024} MB, which is no topology.`;
  const unusable: Unusable = { problems: [{ at: undefined, problem, remedy: undefined }] };
  return { ok: false, unusable };
}
