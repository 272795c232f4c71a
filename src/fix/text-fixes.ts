import type { Finding } from '../check/finding.ts';
import type { Text } from '../model/text.ts';
import { textOf } from './apply/topology-files.ts';
import { ordersOf } from './order.ts';
import { type Analyze, ChangeProver, type State } from './prove-changes.ts';

/** What a fix makes of the author's own texts, for tools that apply it where he edits. */
export interface TextFix {
  readonly title: Text;
  /** By the names that places have. */
  readonly files: readonly { readonly file: string; readonly before: string; readonly after: string }[];
}

/**
 * For each finding, by its fingerprint, the first fix that edits alone carry out and that a plan would make from here: it
 * cures the finding and opens nothing as grave.
 * @param analysesMax analyses that are made at most; findings that come later have no fix then.
 */
export async function textFixes<I>(
  start: State<I>,
  analyze: Analyze<I>,
  analysesMax: number,
): Promise<ReadonlyMap<string, TextFix>> {
  const prover = new ChangeProver(analyze, analysesMax);
  const found = new Map<string, TextFix>();
  for (const finding of start.findings) {
    if (finding.suppressed !== undefined || prover.isExhausted) continue;
    const fix = await firstOf(prover, start, finding);
    if (fix !== undefined) found.set(finding.fingerprint, fix);
  }
  return found;
}

async function firstOf<I>(prover: ChangeProver<I>, start: State<I>, finding: Finding): Promise<TextFix | undefined> {
  for (const fix of finding.fixes) {
    if (fix.changes.some(({ target }) => target === 'person')) continue;
    for (const order of ordersOf(fix.changes)) {
      const done = await prover.make(start, finding, fix, order);
      if (done.ok) return { title: fix.title, files: changed(start, done.made.after) };
      if (done.final) break;
    }
  }
  return undefined;
}

const changed = <I>({ files: before }: State<I>, { files: after }: State<I>): TextFix['files'] =>
  [...after.texts].flatMap(([file, text]) => {
    const old = textOf(before, file);
    return old === undefined || old === text ? [] : [{ file, before: old, after: text }];
  });
