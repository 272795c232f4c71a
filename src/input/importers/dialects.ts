import { clixmlDialect } from './clixml/clixml-dialect.ts';
import { collectedNotes } from './collected/collected-notes.ts';
import { csvDialect } from './csv/csv-dialect.ts';
import type { ExportDialect } from './exported-object.ts';
import { formatListDialect } from './format-list/format-list-dialect.ts';
import { jsonDialect } from './json/json-dialect.ts';
import { cmdletScript } from './powershell/cmdlet-script.ts';
import { desiredState } from './powershell/desired-state.ts';
import { hybridLog, hybridXmlLog } from './powershell/hybrid-log.ts';
import { ruleCollection } from './powershell/rule-collection.ts';

/** Every way in which exports are written, in the order in which they are asked: the first that recognises a text reads it. */
export const exportDialects: readonly ExportDialect[] = [
  clixmlDialect,
  jsonDialect,
  collectedNotes,
  desiredState,
  hybridLog,
  hybridXmlLog,
  ruleCollection,
  formatListDialect,
  csvDialect,
  cmdletScript,
];
