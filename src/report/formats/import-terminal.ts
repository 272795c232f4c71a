import type { FileAccount, ObjectAccount } from '../../input/importers/account.ts';
import type { ExportRemark } from '../../input/importers/exported-object.ts';
import { asText, joined, type Text, text } from '../../model/text.ts';
import type { ImportReport, Style } from '../report.ts';
import { createPage, flow, type Page, paragraph, prose, type Role } from './terminal/page.ts';
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
  const title = flow(
    page,
    [
      { text: place, gap: '', role: 'place' },
      { text: prose(page, asText(account.dialect ?? text`not an export`)), gap: '  ', role: 'faint' },
    ],
    0,
  );
  return [...title, ...(page.quiet ? [] : objectLines(page, account.objects)), ...remarks];
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
  const what =
    first.noun !== undefined
      ? text`${group.length} ${first.noun}`
      : group.length === 1
        ? text`${group.length} object that nobody knows`
        : text`${group.length} objects that nobody knows`;
  const where = first.into === undefined ? text`not taken` : text`${first.into}`;
  const shown = page.verbose ? group : group.slice(0, objectsShown);
  const rest = group.length - shown.length;
  return [
    ...paragraph(page, text`${what} ${'→'} ${where}`, {
      indent: 2,
      role: first.into === undefined ? 'faint' : 'strong',
    }),
    ...shown.flatMap((one) => oneLines(page, one)),
    ...(rest === 0 ? [] : paragraph(page, text`and ${rest} more; --verbose lists them`, { indent: 4, role: 'faint' })),
  ];
}

function oneLines(page: Page, one: ObjectAccount): readonly string[] {
  const { understood, ignored, unknown, into, because, at, noun } = one;
  const parts = [
    ...(understood.length > 0 ? [text`${understood.length} understood`] : []),
    ...(ignored.length > 0 ? [text`${ignored.length} ignored`] : []),
    ...(unknown.length > 0 && into !== undefined ? [text`${unknown.length} unknown`] : []),
  ];
  const name = one.name === '' ? text`unnamed` : text`${one.name}`;
  const why = because === undefined ? text`` : text` ${because}`;
  const taken = parts.length === 0 ? text`nothing taken` : joined(parts);
  const names = (label: Text, list: readonly string[]): readonly string[] =>
    list.length === 0 ? [] : paragraph(page, joined(list), { indent: 6, label, labelRole: 'faint' });
  return [
    ...paragraph(page, text`line ${at.line}  ${name}: ${taken}.${why}`, { indent: 4 }),
    ...(into === undefined && !page.verbose && noun !== undefined ? [] : names(text`unknown`, unknown)),
    ...(page.verbose ? [...names(text`understood`, understood), ...names(text`ignored`, ignored)] : []),
  ];
}

const kinds: Readonly<Record<ExportRemark['kind'], Text>> = {
  refused: text`refused`,
  unusable: text`unusable`,
  doubtful: text`doubtful`,
  unknown: text`unknown`,
  ignored: text`ignored`,
};
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
    ...paragraph(page, problem, { indent: 2, label: kinds[kind], labelRole: roles[kind] }),
    ...(kind === 'ignored' ? [] : [`    ${page.paint('place', page.place(at))}`, ...quote(page, at, 4)]),
    ...(remedy === undefined ? [] : paragraph(page, remedy, { indent: 4, label: text`Remedy` })),
  ]);
  const rest = wanted.length - shown.length;
  return rest === 0
    ? lines
    : [...lines, ...paragraph(page, text`and ${rest} more remarks`, { indent: 2, role: 'faint' })];
}

function missingLines(page: Page, { account, written }: ImportReport): readonly (readonly string[])[] {
  if (account.missing.length === 0 || !written) return [];
  const lines = account.missing.flatMap(({ what, remedy }) =>
    paragraph(page, text`${what} ${remedy}`, { indent: 2, label: '-', labelRole: 'faint' }),
  );
  const hint = paragraph(page, text`mxproof collect prints the script that exports all of this.`, {
    indent: 2,
    role: 'faint',
  });
  return [[...paragraph(page, text`Missing, and said so in the topology`, { role: 'strong' }), ...lines, ...hint]];
}

function sumLines(page: Page, { account, file, written }: ImportReport): readonly string[] {
  const objects = account.files.flatMap((one) => one.objects);
  const taken = objects.filter(({ into }) => into !== undefined).length;
  const { length } = account.files;
  const files = length === 1 ? text`${length} file` : text`${length} files`;
  const all = objects.length === 1 ? text`${objects.length} object` : text`${objects.length} objects`;
  const sum = text`${files}, ${all}, ${taken} taken.`;
  if (written) {
    const said =
      file === undefined
        ? text`${sum} The topology went to standard output; mxproof check reads it.`
        : text`${sum} The topology went to ${file}; mxproof check reads it.`;
    return paragraph(page, said);
  }
  const broken = account.files.some(({ remarks }) =>
    remarks.some(({ kind }) => kind === 'refused' || kind === 'unusable'),
  );
  const why = broken
    ? text`No topology is written, because an export above cannot be used: it would lack what is there.`
    : text`No topology is written: nothing in these files is known.`;
  return paragraph(page, text`${sum} ${why}`, { label: 'mxproof:', labelRole: 'error' });
}
