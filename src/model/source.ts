import { asText, plain, type Text } from './text.ts';

/** A place in a file that the user gave; lines and columns count from 1, columns in UTF-16 units. */
export interface Span {
  /** Path as the user knows it: relative to the topology's directory, `-` for standard input. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/**
 * Names a value of the topology document: a JSON pointer (RFC 6901), such as
 * `/tenant/inboundConnectors/0/SenderIPAddresses/1`. Property names are those of the contract.
 */
export type Pointer = string;

/** Where each fact was written. Kept beside the model, so that two equal models compare as equal. */
export interface SourceIndex {
  /**
   * The place of a value; of the nearest enclosing value that is written when this one is not.
   * Property names are compared without case, because exports differ in it.
   */
  locate(pointer: Pointer): Span | undefined;
  /** The text of a line (without its end), for quoting; undefined for a file that was not read. */
  line(file: string, line: number): string | undefined;
  /** The place of the export that a line of an imported document names, with what stands there. */
  exported?(at: Span): Evidence | undefined;
}

/** A fact behind a verdict, with the place that states it. */
export interface Evidence {
  readonly at: Span | undefined;
  /** The fact in one line: a setting with its value, a DNS record, a certificate's names, a dated data set. */
  readonly text: string | Text;
}

/** The fact as formats for programs have it. */
export const factOf = ({ text }: Pick<Evidence, 'text'>): string => plain(asText(text));
