import { text } from '../../src/model/text.ts';
import type { ImportReport } from '../../src/report/report.ts';

/** The report of an import with a value of the user's in every place where one can stand; `value` gives the n-th. */
export function importReportOf(value: (index: number) => string): ImportReport {
  const at = { file: value(1), line: 2, column: 3 };
  const object = {
    noun: value(2),
    name: value(3),
    at,
    into: value(4),
    because: text`It is ${value(5)}.`,
    understood: [value(6)],
    ignored: [value(7)],
    unknown: [value(8)],
  };
  const kinds = ['refused', 'unusable', 'unknown', 'ignored', 'doubtful'] as const;
  return {
    version: '0.1.0',
    file: value(11),
    written: true,
    sources: { locate: () => undefined, line: () => value(12) },
    account: {
      files: [
        {
          file: value(1),
          dialect: text`a sample of ${value(9)}`,
          objects: [
            object,
            { ...object, name: '', because: undefined },
            { ...object, noun: undefined, into: undefined, understood: [] },
          ],
          remarks: kinds.map((kind) => ({ kind, at, problem: text`Of ${value(13)}.`, remedy: text`Do ${value(14)}.` })),
        },
        { file: value(15), dialect: undefined, objects: [], remarks: [] },
      ],
      missing: [{ what: text`${value(16)} is missing.`, remedy: text`Run ${value(17)}.` }],
    },
  };
}
