import type { Attachment } from '../../model/attachment.ts';
import { fieldOf, type HeaderFields } from '../../model/header-fields.ts';
import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import { pointerTo } from '../documents/source-index.ts';
import { parseSize } from './parse-size.ts';
import type { RawAttachment, RawMessage } from './raw-topology.ts';
import { readFields } from './read-nodes.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';

/** What a sample message declares of its attachments; what it does not declare stays unknown. */
export function readAttachments(reading: Reading, raw: readonly RawAttachment[], at: Pointer): readonly Attachment[] {
  return raw.map((item, index) => ({
    name: item.name,
    size: readSize(reading, item.size, pointerTo(pointerTo(at, index), 'size')),
    ...declared('text', item.text),
    ...declared('executable', item.executable),
    ...declared('passwordProtected', item.passwordProtected),
    ...declared('unsupported', item.unsupported),
    ...declared('scanIncomplete', item.scanIncomplete),
    ...declared('properties', item.properties && lowerNames(readFields(item.properties))),
  }));
}

function declared<Key extends keyof Attachment>(
  key: Key,
  value: Attachment[Key] | null,
): Pick<Attachment, Key> | object {
  return value === undefined || value === null ? {} : { [key]: value };
}

const lowerNames = (fields: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...fields].map(([name, value]) => [name.trim().toLowerCase(), value]));

/** Bytes, from a number or a size with its unit. */
export function readSize(reading: Reading, raw: string | number | undefined | null, at: Pointer): number | undefined {
  if (raw === undefined || raw === null) return undefined;
  const size = parseSize(raw);
  if (size === undefined)
    reportProblem(
      reading,
      at,
      text`${String(raw)} is no size.`,
      text`Write bytes (2048) or a size such as ${'25 MB'}.`,
    );
  return size;
}

/** The fields with those that the topology declares: each takes the place of all of its name. */
export function withDeclared(fields: HeaderFields, raw: RawMessage['headers']): HeaderFields {
  const all = new Map(fields);
  for (const [name, value] of Object.entries(raw ?? {})) {
    for (const other of fields.keys()) if (other.toLowerCase() === name.toLowerCase()) all.delete(other);
    all.set(name, fieldOf((Array.isArray(value) ? value : [value ?? '']).map(String)));
  }
  return all;
}
