/** Elements that begin a new line. */
const blocks = /^\/?(address|article|blockquote|br|dd|div|dl|dt|h[1-6]|hr|li|ol|p|pre|section|table|td|th|tr|ul)$/iu;
/** Elements whose content nobody reads. */
const unread = /^(script|style|head|title)$/iu;

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/**
 * The text of an HTML part in a simple way: elements go, blocks become lines, white space collapses. In one pass, because
 * the content is a stranger's.
 */
export function htmlText(html: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open < 0) break;
    parts.push(spaced(html.slice(at, open)));
    const tag = tagAt(html, open);
    if (tag === undefined) {
      parts.push('<');
      at = open + 1;
    } else {
      if (blocks.test(tag.name)) parts.push('\n');
      at = tag.end;
    }
  }
  parts.push(spaced(html.slice(at)));
  return lines(decodeEntities(parts.join('')));
}

/** The tag, comment or unread element that begins here, with the place behind it; undefined where it is only a sign. */
function tagAt(html: string, open: number): { readonly name: string; readonly end: number } | undefined {
  if (html.startsWith('<!--', open)) return { name: '', end: behind(html, '-->', open) };
  const name = /^<([/!?]?[a-z][\w:-]*)/iu.exec(html.slice(open, open + 40))?.[1];
  if (name === undefined) return undefined;
  const end = behind(html, '>', open);
  if (!unread.test(name)) return { name, end };
  const close = new RegExp(`</${name}\\s*>`, 'giu');
  close.lastIndex = end;
  return { name, end: close.test(html) ? close.lastIndex : html.length };
}

/** Line breaks of the source are white space like any other. */
const spaced = (content: string): string => content.replace(/\s+/gu, ' ');

function behind(html: string, sign: string, from: number): number {
  const found = html.indexOf(sign, from);
  return found < 0 ? html.length : found + sign.length;
}

function decodeEntities(content: string): string {
  return content.replace(/&(#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,5});/giu, (written, entity: string) => {
    if (!entity.startsWith('#')) return entities[entity.toLowerCase()] ?? written;
    const code = /^#x/iu.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
  });
}

const lines = (content: string): string =>
  content
    .split('\n')
    .map((line) => line.replace(/\s+/gu, ' ').trim())
    .filter((line) => line !== '')
    .join('\n');
