import { text } from '../../../model/text.ts';
import type { ExportDialect } from '../exported-object.ts';
import type { Taking } from './cmdlet-objects.ts';
import { newContext, takeStatements } from './cmdlet-statements.ts';
import { scriptContents, takePiece } from './script-contents.ts';
import { readStatements } from './statements.ts';
import type { Extent } from './syntax.ts';
import { readXml } from './xml-events.ts';

/** What Export-TransportRuleCollection writes: XML with a New-TransportRule for each rule, in the order in which they run. */
export const ruleCollection: ExportDialect = {
  title: text`Rule collection`,
  recognises: (content) => {
    const head = content.slice(0, 4_000);
    return /^\s*<[?!r]/u.test(head) && /<rules\b[^<>]{0,300}>/u.test(head);
  },
  read: (content, file) => scriptContents(content, file, (taking) => takeRules(content, taking)),
};

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
  const blocks: Block[] = [];
  const open: { readonly name: string; readonly start: number }[] = [];
  let pieces: Piece[] = [];
  readXml(content, 'document', {
    open: (name, _, at) => {
      open.push({ name, start: at });
      pieces = [];
    },
    content: (piece, kind) => {
      if (kind !== 'comment') pieces.push({ text: piece, isData: kind === 'cdata' });
    },
    close: (at) => {
      const { name, start } = open.pop() ?? { name: '', start: 0 };
      if (name === 'commandBlock') blocks.push(commandBlock(content, start, at, pieces));
      pieces = [];
    },
  });
  return blocks;
}

interface Piece {
  readonly text: string;
  readonly isData: boolean;
}

function commandBlock(content: string, start: number, end: number, pieces: readonly Piece[]): Block {
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
