import { createHash, createHmac } from 'node:crypto';
import { existsSync } from 'node:fs';
import { type Anonymized, anonymizeTopology } from '../../input/anonymize/anonymize-topology.ts';
import type { Keyed } from '../../input/anonymize/pseudonym-words.ts';
import type { FileAccess } from '../../input/problem.ts';
import { readTopology } from '../../input/topology/read-topology.ts';
import { joined, list, type Text, text } from '../../model/text.ts';
import { analyzeWithProofs as analyze } from '../../prove-topologies.ts';
import type { TopologyReport } from '../../report/report.ts';
import type { Answer, Command } from '../command.ts';
import { checkExitCode } from '../exit-code.ts';
import { instantOf } from '../instant-of.ts';
import type { LoadedTopology } from '../load-topology.ts';
import { openTopology } from '../open-topology.ts';
import { optionProblems } from '../option-problems.ts';
import { said } from '../said.ts';
import { differences } from '../same-analysis.ts';
import type { Settings } from '../settings.ts';
import { writeFolder } from '../write-folder.ts';
import { isThere } from '../write-new.ts';

/** The variable with the secret that makes pseudonyms the same for several topologies. */
const secretVariable = 'MXPROOF_ANONYMIZE_KEY';

/** Where names decide a tie, their pseudonyms may stand in another order; then others are tried. */
const attemptsMax = 8;

/** `mxproof anonymize <topology> --out DIR` */
export const anonymize: Command = async ({ operands: [operand = '-'], values, settings }, machine) => {
  const directory = values.get('out')?.at(-1);
  const misplaced = ['format', 'output'].find((name) => values.has(name));
  if (misplaced !== undefined) return refuse(text`--${misplaced} is about a report, and anonymize makes none.`);
  if (directory === undefined) return refuse(text`anonymize writes a folder, and none is named.`);
  if (existsSync(directory)) return isThere(directory);
  const loaded = await openTopology(operand, settings, machine);
  if (!loaded.ok) return { ok: false, unusable: [loaded.unusable] };
  const unusable = await optionProblems([loaded.value], settings);
  if (unusable.length > 0) return { ok: false, unusable };

  const asOf = instantOf(settings, machine)(loaded.value);
  const result = await sameUnderPseudonyms(loaded.value, settings, asOf, machine.env[secretVariable]);
  const failure = writeFolder(directory, result.anonymized.files);
  if (failure !== undefined) return failure;
  const { words, domains } = result.anonymized.replaced;
  if (!settings.quiet) {
    const told = [
      text`Wrote ${directory}: ${list([...result.anonymized.files.keys()])}.`,
      text`Domains and hosts that have pseudonyms: ${domains}. Words that have pseudonyms: ${words}.`,
    ];
    machine.out.write(said(told, machine.out, settings));
  }
  if (result.apart.length === 0) {
    const told = [text`Findings, traces and exit code of check are the same in both.`];
    if (!settings.quiet) machine.out.write(said(told, machine.out, settings));
    return { ok: true, code: 0 };
  }
  const tell = (told: readonly Text[], indent = 0): void => {
    machine.err.write(said(told, machine.err, settings, indent));
  };
  tell([text`mxproof: the topology with pseudonyms does not do the same:`]);
  tell(result.apart.slice(0, apartMax), 2);
  tell([text`mxproof: patterns of rules and message files are where that happens; say so when you pass it on.`]);
  return { ok: true, code: 1 };
};

const apartMax = 20;

interface Result {
  readonly anonymized: Anonymized;
  /** What differs; empty where nothing does. */
  readonly apart: readonly Text[];
}

async function sameUnderPseudonyms(
  loaded: LoadedTopology,
  settings: Settings,
  asOf: number,
  secret: string | undefined,
): Promise<Result> {
  const { assume, rules, down } = settings;
  // Nodes that are down are named as in the original.
  const options = { asOf, assume, rules };
  const original = analyze(loaded, { ...options, down });
  let first: Result | undefined;
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const anonymized = anonymizeTopology(loaded, keyedBy(loaded, secret, attempt));
    const renamed = await reread(anonymized, options, down);
    const apart = 'words' in renamed ? [renamed] : compare(original, renamed, anonymized, settings);
    first ??= { anonymized, apart };
    if (apart.length === 0) return { anonymized, apart };
  }
  return first ?? { anonymized: anonymizeTopology(loaded, keyedBy(loaded, secret, 0)), apart: [] };
}

function compare(
  original: TopologyReport,
  renamed: TopologyReport,
  { names }: Anonymized,
  settings: Settings,
): readonly Text[] {
  const codes = [original, renamed].map((one) => checkExitCode([one], settings));
  return [...differences(original, renamed, names), ...(codes[0] === codes[1] ? [] : [text`the exit code of check`])];
}

async function reread(
  { files, names }: Anonymized,
  options: { readonly asOf: number; readonly assume: Settings['assume']; readonly rules: Settings['rules'] },
  down: readonly string[],
): Promise<TopologyReport | Text> {
  const access: FileAccess = {
    read(path) {
      const content = files.get(path);
      if (content === undefined) return { ok: false, because: 'missing' };
      return { ok: true, bytes: new TextEncoder().encode(content) };
    },
    secret: () => undefined,
  };
  const read = await readTopology('topology.yaml', files.get('topology.yaml') ?? '', access);
  if (!read.ok)
    return text`it cannot be read: ${joined(
      read.problems.map(({ problem }) => problem),
      ' ',
    )}`;
  const input = { ...read.value, file: 'topology.yaml', notices: read.notices };
  return analyze(input, { ...options, down: down.map((node) => names.text(node)) });
}

/**
 * Without a secret the key is made of the topology itself: the same bytes each time, and nothing in common with another
 * topology. With one, the same name has the same pseudonym in every topology.
 */
function keyedBy(loaded: LoadedTopology, secret: string | undefined, attempt: number): Keyed {
  const content = createHash('sha256').update(loaded.document.text);
  for (const zone of loaded.zones) content.update(JSON.stringify(zone.records.map(({ owner, data }) => [owner, data])));
  const key = createHmac('sha256', secret ?? content.digest())
    .update(`mxproof ${attempt}`)
    .digest();
  return (what) => createHmac('sha256', key).update(what).digest();
}

const refuse = (problem: ReturnType<typeof text>): Answer => ({
  ok: false,
  unusable: [
    { problems: [{ at: undefined, problem, remedy: text`Write --out <directory>, which must not be there yet.` }] },
  ],
});
