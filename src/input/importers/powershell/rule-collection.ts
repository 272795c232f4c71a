import { SaxesParser } from 'saxes';
import { text } from '../../../model/text.ts';
import type { ExportDialect } from '../exported-object.ts';
import type { Taking } from './cmdlet-objects.ts';
import { newContext, takeStatements } from './cmdlet-statements.ts';
import { Unreadable } from './cursor.ts';
import { scriptContents, takePiece } from './script-contents.ts';
import { readStatements } from './statements.ts';
import type { Extent } from './syntax.ts';

/** What Export-TransportRuleCollection writes: XML with a New-TransportRule for each rule, in the order in which they run. */
export const ruleCollection: ExportDialect = {
  title: 'Rule collection',
  recognises: (content) => {
    const head = content.slice(0, 4_000);
    return /^\s*<[?!r]/u.test(head) && /<rules\b[^<>]{0,300}>/u.test(head);
  },
  read: (content, file) => scriptContents(content, file, (taking) => takeRules(content, taking)),
};

/** Elements inside each other; the exports have five. */
const depthMax = 16;

interface Block {
  readonly commandAt: Extent;
  readonly command: string;
  /** Whether the text of the file is the command, so that places inside of it can be named. */
  readonly isVerbatim: boolean;
}

function takeRules(content: string, taking: Taking): void {
  for (const { commandAt, command, isVerbatim } of readBlocks(content)) {
    const fixed: Taking = { ...taking, place: () => taking.place(commandAt) };
    const [whole, start, end] = isVerbatim ? [content, commandAt.start, commandAt.end] : [command, 0, command.length];
    const one = isVerbatim ? taking : fixed;
    takePiece(
      one,
      'unusable',
      () => readStatements(whole, start, end),
      (statements) => takeStatements(statements, one, newContext()),
    );
  }
}

/** The command blocks of a collection. @throws {Unreadable} where it is no XML, or declares a document type. */
function readBlocks(content: string): readonly Block[] {
  const parser = new SaxesParser();
  const blocks: Block[] = [];
  const open: { readonly name: string; readonly start: number }[] = [];
  let pieces: { readonly text: string; readonly isData: boolean }[] = [];
  let problem: Unreadable | undefined;
  const refuse = (what: ReturnType<typeof text>): void => {
    const at = Math.min(parser.position, content.length);
    problem ??= new Unreadable(
      { start: at, end: at },
      what,
      text`Export it again: ${'Export-TransportRuleCollection'}.`,
    );
  };
  parser.on('error', (error) => refuse(text`The XML is not well formed: ${error.message.replace(/^[\d:]+\s*/u, '')}`));
  parser.on('doctype', () => refuse(text`The XML declares a document type, which exports do not have.`));
  parser.on('opentag', (tag) => {
    open.push({ name: tag.name, start: parser.position });
    pieces = [];
    if (open.length > depthMax) refuse(text`Elements are nested deeper than ${depthMax} levels.`);
  });
  parser.on('text', (piece) => pieces.push({ text: piece, isData: false }));
  parser.on('cdata', (piece) => pieces.push({ text: piece, isData: true }));
  parser.on('closetag', () => {
    const { name, start } = open.pop() ?? { name: '', start: 0 };
    if (name === 'commandBlock') blocks.push(commandBlock(content, start, parser.position, pieces));
    pieces = [];
  });
  for (let at = 0; at < content.length && problem === undefined; at += chunkLength) {
    parser.write(content.slice(at, at + chunkLength));
  }
  if (problem === undefined) parser.close();
  if (problem !== undefined) throw problem;
  return blocks;
}

/** An error is noticed before the rest is read. */
const chunkLength = 64 * 1024;

function commandBlock(
  content: string,
  start: number,
  end: number,
  pieces: readonly { readonly text: string; readonly isData: boolean }[],
): Block {
  const command = pieces.map((piece) => piece.text).join('');
  const data = pieces.filter((piece) => piece.isData);
  const opened = content.slice(start, end).indexOf('<![CDATA[');
  const closed = content.slice(start, end).lastIndexOf(']]>');
  const isVerbatim = data.length === 1 && opened >= 0 && closed > opened;
  const isAlone = pieces.every((piece) => piece.isData || piece.text.trim() === '');
  return isVerbatim && isAlone
    ? { commandAt: { start: start + opened + '<![CDATA['.length, end: start + closed }, command, isVerbatim }
    : { commandAt: { start, end: start }, command, isVerbatim: false };
}
