import type { Pointer, SourceIndex } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { DeclaredDns } from '../../model/topology.ts';
import { parseZone } from '../../protocols/zone/parse-zone.ts';
import type { Included } from '../../protocols/zone/zone-record.ts';
import { bundledNames } from '../../reference/bundled-names.ts';
import { buildDnsView } from '../dns/build-dns-view.ts';
import { readZoneSource } from '../dns/read-zone-source.ts';
import { unsettledNotices } from '../dns/unsettled-notices.ts';
import type { ZoneSource } from '../dns/zone-source.ts';
import { decodeText } from '../documents/decode-text.ts';
import { pointerTo } from '../documents/source-index.ts';
import type { TextLines } from '../documents/text-lines.ts';
import { textLines } from '../documents/text-lines.ts';
import type { FileAccess } from '../problem.ts';
import { writtenList } from './domain-words.ts';
import { fileRefusal } from './file-refusal.ts';
import type { RawDns } from './raw-topology.ts';
import type { Oddity } from './read-certificates.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';

export interface DnsRead {
  readonly dns: DeclaredDns;
  readonly oddities: readonly Oddity[];
  /** Texts of the zone files, for quoting. */
  readonly files: ReadonlyMap<string, TextLines>;
  /** What each source says, for whoever publishes it again. */
  readonly sources: readonly ZoneSource[];
}

/**
 * Reads zone files, in any format that is known, and inline records into one view of DNS; the bundled names answer where
 * nothing is declared.
 */
export async function readDns(reading: Reading, raw: RawDns, at: Pointer, access: FileAccess): Promise<DnsRead> {
  const files = new Map<string, TextLines>();
  const zones: ZoneSource[] = [];
  for (const { text: path, at: place } of writtenList(raw.zones, pointerTo(at, 'zones'))) {
    const content = readText(path, access, files);
    if (!content.ok) reportProblem(reading, place, content.problem, content.remedy);
    else {
      const options = { file: path, include: (name: string, from: string) => include(name, from, access, files) };
      zones.push(await readZoneSource(content.text, options));
    }
  }
  for (const { text: records, at: place } of writtenList(raw.records, pointerTo(at, 'records'))) {
    zones.push(parseZone(records, inlineOptions(reading.sources, place, records)));
  }
  const unknownNames = raw.unknownNames ?? 'unknown';
  const built = buildDnsView({ sources: zones, unknownNames, bundled: bundledNames });
  reading.problems.push(...built.problems);
  reading.notices.push(...unsettledNotices(zones, built));
  const oddities = zones.flatMap((zone) =>
    zone.notices.map((notice) => ({
      kind: notice.kind,
      subject: `dns:${notice.owner}`,
      at: notice.at,
      problem: notice.problem,
      consequence: notice.consequence,
      remedy: notice.remedy,
    })),
  );
  const dns = {
    at,
    view: built.view,
    completeZones: built.completeZones,
    authenticatedDomains: authenticatedDomains(zones),
    names: [...new Set(zones.flatMap(({ records }) => records.map(({ owner }) => owner.toLowerCase())))].sort(),
    unknownNames,
  };
  return { dns, oddities, files, sources: zones };
}

/** Owners of SPF records that no other one includes, and domains with a DMARC record. */
function authenticatedDomains(zones: readonly ZoneSource[]): readonly string[] {
  const texts = zones.flatMap(({ records }) =>
    records.flatMap(({ owner, data }) => (data.type === 'TXT' ? [{ owner, text: data.strings.join('') }] : [])),
  );
  const policies = texts.filter(({ text }) => /^v=spf1(?: |$)/iu.test(text));
  const included = new Set(
    policies.flatMap(({ text }) =>
      [...text.matchAll(/(?:include:|redirect=)([^\s]+)/giu)].map(([, name = '']) => name.toLowerCase()),
    ),
  );
  const dmarc = texts.flatMap(({ owner }) => (owner.startsWith('_dmarc.') ? [owner.slice('_dmarc.'.length)] : []));
  return [...new Set([...policies.map(({ owner }) => owner).filter((owner) => !included.has(owner)), ...dmarc])].sort();
}

type FileText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: ReturnType<typeof text>; readonly remedy: ReturnType<typeof text> };

function readText(path: string, access: FileAccess, files: Map<string, TextLines>): FileText {
  const found = access.read(path);
  if (!found.ok) return { ok: false, ...fileRefusal(path, found.because) };
  const decoded = decodeText(found.bytes);
  if (!decoded.ok)
    return {
      ok: false,
      problem: text`Line ${decoded.line} of ${path} is not text: ${decoded.problem}`,
      remedy: decoded.remedy,
    };
  files.set(path, textLines(path, decoded.text));
  return { ok: true, text: decoded.text };
}

/** A path in $INCLUDE is relative to the file it stands in, as editors and version control see it. */
function include(path: string, from: string, access: FileAccess, files: Map<string, TextLines>): Included {
  const directory = from.includes('/') ? from.slice(0, from.lastIndexOf('/') + 1) : '';
  const target = path.startsWith('/') ? path : `${directory}${path}`;
  const read = readText(target, access, files);
  return read.ok ? { ok: true, file: target, text: read.text } : { ok: false, because: read.problem };
}

/**
 * Maps places of inline records into the document: a literal block (`|`) begins on the line below its key, each line
 * indented alike. For records written otherwise, only the place of the whole is known.
 */
function inlineOptions(sources: SourceIndex, at: Pointer, records: string): Parameters<typeof parseZone>[1] {
  const span = sources.locate(at);
  if (span === undefined) return { form: 'inline' };
  const { file, line, column } = span;
  const header = sources.line(file, line)?.slice(column - 1) ?? '';
  if (!/^\|[-+\d]*\s*(?:#.*)?$/u.test(header)) {
    const isOneLine = !records.includes('\n');
    const quote = /^["']/u.test(header) ? 1 : 0;
    return {
      file,
      form: 'inline',
      place: (_, inner) => ({ line, column: isOneLine ? column + quote + inner - 1 : column }),
    };
  }
  const lines = records.split('\n');
  const first = lines.findIndex((content) => content.trim() !== '');
  const written = first < 0 ? '' : (sources.line(file, line + 1 + first) ?? '');
  const indent = Math.max(
    0,
    written.length -
      written.trimStart().length -
      ((lines[first] ?? '').length - (lines[first] ?? '').trimStart().length),
  );
  return { file, form: 'inline', place: (innerLine, inner) => ({ line: line + innerLine, column: indent + inner }) };
}
