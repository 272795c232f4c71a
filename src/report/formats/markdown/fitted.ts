/** An entry of a section: a row of its table or a text of its own. */
export interface Entry {
  /** What is left out first has the highest. */
  readonly rank: number;
  readonly text: string;
}

/** Entries with what stands above them, which is shown where one of them is. */
export interface Section<One extends Entry = Entry> {
  readonly head: string;
  /** What stands between head and entries, and between these: a line end in a table, an empty line elsewhere. */
  readonly joint: '\n' | '\n\n';
  readonly entries: readonly One[];
}

const between = '\n\n';
const octets = (content: string): number => new TextEncoder().encode(content).length;

/**
 * As much of a document as fits: entries of a lower rank first, those of one rank in their order. Behind a rank that does
 * not fit whole nothing of the later ones is shown, so that what is missing is never graver than all that is there.
 *
 * @param max in octets of UTF-8, which are never fewer than characters.
 */
export function fitted<One extends Entry>(
  sections: readonly Section<One>[],
  max: number,
): { readonly blocks: readonly string[]; readonly left: readonly One[] } {
  const ranks = [...new Set(sections.flatMap(({ entries }) => entries.map(({ rank }) => rank)))].sort((a, b) => a - b);
  const kept = new Set<One>();
  const begun = new Set<Section<One>>();
  let room = max;
  for (const wanted of ranks) {
    let isWhole = true;
    for (const section of sections) {
      for (const entry of section.entries) {
        if (entry.rank !== wanted) continue;
        const head = begun.has(section) ? 0 : octets(section.head) + between.length;
        const cost = octets(entry.text) + between.length + head;
        if (cost > room) {
          isWhole = false;
          continue;
        }
        room -= cost;
        begun.add(section);
        kept.add(entry);
      }
    }
    if (!isWhole) break;
  }
  return {
    blocks: sections.flatMap(({ head, joint, entries }) => {
      const shown = entries.filter((one) => kept.has(one));
      const lines = [head, ...shown.map(({ text }) => text)].filter((one) => one !== '');
      return shown.length === 0 ? [] : [lines.join(joint)];
    }),
    left: sections.flatMap(({ entries }) => entries.filter((one) => !kept.has(one))),
  };
}
