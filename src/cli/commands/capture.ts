import type { InputProblem } from '../../input/problem.ts';
import type { CapturedQuestion } from '../../live/capture.ts';
import { formatIpv4, formatIpv6 } from '../../model/addresses/address.ts';
import { joined, plain, text } from '../../model/text.ts';
import type { AddressEntry } from '../../model/topology.ts';
import { type ClientAddress, parseClientAddress } from '../../protocols/spf/address-words.ts';
import { terminalText } from '../../report/escape.ts';
import type { Wording } from '../../report/language/translate.ts';
import { readCaptureOptions } from '../capture-options.ts';
import type { Answer, Command } from '../command.ts';
import { openTopology } from '../open-topology.ts';
import { progressLine } from '../tell-progress.ts';
import { version } from '../version.ts';
import { writeWhole } from '../write-whole.ts';

/** `mxproof capture <domain..> --server ip[:port]` */
export const capture: Command = async (invocation, machine) => {
  const { settings, values } = invocation;
  const { readServer } = await import('../../live/server-address.ts');
  const read = readCaptureOptions(invocation, readServer);
  const topology = values.get('topology')?.at(-1);
  const loaded = topology === undefined ? undefined : await openTopology(topology, settings, machine);
  const [wrong, ...more] = read.problems;
  if (wrong !== undefined) return { ok: false, unusable: [{ problems: [wrong, ...more] }] };
  if (loaded?.ok === false) return { ok: false, unusable: [loaded.unusable] };
  const declared = loaded === undefined ? [] : declaredAddresses(loaded.value.topology);
  // Sockets, and what opens them, are loaded by this command alone.
  const { capture: run } = await import('../../live/capture.ts');
  const { captureText } = await import('../../live/capture-file.ts');
  const progress = progressLine(machine, settings);
  const plan = { ...read.plan, addresses: [...read.plan.addresses, ...declared] };
  const questions = await run(plan, { ...read.limits, now: machine.now, progress: progress.tell });
  progress.end();
  const unanswered = questions.filter((question) => question.outcome.kind === 'unanswered');
  if (unanswered.length === questions.length) return refuse([silence(questions)]);
  const content = captureText(questions, `mxproof ${version}`);
  const file = settings.outputs[0]?.file;
  const failure = file === undefined ? machine.out.write(content) : writeWhole(file, content);
  if (failure !== undefined) return failure;
  machine.err.write(tellUnanswered(unanswered, settings.wording));
  if (file !== undefined && !settings.quiet) {
    const done = text`${file}: ${questions.length - unanswered.length} of ${questions.length} questions are answered.`;
    machine.err.write(`mxproof: ${plain(settings.wording.say(done), terminalText)}\n`);
  }
  return { ok: true, code: settings.failOnUndetermined && unanswered.length > 0 ? 1 : 0 };
};

/** Single addresses that are followed; a range says nothing of the hosts in it. */
const addressesMax = 256;

type Nodes = { readonly addresses: readonly AddressEntry[] };

function declaredAddresses(topology: {
  readonly onPremises: { readonly servers: readonly Nodes[] } | undefined;
  readonly services: readonly Nodes[];
  readonly partners: readonly Nodes[];
}): readonly ClientAddress[] {
  const nodes = [...(topology.onPremises?.servers ?? []), ...topology.services, ...topology.partners];
  const single = nodes
    .flatMap((node) => node.addresses)
    .filter(({ family, prefixLength }) => prefixLength === (family === 6 ? 128 : 32))
    .map(({ set }) => (set.v4[0] === undefined ? formatIpv6(set.v6[0] ?? 0n) : formatIpv4(set.v4[0])));
  return [...new Set(single)].slice(0, addressesMax).flatMap((written) => parseClientAddress(written) ?? []);
}

/** Questions that are told one by one; the file has all of them. */
const toldMax = 20;

function tellUnanswered(questions: readonly CapturedQuestion[], { say }: Wording): string {
  const lines = questions.slice(0, toldMax).map((question) => {
    const why = question.outcome.kind === 'unanswered' ? joined(question.outcome.because, '; ') : text``;
    return text`no answer: ${question.name} ${question.type}: ${why}`;
  });
  if (questions.length > toldMax) lines.push(text`no answer: ${questions.length - toldMax} more, which the file names`);
  return lines.map((line) => `mxproof: ${plain(say(line), terminalText)}\n`).join('');
}

/** No question has an answer: there is nothing to write. */
function silence(questions: readonly CapturedQuestion[]): InputProblem {
  const reasons = questions.flatMap(({ outcome }) => (outcome.kind === 'unanswered' ? outcome.because : []));
  const remedy = text`Name another with --server, or give it longer with --timeout.`;
  return {
    at: undefined,
    problem: text`No question has been answered: ${reasons[0] ?? text`nothing was asked`}.`,
    remedy,
  };
}

const refuse = (problems: readonly [InputProblem]): Answer => ({ ok: false, unusable: [{ problems }] });
