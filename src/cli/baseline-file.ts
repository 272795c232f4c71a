import { basename, dirname, relative, resolve, sep } from 'node:path';
import { type Baseline, fixedOf, type KnownFinding, knownOf, markKnown, printBaseline } from '../check/baseline.ts';
import { readDocument } from '../input/documents/read-document.ts';
import { pointerTo } from '../input/documents/source-index.ts';
import type { InputProblem } from '../input/problem.ts';
import type { SourceIndex } from '../model/source.ts';
import { text } from '../model/text.ts';
import type { BaselineReport, TopologyReport } from '../report/report.ts';
import type { Answer, Unusable } from './command.ts';
import { readRegularFile } from './file-access.ts';
import type { Settings } from './settings.ts';
import { writeWhole } from './write-whole.ts';

type Wanted = NonNullable<Settings['baseline']>;
type Opened = { readonly ok: true; readonly value: Baseline } | { readonly ok: false; readonly unusable: Unusable };

/** Reads the baseline that the options name; one that is to be written need not be there. */
export async function openBaseline({ file, update }: Wanted): Promise<Opened> {
  const found = readRegularFile(file);
  if (!found.ok) {
    const isMissing = found.because === 'missing';
    if (isMissing && update) return { ok: true, value: new Map() };
    const problem = isMissing ? text`There is no baseline ${file}.` : text`The baseline ${file} cannot be read.`;
    return { ok: false, unusable: { problems: [{ at: undefined, problem, remedy: writesIt }] } };
  }
  const lines = new TextDecoder().decode(found.bytes).split(/\r?\n/u);
  const refuse = (problems: readonly InputProblem[]): Opened => ({
    ok: false,
    unusable: { problems, file, line: (_, line) => lines[line - 1] },
  });
  const read = await readDocument(basename(file), found.bytes);
  if (!read.ok) return refuse(read.problems);
  const { known, problems } = readKnown(read.value.data, read.value.sources);
  return problems.length === 0 ? { ok: true, value: known } : refuse(problems);
}

const writesIt = text`--update-baseline writes it from what is found.`;
const mostProblems = 20;

/** What schemas/baseline.schema.json says, with the place of what differs from it. */
function readKnown(
  data: unknown,
  sources: SourceIndex,
): { readonly known: Baseline; readonly problems: readonly InputProblem[] } {
  const problems: InputProblem[] = [];
  const known = new Map<string, readonly KnownFinding[]>();
  const report = (at: string, problem: InputProblem['problem'], remedy: InputProblem['remedy']): void => {
    if (problems.length < mostProblems) problems.push({ at: sources.locate(at), problem, remedy });
  };
  if (!isMap(data) || data.baseline === undefined) {
    report('', text`This is no baseline of mxproof.`, writesIt);
    return { known, problems };
  }
  if (data.baseline !== 1) {
    const remedy = text`This version of mxproof reads ${'1'}. Write the baseline again with --update-baseline, or use the version that wrote it.`;
    report('/baseline', text`The baseline is of format ${JSON.stringify(data.baseline)}.`, remedy);
    return { known, problems };
  }
  if (!isMap(data.topologies)) {
    report('/topologies', text`${'topologies'} is no object.`, text`It holds a list of findings for each topology.`);
    return { known, problems };
  }
  for (const key of Object.keys(data).filter((one) => one !== 'baseline' && one !== 'topologies' && one !== '$schema'))
    report(pointerTo('', key), text`${key} is no key of a baseline.`, text`Remove it.`);
  for (const [file, entries] of Object.entries(data.topologies)) {
    const at = pointerTo('/topologies', file);
    const list = Array.isArray(entries) ? entries : [];
    if (!Array.isArray(entries)) report(at, text`The findings of ${file} are no list.`, shape);
    const good = list.filter(isKnown);
    for (const [index, one] of list.entries())
      if (!isKnown(one)) report(pointerTo(at, index), text`Entry ${index + 1} of ${file} is no known finding.`, shape);
    known.set(file, good);
  }
  return { known, problems };
}

const shape = text`A known finding has the texts ${'rule'}, ${'subject'} and ${'fingerprint'}, and nothing else.`;

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isKnown = (value: unknown): value is KnownFinding =>
  isMap(value) &&
  Object.keys(value).length === 3 &&
  ['rule', 'subject', 'fingerprint'].every((key) => typeof value[key] === 'string');

/** Reports in which what is known no longer counts, and what became of the baseline. Topologies of other runs stay in it. */
export function applyBaseline(
  reports: readonly TopologyReport[],
  baseline: Baseline,
  { file, update }: Wanted,
): { readonly reports: readonly TopologyReport[]; readonly baseline: BaselineReport; readonly next: Baseline } {
  const folder = dirname(resolve(file));
  const keyOf = (topology: string): string =>
    topology === '-' ? topology : relative(folder, resolve(topology)).split(sep).join('/');
  const reason = `baseline ${file}`;
  const next = new Map(baseline);
  const fixed: BaselineReport['fixed'][number][] = [];
  const marked = reports.map((report) => {
    const known = baseline.get(keyOf(report.file)) ?? [];
    fixed.push(...fixedOf(report.findings, known).map(({ rule, subject }) => ({ file: report.file, rule, subject })));
    const now = update ? knownOf(markKnown(report.findings, known, reason)) : known;
    next.set(keyOf(report.file), now);
    return { ...report, findings: markKnown(report.findings, now, reason) };
  });
  const { length } = marked.flatMap(({ findings }) => findings.filter((one) => one.inBaseline === true));
  return { reports: marked, baseline: { file, updated: update, known: length, fixed }, next };
}

/** Writes the baseline whole or not at all; undefined: it is written. */
export const writeBaseline = (file: string, baseline: Baseline): Answer | undefined =>
  writeWhole(file, printBaseline(baseline));
