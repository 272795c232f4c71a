import { traceMessages } from '../analyze.ts';
import { compareEvidence } from '../check/replay/compare-evidence.ts';
import { nodesOfHosts } from '../check/replay/node-of-host.ts';
import { type Deviation, readDeviations } from '../input/evidence/read-deviations.ts';
import { readEvidence } from '../input/evidence/read-evidence.ts';
import type { FileAccess, InputProblem } from '../input/problem.ts';
import { fileRefusal } from '../input/topology/file-refusal.ts';
import { ownDomainOf, ownDomains } from '../input/topology/own-domains.ts';
import { readTopology } from '../input/topology/read-topology.ts';
import type { DeliveryEvidence } from '../model/delivery-evidence.ts';
import { type Text, text } from '../model/text.ts';
import type { SampleMessage } from '../model/topology.ts';
import type { ComparedCopy, ReplayReport } from '../report/replay-report.ts';
import type { Unusable } from './command.ts';
import { readRegularFile } from './file-access.ts';
import type { LoadedTopology } from './load-topology.ts';
import { asSent, sampleOf } from './replay-sample.ts';
import type { Settings } from './settings.ts';
import { version } from './version.ts';

export type Replayed =
  | { readonly ok: true; readonly report: ReplayReport }
  | { readonly ok: false; readonly unusable: Unusable };

/** Traces what the evidence in a file tells of, and compares the two. */
export async function replay(
  loaded: LoadedTopology,
  files: { readonly evidence: string; readonly deviations: string | undefined },
  settings: Settings,
  asOf: number,
): Promise<Replayed> {
  const opened = read(files.evidence, 'compare');
  if (!opened.ok) return opened;
  const found = await readEvidence(files.evidence, opened.bytes);
  if (!found.ok) return { ok: false, unusable: { problems: found.problems } };
  const known = files.deviations === undefined ? [] : await deviationsOf(files.deviations);
  if ('ok' in known) return known;

  const nodes = nodesOfHosts(loaded.topology);
  const own = ownDomains(loaded.topology.tenant, loaded.topology.onPremises);
  const isOwn = (domain: string): boolean => ownDomainOf(own, domain) !== undefined;
  const samples = found.evidence.map((evidence, index) => {
    const name = `${evidence.name} (${index + 1})`;
    return sampleOf(evidence, nodes, isOwn, name, evidence.kind === 'headers' ? files.evidence : undefined);
  });
  const messages = await messagesOf(loaded, samples, files.evidence, opened.bytes);
  const { assume, down, rules } = settings;
  const traceable = messages.flatMap((one) => ('message' in one ? [one.message] : []));
  const traces = traceMessages(loaded, { asOf, assume, down, rules }, traceable).values();
  const copies: ComparedCopy[] = [];
  const notCompared: ReplayReport['notCompared'][number][] = [];
  const used = new Set<Deviation>();
  found.evidence.forEach((evidence, index) => {
    const message = messages[index];
    if (message === undefined || 'because' in message) {
      notCompared.push({ name: evidence.name, because: message?.because ?? text`It is not there.` });
      return;
    }
    const trace = traces.next().value;
    const compared = trace && compareEvidence(evidence, trace, loaded.topology, nodes);
    if (compared === undefined) notCompared.push({ name: evidence.name, because: text`No copy of it arises.` });
    else copies.push(withDeviations(compared, evidence, known, used));
  });
  const report: ReplayReport = {
    version,
    asOf,
    file: loaded.file,
    evidenceFile: files.evidence,
    deviationsFile: files.deviations,
    copies,
    notCompared,
    unusedDeviations: known.filter((one) => !used.has(one)),
    sources: loaded.sources,
  };
  return { ok: true, report };
}

function withDeviations(
  compared: Omit<ComparedCopy, 'known'>,
  evidence: DeliveryEvidence,
  deviations: readonly Deviation[],
  used: Set<Deviation>,
): ComparedCopy {
  const same = (wanted: string | undefined, ...values: readonly (string | undefined)[]): boolean =>
    wanted === undefined || values.some((one) => one?.toLowerCase() === wanted.toLowerCase());
  const known: ComparedCopy['known'] = new Map(
    compared.comparisons
      .filter((one) => one.result === 'different')
      .flatMap((one) => {
        const found = deviations.find(
          (deviation) =>
            deviation.aspect === one.aspect &&
            same(deviation.said, one.said) &&
            same(deviation.predicted, one.predicted) &&
            same(deviation.message, evidence.name, evidence.subject),
        );
        if (found === undefined) return [];
        used.add(found);
        return [[one, found] as const];
      }),
  );
  return { ...compared, known };
}

type Sample = { readonly message: SampleMessage } | { readonly because: Text };

/** Samples as messages of the same document; one that cannot be read does not keep the others from being traced. */
async function messagesOf(
  loaded: LoadedTopology,
  samples: readonly object[],
  file: string,
  bytes: Uint8Array,
): Promise<readonly Sample[]> {
  const all = await readSamples(loaded, samples, file, bytes);
  if (all.ok) return all.messages.map((message) => ({ message }));
  const each: Sample[] = [];
  for (const sample of samples) {
    const one = await readSamples(loaded, [sample], file, bytes);
    const [message] = one.ok ? one.messages : [];
    each.push(message === undefined ? { because: one.ok ? text`It is not there.` : one.because } : { message });
  }
  return each;
}

async function readSamples(loaded: LoadedTopology, samples: readonly object[], file: string, bytes: Uint8Array) {
  const content = JSON.stringify({ ...(loaded.document.data as object), messages: samples });
  const sent = { ok: true, bytes: asSent(bytes) } as const;
  const access: FileAccess = { ...loaded.access, read: (path) => (path === file ? sent : loaded.access.read(path)) };
  const read = await readTopology('replay.json', content, access);
  if (read.ok) return { ok: true, messages: read.value.topology.messages } as const;
  return { ok: false, because: read.problems[0].problem } as const;
}

async function deviationsOf(file: string): Promise<readonly Deviation[] | Extract<Replayed, { ok: false }>> {
  const opened = read(file, 'deviations');
  if (!opened.ok) return opened;
  const found = await readDeviations(file, opened.bytes);
  return found.ok ? found.deviations : { ok: false, unusable: { problems: found.problems } };
}

function read(file: string, option: string) {
  const found = readRegularFile(file);
  if (found.ok) return found;
  const missing = text`There is no file ${file}.`;
  const { problem, remedy } = fileRefusal(file, found.because);
  const fault: InputProblem =
    found.because === 'missing'
      ? { at: undefined, problem: missing, remedy: text`--${option} is relative to the working directory.` }
      : { at: undefined, problem, remedy };
  return { ok: false, unusable: { problems: [fault] } } as const;
}
