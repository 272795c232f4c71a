import { isAbsolute, normalize, sep } from 'node:path';
import { type TopologyFiles, textOf } from '../fix/apply/topology-files.ts';
import type { Planned } from '../plan-fixes.ts';
import { planMarkdown } from '../report/formats/markdown/plan-markdown.ts';
import { english, type Wording } from '../report/language/translate.ts';
import type { PlanReport } from '../report/plan-report.ts';

/** What `fix --out` writes. */
export interface PlannedFolder {
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** Files that the topology names and that are not copied: with a private key, or from outside its directory. */
  readonly notCopied: readonly string[];
}

/**
 * The plan as files, with the changed topology and everything round it, so that it can be checked where it lies: what was
 * proved is an analysis of exactly these texts.
 */
export function plannedFolder(
  report: PlanReport,
  { plan, scripts, read }: Planned,
  wording: Wording = english,
): PlannedFolder {
  const { end } = plan;
  const isJson = /\.json$/iu.test(end.main);
  const files = new Map<string, string | Uint8Array>([
    ['fix.ps1', scripts.fix],
    ['rollback.ps1', scripts.rollback],
    ['dns.zone.diff', scripts.dnsDiff],
    [isJson ? 'topology.fixed.json' : 'topology.fixed.yaml', marked(end, end.main, textOf(end, end.main) ?? '')],
    ['plan.md', planMarkdown(report, { wording })],
  ]);
  const notCopied: string[] = [];
  for (const path of [...new Set([...read, ...end.texts.keys()])].sort()) {
    if (path === end.main) continue;
    const inside = normalize(path);
    const isOutside = isAbsolute(path) || inside === '..' || inside.startsWith(`..${sep}`);
    const found = end.access.read(path);
    const changed = end.texts.get(path);
    const content = changed === undefined ? (found.ok ? found.bytes : undefined) : marked(end, path, changed);
    if (content === undefined) continue;
    if (isOutside || files.has(inside) || holdsKey(path, content)) notCopied.push(path);
    else files.set(inside, content);
  }
  return { files, notCopied };
}

/** A text with the byte order mark of the file that it was read from: the reader drops it, and the author may need it. */
function marked({ access }: TopologyFiles, path: string, text: string): string {
  const found = access.read(path);
  return found.ok && hasMark(found.bytes) ? `\ufeff${text}` : text;
}

const hasMark = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

/** A container of PKCS#12, or PEM with a private key: no folder that is handed on holds it. */
function holdsKey(path: string, content: string | Uint8Array): boolean {
  if (/\.(?:pfx|p12)$/iu.test(path)) return true;
  const text = typeof content === 'string' ? content : new TextDecoder('latin1').decode(content);
  return /-----BEGIN [A-Z ]*PRIVATE KEY-----/u.test(text) || (typeof content !== 'string' && isPkcs12(content));
}

/** RFC 7292 section 4: a sequence that begins with version 3. */
function isPkcs12(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x30) return false;
  const length = bytes[1] ?? 0;
  const start = length === 0x80 ? 2 : length > 0x80 ? 2 + (length - 0x80) : 2;
  return bytes[start] === 0x02 && bytes[start + 1] === 0x01 && bytes[start + 2] === 0x03;
}
