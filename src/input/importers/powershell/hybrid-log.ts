import { SaxesParser } from 'saxes';
import { text } from '../../../model/text.ts';
import type { ExportDialect, ExportedObject } from '../exported-object.ts';
import { knownCmdlet, type Taking } from './cmdlet-objects.ts';
import { newContext, takeStatements } from './cmdlet-statements.ts';
import { Unreadable } from './cursor.ts';
import { scriptContents, takePiece } from './script-contents.ts';
import { readStatements } from './statements.ts';
import type { Extent } from './syntax.ts';

const line =
  /^\d{0,4}\.\d\d\.\d\d[ T]\d\d:\d\d:\d\d\.\d+[ \t]+(?<error>\*ERROR\*)?[ \t]*\d*[ \t]*\[(?<context>[^\]\n]{0,400})\][ \t]+(?<event>START|FINISH)[ \t]+/gmu;

/** The log of the Hybrid Configuration Wizard: a line as each cmdlet starts, one as it ends, and which session ran it. */
export const hybridLog: ExportDialect = {
  title: 'Hybrid Configuration Wizard log',
  recognises: (content) => content.search(line) >= 0,
  read: (content, file) => scriptContents(content, file, (taking) => takeLog(content, taking)),
};

interface Started {
  readonly command: Extent;
  readonly session: string;
  failed: boolean;
}

function takeLog(content: string, taking: Taking): void {
  const started: Started[] = [];
  const running = new Map<string, Started>();
  for (const found of content.matchAll(line)) {
    const context = found.groups?.context ?? '';
    const session = contextPart(context, 'Session');
    const key = `${session}\n${contextPart(context, 'Cmdlet')}\n${contextPart(context, 'Thread')}`;
    const start = found.index + found[0].length;
    const end = content.indexOf('\n', start);
    if (found.groups?.event === 'START') {
      const one = { command: { start, end: end < 0 ? content.length : end }, session, failed: false };
      started.push(one);
      running.set(key, one);
    } else {
      const one = running.get(key);
      if (one !== undefined && found.groups?.error !== undefined) one.failed = true;
      running.delete(key);
    }
  }
  for (const { command, session, failed } of started) takeCall(content, command, sideOf(session), failed, taking);
}

const contextPart = (context: string, name: string): string =>
  context
    .split(',')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1) ?? '';

const sideOf = (session: string): ExportedObject['side'] =>
  /^onpremises$/iu.test(session) ? 'onPremises' : /^tenant$/iu.test(session) ? 'tenant' : undefined;

/** One call of a cmdlet; one that failed changed nothing. */
function takeCall(
  content: string,
  { start, end }: Extent,
  side: ExportedObject['side'],
  failed: boolean,
  taking: Taking,
): void {
  const name = /^[\w-]{1,80}/u.exec(content.slice(start, Math.min(end, start + 80)))?.[0] ?? '';
  if (failed) {
    if (knownCmdlet(name) === undefined) return;
    taking.remarks.add({
      kind: 'ignored',
      at: taking.place({ start, end: start + name.length }),
      problem: text`${name} failed, and changed nothing.`,
      remedy: undefined,
    });
    return;
  }
  takePiece(
    taking,
    'doubtful',
    () => readStatements(content, start, end),
    (statements) => takeStatements(statements, taking, newContext(side)),
  );
}

/** The same log as XML, without an element round it: `<invoke cmdlet="..." type="OnPremises">`, the command as a comment. */
export const hybridXmlLog: ExportDialect = {
  title: 'Hybrid Configuration Wizard log (xhcw)',
  recognises: (content) => /^\s*<[^!?][^>]{0,400}>/u.test(content.slice(0, 1_000)) && invoke.test(content),
  read: (content, file) => scriptContents(content, file, (taking) => takeXmlLog(content, taking)),
};

const invoke = /<invoke\b[^>]{0,400}\bcmdlet=/u;

interface Call {
  readonly cmdlet: string;
  readonly side: ExportedObject['side'];
  readonly failed: boolean;
}

function takeXmlLog(content: string, taking: Taking): void {
  const parser = new SaxesParser({ fragment: true });
  const open: (Call | undefined)[] = [];
  let problem: Unreadable | undefined;
  const refuse = (what: ReturnType<typeof text>): void => {
    const at = Math.min(parser.position, content.length);
    problem ??= new Unreadable({ start: at, end: at }, what);
  };
  parser.on('error', (error) => refuse(text`The XML is not well formed: ${error.message.replace(/^[\d:]+\s*/u, '')}`));
  parser.on('doctype', () => refuse(text`The XML declares a document type, which this log does not have.`));
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > depthMax) refuse(text`Elements are nested deeper than ${depthMax} levels.`);
    open.push(name === 'invoke' ? callOf(attributes as Readonly<Record<string, string>>) : undefined);
  });
  parser.on('closetag', () => void open.pop());
  const command = (written: string): void => {
    const call = open.at(-1);
    if (call === undefined || problem !== undefined) return;
    takeWritten(content, parser.position, written, call, taking);
  };
  parser.on('comment', command);
  parser.on('text', command);
  parser.on('cdata', command);
  for (let at = 0; at < content.length && problem === undefined; at += chunkLength) {
    parser.write(content.slice(at, at + chunkLength));
  }
  if (problem === undefined) parser.close();
  if (problem !== undefined) throw problem;
}

const depthMax = 32;
const chunkLength = 64 * 1024;

const callOf = (attributes: Readonly<Record<string, string>>): Call => ({
  cmdlet: attributes.cmdlet ?? '',
  side: sideOf(attributes.type ?? ''),
  failed: /^(?:false|error|failed)$/iu.test(attributes.success ?? attributes.result ?? ''),
});

/** Takes what stands in an element if it is the command; places inside of it are known where it stands as it is meant. */
function takeWritten(content: string, end: number, written: string, call: Call, taking: Taking): void {
  const command = written.trim();
  if (command === '' || !command.toLowerCase().startsWith(call.cmdlet.toLowerCase()) || call.cmdlet === '') return;
  // `-->`, `]]>` or the next tag stands between the command and the position; more than blanks never does.
  const window = Math.max(0, end - written.length - 16);
  const found = content.slice(window, end).lastIndexOf(command);
  const start = window + found;
  const isVerbatim = found >= 0;
  if (isVerbatim) takeCall(content, { start, end: start + command.length }, call.side, call.failed, taking);
  else
    takeCall(command, { start: 0, end: command.length }, call.side, call.failed, {
      ...taking,
      place: () => taking.place({ start: end, end }),
    });
}
