import { text } from '../../../model/text.ts';
import { type TextLines, textLines } from '../../documents/text-lines.ts';
import type { ExportDialect, ExportedObject, ExportedValue, ExportRemark } from '../exported-object.ts';
import { nounNamed } from '../nouns.ts';
import { isExportedName } from '../recognise-object.ts';
import { textValue } from '../text-value.ts';

/** A name and its value; Format-List puts at least one blank before the colon, which YAML and message headers do not. */
const keyLine = /^\s{0,3}([A-Za-z][\w-]{0,79})\s+:(?: (.*)|\s*)$/u;
/** A command as it stands behind the prompt of a pasted session. */
const commandLine = /^\s*(?:\[?PS\]?[^>]{0,200}>+\s*)?(Get-[A-Za-z]+)\b.*$/u;
const dashes = /^\s*-{2,}(?: +-{2,})+\s*$/u;

/** Format-List text, as it is pasted into tickets. */
export const formatListDialect: ExportDialect = {
  title: text`Format-List text`,
  recognises(content) {
    const head = content.slice(0, 20_000).split(/\r?\n/u, 200);
    return head.filter((line) => isExportedName(keyLine.exec(line)?.[1] ?? '')).length > 1 || tableHeader(head) >= 0;
  },
  read(content, file) {
    const reader = new FormatListReader(content, file);
    return reader.read();
  },
};

/** The line of a Format-Table header that names what Exchange prints, or -1. */
function tableHeader(lines: readonly string[]): number {
  const rule = lines.findIndex((line) => dashes.test(line));
  const names = (lines[rule - 1] ?? '').trim().split(/\s{1,}/u);
  return rule > 0 && names.filter(isExportedName).length > 1 ? rule - 1 : -1;
}

interface OpenProperty {
  readonly name: string;
  readonly start: number;
  /** The value's lines, each with where it ends in its line. */
  readonly pieces: { readonly text: string; readonly width: number }[];
  end: number;
}

/** Lives for one text. */
class FormatListReader {
  private readonly lines: TextLines;
  private readonly rows: { readonly text: string; readonly start: number }[] = [];
  private readonly objects: ExportedObject[] = [];
  private readonly remarks: ExportRemark[] = [];
  private readonly widest: number;
  private noun: string | undefined;
  private properties = new Map<string, ExportedValue>();
  private objectStart = 0;
  private open: OpenProperty | undefined;
  /** Where the colons of the current object stand, and the empty lines since its last line. */
  private colon = -1;
  private blanks = 0;

  constructor(content: string, file: string) {
    this.lines = textLines(file, content);
    let start = 0;
    for (const row of content.split('\n')) {
      this.rows.push({ text: row.replace(/\r$/u, ''), start });
      start += row.length + 1;
    }
    this.widest = this.rows.reduce((most, { text: row }) => Math.max(most, row.trimEnd().length), 0);
  }

  read() {
    const table = tableHeader(this.rows.slice(0, 200).map((row) => row.text));
    if (table >= 0) this.refuseTable(this.rows[table]?.start ?? 0);
    else for (const row of this.rows) this.line(row.text, row.start);
    this.endObject();
    return { objects: this.objects, remarks: this.remarks };
  }

  private refuseTable(start: number): void {
    this.remarks.push({
      kind: 'refused',
      at: this.lines.span(start, start + 1),
      problem: text`The file is a table, which shows a few properties, cut to the width of the window.`,
      remedy: text`Export it whole: ${'Get-… | ConvertTo-Json -Depth 6'}.`,
    });
  }

  private line(row: string, start: number): void {
    if (row.trim() === '') {
      this.blanks++;
      return;
    }
    const [, name, value = ''] = keyLine.exec(row) ?? [];
    const colon = row.indexOf(':');
    const command = commandLine.exec(row)?.[1];
    if (name !== undefined && (this.open === undefined || colon === this.colon || isExportedName(name))) {
      this.startProperty(name, value, row, start, colon);
    } else if (command !== undefined) {
      this.endObject();
      this.noun = nounNamed(command)?.name;
    } else if (this.open !== undefined) {
      this.open.pieces.push({ text: row.trim(), width: row.trimEnd().length });
      this.open.end = start + row.length;
    } else if (!/^\s*(?:\[?PS\]?\b|#|=|-|\*)/u.test(row)) this.remark(row, start);
    this.blanks = 0;
  }

  private startProperty(name: string, value: string, row: string, start: number, colon: number): void {
    // An empty line ends an object, unless it stands within a text of several lines.
    const isWithin = this.blanks === 1 && (this.open?.pieces.length ?? 0) > 1;
    if (this.properties.has(name) || this.open?.name === name || (this.blanks > 0 && !isWithin)) this.endObject();
    else this.endProperty();
    if (this.properties.size === 0) this.objectStart = start;
    this.colon = colon;
    const from = start + Math.min(row.length, colon + 2);
    this.open = { name, start: from, end: start + row.length, pieces: [{ text: value, width: row.trimEnd().length }] };
  }

  private remark(row: string, start: number): void {
    this.remarks.push({
      kind: 'unknown',
      at: this.lines.span(start, start + row.length),
      problem: text`This line belongs to no property.`,
      remedy: undefined,
    });
  }

  private endProperty(): void {
    if (this.open === undefined) return;
    const { name, pieces, start, end } = this.open;
    this.properties.set(name, textValue(this.joined(pieces), this.lines.span(start, end)));
    this.open = undefined;
  }

  /** A line is broken at a blank where it has one, and within a word where the word fills it. */
  private joined(pieces: OpenProperty['pieces']): string {
    return pieces.reduce((whole, piece, index) => {
      const before = pieces[index - 1];
      if (before === undefined) return piece.text;
      const isBroken = before.width >= this.widest && !before.text.trim().includes(' ');
      return `${whole}${isBroken ? '' : ' '}${piece.text}`;
    }, '');
  }

  private endObject(): void {
    this.endProperty();
    if (this.properties.size > 0) {
      const at = this.lines.span(this.objectStart, this.objectStart + 1);
      this.objects.push({ noun: this.noun, side: undefined, at, properties: this.properties, how: 'listed' });
    }
    this.properties = new Map();
  }
}
