import type { ExportDialect } from './exported-object.ts';
import { jsonDialect } from './json/json-dialect.ts';

/** Every way in which exports are written, in the order in which they are asked: the first that recognises a text reads it. */
export const exportDialects: readonly ExportDialect[] = [jsonDialect];
