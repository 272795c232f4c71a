import { type Text, text } from '../../model/text.ts';
import type { FileAccount, ImportAccount, ObjectAccount } from './account.ts';
import { chooseSides, type SortedFile, type SortedObject } from './choose-sides.ts';
import { draftTopology } from './draft-topology.ts';
import type { ExportRemark } from './exported-object.ts';
import { severalTenants } from './initial-domain.ts';
import { ObjectStore } from './object-store.ts';
import { destinationOf, gatherParts } from './parts/gather-parts.ts';
import { type ExportFile, type ReadExport, readExport } from './read-export.ts';
import { takeObject } from './take-object.ts';
import { writeDraft } from './write-draft.ts';

export interface Imported {
  /** The topology as YAML; undefined: an export is broken or lost data, or none of them holds anything. */
  readonly topology: string | undefined;
  readonly account: ImportAccount;
}

/**
 * Makes one topology of exports. Pure: what is in the files decides, and their names only where the topology names them.
 * @param files in the order in which they are read; of two objects that differ the first is taken.
 * @param say puts the comments of the topology into the language of the user.
 */
export async function importExports(
  files: readonly ExportFile[],
  say: (comment: Text) => Text = (comment) => comment,
): Promise<Imported> {
  const read: ReadExport[] = [];
  for (const file of files) read.push(await readExport(file));
  const sorted = chooseSides(read);
  const store = new ObjectStore();
  const accounts = read.map((one, index) => takeFile(store, one, sorted[index]));
  const { objects, parts, remarks: found } = await gatherParts(store.all(), read);
  const remarks = [...severalTenants(objects), ...found];
  const draft = draftTopology(objects, parts, sorted);
  const complete = accounts.map((one) => ({
    ...one,
    remarks: [...one.remarks, ...remarks.filter(({ at }) => at.file === one.file)],
  }));
  const isUsable = !complete.some((one) => one.remarks.some(({ kind }) => kind === 'refused' || kind === 'unusable'));
  return {
    topology: isUsable && draft.isFilled ? writeDraft(draft.document, say) : undefined,
    account: { files: complete, missing: draft.missing },
  };
}

function takeFile(
  store: ObjectStore,
  { file, dialect, contents }: ReadExport,
  sorted: SortedFile | undefined,
): FileAccount {
  const remarks: ExportRemark[] = [...contents.remarks, ...(sorted?.remarks ?? [])];
  const objects = (sorted?.objects ?? []).map((one) => account(store, one, remarks));
  return { file, dialect, objects, remarks };
}

function account(store: ObjectStore, { object, noun, side }: SortedObject, remarks: ExportRemark[]): ObjectAccount {
  const names = [...object.properties.keys()];
  if (noun === undefined) {
    const because = text`Its properties tell of no cmdlet whose output is known.`;
    return {
      noun: object.noun,
      name: '',
      at: object.at,
      into: undefined,
      because,
      understood: [],
      ignored: [],
      unknown: names,
    };
  }
  const taken = takeObject(object, noun, side);
  const shown = { noun: noun.name, name: taken.name, at: object.at };
  const into = destinationOf(taken);
  if (typeof into !== 'string')
    return { ...shown, into: undefined, ...into, understood: [], ignored: names, unknown: [] };
  const fate = store.add(taken);
  remarks.push(...taken.remarks, ...fate.remarks);
  const unknown = new Set(taken.unknown);
  return {
    ...shown,
    into,
    because: fate.because,
    understood: [...taken.properties.keys()].filter((name) => !unknown.has(name)),
    ignored: taken.ignored,
    unknown: taken.unknown,
  };
}
