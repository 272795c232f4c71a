import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

/*
 * A clean world with one thing broken. The sample messages are left out, because their expectations are about the sound
 * world. A variant says what it changes:
 *
 *   world: third-party-filter-secured
 *   fault: The connector of the filter names another certificate.
 *   change:
 *     - { at: /tenant/inboundConnectors/1/TlsSenderCertificateName, to: other.example }   # `to: null` with `remove: true` deletes
 *     - { file: dns/contoso.com.zone, replace: ' ip4:131.107.21.231', by: '' }
 *   finds:
 *     - connector/certificate-not-presented inbound:from the filter
 */
export interface Variant {
  readonly world: string;
  readonly fault: string;
  readonly change: readonly Change[];
  readonly finds: readonly string[];
}
type Change =
  | { readonly at: string; readonly to?: unknown; readonly remove?: boolean }
  | { readonly file: string; readonly replace: string; readonly by: string };

export const variantsRoot = 'fixtures/variants';
const made: string[] = [];

export const readVariant = (file: string): Variant => parse(readFileSync(join(variantsRoot, file), 'utf8')) as Variant;

/** Removes the copies that were made. */
export function removeBroken(): void {
  for (const directory of made.splice(0)) rmSync(directory, { recursive: true });
}

/** A copy of the world with the changes of the variant made. */
export function broken(variant: Variant): string {
  const directory = mkdtempSync(join(tmpdir(), 'mxproof-variant-'));
  made.push(directory);
  cpSync(`fixtures/worlds/${variant.world}`, directory, { recursive: true });
  const path = join(directory, 'topology.yaml');
  const document = parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  document.messages = [];
  for (const change of variant.change) {
    if ('file' in change) replaceIn(join(directory, change.file), change.replace, change.by);
    else setAt(document, change);
  }
  writeFileSync(path, stringify(document));
  return path;
}

function replaceIn(file: string, before: string, after: string): void {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(before)) throw new Error(`${file} does not hold ${before}`);
  writeFileSync(file, text.replace(before, after));
}

function setAt(
  document: unknown,
  change: { readonly at: string; readonly to?: unknown; readonly remove?: boolean },
): void {
  const steps = change.at
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = steps.pop() ?? '';
  let parent = document as Record<string, unknown>;
  for (const step of steps) {
    const next = parent[step];
    if (typeof next !== 'object' || next === null) throw new Error(`${change.at} leads nowhere at ${step}`);
    parent = next as Record<string, unknown>;
  }
  if (Array.isArray(parent) && change.remove === true) parent.splice(Number(last), 1);
  else if (change.remove === true) delete parent[last];
  else if (Array.isArray(parent) && last === '-') parent.push(change.to);
  else parent[last] = change.to;
}
