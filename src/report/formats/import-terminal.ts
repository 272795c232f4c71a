import type { FileAccount, ObjectAccount } from '../../input/importers/account.ts';
import type { ExportRemark } from '../../input/importers/exported-object.ts';
import { terminalText } from '../escape.ts';
import type { ImportReport, Style } from '../report.ts';
import { count, createPage, type Page, paragraph, prose, type Role } from './terminal/page.ts';
import { quote } from './terminal/quote.ts';

/** Objects of one kind in one file that are listed by name; thousands of mailboxes are counted. */
const objectsShown = 12;
const remarksShown = 50;

/** What a terminal shows of `import`: each file with what was made of it, what is missing, and the sum. */
export function importTerminal(report: ImportReport, style: Style): string {
  const page = createPage(style, report.file ?? '', report.sources);
  const files = report.account.files.map((file) => fileLines(page, file)).filter((lines) => lines.length > 0);
  const missing = page.quiet ? [] : missingLines(page, report);
  const blocks = [...files, ...missing, ...(page.quiet && report.written ? [] : [sumLines(page, report)])];
  return blocks.length === 0 ? '' : `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function fileLines(page: Page, account: FileAccount): readonly string[] {
  const remarks = remarkLines(page, account.remarks);
  if (page.quiet && remarks.length === 0) return [];
  const [place = ''] = page.place({ file: account.file, line: 1, column: 1 }).split(/:1:1$/u);
  const title = `${page.paint('place', place)}  ${page.paint('faint', account.dialect ?? 'not an export')}`;
  return [title, ...(page.quiet ? [] : objectLines(page, account.objects)), ...remarks];
}

function objectLines(page: Page, objects: readonly ObjectAccount[]): readonly string[] {
  const groups = new Map<string, ObjectAccount[]>();
  for (const one of objects) {
    const key = `${one.noun ?? ''} ${one.into ?? ''}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => groupLines(page, group));
}

function groupLines(page: Page, group: readonly ObjectAccount[]): readonly string[] {
  const [first] = group;
  if (first === undefined) return [];
  const what = count(group.length, first.noun ?? 'object that nobody knows', first.noun ?? 'objects that nobody knows');
  const where = first.into === undefined ? 'not taken' : terminalText(first.into);
  const shown = page.verbose ? group : group.slice(0, objectsShown);
  const rest = group.length - shown.length;
  return [
    ...paragraph(page, `${terminalText(what)} → ${where}`, {
      indent: 2,
      role: first.into === undefined ? 'faint' : 'strong',
    }),
    ...shown.flatMap((one) => oneLines(page, one)),
    ...(rest === 0 ? [] : paragraph(page, `and ${rest} more; --verbose lists them`, { indent: 4, role: 'faint' })),
  ];
}

function oneLines(page: Page, one: ObjectAccount): readonly string[] {
  const parts = [
    ...(one.understood.length > 0 ? [`${one.understood.length} understood`] : []),
    ...(one.ignored.length > 0 ? [`${one.ignored.length} ignored`] : []),
    ...(one.unknown.length > 0 && one.into !== undefined ? [`${one.unknown.length} unknown`] : []),
  ];
  const name = one.name === '' ? 'unnamed' : terminalText(one.name);
  const why = one.because === undefined ? '' : ` ${prose(one.because)}`;
  const head = `line ${one.at.line}  ${name}: ${parts.length === 0 ? 'nothing taken' : parts.join(', ')}.${why}`;
  const names = (label: string, list: readonly string[]): readonly string[] =>
    list.length === 0
      ? []
      : paragraph(page, list.map(terminalText).join(', '), { indent: 6, label, labelRole: 'faint' });
  return [
    ...paragraph(page, head, { indent: 4 }),
    ...(one.into === undefined && !page.verbose && one.noun !== undefined ? [] : names('unknown', one.unknown)),
    ...(page.verbose ? [...names('understood', one.understood), ...names('ignored', one.ignored)] : []),
  ];
}

const roles: Readonly<Record<ExportRemark['kind'], Role>> = {
  refused: 'error',
  unusable: 'error',
  doubtful: 'warning',
  unknown: 'info',
  ignored: 'faint',
};

function remarkLines(page: Page, remarks: readonly ExportRemark[]): readonly string[] {
  const wanted = remarks.filter(({ kind }) => !page.quiet || kind === 'refused' || kind === 'unusable');
  const shown = wanted.slice(0, remarksShown);
  const lines = shown.flatMap(({ kind, at, problem, remedy }) => [
    ...paragraph(page, prose(problem), { indent: 2, label: kind, labelRole: roles[kind] }),
    ...(kind === 'ignored' ? [] : [`    ${page.paint('place', page.place(at))}`, ...quote(page, at, 4)]),
    ...(remedy === undefined ? [] : paragraph(page, prose(remedy), { indent: 4, label: 'Remedy' })),
  ]);
  const rest = wanted.length - shown.length;
  return rest === 0 ? lines : [...lines, ...paragraph(page, `and ${rest} more remarks`, { indent: 2, role: 'faint' })];
}

function missingLines(page: Page, { account, written }: ImportReport): readonly (readonly string[])[] {
  if (account.missing.length === 0 || !written) return [];
  const lines = account.missing.flatMap(({ what, remedy }) =>
    paragraph(page, `${prose(what)} ${prose(remedy)}`, { indent: 2, label: '-', labelRole: 'faint' }),
  );
  const hint = paragraph(page, 'mxproof collect prints the script that exports all of this.', {
    indent: 2,
    role: 'faint',
  });
  return [[page.paint('strong', 'Missing, and said so in the topology'), ...lines, ...hint]];
}

function sumLines(page: Page, { account, file, written }: ImportReport): readonly string[] {
  const objects = account.files.flatMap((one) => one.objects);
  const taken = objects.filter(({ into }) => into !== undefined).length;
  const sum = `${count(account.files.length, 'file')}, ${count(objects.length, 'object')}, ${taken} taken.`;
  if (written) {
    const where = file === undefined ? 'standard output' : terminalText(file);
    return paragraph(page, `${sum} The topology went to ${where}; mxproof check reads it.`);
  }
  const broken = account.files.some(({ remarks }) =>
    remarks.some(({ kind }) => kind === 'refused' || kind === 'unusable'),
  );
  const why = broken
    ? 'No topology is written, because an export above cannot be used: it would lack what is there.'
    : 'No topology is written: nothing in these files is known.';
  return paragraph(page, `${sum} ${why}`, { label: 'mxproof:', labelRole: 'error' });
}
