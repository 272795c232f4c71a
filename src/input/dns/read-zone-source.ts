import { text } from '../../model/text.ts';
import { parseZone } from '../../protocols/zone/parse-zone.ts';
import { type ZoneOptions, zoneLimits } from '../../protocols/zone/zone-record.ts';
import { documentLimits } from '../documents/document-limits.ts';
import { parseJson } from '../documents/parse-json.ts';
import { parsePlainYaml } from '../documents/parse-plain-yaml.ts';
import type { Parsed } from '../documents/parsed.ts';
import { sourceIndex } from '../documents/source-index.ts';
import { textLines } from '../documents/text-lines.ts';
import { readAzure, typeOf } from './azure.ts';
import { isCapture, readCapture } from './capture-notes.ts';
import { isCloudflare, readCloudflare } from './cloudflare.ts';
import { readDnscontrol } from './dnscontrol.ts';
import { type ExportItem, exportItem } from './export-item.ts';
import { readMailauthCache } from './mailauth-cache.ts';
import { readOctodns } from './octodns.ts';
import { collectRecords, type RecordCollector } from './record-collector.ts';
import { readRoute53 } from './route53.ts';
import type { ZoneSource } from './zone-source.ts';

export type DnsFormat =
  | 'master-file'
  | 'capture'
  | 'cloudflare'
  | 'route53'
  | 'azure'
  | 'octodns'
  | 'dnscontrol'
  | 'mailauth-cache';

/** The formats of a document whose values have been read; the text decides the rest. */
type Structured = Exclude<DnsFormat, 'master-file' | 'capture' | 'cloudflare'>;

/**
 * Reads a source of DNS in any format that is known, recognised by what it holds. Never throws; time and memory are
 * bounded by the limits of master files and documents.
 */
export async function readZoneSource(content: string, options: ZoneOptions): Promise<ZoneSource> {
  const file = options.file ?? '-';
  const notation = notationOf(content);
  if (notation === 'master-file') {
    if (isCapture(content)) return readCapture(content, options);
    return isCloudflare(content) ? readCloudflare(content, options) : parseZone(content, options);
  }
  const records = collectRecords(file, { ...zoneLimits, ...options.limits });
  const lines = textLines(file, content);
  const parsed = await parse(content, notation);
  if (!parsed.ok) {
    for (const { start, end, problem, remedy } of parsed.problems) {
      records.problem(lines.span(start, end), problem, remedy ?? text`Export the zone again.`);
    }
    return records.result();
  }
  const root = exportItem(parsed.data, sourceIndex(file, lines, parsed.root));
  const format = formatOf(root, notation);
  if (format === undefined)
    records.problem(root.at, text`This is no export of DNS records that is known.`, knownFormats);
  else readers[format](root, file, records);
  return records.result();
}

/**
 * The format of a text that may be a source of DNS, for whoever looks through files of any kind; undefined where it is
 * none. A master file is only recognised by a record in it.
 */
export async function recogniseDnsFormat(content: string): Promise<DnsFormat | undefined> {
  const notation = notationOf(content);
  if (notation === 'master-file') {
    if (isCapture(content)) return 'capture';
    const start = content.slice(0, 65_536);
    const found = parseZone(start.slice(0, start.lastIndexOf('\n') + 1) || start).records.length > 0;
    return !found ? undefined : isCloudflare(content) ? 'cloudflare' : 'master-file';
  }
  const parsed = await parse(content, notation);
  if (!parsed.ok) return undefined;
  const root = exportItem(parsed.data, sourceIndex('-', textLines('-', content), parsed.root));
  return formatOf(root, notation);
}

const knownFormats = text`Known are master files, captures, and what these print: Cloudflare's export, ${'aws route53 list-resource-record-sets'}, ${'az network dns record-set list'}, octoDNS (YAML), ${'dnscontrol print-ir'}, and the cache of mailauth.`;

const readers: Readonly<Record<Structured, (root: ExportItem, file: string, records: RecordCollector) => void>> = {
  route53: (root, _, records) => readRoute53(root, records),
  azure: (root, _, records) => readAzure(root, records),
  octodns: readOctodns,
  dnscontrol: (root, _, records) => readDnscontrol(root, records),
  'mailauth-cache': (root, _, records) => readMailauthCache(root, records),
};

/**
 * JSON begins with a bracket; a document of octoDNS with `---` or with a key that stands alone on its line, or before a
 * bracket, which is no record of a master file.
 */
function notationOf(content: string): 'json' | 'yaml' | 'master-file' {
  const first = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*([^\n]*)/u.exec(content.slice(0, 65_536))?.[1] ?? '';
  if (/^[{[]/u.test(first)) return 'json';
  return /^(?:---|(?:'[^']*'|"[^"]*"|[^\s:;'"()$@]+|\?):\s*(?:[#{[].*)?$)/u.test(first.trimEnd())
    ? 'yaml'
    : 'master-file';
}

async function parse(content: string, notation: 'json' | 'yaml'): Promise<Parsed> {
  if (notation === 'json') return parseJson(content, documentLimits);
  // The mark that begins a document says nothing, and the quick reader knows no marks; offsets stay as they are.
  const plain = parsePlainYaml(content.replace(/^---(?=[ \t]*\n)/u, '   '), documentLimits);
  if (plain !== undefined) return { ok: true, ...plain };
  const { parseYaml } = await import('../documents/parse-yaml.ts');
  return parseYaml(content, documentLimits);
}

function formatOf(root: ExportItem, notation: 'json' | 'yaml'): Structured | undefined {
  if (notation === 'yaml') return isOctodns(root) ? 'octodns' : undefined;
  const isSet = (item: ExportItem | undefined): boolean =>
    item?.get('Name') !== undefined &&
    item.get('Type') !== undefined &&
    (item.get('ResourceRecords') ?? item.get('AliasTarget')) !== undefined;
  if (root.get('ResourceRecordSets') !== undefined || isSet(root.list()[0])) return 'route53';
  const azure = (root.get('value') ?? root.get('resources') ?? root).list();
  if (azure.some((set) => typeOf(set) !== undefined)) return 'azure';
  const [domain] = root.get('domains')?.list() ?? [];
  if (domain?.get('records') !== undefined || root.get('dns_providers') !== undefined) return 'dnscontrol';
  return isMailauthCache(root) ? 'mailauth-cache' : undefined;
}

function isOctodns(root: ExportItem): boolean {
  const sets = root.entries().flatMap(([, item]) => item.list());
  return sets.length > 0 && sets.some((set) => set.get('type') !== undefined);
}

function isMailauthCache(root: ExportItem): boolean {
  const names = root.entries();
  const holdsTypes = ([name, item]: (typeof names)[number]): boolean =>
    name.includes('.') &&
    item.entries().length > 0 &&
    item.entries().every(([type, values]) => /^[A-Z]{1,6}$/u.test(type) && Array.isArray(values.value));
  return names.length > 0 && names.every(holdsTypes);
}
