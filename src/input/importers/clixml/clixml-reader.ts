import { SaxesParser, type SaxesTag } from 'saxes';
import type { Span } from '../../../model/source.ts';
import { type Text, text } from '../../../model/text.ts';
import { decodedText, scalarOf, scalarTags } from './clixml-scalar.ts';

/** A value of the file with its place: a scalar, the items of a list, or the parts of an object. */
export interface CliNode {
  /** Plain data, whatever it is: parts by name, with the text by which PowerShell prints the object as `ToString`. */
  readonly value: unknown;
  readonly at: Span;
  readonly types: readonly string[];
  readonly items?: readonly CliNode[] | undefined;
  readonly parts?: ReadonlyMap<string, CliNode> | undefined;
}

export const isCliList = ({ items }: CliNode): boolean => items !== undefined;

export interface CliProblem {
  readonly at: Span;
  readonly problem: Text;
  readonly remedy: Text | undefined;
}

/** Far above what Exchange nests, and what an export of all connectors of a large organisation holds. */
const limits = { depth: 64, elements: 3_000_000 };

/** Thrown inside this file only, to leave the parser at the first thing that makes the file unusable. */
class Stop {
  readonly problem: CliProblem;
  constructor(problem: CliProblem) {
    this.problem = problem;
  }
}

/** The top values of a file, or the first problem; a file that is broken anywhere gives no values. */
export function readCliNodes(
  content: string,
  file: string,
): { readonly nodes: readonly CliNode[]; readonly problem?: CliProblem } {
  const reader = new CliReader(file);
  try {
    return { nodes: reader.read(content) };
  } catch (error) {
    if (error instanceof Stop) return { nodes: [], problem: error.problem };
    throw error;
  }
}

/** What one open element has gathered so far. */
interface Frame {
  readonly tag: string;
  readonly name: string | undefined;
  readonly refId: string | undefined;
  readonly at: Span;
  text: string;
  types: readonly string[];
  printed: string | undefined;
  scalar: unknown;
  items: CliNode[] | undefined;
  parts: Map<string, CliNode> | undefined;
}

/** Lives for one file. Named entities, document types and processing instructions have no place in CLIXML. */
class CliReader {
  private readonly parser = new SaxesParser({ position: true });
  private readonly stack: Frame[] = [];
  private readonly objects = new Map<string, CliNode>();
  private readonly typeLists = new Map<string, readonly string[]>();
  private readonly nodes: CliNode[] = [];
  private readonly file: string;
  private elements = 0;

  constructor(file: string) {
    this.file = file;
  }

  read(content: string): readonly CliNode[] {
    const { parser } = this;
    parser.on('error', (error) => this.stop(text`This is no sound XML: ${message(error)}.`, cut));
    parser.on('doctype', () =>
      this.stop(text`The file has a document type, which Export-Clixml never writes.`, undefined),
    );
    parser.on('opentag', (tag) => this.open(tag));
    parser.on('closetag', () => this.close());
    const take = (part: string): void => {
      const frame = this.stack.at(-1);
      if (frame !== undefined) frame.text += part;
    };
    parser.on('text', take);
    parser.on('cdata', take);
    parser.write(content).close();
    return this.nodes;
  }

  private stop(problem: Text, remedy: Text | undefined): never {
    throw new Stop({ at: this.here(), problem, remedy });
  }

  private here(): Span {
    return { file: this.file, line: this.parser.line, column: this.parser.columnIndex + 1 };
  }

  private open(tag: SaxesTag): void {
    if (++this.elements > limits.elements)
      this.stop(text`The file holds more than ${limits.elements} elements.`, fewer);
    if (this.stack.length >= limits.depth)
      this.stop(text`Elements are nested deeper than ${limits.depth} levels.`, undefined);
    if (this.stack.length === 0 && tag.name !== 'Objs')
      this.stop(text`The file begins with ${tag.name}, and Export-Clixml writes ${'Objs'}.`, undefined);
    const name = attribute(tag, 'N');
    const refId = attribute(tag, 'RefId');
    const isList = ['LST', 'IE', 'QUE', 'STK'].includes(tag.name);
    this.stack.push({
      tag: tag.name,
      name: name === undefined ? undefined : decodedText(name),
      refId,
      at: this.here(),
      text: '',
      types: [],
      printed: undefined,
      scalar: undefined,
      items: isList ? [] : undefined,
      parts: ['Props', 'MS', 'DCT'].includes(tag.name) ? new Map() : undefined,
    });
  }

  private close(): void {
    const frame = this.stack.pop();
    if (frame === undefined) return;
    const parent = this.stack.at(-1);
    if (parent === undefined) return;
    if (frame.tag === 'TN' || frame.tag === 'TNRef' || frame.tag === 'T') this.closeType(frame, parent);
    else if (frame.tag === 'ToString') parent.printed = decodedText(frame.text);
    else if (frame.tag === 'Props' || frame.tag === 'MS' || frame.tag === 'DCT')
      parent.parts = new Map([...(parent.parts ?? []), ...(frame.parts ?? [])]);
    else if (frame.items !== undefined && frame.tag !== 'Obj') parent.items = frame.items;
    else if (frame.tag === 'En') closeEntry(frame, parent);
    else this.place(this.nodeOf(frame), frame, parent);
  }

  private closeType(frame: Frame, parent: Frame): void {
    if (frame.tag === 'T') parent.types = [...parent.types, frame.text.trim()];
    else if (frame.tag === 'TN') {
      parent.types = frame.types;
      if (frame.refId !== undefined) this.typeLists.set(frame.refId, frame.types);
    } else parent.types = this.typeLists.get(frame.refId ?? '') ?? [];
  }

  private nodeOf(frame: Frame): CliNode {
    if (frame.tag === 'Ref')
      return { ...(this.objects.get(frame.refId ?? '') ?? { value: null, types: [] }), at: frame.at };
    // The serialised object beside its parts is as long as all of them, and says nothing else.
    if (frame.tag === 'BA' && frame.name === 'SerializationData') return { value: null, at: frame.at, types: [] };
    if (scalarTags.has(frame.tag)) return { value: scalarOf(frame.tag, frame.text), at: frame.at, types: [] };
    if (frame.tag !== 'Obj') this.stop(text`${frame.tag} is no element of CLIXML.`, undefined);
    const node = objectNode(frame);
    if (frame.refId !== undefined) this.objects.set(frame.refId, node);
    return node;
  }

  /** Puts a value where it belongs: into a list, among the parts, as the value of its object, or at the top. */
  private place(node: CliNode, frame: Frame, parent: Frame): void {
    if (parent.tag === 'Objs') this.nodes.push(node);
    else if (parent.items !== undefined && parent.tag !== 'Obj') parent.items.push(node);
    else if (parent.parts !== undefined && parent.tag !== 'Obj') parent.parts.set(frame.name ?? '', node);
    else if (parent.tag === 'En') parent.parts = new Map([...(parent.parts ?? []), [frame.name ?? '', node]]);
    else parent.scalar = node.value;
  }
}

/** An entry of a dictionary becomes a part by its key. */
function closeEntry(frame: Frame, parent: Frame): void {
  const key = frame.parts?.get('Key')?.value;
  const value = frame.parts?.get('Value');
  if (value !== undefined && typeof key === 'string') parent.parts?.set(key, value);
}

function objectNode({ at, types, items, parts, printed, scalar }: Frame): CliNode {
  if (items !== undefined) return { value: items.map(({ value }) => value), at, types, items };
  // An enum is its text beside its number; the text is what documents name.
  if (parts === undefined)
    return { value: scalar === undefined || printed !== undefined ? (printed ?? null) : scalar, at, types };
  // A rule's conditions and actions are named by their types.
  const rulePart = types.find((type) => /\.Rules\.Tasks\.\w+(?:Predicate|Action)$/u.test(type));
  if (rulePart !== undefined) return { value: rulePart.replace(/^Deserialized\./u, ''), at, types };
  const own = new Map(parts);
  own.delete('SerializationData');
  const value: Record<string, unknown> = Object.create(null);
  for (const [name, part] of own) if (name !== '__proto__') value[name] = part.value;
  // An object without a text of its own prints the name of its type.
  if (printed !== undefined && !types.some((type) => type.endsWith(printed))) value.ToString = printed;
  return { value: { ...value }, at, types, parts: own };
}

function attribute(tag: SaxesTag, name: string): string | undefined {
  const value = tag.attributes[name];
  return typeof value === 'string' ? value : undefined;
}

const message = (error: Error): string => error.message.replace(/^.*?\d+:\d+: /u, '').replace(/\.$/u, '');
const cut = text`The file was cut or edited; export it again: ${'Get-… | Export-Clixml file.xml'}.`;
const fewer = text`Export fewer objects at once.`;
