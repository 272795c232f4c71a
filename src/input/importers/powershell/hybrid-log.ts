import { text } from '../../../model/text.ts';
import type { ExportDialect, ExportedObject } from '../exported-object.ts';
import { knownCmdlet, type Taking } from './cmdlet-objects.ts';
import { newContext, takeStatements } from './cmdlet-statements.ts';
import { scriptContents, takePiece } from './script-contents.ts';
import { readStatements } from './statements.ts';
import type { Extent } from './syntax.ts';
import { readXml } from './xml-events.ts';

const line =
  /^\d{0,4}\.\d\d\.\d\d[ T]\d\d:\d\d:\d\d\.\d+[ \t]+(?<error>\*ERROR\*)?[ \t]*\d*[ \t]*\[(?<context>[^\]\n]{0,400})\][ \t]+(?<event>START|FINISH)[ \t]+/gmu;

/** The log of the Hybrid Configuration Wizard: a line as each cmdlet starts, one as it ends, and which session ran it. */
export const hybridLog: ExportDialect = {
  title: text`Hybrid Configuration Wizard log`,
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

/** The same log as XML, without an element round it: `<invoke cmdlet="..." type="OnPremises">`, the command as a comment. Which calls failed it does not say in a known way. */
export const hybridXmlLog: ExportDialect = {
  title: text`Hybrid Configuration Wizard log (xhcw)`,
  recognises: (content) => /^\s*<[^!?][^>]{0,400}>/u.test(content.slice(0, 1_000)) && invoke.test(content),
  read: (content, file) => scriptContents(content, file, (taking) => takeXmlLog(content, taking)),
};

const invoke = /<invoke\b[^>]{0,400}\bcmdlet=/u;

interface Call {
  readonly cmdlet: string;
  readonly side: ExportedObject['side'];
}

function takeXmlLog(content: string, taking: Taking): void {
  const open: (Call | undefined)[] = [];
  readXml(content, 'fragments', {
    open: (name, { cmdlet = '', type = '' }) => {
      open.push(name === 'invoke' && cmdlet !== '' ? { cmdlet, side: sideOf(type) } : undefined);
    },
    content: (piece, _, at) => {
      const call = open.at(-1);
      if (call !== undefined) takeWritten(content, at, piece, call, taking);
    },
    close: () => void open.pop(),
  });
}

/** Takes what stands in an element if it is the command; places inside of it are known where it stands as it is meant. */
function takeWritten(content: string, end: number, written: string, call: Call, taking: Taking): void {
  const command = written.trim();
  if (!command.toLowerCase().startsWith(call.cmdlet.toLowerCase())) return;
  // `-->`, `]]>` or the next tag stands between the command and the position; more than blanks never does.
  const window = Math.max(0, end - written.length - 16);
  const found = content.slice(window, end).lastIndexOf(command);
  const start = window + found;
  const isVerbatim = found >= 0;
  if (isVerbatim) takeCall(content, { start, end: start + command.length }, call.side, false, taking);
  else
    takeCall(command, { start: 0, end: command.length }, call.side, false, {
      ...taking,
      place: () => taking.place({ start: end, end }),
    });
}
