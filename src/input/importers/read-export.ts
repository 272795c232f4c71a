import type { Span } from '../../model/source.ts';
import { type Text, type TextValue, text } from '../../model/text.ts';
import { recogniseDnsFormat } from '../dns/read-zone-source.ts';
import { decodeText } from '../documents/decode-text.ts';
import { exportDialects } from './dialects.ts';
import type { ExportContents, ExportRemark } from './exported-object.ts';
import { recogniseNoun } from './recognise-object.ts';

export interface ExportFile {
  /** Path as places are to name it: relative to the topology's directory, with forward slashes. */
  readonly file: string;
  /** What could not be read is said by the caller, who knows why. */
  readonly content: Uint8Array | { readonly problem: Text; readonly remedy: Text | undefined };
  /** Named by the user, and not only found in a folder: then it must be an export. */
  readonly named: boolean;
}

export interface ReadExport {
  readonly file: string;
  readonly dialect: TextValue | undefined;
  readonly contents: ExportContents;
  /** The file is a source of DNS that the topology names as it is. */
  readonly isZone?: boolean;
  /** The file is a certificate; its bytes. */
  readonly certificate?: Uint8Array;
  /** Named by the user. */
  readonly named?: boolean;
}

const nothing: ExportContents = { objects: [], remarks: [] };

/** Reads one file by what stands in it. */
export async function readExport({ file, content, named }: ExportFile): Promise<ReadExport> {
  const start: Span = { file, line: 1, column: 1 };
  const only = (remark: Omit<ExportRemark, 'at'> & { readonly at?: Span }): ReadExport => ({
    file,
    dialect: undefined,
    contents: { objects: [], remarks: [{ at: start, ...remark }] },
  });
  if (!(content instanceof Uint8Array)) return only({ kind: 'unusable', ...content });
  if (content.length === 0) return only({ kind: 'ignored', problem: text`The file is empty.`, remedy: undefined });
  const kind = named ? 'unusable' : 'unknown';
  // A SEQUENCE of DER with a length of two octets, which no text begins with.
  if (content[0] === 0x30 && content[1] === 0x82)
    return { file, dialect: text`certificate`, contents: nothing, certificate: content, named };
  const decoded = decodeText(content);
  if (!decoded.ok) {
    const at = { file, line: decoded.line, column: decoded.column };
    return only({ kind, at, problem: decoded.problem, remedy: decoded.remedy });
  }
  if (decoded.text.includes('\0')) return only({ kind, problem: text`The file is binary.`, remedy: known });
  if (/^-----BEGIN (?:[A-Z0-9]+ )*(?:CERTIFICATE|PKCS7)-----/mu.test(decoded.text))
    return { file, dialect: text`certificate`, contents: nothing, certificate: content, named: true };
  return (await readText(file, decoded.text)) ?? only({ kind, ...strange(decoded.text) });
}

async function readText(file: string, content: string): Promise<ReadExport | undefined> {
  if (isTopology(content)) return undefined;
  const dialect = exportDialects.find((one) => one.recognises(content));
  const contents = dialect?.read(content, file);
  const isKnown = contents?.objects.some((one) => recogniseNoun(one) !== undefined) === true;
  const isBroken = contents?.remarks.some(({ kind }) => kind === 'unusable' || kind === 'refused') === true;
  // A dialect of objects may be that of DNS records, too: JSON.
  const zone = isKnown || isBroken ? undefined : await recogniseDnsFormat(content);
  if (zone !== undefined) return { file, dialect: `DNS (${zone})`, contents: nothing, isZone: true };
  return dialect === undefined || contents === undefined ? undefined : { file, dialect: dialect.title, contents };
}

const isTopology = (content: string): boolean =>
  /^(?:\s*#[^\n]*\n|\s*\n)*\s*(?:\{\s*)?"?mxproof"?\s*:/u.test(content.slice(0, 20_000));

const strange = (content: string): { readonly problem: Text; readonly remedy: Text | undefined } =>
  isTopology(content)
    ? { problem: text`The file is a topology already.`, remedy: text`mxproof check reads it.` }
    : { problem: text`The file is no export of a known form.`, remedy: known };

const known = text`Known are JSON, CLIXML, CSV and Format-List text of the Get- cmdlets, ScubaGear, Microsoft365DSC, rule collections, scripts of New- and Set- cmdlets, logs of the hybrid wizard, zones and certificates.`;
