import type { Attachment as DecodedAttachment } from 'postal-mime';
import type { Attachment } from '../../model/attachment.ts';
import { htmlText } from './html-text.ts';
import type { MimePart } from './mime-parts.ts';

/**
 * The attachments of a message: all parts that are no text to be read with it. Of those that are text, what they say; of
 * other types nothing is extracted, and what rules would find in them stays open.
 */
export function attachmentsOf(
  decoded: readonly DecodedAttachment[],
  parts: readonly MimePart[],
): readonly Attachment[] {
  const described = parts.filter((one) => !one.type.startsWith('multipart/') && !isBody(one));
  // Both walk the same parts in the same order; if they ever disagree, no character set is known.
  const charsets = described.length === decoded.length ? described.map((one) => one.parameters.get('charset')) : [];
  return decoded.map((one, index) => {
    const bytes = bytesOf(one);
    const content = textOf(one.mimeType, bytes, charsets[index]);
    return {
      name: one.filename ?? '',
      size: bytes.length,
      ...(content === undefined ? {} : { text: content }),
    };
  });
}

/** A text that is read with the message and not as a file. */
const isBody = ({ type, disposition }: MimePart): boolean =>
  (type === 'text/plain' || type === 'text/html') && disposition !== 'attachment';

function bytesOf({ content }: DecodedAttachment): Uint8Array {
  if (typeof content === 'string') return new TextEncoder().encode(content);
  return content instanceof Uint8Array ? content : new Uint8Array(content);
}

/** Rich text is a file format of its own, and not what it says. */
function textOf(mimeType: string, bytes: Uint8Array, charset: string | undefined): string | undefined {
  if (!mimeType.startsWith('text/') || mimeType === 'text/rtf') return undefined;
  // The parser hands calendars on as UTF-8.
  const content = decode(bytes, mimeType === 'text/calendar' ? undefined : charset);
  return content !== undefined && mimeType === 'text/html' ? htmlText(content) : content;
}

/** Without a character set it is UTF-8, or nobody knows. */
function decode(bytes: Uint8Array, charset: string | undefined): string | undefined {
  try {
    return new TextDecoder(charset ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What the part that reports on a delivery says (RFC 3464). */
export function deliveryStatus(decoded: readonly DecodedAttachment[]): string | undefined {
  const found = decoded.find((one) => one.mimeType === 'message/delivery-status');
  return found === undefined ? undefined : new TextDecoder().decode(bytesOf(found));
}
