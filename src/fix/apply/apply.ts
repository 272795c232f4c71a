import { readDocument } from '../../input/documents/read-document.ts';
import type { Change, ObjectChange } from '../../model/change.ts';
import { text } from '../../model/text.ts';
import { editDocument } from '../dialects/topology-yaml/edit-document.ts';
import { stepsOfChange } from '../dialects/topology-yaml/steps-of-change.ts';
import { applyEdit, invertEdits } from '../text-edit.ts';
import { changeRecords, type Made } from './change-records.ts';
import type { Conflict } from './conflict.ts';
import { type FileEdits, type TopologyFiles, textOf, withText } from './topology-files.ts';

export type Applied =
  | { readonly ok: true; readonly files: TopologyFiles; readonly edits: readonly FileEdits[] }
  | { readonly ok: false; readonly conflict: Conflict };

/**
 * Makes changes in the author's own texts, each the least edit that says it. A change whose `before` no longer stands
 * there, or that the notation does not take, is a conflict, and then nothing is made.
 */
export async function apply(files: TopologyFiles, changes: readonly Change[]): Promise<Applied> {
  let current = files;
  const edits: FileEdits[] = [];
  for (const change of changes) {
    if (change.target === 'person') continue;
    const made = await (change.target === 'dns' ? changeRecords(current, change) : changeObject(current, change));
    if (!made.ok) return { ok: false, conflict: { change, because: made.because } };
    current = made.files;
    edits.push(...made.edits);
  }
  return { ok: true, files: current, edits };
}

async function changeObject(files: TopologyFiles, change: ObjectChange): Promise<Made> {
  const source = textOf(files, files.main);
  const document = source === undefined ? undefined : await readDocument(files.main, source);
  if (source === undefined || document?.ok !== true)
    return { ok: false, because: text`${files.main} is not UTF-8, and is not written in another encoding.` };
  const steps = stepsOfChange(document.value.data, change);
  if (!steps.ok) return steps;
  const edited = await editDocument(files.main, source, steps.steps);
  if (edited === undefined)
    return {
      ok: false,
      because: text`${change.name ?? change.within} is written in ${files.main} in a way that cannot be changed in its place.`,
    };
  return {
    ok: true,
    files: withText(files, files.main, edited.text),
    edits: [{ file: files.main, edits: edited.edits }],
  };
}

/** Takes edits back: the files that `apply` gave become, to the character, those that it was given. */
export function takeBack(files: TopologyFiles, edits: readonly FileEdits[]): TopologyFiles {
  let current = files;
  for (const { file, edits: made } of [...edits].reverse()) {
    current = withText(current, file, invertEdits(made).reduce(applyEdit, textOf(current, file) ?? ''));
  }
  return current;
}
