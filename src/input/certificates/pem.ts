/** A block between BEGIN and END lines (RFC 7468), with the line of BEGIN counted from 1. */
export interface PemBlock {
  readonly label: string;
  readonly line: number;
  readonly bytes: Uint8Array;
}

export interface PemFault {
  readonly line: number;
  readonly fault: 'no-end' | 'not-base64' | 'empty';
  readonly label: string;
}

export interface Pem {
  readonly blocks: readonly PemBlock[];
  readonly faults: readonly PemFault[];
}

/**
 * Takes the blocks out of a PEM text; what stands between them is comment. The bodies of private keys are not decoded.
 * @returns undefined when the bytes hold no BEGIN line. UTF-16 with a byte order mark, which PowerShell 5 writes, is read too.
 */
export function readPem(bytes: Uint8Array): Pem | undefined {
  const content = decode(bytes);
  if (!content.includes('-----BEGIN ')) return undefined;
  const lines = content.split(/\r\n|\n|\r/u);
  const blocks: PemBlock[] = [];
  const faults: PemFault[] = [];
  for (let index = 0; index < lines.length; index++) {
    const label = /^\s*-----BEGIN ([A-Z0-9 #]{1,60})-----\s*$/u.exec(lines[index] ?? '')?.[1];
    if (label === undefined) continue;
    const line = index + 1;
    const end = findEnd(lines, index + 1, label);
    if (end === undefined) {
      faults.push({ line, fault: 'no-end', label });
      continue;
    }
    const body = isPrivateKey(label) ? new Uint8Array() : decodeBody(lines.slice(index + 1, end));
    if (body === undefined) faults.push({ line, fault: 'not-base64', label });
    else if (body.length === 0 && !isPrivateKey(label)) faults.push({ line, fault: 'empty', label });
    else blocks.push({ label, line, bytes: body });
    index = end;
  }
  return { blocks, faults };
}

export const isPrivateKey = (label: string): boolean => label.endsWith('PRIVATE KEY');

/** The line of the matching END, not looking past the next BEGIN. */
function findEnd(lines: readonly string[], start: number, label: string): number | undefined {
  for (let index = start; index < lines.length; index++) {
    const line = (lines[index] ?? '').trim();
    if (line === `-----END ${label}-----`) return index;
    if (line.startsWith('-----BEGIN ')) return undefined;
  }
  return undefined;
}

function decodeBody(lines: readonly string[]): Uint8Array | undefined {
  // RFC 1421 headers end at an empty line; certificates carry none, but some tools write them.
  const empty = lines.findIndex((line) => line.trim() === '');
  const headed = lines[0]?.includes(':') === true && empty > 0;
  const body = (headed ? lines.slice(empty + 1) : lines).map((line) => line.trim()).join('');
  if (!/^[A-Za-z0-9+/]*={0,2}$/u.test(body) || body.replace(/=+$/u, '').length % 4 === 1) return undefined;
  return Uint8Array.from(atob(body.replace(/=+$/u, '')), (character) => character.charCodeAt(0));
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return new TextDecoder('latin1').decode(mark ? bytes.subarray(3) : bytes);
}
