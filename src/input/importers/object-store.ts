import { list, text } from '../../model/text.ts';
import type { ExportRemark } from './exported-object.ts';
import { type PlainProperty, sameValue } from './plain-value.ts';
import type { TakenObject } from './take-object.ts';

/** What was made of an object: taken, the same as one before, or not to be used. */
export type Fate = { readonly because?: ReturnType<typeof text>; readonly remarks: readonly ExportRemark[] };

/** Objects of all files, each once: what several exports say of one object is laid together, the first to say it wins. */
export class ObjectStore {
  private readonly stored = new Map<string, TakenObject>();

  all(): readonly TakenObject[] {
    return [...this.stored.values()];
  }

  add(object: TakenObject): Fate {
    const id = identity(object);
    const known = this.stored.get(id);
    switch (object.how) {
      case 'removed':
        this.stored.delete(id);
        return { because: text`It is removed.`, remarks: [] };
      case 'set':
        return this.change(id, known, object);
      case 'listed':
      case 'created':
        if (known === undefined) {
          this.stored.set(id, object);
          return { remarks: [] };
        }
        return this.lay(id, known, object);
    }
  }

  /** A command changes what is there; of an object that no export shows the rest would be a guess. */
  private change(id: string, known: TakenObject | undefined, object: TakenObject): Fate {
    if (known === undefined && !('single' in object.noun.into)) {
      const remark: ExportRemark = {
        kind: 'doubtful',
        at: object.at,
        problem: text`${object.noun.name} ${object.name} is changed here, and no export shows it.`,
        remedy: text`Add its export: ${`${object.noun.command} | ConvertTo-Json -Depth 6`}.`,
      };
      return { because: text`No export shows the object that it changes.`, remarks: [remark] };
    }
    this.stored.set(id, known === undefined ? object : changed(known, object));
    return { remarks: [] };
  }

  private lay(id: string, known: TakenObject, object: TakenObject): Fate {
    const differing = [...object.properties].filter(([name, { value }]) => {
      const other = known.properties.get(name);
      return other !== undefined && !sameValue(other.value, value);
    });
    const further = [...object.properties].filter(([name]) => !known.properties.has(name));
    if (further.length > 0) {
      const properties = new Map<string, PlainProperty>([...known.properties, ...further]);
      const unresolved = known.unresolved.filter((name) => !properties.has(name));
      this.stored.set(id, { ...known, properties, unresolved });
    }
    const place = `${known.at.file}:${known.at.line}`;
    const because = text`It stands in ${place}, too.`;
    if (differing.length === 0) return { because, remarks: [] };
    const names = differing.map(([name]) => name);
    const remark: ExportRemark = {
      kind: 'doubtful',
      at: differing[0]?.[1].at ?? object.at,
      problem: text`${object.noun.name} ${object.name} differs from the same object in ${place}: ${list(names)}. What stands there is taken.`,
      remedy: text`Leave out the export that is older.`,
    };
    return { because, remarks: [remark] };
  }
}

/** What is set is what was set last; a value that only the run knows leaves none that is known. */
function changed(known: TakenObject, { properties: set, unresolved: lost }: TakenObject): TakenObject {
  const properties = new Map<string, PlainProperty>([...known.properties, ...set]);
  for (const name of lost) properties.delete(name);
  const unresolved = new Set([...known.unresolved, ...lost].filter((name) => !properties.has(name)));
  return { ...known, properties, unresolved: [...unresolved] };
}

const identity = ({ noun, side, key }: TakenObject): string => {
  const { into } = noun;
  const place = 'list' in into ? into.list : noun.name;
  return `${side}\n${place}\n${key}`;
};
