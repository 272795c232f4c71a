import { text } from '../../../model/text.ts';
import { textLines } from '../../documents/text-lines.ts';
import type { ExportDialect, ExportRemark } from '../exported-object.ts';

const line =
  /^\ufeff?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.:+Z-]{0,20} (?<note>(?:tenant|onPremises) [A-Za-z]{1,40}: [^\r\n]{0,2000})/gmu;

/** What the script of `collect` writes down beside its exports: how many objects each holds, and what it could not export. */
export const collectedNotes: ExportDialect = {
  title: text`Notes of collect`,
  recognises: (content) => content.slice(0, 4_000).search(line) === 0,
  read: (content, file) => {
    const lines = textLines(file, content);
    const remarks: ExportRemark[] = [];
    for (const found of content.matchAll(/^.*NOT EXPORTED\..*$|^.*there may be more than.*$/gmu)) {
      const note = found[0].replace(/^\S+ /u, '').trim();
      remarks.push({
        kind: 'doubtful',
        at: lines.span(found.index, found.index + found[0].trimEnd().length),
        problem: text`What was collected is not everything: ${note.slice(0, 300)}`,
        remedy: text`Run the script again with the permission, or declare what is missing.`,
      });
    }
    return { objects: [], remarks };
  },
};
