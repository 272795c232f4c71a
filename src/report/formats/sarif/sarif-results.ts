import { shortHash } from '../../../base/hash.ts';
import type { Finding } from '../../../check/finding.ts';
import type { Evidence, Span } from '../../../model/source.ts';
import { factOf } from '../../../model/source.ts';
import { plain, text as template } from '../../../model/text.ts';
import { sarifText, uriReference } from '../../escape.ts';
import type { IssueTopology } from '../../issues.ts';
import { fileOf } from '../../place-of.ts';
import { levels } from './rule-descriptors.ts';
import { sarifFix } from './sarif-fixes.ts';

/** Whoever reads the log knows where the files are; platforms put the root of the repository here. */
export const rootBase = '%SRCROOT%';

/** A finding as a result of SARIF. What it rests on are related locations; a fact that stands nowhere is a property. */
export function result(
  topology: IssueTopology,
  it: Finding,
  invocationIndex: number,
  ruleIndex: number | undefined,
  hasBaseline: boolean,
) {
  const fix = topology.file === '-' ? undefined : topology.textFixes?.get(it.fingerprint);
  const [problem, consequence, remedy] = [it.problem, it.consequence, it.remedy].map((one) => plain(one));
  const placed = it.evidence.filter(({ at }) => isInFile(at));
  const placeless = it.evidence.filter(({ at }) => !isInFile(at));
  return {
    ruleId: it.rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[it.severity],
    message: { text: sarifText(plain(template`${it.problem} ${it.consequence}\nRemedy: ${it.remedy}`)) },
    locations: [location(topology, it)],
    ...(placed.length === 0 ? {} : { relatedLocations: placed.map((one, index) => related(topology, one, index)) }),
    partialFingerprints: fingerprints(topology, it),
    ...(it.suppressed === undefined ? {} : { suppressions: [suppression(it.suppressed)] }),
    // Of all results or of none; what is found no longer has no place and no words in a baseline to be a result of.
    ...(hasBaseline ? { baselineState: it.inBaseline === true ? 'unchanged' : 'new' } : {}),
    ...(fix === undefined ? {} : { fixes: [sarifFix(fix, (file) => artifactLocation(topology, { file }))] }),
    provenance: { invocationIndex },
    properties: {
      subject: it.subject,
      confidence: it.confidence,
      problem,
      consequence,
      remedy,
      semantics: it.semantics,
      assumptions: it.assumptions,
      ...(placeless.length === 0 ? {} : { evidence: placeless.map(factOf) }),
    },
  };
}

/** A finding without a place is about the topology as a whole. */
function location(topology: IssueTopology, { location: span, subject }: Finding) {
  const name = topology.file.slice(topology.file.lastIndexOf('/') + 1);
  const artifact =
    topology.file === '-'
      ? undefined
      : { artifactLocation: artifactLocation(topology, { file: name }), region: wholeOf(topology, name) };
  const physical = span === undefined ? artifact : physicalLocation(topology, span);
  return {
    ...(physical === undefined ? {} : { physicalLocation: physical }),
    logicalLocations: [{ fullyQualifiedName: subject, kind: 'object' }],
  };
}

/** No file that is read has more. */
const linesMax = 2 ** 24;

/** All lines of a file: platforms show nothing that has no lines. Of one whose text is not known, the first. */
function wholeOf({ sources }: IssueTopology, file: string) {
  const isLine = (number: number): boolean => sources.line(file, number) !== undefined;
  if (!isLine(1)) return { startLine: 1 };
  let [last, beyond] = [1, 2];
  while (beyond <= linesMax && isLine(beyond)) [last, beyond] = [beyond, 2 * beyond];
  while (beyond - last > 1) {
    const middle = Math.floor((last + beyond) / 2);
    if (isLine(middle)) last = middle;
    else beyond = middle;
  }
  return { startLine: 1, endLine: last };
}

const isInFile = (at: Span | undefined): at is Span => at !== undefined && at.file !== '-';

function related(topology: IssueTopology, fact: Evidence, index: number) {
  const { at } = fact;
  const physical = at === undefined ? undefined : physicalLocation(topology, at);
  return {
    id: index + 1,
    ...(physical === undefined ? {} : { physicalLocation: physical }),
    message: { text: sarifText(factOf(fact)) },
  };
}

/** Where something stands; undefined for standard input, which no reader of the log can open. */
export function physicalLocation(topology: IssueTopology, span: Span) {
  if (!isInFile(span)) return undefined;
  const { line: startLine, column: startColumn, endLine, endColumn, file } = span;
  const written = topology.sources.line(file, startLine);
  const contextRegion = context(topology, span);
  const isShort = endColumn !== undefined && (endLine ?? startLine) === startLine;
  const text = isShort && written !== undefined ? written.slice(startColumn - 1, endColumn - 1) : '';
  const region = {
    startLine,
    startColumn,
    ...(endLine === undefined || endColumn === undefined ? {} : { endLine, endColumn }),
    ...(text === '' ? {} : { snippet: { text } }),
  };
  return {
    artifactLocation: artifactLocation(topology, span),
    region,
    ...(contextRegion === undefined ? {} : { contextRegion }),
  };
}

/** The lines round a place, so that a reader without the file sees what is meant; whole lines, the place's own among them. */
function context({ sources }: IssueTopology, { file, line, endLine = line }: Span) {
  const about = 2;
  const last = Math.min(endLine, line + 2 * about);
  const numbers = Array.from({ length: last - line + 2 * about + 1 }, (_, index) => line - about + index);
  const shown = numbers.flatMap((number) => {
    const content = number < 1 ? undefined : sources.line(file, number);
    return content === undefined ? [] : [{ number, content }];
  });
  const [first] = shown;
  if (first === undefined || last < endLine || shown.length === 1) return undefined;
  const snippet = { text: shown.map(({ content }) => content).join('\n') };
  return { startLine: first.number, endLine: first.number + shown.length - 1, snippet };
}

function artifactLocation(topology: IssueTopology, at: Pick<Span, 'file'>) {
  const uri = uriReference(fileOf(topology.file, at) ?? '');
  return uri.startsWith('file:') ? { uri } : { uri, uriBaseId: rootBase };
}

/**
 * GitHub compares only `primaryLocationLineHash`, and makes it of the lines around where nobody gives one: alerts would open
 * anew when lines nearby change. Ours rests on what is wrong with what, and on the file, because a portfolio may find the same twice.
 */
function fingerprints(topology: IssueTopology, { fingerprint }: Finding) {
  const stable = shortHash(`${topology.file}\n${fingerprint}`);
  return { 'mxproof/v1': fingerprint, primaryLocationLineHash: `${stable}:1` };
}

const suppression = (justification: string) => ({ kind: 'external', status: 'accepted', justification });
