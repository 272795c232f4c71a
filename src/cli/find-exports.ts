import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { byCodeUnit } from '../base/order.ts';
import type { ExportFile } from '../input/importers/read-export.ts';
import type { InputProblem } from '../input/problem.ts';
import { text } from '../model/text.ts';
import { expandPaths } from './expand-paths.ts';
import { readRegularFile } from './file-access.ts';

/** What one import reads at most: far more than the exports of the largest organisation need. */
const importLimits = { files: 2_000, directories: 2_000, depth: 12, bytes: 64 * 1024 * 1024 };

export type FoundExports =
  | { readonly ok: true; readonly files: readonly ExportFile[] }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

interface Walk {
  /** Real paths, each with the path by which it was first met and whether the user named it. */
  readonly found: Map<string, { readonly path: string; readonly named: boolean }>;
  directories: number;
  readonly problems: InputProblem[];
}

/**
 * The files that the operands name: files as they are, folders with all below them. What begins with a dot is left out, and
 * a symbolic link inside a folder is not followed, so that no folder of exports can name a file elsewhere.
 *
 * @param base the directory of the topology to be written, to which the paths of files are relative
 * @param output the topology itself, which is no export where it stands among them
 */
export function findExports(operands: readonly string[], base: string, output: string | undefined): FoundExports {
  const walk: Walk = { found: new Map(), directories: 0, problems: [] };
  for (const operand of operands) {
    const paths = expandPaths(operand);
    if (paths.length === 0) refuse(walk, text`No file matches ${operand}.`, wildcards);
    for (const path of paths) visitOperand(walk, path);
  }
  const skipped = output === undefined ? undefined : realPath(resolve(output));
  const chosen = [...walk.found]
    .filter(([real]) => real !== skipped)
    .sort(([left], [right]) => byCodeUnit(left, right));
  if (walk.problems.length > 0) return { ok: false, problems: walk.problems };
  let left = importLimits.bytes;
  const files = chosen.map(([real, { path, named }]): ExportFile => {
    const file = relative(resolve(base), resolve(path)).split(sep).join('/');
    const read = readRegularFile(real, Math.max(0, left));
    if (read.ok) {
      left -= read.bytes.length;
      return { file, content: read.bytes, named };
    }
    const content =
      read.because === 'too-large'
        ? {
            problem: text`The file is too large: an import reads ${importLimits.bytes / 1024 / 1024} MB in all.`,
            remedy: smaller,
          }
        : { problem: text`The file cannot be read.`, remedy: text`Name files that you may read.` };
    return { file, content, named };
  });
  return { ok: true, files };
}

const smaller = text`Export only what mail flow needs: ${'Get-Mailbox | Select-Object PrimarySmtpAddress, EmailAddresses, RecipientTypeDetails, ForwardingAddress, ForwardingSmtpAddress, DeliverToMailboxAndForward'}.`;
const wildcards = text`In a pattern, * and ? stand for part of a name and ** for any directories.`;

function refuse(walk: Walk, problem: InputProblem['problem'], remedy: InputProblem['remedy']): void {
  walk.problems.push({ at: undefined, problem, remedy });
}

function visitOperand(walk: Walk, path: string): void {
  try {
    if (statSync(path).isDirectory()) visitFolder(walk, path, 0);
    else add(walk, path, true);
  } catch {
    refuse(walk, text`There is no file or folder ${path}.`, undefined);
  }
}

function visitFolder(walk: Walk, folder: string, depth: number): void {
  if (depth > importLimits.depth || ++walk.directories > importLimits.directories) {
    refuse(
      walk,
      text`The folder ${folder} is nested too deep, or there are too many.`,
      text`Name the folders that hold exports.`,
    );
    return;
  }
  for (const name of namesIn(folder)) {
    if (name.startsWith('.')) continue;
    const path = join(folder, name);
    const status = lstatSync(path, { throwIfNoEntry: false });
    if (status?.isDirectory() === true) visitFolder(walk, path, depth + 1);
    else if (status?.isFile() === true) add(walk, path, false);
    if (walk.problems.length > 0) return;
  }
}

function add(walk: Walk, path: string, named: boolean): void {
  const real = realPath(path) ?? resolve(path);
  const known = walk.found.get(real);
  walk.found.set(real, { path: known?.path ?? path, named: named || known?.named === true });
  if (walk.found.size === importLimits.files + 1)
    refuse(walk, text`There are more than ${importLimits.files} files.`, text`Name the folder that holds the exports.`);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort(byCodeUnit);
  } catch {
    return [];
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
