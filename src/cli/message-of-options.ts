import type { FileAccess, InputNotice, InputProblem } from '../input/problem.ts';
import { fileRefusal } from '../input/topology/file-refusal.ts';
import { readTopology } from '../input/topology/read-topology.ts';
import { parseAddress } from '../model/addresses/address.ts';
import { asString, joined, plain, type Text, type TextValue, text } from '../model/text.ts';
import type { SampleMessage } from '../model/topology.ts';
import { readRegularFile } from './file-access.ts';
import type { LoadedTopology } from './load-topology.ts';

/** Options of `trace` that describe a message. */
export const messageOptions = ['from', 'to', 'mail-from', 'source', 'deliver-to', 'subject', 'header', 'eml'] as const;

/** Whether a fact was stated by the message of the command line, which stands in no file. */
export const isFromCommandLine = (pointer: string): boolean => /^\/messages(?:\/|$)/u.test(pointer);

export type MessageOfOptions =
  | { readonly ok: true; readonly message: SampleMessage; readonly notices: readonly InputNotice[] }
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
  const file = values.get('eml')?.at(-1);
  const opened = file === undefined ? undefined : readRegularFile(file);
  if (file !== undefined && opened?.ok === false) return { ok: false, problems: [refusal(file, opened.because)] };
  const files: FileAccess = { ...access, read: (path) => (path === file && opened ? opened : access.read(path)) };
  const read = await readTopology('message.json', content, files);
  if (!read.ok) {
    // The document was read without complaint before, so all of this is about the message, which stands in no document.
    const placed = ({ at }: InputProblem) => (at?.file === file ? at : undefined);
    return { ok: false, problems: read.problems.map((problem) => ({ ...problem, at: placed(problem) })) };
  }
  // In a document an undeclared name is a finding; here, where nothing else is asked for, it would only mislead.
  const known = new Set(notices.map(noticeKey));
  const odd = read.notices.filter((notice) => !known.has(noticeKey(notice)));
  const ofFile = odd.filter(({ at }) => file !== undefined && at?.file === file);
  const wrong = odd.filter((notice) => !ofFile.includes(notice));
  const [message] = read.value.topology.messages;
  if (wrong.length === 0 && message !== undefined)
    return { ok: true, message: { ...message, name: described.name }, notices: ofFile };
  return { ok: false, problems: wrong.map(({ problem, remedy }) => ({ at: undefined, problem, remedy })) };
}

/** The file of the command line is the user's own and stands wherever he says, not only in the tree of the topology. */
function refusal(
  file: string,
  because: Extract<ReturnType<FileAccess['read']>, { ok: false }>['because'],
): InputProblem {
  const at = undefined;
  if (because === 'missing')
    return { at, problem: text`There is no file ${file}.`, remedy: text`--eml is relative to the working directory.` };
  const { problem, remedy } = fileRefusal(file, because);
  return { at, problem, remedy };
}

const noticeKey = ({ rule, subject, problem }: InputNotice): string => `${rule} ${subject} ${plain(problem)}`;

function describe(
  values: Values,
):
  | { readonly ok: true; readonly message: object; readonly name: TextValue }
  | Extract<MessageOfOptions, { ok: false }> {
  const problems: InputProblem[] = [];
  const report = (problem: Text, remedy: Text): void => {
    problems.push({ at: undefined, problem, remedy });
  };
  const value = (name: string): string | undefined => values.get(name)?.at(-1);
  const from = value('from');
  const to = (values.get('to') ?? []).flatMap((entry) => entry.split(',')).map((entry) => entry.trim());
  const eml = value('eml');
  if (from === undefined && eml === undefined)
    report(text`No sender is given for the message.`, text`Add --from <address>, or --eml <file>.`);
  if (to.length === 0 && eml === undefined)
    report(text`No recipient is given for the message.`, text`Add --to <address>, or --eml <file>.`);
  const headers = readHeaders(values.get('header') ?? [], report);
  if (problems.length > 0) return { ok: false, problems };
  const source = value('source');
  const name = eml ?? text`${from ?? ''} to ${joined(to)}`;
  const message = {
    name: asString(name),
    from,
    to: to.length === 0 ? undefined : to,
    eml,
    mailFrom: value('mail-from'),
    source: source !== undefined && parseAddress(source) !== undefined ? { address: source } : source,
    deliverTo: value('deliver-to'),
    subject: value('subject'),
    headers: Object.keys(headers).length === 0 ? undefined : headers,
  };
  return { ok: true, message, name };
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
