import { text } from '../../model/text.ts';
import { canonicalName } from '../../protocols/dns-names/domain-name.ts';
import { parseZone } from '../../protocols/zone/parse-zone.ts';
import type { ZoneOptions } from '../../protocols/zone/zone-record.ts';
import type { Unsettled, ZoneSource } from './zone-source.ts';

/** A master file is an export of Cloudflare when it says which records its proxy answers for. */
export const isCloudflare = (content: string): boolean => content.includes('cf_tags=');

function isProxied(line: string): boolean {
  const comment = line.slice(line.lastIndexOf(';'));
  return comment.startsWith(';') && comment.includes('cf_tags=') && comment.includes('cf-proxied:true');
}

const record = /^(\S+)\s+(?:\d+\s+)?(?:IN\s+)?(A|AAAA|CNAME|SOA)\s/iu;

/**
 * Reads Cloudflare's export: a master file, one record a line, every name absolute (the SOA's without its dot). What its
 * proxy answers for, and a CNAME at the apex, which it flattens, have no fixed answer; their lines are kept out.
 */
export function readCloudflare(content: string, options: ZoneOptions): ZoneSource {
  const file = options.file ?? '-';
  const lines = content.split('\n');
  const apex = lines.map((line) => record.exec(line)).find((found) => found?.[2]?.toUpperCase() === 'SOA')?.[1];
  const zone = apex === undefined ? undefined : canonicalName(apex);
  const unsettled: Unsettled[] = [];
  const rest = lines.map((line, index) => {
    const found = record.exec(line);
    const owner = found?.[1] === undefined ? undefined : canonicalName(found[1]);
    const type = found?.[2]?.toUpperCase() ?? '';
    if (owner === undefined || type === 'SOA') return line;
    const atApex = owner === zone;
    const byProxy = isProxied(line);
    if (!byProxy && !(type === 'CNAME' && atApex)) return line;
    const at = { file, line: index + 1, column: 1, endLine: index + 1, endColumn: line.trimEnd().length + 1 };
    const types = type !== 'CNAME' ? [type] : atApex ? ['A', 'AAAA'] : undefined;
    const because = byProxy
      ? text`Cloudflare answers with its own addresses`
      : text`Cloudflare answers with what the CNAME of the apex leads to`;
    unsettled.push({ owner, types, because, at });
    return '';
  });
  return { ...parseZone(rest.join('\n'), options), unsettled };
}
