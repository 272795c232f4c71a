import type { InputNotice, InputProblem } from '../input/problem.ts';
import { readTopology } from '../input/topology/read-topology.ts';
import { parseAddress } from '../model/addresses/address.ts';
import { plain, type Text, text } from '../model/text.ts';
import type { SampleMessage } from '../model/topology.ts';
import type { LoadedTopology } from './load-topology.ts';

/** Options of `trace` that describe a message. */
export const messageOptions = ['from', 'to', 'mail-from', 'source', 'deliver-to', 'subject', 'header'] as const;

/** Whether a fact was stated by the message of the command line, which stands in no file. */
export const isFromCommandLine = (pointer: string): boolean => /^\/messages(?:\/|$)/u.test(pointer);

export type MessageOfOptions =
  | { readonly ok: true; readonly message: SampleMessage }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

type Values = ReadonlyMap<string, readonly string[]>;

/**
 * The message that the options of `trace` describe; or all that is wrong with it. It is read as the only message of the
 * same document, so that it means exactly what it would mean there.
 */
export async function messageOfOptions(
  values: Values,
  { document, access, notices }: LoadedTopology,
): Promise<MessageOfOptions> {
  const described = describe(values);
  if (!described.ok) return described;
  const content = JSON.stringify({ ...(document.data as object), messages: [described.message] });
  const read = await readTopology('message.json', content, access);
  if (!read.ok) {
    // The document was read without complaint before, so all of this is about the message; its place is in no file.
    return { ok: false, problems: read.problems.map((problem) => ({ ...problem, at: undefined })) };
  }
  // In a document an undeclared name is a finding; here, where nothing else is asked for, it would only mislead.
  const known = new Set(notices.map(noticeKey));
  const odd = read.notices.filter((notice) => !known.has(noticeKey(notice)));
  const [message] = read.value.topology.messages;
  if (odd.length === 0 && message !== undefined) return { ok: true, message };
  return { ok: false, problems: odd.map(({ problem, remedy }) => ({ at: undefined, problem, remedy })) };
}

const noticeKey = ({ rule, subject, problem }: InputNotice): string => `${rule} ${subject} ${plain(problem)}`;

function describe(
  values: Values,
): { readonly ok: true; readonly message: object } | Extract<MessageOfOptions, { ok: false }> {
  const problems: InputProblem[] = [];
  const report = (problem: Text, remedy: Text): void => {
    problems.push({ at: undefined, problem, remedy });
  };
  const value = (name: string): string | undefined => values.get(name)?.at(-1);
  const from = value('from');
  const to = (values.get('to') ?? []).flatMap((entry) => entry.split(',')).map((entry) => entry.trim());
  if (from === undefined) report(text`No sender is given for the message.`, text`Add --from <address>.`);
  if (to.length === 0) report(text`No recipient is given for the message.`, text`Add --to <address>.`);
  const headers = readHeaders(values.get('header') ?? [], report);
  if (problems.length > 0) return { ok: false, problems };
  const source = value('source');
  const message = {
    name: `${from} to ${to.join(', ')}`,
    from,
    to,
    mailFrom: value('mail-from'),
    source: source !== undefined && parseAddress(source) !== undefined ? { address: source } : source,
    deliverTo: value('deliver-to'),
    subject: value('subject'),
    headers: Object.keys(headers).length === 0 ? undefined : headers,
  };
  return { ok: true, message };
}

function readHeaders(
  written: readonly string[],
  report: (problem: Text, remedy: Text) => void,
): Readonly<Record<string, string>> {
  const headers = new Map<string, string>();
  for (const entry of written) {
    const equals = entry.indexOf('=');
    const name = entry.slice(0, Math.max(0, equals)).trim();
    // RFC 5322 2.2: a field name is printable US-ASCII without the colon.
    if (!/^[!-9;-~]+$/u.test(name)) {
      report(text`--header ${entry} is no header field.`, text`Write --header ${'X-Test=1'}.`);
    } else headers.set(name, entry.slice(equals + 1).trim());
  }
  return Object.fromEntries(headers);
}
