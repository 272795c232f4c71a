import { fieldOf, type HeaderFields } from '../../model/header-fields.ts';
import type { MessageFile } from '../../model/message-file.ts';
import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { MessageContent, MessageRead } from '../messages/read-message.ts';
import type { FileAccess } from '../problem.ts';
import { fileRefusal } from './file-refusal.ts';
import type { RawMessage } from './raw-topology.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';

/** Message files of one topology; each is taken apart once, however many messages name it. */
export class MessageFiles {
  private readonly access: FileAccess;
  private readonly known = new Map<string, MessageRead | undefined>();
  private bytes = 0;

  constructor(access: FileAccess) {
    this.access = access;
  }

  /** The message of a file, or undefined where it cannot be used; that is reported. */
  async read(reading: Reading, path: string, at: Pointer): Promise<MessageContent | undefined> {
    if (!this.known.has(path)) this.known.set(path, await this.open(reading, path, at));
    const read = this.known.get(path);
    if (read?.ok) return read.message;
    if (read !== undefined) {
      const { line, problem, remedy } = read.problem;
      reading.problems.push({ at: { file: path, line, column: 1 }, problem, remedy });
      this.known.set(path, undefined);
    }
    return undefined;
  }

  private async open(reading: Reading, path: string, at: Pointer): Promise<MessageRead | undefined> {
    const found = this.access.read(path);
    if (!found.ok) {
      const { problem, remedy } = found.because === 'too-large' ? tooLarge(path) : fileRefusal(path, found.because);
      reportProblem(reading, at, problem, remedy);
      return undefined;
    }
    this.bytes += found.bytes.length;
    if (this.bytes > bytesMax) {
      reportProblem(
        reading,
        at,
        text`The message files of the topology have more than ${bytesMax / 1024 / 1024} MB together.`,
        text`Trace them in several topologies, or declare ${'attachments'} and ${'size'} instead.`,
      );
      return undefined;
    }
    // Loaded only here: most topologies name no message file.
    const { readMessage } = await import('../messages/read-message.ts');
    return readMessage(found.bytes);
  }
}

/** What all message files may have together, because what is taken out of them stays in memory. */
const bytesMax = 64 * 1024 * 1024;

const tooLarge = (path: string) => ({
  problem: text`The message file ${path} is larger than what is read.`,
  remedy: text`Save it without its large attachments, and declare ${'attachments'} and ${'size'} beside ${'eml'}.`,
});

/**
 * The message with the values of its file where the topology declares none. Who declares one of `to`, `cc` and `bcc` declares
 * the envelope.
 */
export function withFile(raw: RawMessage, file: MessageContent): RawMessage {
  const addressed = isGiven(raw.to) || isGiven(raw.cc) || isGiven(raw.bcc);
  const boxes = addressed ? {} : { to: file.to, cc: file.cc, bcc: file.bcc };
  return {
    ...raw,
    ...boxes,
    from: raw.from ?? (file.from === '' ? '<>' : file.from),
    subject: raw.subject ?? file.subject,
    body: raw.body ?? file.body,
    type: raw.type ?? file.type,
  };
}

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** Fields whose values the message carries elsewhere; those of an organisation hold for its own passage only. */
const carriedElsewhere = /^(subject|return-path|bcc|x-ms-exchange-organization-.*)$/u;

/** Header fields of the file, newest instance first; those declared beside it take the place of theirs. */
export function fieldsOfFile(raw: RawMessage, file: MessageContent): HeaderFields {
  const instances = new Map<string, string[]>();
  for (const { name, value } of file.fields) {
    if (carriedElsewhere.test(name)) continue;
    if ((name === 'from' || name === 'to' || name === 'cc') && isGiven(raw[name])) continue;
    const known = instances.get(name);
    if (known === undefined) instances.set(name, [value]);
    else known.push(value);
  }
  return new Map([...instances].map(([name, values]) => [name, fieldOf(values)]));
}

/** The envelope sender of a file, and the field that it stands in; `implied` is what the contract takes without one. */
export function envelopeSender(
  file: MessageContent,
  implied: string,
): { readonly address: string; readonly field: MessageFile['senderFrom'] } {
  if (file.returnPath !== undefined) return { address: file.returnPath, field: 'Return-Path' };
  // RFC 5322 3.6.2: who transmitted the message on behalf of its author.
  if (implied !== '' && file.sender !== undefined) return { address: file.sender, field: 'Sender' };
  return { address: implied, field: implied === '' ? 'type' : 'From' };
}

export function messageFileOf(
  path: string,
  raw: RawMessage,
  file: MessageContent,
  senderFrom: MessageFile['senderFrom'],
): MessageFile {
  return {
    path,
    senderFrom,
    to: isGiven(raw.to) ? undefined : file.to,
    cc: isGiven(raw.cc) ? undefined : file.cc,
    otherBody: isGiven(raw.body) ? undefined : file.otherBody,
    charsets: file.charsets,
    parts: file.parts,
    levels: file.levels,
    signedBy: file.signedBy,
  };
}
