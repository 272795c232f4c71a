import { decimalEscape, readEscape } from './octets.ts';

/** Why a text is no domain name. */
export type NameFault =
  | { readonly kind: 'empty' }
  | { readonly kind: 'empty-label' }
  | { readonly kind: 'long-label'; readonly label: string; readonly octets: number }
  | { readonly kind: 'long-name'; readonly octets: number }
  | { readonly kind: 'bad-escape'; readonly found: string }
  | { readonly kind: 'bad-international'; readonly label: string };

export type NameRead =
  | { readonly ok: true; readonly name: string; readonly relative: boolean }
  | { readonly ok: false; readonly fault: NameFault };

/** RFC 1035 §2.3.4. */
const labelOctetsMax = 63;
const nameOctetsMax = 255;

// What nearly every name is made of; these characters mean themselves in a master file. The slash is RFC 2317's.
const simple = /^[a-z\d_*/-]{1,63}(?:\.[a-z\d_*/-]{1,63})*\.?$/iu;

/**
 * Reads a domain name in presentation format and gives the one spelling under which names are compared: lower case, no
 * trailing dot, escapes as BIND prints them, labels outside ASCII as A-labels (RFC 5890), the root as the empty text.
 *
 * @param origin completes a name without a trailing dot; undefined means that every name is absolute.
 */
export function readName(text: string, origin?: string): NameRead {
  if (simple.test(text)) {
    const dotted = text.endsWith('.');
    return complete((dotted ? text.slice(0, -1) : text).toLowerCase(), origin, dotted);
  }
  if (text === '.') return { ok: true, name: '', relative: false };
  if (text === '') return { ok: false, fault: { kind: 'empty' } };
  return readSlowly(text, origin);
}

/**
 * The spelling of a name under which it is compared, for a question: always absolute.
 * @returns undefined for a text that cannot be a domain name, so that no name is equal to it.
 */
export function canonicalName(text: string): string | undefined {
  if (text === '') return '';
  const read = readName(text);
  return read.ok ? read.name : undefined;
}

/** The name one label up: `''` (the root) for a single label, undefined for the root. */
export function parentOf(name: string): string | undefined {
  if (name === '') return undefined;
  let from = 0;
  for (;;) {
    const dot = name.indexOf('.', from);
    if (dot === -1) return '';
    if (!isEscaped(name, dot)) return name.slice(dot + 1);
    from = dot + 1;
  }
}

/** Whether `name` is `zone` or lies below it; both in canonical spelling. */
export function isWithin(name: string, zone: string): boolean {
  if (zone === '' || name === zone) return true;
  const dot = name.length - zone.length - 1;
  return dot > 0 && name.charCodeAt(dot) === 0x2e && name.endsWith(zone) && !isEscaped(name, dot);
}

/** Octets of a canonical name on the wire, the root's length octet included (RFC 1035 §3.1). */
export function wireLength(name: string): number {
  if (name === '') return 1;
  if (!name.includes('\\')) return name.length + 2;
  let octets = 2;
  for (let index = 0; index < name.length; octets++) {
    index = name.charCodeAt(index) === 0x5c ? (readEscape(name, index)?.next ?? index + 1) : index + 1;
  }
  return octets;
}

/** The labels of a name in presentation format, each as its octets; undefined for an escape that is none. */
export function labelsOf(name: string): readonly string[] | undefined {
  if (name === '' || name === '.') return [];
  if (!name.includes('\\')) return name.replace(/\.$/u, '').split('.');
  const labels: string[] = [];
  let octets = '';
  for (let index = 0; index < name.length; ) {
    const code = name.charCodeAt(index);
    const read = code === 0x5c ? readEscape(name, index) : { octets: name.charAt(index), next: index + 1 };
    if (read === undefined) return undefined;
    if (code === 0x2e) {
      labels.push(octets);
      octets = '';
    } else octets += read.octets;
    index = read.next;
  }
  return octets === '' ? labels : [...labels, octets];
}

/** A label of octets in presentation format: in lower case unless its case is kept, and escaped as BIND prints it. */
export function writeLabel(octets: string, keepCase = false): string {
  let label = '';
  for (let index = 0; index < octets.length; index++) {
    const code = octets.charCodeAt(index);
    if (code <= 0x20 || code >= 0x7f) label += decimalEscape(code);
    else if (mustEscape.has(code)) label += `\\${octets[index]}`;
    else label += !keepCase && code >= 0x41 && code <= 0x5a ? String.fromCharCode(code + 0x20) : octets[index];
  }
  return label;
}

const mustEscape: ReadonlySet<number> = new Set([...'"$().;@\\'].map((char) => char.charCodeAt(0)));

function isEscaped(name: string, index: number): boolean {
  let backslashes = 0;
  while (name.charCodeAt(index - 1 - backslashes) === 0x5c) backslashes++;
  return backslashes % 2 === 1;
}

function complete(own: string, origin: string | undefined, dotted: boolean): NameRead {
  const relative = !dotted && origin !== undefined;
  const name = relative && origin !== '' ? `${own}.${origin}` : own;
  const octets = name.length < 200 && !name.includes('\\') ? 0 : wireLength(name);
  if (octets > nameOctetsMax) return { ok: false, fault: { kind: 'long-name', octets } };
  return { ok: true, name, relative };
}

function readSlowly(text: string, origin: string | undefined): NameRead {
  const labels: string[] = [];
  let octets = '';
  let written = 0;
  let escaped = false;
  let dotted = false;
  for (let index = 0; index <= text.length; ) {
    const code = index < text.length ? text.charCodeAt(index) : 0x2e;
    if (code === 0x5c) {
      const read = readEscape(text, index);
      if (read === undefined) return fault({ kind: 'bad-escape', found: text.slice(index, index + 4) });
      octets += read.octets;
      escaped = true;
      index = read.next;
    } else if (code !== 0x2e) {
      octets += text[index];
      index++;
    } else {
      const last = index >= text.length;
      if (last && octets === '' && labels.length > 0) dotted = true;
      else {
        const label = readLabel(octets, text.slice(written, index), escaped);
        if (typeof label !== 'string') return fault(label);
        labels.push(label);
      }
      octets = '';
      escaped = false;
      index++;
      written = index;
    }
  }
  return complete(labels.join('.'), origin, dotted);
}

const fault = (kind: NameFault): NameRead => ({ ok: false, fault: kind });

function readLabel(octets: string, written: string, escaped: boolean): string | NameFault {
  if (octets === '') return { kind: 'empty-label' };
  if (/[^\0-\x7f]/u.test(written)) return escaped ? { kind: 'bad-international', label: written } : aLabel(written);
  if (octets.length > labelOctetsMax) return { kind: 'long-label', label: written, octets: octets.length };
  return writeLabel(octets);
}

function aLabel(label: string): string | NameFault {
  const wrong: NameFault = { kind: 'bad-international', label };
  // The URL parser gives the characters of a URL their meaning; a label that holds one is no host name anyway.
  if (label.length > labelOctetsMax || /[^\w-]/u.test(label.replace(/[^\0-\x7f]/gu, ''))) return wrong;
  try {
    // The second label keeps full-width digits from being read as an IPv4 address.
    const host = new URL(`http://${label}.x/`).hostname;
    const found = host.slice(0, -2);
    return host.endsWith('.x') && /^[a-z\d_-]{1,63}$/u.test(found) ? found : wrong;
  } catch {
    return wrong;
  }
}
