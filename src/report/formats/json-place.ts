import type { Span } from '../../model/source.ts';

/** A place as the JSON has it; null for none. */
export const location = (span: Span | undefined) =>
  span === undefined ? null : { file: span.file, line: span.line, column: span.column };
