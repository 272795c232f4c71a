import type { SourceIndex, Span } from '../../../model/source.ts';
import { plain, type Text } from '../../../model/text.ts';
import { shortened, terminalText } from '../../escape.ts';
import { english, type Wording } from '../../language/translate.ts';
import { placeText } from '../../place-of.ts';
import type { Style } from '../../report.ts';
import { displayWidth } from './width.ts';
import { wrap } from './wrap.ts';

/** What a stretch of text is; its colour follows from that, and never carries a meaning that the words do not. */
export type Role = 'error' | 'warning' | 'info' | 'good' | 'bad' | 'doubtful' | 'strong' | 'faint' | 'place';

// SGR parameters of ECMA-48: 1 bold, 2 faint, 31 to 36 the colours that every terminal theme keeps legible.
const sgr: Readonly<Record<Role, string>> = {
  error: '1;31',
  warning: '1;33',
  info: '1;36',
  good: '32',
  bad: '31',
  doubtful: '33',
  strong: '1',
  faint: '2',
  place: '36',
};

/** What every part of the terminal report needs to know: how wide, how coloured, and how a place is written. */
export interface Page {
  readonly width: number;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly wording: Wording;
  readonly sources: SourceIndex;
  paint(role: Role | undefined, text: string): string;
  place(span: Span): string;
}

const narrowest = 40;

/**
 * @param file the topology as the user named it: places are relative to its directory, and printed so that an editor
 * opens them from where the user stands.
 */
export function createPage(style: Style, file: string, sources: SourceIndex): Page {
  return {
    width: Math.max(narrowest, style.width),
    verbose: style.verbose,
    quiet: style.quiet,
    wording: style.wording ?? english,
    sources,
    paint: (role, text) =>
      style.color && role !== undefined && text !== '' ? `\u001b[${sgr[role]}m${text}\u001b[0m` : text,
    place: (span) => terminalText(placeText(file, span)),
  };
}

/** A sentence with thousands of values, each of them short, is cut too. */
const proseMax = 8_000;

/** Prose of ours as one line of text in the language of the page, its values made inert. */
export const prose = ({ wording }: Pick<Page, 'wording'>, content: Text): string =>
  shortened(plain(wording.say(content), terminalText), proseMax);

interface Labelled {
  readonly indent?: number;
  /** Words of ours, or a sign or an id that is inert already. */
  readonly label?: Text | string;
  readonly role?: Role | undefined;
  readonly labelRole?: Role;
}

/** Columns up to which a label is a mark, such as `?` or `12.`: it stays beside whatever follows. */
const markMax = 3;

/**
 * A paragraph: the label once, the text beside it, further lines under the text; where there is too little room beside the
 * label, the text begins on the next line. A string is inert already.
 */
export function paragraph(page: Page, content: Text | string, look: Labelled = {}): readonly string[] {
  const { indent = 0, role, labelRole = 'strong' } = look;
  const text = said(page, content);
  const label = said(page, look.label ?? '');
  const margin = ' '.repeat(indent);
  const lead = label === '' ? 0 : displayWidth(label) + 2;
  const room = page.width - indent - lead;
  const isTight = room < page.width / 2 || widestWord(text) > room;
  if (lead > markMax + 2 && isTight) {
    const below = wrap(text, page.width - indent - 2);
    return [margin + page.paint(labelRole, label), ...below.map((line) => `${margin}  ${page.paint(role, line)}`)];
  }
  return wrap(text, room).map((line, index) => {
    const head = index === 0 && label !== '' ? `${page.paint(labelRole, label)}  ` : ' '.repeat(lead);
    return (margin + head + page.paint(role, line)).trimEnd();
  });
}

const widestWord = (text: string): number => Math.max(...text.split(' ').map(displayWidth));

const said = (page: Page, content: Text | string): string =>
  typeof content === 'string' ? content : prose(page, content);

/** A label as wide as the widest of those that stand below each other. */
export function padded(page: Page, label: Text, all: readonly Text[]): string {
  const widest = Math.max(...all.map((one) => displayWidth(prose(page, one))));
  const own = prose(page, label);
  return own + ' '.repeat(Math.max(0, widest - displayWidth(own)));
}

/** A piece that stays whole while a line has room for it, with what stands between it and the piece before it on the same line. */
export interface Piece {
  readonly text: string;
  readonly gap: string;
  readonly role?: Role | undefined;
  /** Where it may be broken when no line has room for all of it; by default at its spaces. */
  readonly parts?: readonly string[];
}

/** Pieces in a row, as many a line as fit; further lines are indented by `hanging` more columns. */
export function flow(page: Page, pieces: readonly Piece[], indent: number, hanging = 2): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let columns = 0;
  for (const piece of pieces.flatMap((one) => fitting(one, page.width - indent - hanging))) {
    const gap = columns === 0 ? '' : piece.gap;
    const needed = displayWidth(gap) + displayWidth(piece.text);
    const margin = indent + (lines.length > 0 ? hanging : 0);
    if (columns > 0 && margin + columns + needed > page.width) {
      lines.push(' '.repeat(margin) + line);
      line = page.paint(piece.role, piece.text);
      columns = displayWidth(piece.text);
    } else {
      line += gap + page.paint(piece.role, piece.text);
      columns += needed;
    }
  }
  if (columns > 0) lines.push(' '.repeat(indent + (lines.length > 0 ? hanging : 0)) + line);
  return lines;
}

/** The piece, or its parts where a line of its own has no room for it. */
function fitting(piece: Piece, room: number): readonly Piece[] {
  if (displayWidth(piece.text) <= room) return [piece];
  const parts = piece.parts ?? piece.text.split(' ').filter((word) => word !== '');
  return parts.map((part, index) => ({ ...piece, text: part, gap: index === 0 ? piece.gap : ' ' }));
}

/** An envelope address between angle brackets; `<>` is the null sender. */
export const angled = (address: string): string => (address === '<>' ? address : `<${address}>`);
