import { SaxesParser } from 'saxes';
import { text } from '../../../model/text.ts';
import { Unreadable } from './cursor.ts';

/** What stands in XML, in its order; `at` is the offset behind it. */
interface XmlEvents {
  open(name: string, attributes: Readonly<Record<string, string>>, at: number): void;
  content(piece: string, kind: 'text' | 'cdata' | 'comment', at: number): void;
  close(at: number): void;
}

/** Elements inside each other; the exports have five. */
const depthMax = 32;
/** An error is noticed before the rest is read. */
const chunkLength = 64 * 1024;

/**
 * Reads XML, with or without one element round it. No entity is known beyond those of XML, and no document type.
 * @throws {Unreadable} at the first thing that is wrong with it.
 */
export function readXml(content: string, shape: 'document' | 'fragments', events: XmlEvents): void {
  const parser = new SaxesParser({ fragment: shape === 'fragments' });
  let depth = 0;
  let problem: Unreadable | undefined;
  const refuse = (what: ReturnType<typeof text>): void => {
    const at = Math.min(parser.position, content.length);
    problem ??= new Unreadable({ start: at, end: at }, what, text`Export it again.`);
  };
  parser.on('error', ({ message }) => refuse(text`The XML is not well formed: ${message.replace(/^[\d:]+\s*/u, '')}`));
  parser.on('doctype', () => refuse(text`The XML declares a document type, which exports do not have.`));
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > depthMax) refuse(text`Elements are nested deeper than ${depthMax} levels.`);
    if (problem === undefined) events.open(name, attributes as Readonly<Record<string, string>>, parser.position);
  });
  parser.on('closetag', () => {
    depth--;
    if (problem === undefined) events.close(parser.position);
  });
  for (const kind of ['text', 'cdata', 'comment'] as const) {
    parser.on(kind, (piece: string) => {
      if (problem === undefined) events.content(piece, kind, parser.position);
    });
  }
  for (let at = 0; at < content.length && problem === undefined; at += chunkLength) {
    parser.write(content.slice(at, at + chunkLength));
  }
  if (problem === undefined) parser.close();
  if (problem !== undefined) throw problem;
}
