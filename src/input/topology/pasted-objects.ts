import { isCut } from '../../model/exchange-value.ts';
import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import { pointerTo } from '../documents/source-index.ts';
import type { ExchangeObject } from './exchange-object.ts';
import { openObject } from './exchange-object.ts';
import type { ObjectKind } from './known-properties.ts';
import { objectKinds } from './known-properties.ts';
import type { Reading } from './reading.ts';
import { reportNotice, reportProblem } from './reading.ts';

/** The objects under a key: a list, one object, or a wrapper, each with its pointer; null items are none. */
export function rawObjects(raw: unknown, at: Pointer): readonly { readonly raw: unknown; readonly at: Pointer }[] {
  if (raw === null || raw === undefined) return [];
  if (Array.isArray(raw))
    return raw.flatMap((item, index) => (item === null ? [] : [{ raw: item as unknown, at: pointerTo(at, index) }]));
  const inner = typeof raw === 'object' ? wrapped(raw as Readonly<Record<string, unknown>>) : undefined;
  if (inner === undefined) return [{ raw, at }];
  return rawObjects(inner.items, pointerTo(at, inner.key));
}

function wrapped(
  record: Readonly<Record<string, unknown>>,
): { readonly key: string; readonly items: unknown } | undefined {
  const keys = Object.keys(record);
  const key = keys.find((name) => name.toLowerCase() === 'value');
  if (key === undefined || !keys.every((name) => /^(?:value|count|@odata\..*)$/iu.test(name))) return undefined;
  return { key, items: record[key] };
}

/** Opens every object under a key. */
export function openObjects(reading: Reading, kind: ObjectKind, raw: unknown, at: Pointer): readonly ExchangeObject[] {
  return rawObjects(raw, at).flatMap((item, index) => {
    if (typeof item.raw === 'object' && item.raw !== null && !Array.isArray(item.raw)) {
      return [openObject(reading, kind, item.at, item.raw as Readonly<Record<string, unknown>>, `${index + 1}`)];
    }
    const cut = isCut(item.raw, true);
    const { prefix, title, command } = objectKinds[kind];
    if (cut) {
      reportNotice(reading, item.at, {
        rule: 'topology/lossy-export',
        subject: `${prefix}:${index + 1}`,
        problem: text`An object was cut by the export: ${String(item.raw).slice(0, 80)}.`,
        consequence: text`It cannot be taken into account.`,
        remedy: text`Export it whole: ${`${command} | ConvertTo-Json -Depth 6`}.`,
      });
    } else
      reportProblem(
        reading,
        item.at,
        text`${String(item.raw).slice(0, 80)} stands where ${title} must stand.`,
        text`Write an object with the properties that ${command} prints.`,
      );
    return [];
  });
}
