import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { traceMessages } from '../../src/analyze.ts';
import { loadTopology } from '../../src/cli/load-topology.ts';
import { plain } from '../../src/model/text.ts';
import { traceJson } from '../../src/report/formats/json.ts';

const asOf = Date.UTC(2026, 10, 21);
const schema = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv({ strict: false, allErrors: true }).compile<{ readonly traces: readonly PrintedTrace[] }>(
  schema,
);

/** A trace as `trace --format json` prints it; the keys are those of spec/cli.md. */
export interface PrintedTrace {
  readonly name: string;
  readonly message: { readonly from: string; readonly mailFrom: string; readonly source: string };
  readonly outcomes: readonly PrintedOutcome[];
  readonly hops: readonly { readonly from: string; readonly to: string }[];
  readonly alternatives: readonly (PrintedOutcome & {
    readonly question: string;
    readonly assumption: string | null;
  })[];
  readonly expectation: {
    readonly met: boolean;
    readonly failures: readonly { readonly recipient: string; readonly key: string }[];
  } | null;
}

export interface PrintedOutcome {
  readonly recipient: string;
  readonly status: string;
  readonly route: readonly string[];
  readonly hops: readonly number[];
  readonly [key: string]: unknown;
}

/** Reads a document the way the command line does, traces its messages and prints them; a report off the schema fails. */
export async function printedTraces(
  document: string,
  options: { readonly down?: readonly string[]; readonly assume?: Readonly<Record<string, string>> } = {},
): Promise<ReadonlyMap<string, PrintedTrace>> {
  const loaded = await loadTopology('-', { content: new TextEncoder().encode(document) });
  if (!loaded.ok) throw new Error(loaded.unusable.problems.map(({ problem }) => plain(problem)).join('\n'));
  const { value } = loaded;
  const assume = new Map(Object.entries(options.assume ?? {}));
  const traces = traceMessages(value, { asOf, assume, down: options.down ?? [] });
  const printed: unknown = JSON.parse(traceJson({ version: '0.1.0', asOf, file: '-', traces, sources: value.sources }));
  if (!validate(printed)) throw new Error(JSON.stringify(validate.errors));
  return new Map(printed.traces.map((trace) => [trace.name, trace]));
}

/** The trace of a document with one message. */
export async function printedTrace(
  document: string,
  options: Parameters<typeof printedTraces>[1] = {},
): Promise<PrintedTrace> {
  const [trace, ...more] = [...(await printedTraces(document, options)).values()];
  if (trace === undefined || more.length > 0) throw new Error('the document has one message');
  return trace;
}
