import type { Span } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { ExportedValue } from './exported-object.ts';

/** A value of a form that knows only text: Format-List, Export-Csv. Nothing, null and the empty text look the same there. */
export function textValue(written: string, at: Span): ExportedValue {
  const content = written.trim();
  if (content === '') return { value: null, at };
  if (/^(?:true|false)$/iu.test(content)) return { value: content.toLowerCase() === 'true', at };
  const list = /^\{(.*)\}$/su.exec(content)?.[1];
  if (list === undefined) return { value: content, at };
  if (/(?:\u2026|\.\.\.)\s*$/u.test(list)) {
    const shown = content.slice(0, 80);
    return {
      value: undefined,
      at,
      flaw: { kind: 'lossy', because: text`The list ${shown} ends where $FormatEnumerationLimit cut it.` },
    };
  }
  const items = list.trim() === '' ? [] : list.split(/,\s+/u).map((item) => item.trim());
  return { value: items, at };
}
