import { text } from '../../model/text.ts';
import { canonicalName } from '../dns-names/domain-name.ts';
import { readDirective } from './directives.ts';
import { readRecord } from './read-record.ts';
import { byOwner, findConflicts, noticeOddities, noticeSuspects } from './zone-checks.ts';
import { type Entry, type LexFault, readEntries } from './zone-lexer.ts';
import { type ParsedZone, type ZoneOptions, zoneLimits } from './zone-record.ts';
import { createReport, spanOf } from './zone-report.ts';
import { currentFile, type ZoneState } from './zone-state.ts';

/**
 * Reads a master file (RFC 1035 §5, RFC 2308 `$TTL`, BIND's `$GENERATE`). Never throws; every error is reported with its
 * place, and reading goes on behind it. Time and memory are linear in the text and bounded by the limits.
 */
export function parseZone(content: string, options: ZoneOptions = {}): ParsedZone {
  const limits = { ...zoneLimits, ...options.limits };
  const report = createReport(limits.problems);
  const file = options.file ?? '-';
  const origin = options.origin === undefined ? undefined : canonicalName(options.origin);
  const state: ZoneState = {
    options,
    limits,
    report,
    records: [],
    suspects: [],
    files: [file],
    budget: { units: limits.bytes, includes: limits.includes },
    origin,
    owner: undefined,
    ownerMissing: false,
    full: false,
    defaultTtl: undefined,
    lastTtl: undefined,
  };
  if (options.origin !== undefined && origin === undefined) {
    const remedy = text`Write a domain name such as ${'contoso.com'}.`;
    report.problem({ file, line: 1, column: 1 }, text`${options.origin} is no origin.`, remedy);
  }
  readText(state, content);
  const owners = byOwner(state.records);
  const { form = 'file' } = options;
  const conflicts = form === 'answers' ? [] : findConflicts(owners);
  for (const found of conflicts) report.problem(found.at, found.problem, found.remedy);
  noticeOddities(owners, form === 'file' ? 'file' : 'inline', report);
  const spanFor = (suspect: ZoneState['suspects'][number]) =>
    spanOf(suspect.file, suspect.file === file ? options.place : undefined, suspect.token);
  noticeSuspects(state.suspects, owners, spanFor, report);
  return { file, records: state.records, problems: report.problems, notices: report.notices };
}

function readText(state: ZoneState, content: string): void {
  state.budget.units -= content.length;
  if (state.budget.units < 0) {
    const remedy = text`The files of one zone hold at most ${state.limits.bytes} characters together.`;
    const at = { file: currentFile(state), line: 1, column: 1 };
    state.report.problem(at, text`The text is too long to be read as a zone.`, remedy);
    return;
  }
  for (const entry of readEntries(content)) readEntry(state, entry);
}

function readEntry(state: ZoneState, entry: Entry): void {
  const { tokens, faults, indented } = entry;
  const [first] = tokens;
  for (const fault of faults) reportFault(state, fault);
  if (first === undefined) return;
  const directive = !indented && !first.quoted && first.text.startsWith('$');
  if (faults.length > 0) {
    // The words of a broken entry say nothing for certain, except whose record it was.
    if (!indented && !directive) rememberOwner(state, entry);
  } else if (directive) readDirective(state, tokens, readText);
  else readRecord(state, indented, tokens);
}

function rememberOwner(state: ZoneState, entry: Entry): void {
  const [first] = entry.tokens;
  const written = first?.text ?? '';
  const suffix = state.origin ? `.${state.origin}` : '';
  state.owner = written === '@' ? state.origin : canonicalName(written.endsWith('.') ? written : `${written}${suffix}`);
  state.ownerMissing = state.owner === undefined;
}

function reportFault(state: ZoneState, fault: LexFault): void {
  const place = state.files.length === 1 ? state.options.place : undefined;
  const { line, column } = place ? place(fault.line, fault.column) : fault;
  const at = { file: currentFile(state), line, column };
  switch (fault.kind) {
    case 'open-parenthesis':
      state.report.problem(
        at,
        text`This parenthesis is never closed.`,
        text`Put ${')'} behind the last word of the record.`,
      );
      return;
    case 'close-parenthesis':
      state.report.problem(
        at,
        text`This parenthesis was never opened.`,
        text`Remove it, or put ${'('} before the first word that stands on another line.`,
      );
      return;
    case 'unterminated-quote':
      state.report.problem(
        at,
        text`This quote is not closed on its line.`,
        text`Put ${'"'} behind the text; a quote inside it is written ${'\\"'}, and longer text is several strings.`,
      );
      return;
  }
}
