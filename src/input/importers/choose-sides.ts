import { text } from '../../model/text.ts';
import type { ExportContents, ExportedObject, ExportRemark } from './exported-object.ts';
import type { Noun, Side } from './nouns.ts';
import { recogniseNoun, sideOf } from './recognise-object.ts';

/** An exported object with what was found out about it. */
export interface SortedObject {
  readonly object: ExportedObject;
  readonly noun: Noun | undefined;
  readonly side: Side;
}

export interface SortedFile {
  readonly file: string;
  readonly objects: readonly SortedObject[];
  readonly remarks: readonly ExportRemark[];
}

/**
 * Finds noun and side of every object. What an object does not say of its side, others of its noun in the same file say;
 * then the exports as a whole, where they are of one side only; then the tenant is assumed, and said to be.
 */
export function chooseSides(
  files: readonly { readonly file: string; readonly contents: ExportContents }[],
): readonly SortedFile[] {
  const found = files.map(({ file, contents }) => ({
    file,
    objects: contents.objects.map((object) => {
      const noun = recogniseNoun(object);
      return { object, noun, side: noun === undefined ? undefined : sideOf(object, noun) };
    }),
  }));
  const sides = new Set(found.flatMap(({ objects }) => objects.map(({ side }) => side)));
  const overall: Side = sides.has('onPremises') && !sides.has('tenant') ? 'onPremises' : 'tenant';
  return found.map(({ file, objects }) => {
    const said = new Map<Noun, Side>();
    for (const { noun, side } of objects) if (noun !== undefined && side !== undefined) said.set(noun, side);
    const assumed = new Map<Noun, ExportedObject>();
    const sorted = objects.map(({ object, noun, side }): SortedObject => {
      const known = side ?? (noun === undefined ? undefined : said.get(noun));
      if (known === undefined && noun !== undefined && sides.has('onPremises') && sides.has('tenant'))
        if (!assumed.has(noun)) assumed.set(noun, object);
      return { object, noun, side: known ?? overall };
    });
    return { file, objects: sorted, remarks: [...assumed].map(([noun, { at }]) => assumption(noun, at)) };
  });
}

const assumption = (noun: Noun, at: ExportRemark['at']): ExportRemark => ({
  kind: 'doubtful',
  at,
  problem: text`Nothing in these ${noun.name} objects says whether they are of the tenant or of the servers; the tenant is taken.`,
  remedy: text`Export ${'DistinguishedName'} with them, or move them to ${'onPremises'} in the topology.`,
});
