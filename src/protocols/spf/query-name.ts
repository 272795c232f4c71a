/** `toplabel` of RFC 7208 section 7.1: letters, digits and inner hyphens, not digits only. */
export function isToplabel(name: string, start = 0): boolean {
  const end = name.length;
  let digitsOnly = true;
  for (let index = start; index < end; index++) {
    const code = name.charCodeAt(index);
    if (code >= 0x30 && code <= 0x39) continue;
    digitsOnly = false;
    const lower = code | 0x20;
    if (lower >= 0x61 && lower <= 0x7a) continue;
    if (code !== 0x2d || index === start || index === end - 1) return false;
  }
  return end > start && !digitsOnly;
}

/**
 * Whether a DNS question can be asked for a name: at least two labels of 1 to 63 printable characters, 253 in all,
 * and a top-level label. RFC 7208 section 4.3 calls other names malformed; no such name exists in public DNS.
 */
export function isAskable(name: string): boolean {
  if (name.length > 253) return false;
  let start = 0;
  let labels = 1;
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index);
    if (code === 0x2e) {
      if (index === start || index - start > 63) return false;
      start = index + 1;
      labels++;
    } else if (code < 0x20 || code > 0x7e) return false;
  }
  return labels > 1 && name.length - start <= 63 && isToplabel(name, start);
}

/**
 * An expanded domain-spec as a name to ask for: without the final dot, shortened from the left by whole labels to 253
 * characters (RFC 7208 section 7.3).
 */
export function toTarget(expanded: string): string {
  let name = expanded.endsWith('.') ? expanded.slice(0, -1) : expanded;
  while (name.length > 253) {
    const dot = name.indexOf('.', Math.max(0, name.length - 254));
    if (dot < 0) return name;
    name = name.slice(dot + 1);
  }
  return name;
}

/** A domain with its U-labels as A-labels (RFC 8616 section 4); the same text when that cannot be done. */
export function toALabels(domain: string): string {
  if (!/[^\u0000-\u007f]/u.test(domain)) return domain;
  return domain
    .split(/[.\u3002\uff0e\uff61]/u)
    .map((label) => {
      if (!/[^\u0000-\u007f]/u.test(label) || !/^[\p{L}\p{M}\p{N}_-]+$/u.test(label)) return label;
      const url = `http://${label}.test/`;
      return URL.canParse(url) ? new URL(url).hostname.slice(0, -5) : label;
    })
    .join('.');
}

/** Whether `name` is `parent` or below it, without regard to case. */
export function isAtOrBelow(name: string, parent: string): boolean {
  const left = name.toLowerCase();
  const right = parent.toLowerCase();
  return left === right || left.endsWith(`.${right}`);
}
