import { text } from '../../model/text.ts';
import { decodeText } from '../documents/decode-text.ts';
import { headerEvidence } from './header-evidence.ts';
import { type EvidenceRead, readMessageTrace } from './message-trace.ts';

/**
 * Reads what is known of messages after the fact: the header of a delivered message, or a message trace as CSV. What the
 * file is, its content says.
 */
export async function readEvidence(file: string, bytes: Uint8Array): Promise<EvidenceRead> {
  const { readMessage } = await import('../messages/read-message.ts');
  const looksLikeHeader = /^(?:\uFEFF)?(?:From [^\n]*\n)?[!-9;-~]+[ \t]*:/u;
  const decoded = decodeText(bytes);
  const start = decoded.ok ? decoded.text : new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  if (looksLikeHeader.test(start)) {
    const read = await readMessage(bytes);
    if (read.ok) return { ok: true, evidence: [headerEvidence(file, read.message)] };
    const { line, problem, remedy } = read.problem;
    return { ok: false, problems: [{ at: { file, line, column: 1 }, problem, remedy }] };
  }
  if (decoded.ok) return readMessageTrace(file, decoded.text);
  const { line, column, problem, remedy } = decoded;
  return { ok: false, problems: [{ at: { file, line, column }, problem: text`${problem}`, remedy }] };
}
