import { type MailParties, selectorsUsual } from '../../input/dns/mail-questions.ts';
import type { InputProblem } from '../../input/problem.ts';
import type { NameServer } from '../../live/ask-server.ts';
import type { CapturedQuestion, CaptureOptions } from '../../live/capture.ts';
import { formatIpv4, formatIpv6 } from '../../model/addresses/address.ts';
import { plain, type Text, text } from '../../model/text.ts';
import type { AddressEntry } from '../../model/topology.ts';
import { canonicalName } from '../../protocols/dns-names/domain-name.ts';
import { type ClientAddress, parseClientAddress } from '../../protocols/spf/address-words.ts';
import { terminalText } from '../../report/escape.ts';
import type { Answer, Command, Invocation } from '../command.ts';
import { openTopology } from '../open-topology.ts';
import { progressLine } from '../tell-progress.ts';
import { version } from '../version.ts';
import { writeWhole } from '../write-whole.ts';

/** `mxproof capture <domain..> --server ip[:port]` */
export const capture: Command = async (invocation, machine) => {
  const { settings, values } = invocation;
  const { readServer } = await import('../../live/server-address.ts');
  const read = readOptions(invocation, readServer);
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
  machine.err.write(tellUnanswered(unanswered));
  if (file !== undefined && !settings.quiet) {
    const done = text`${file}: ${questions.length - unanswered.length} of ${questions.length} questions are answered.`;
    machine.err.write(`mxproof: ${plain(done, terminalText)}\n`);
  }
  return { ok: true, code: settings.failOnUndetermined && unanswered.length > 0 ? 1 : 0 };
};

interface OptionsRead {
  readonly plan: MailParties;
  readonly limits: Omit<CaptureOptions, 'now' | 'progress'>;
  readonly problems: readonly InputProblem[];
}

function readOptions(
  { operands, values, settings }: Invocation,
  readServer: (written: string) => NameServer | undefined,
): OptionsRead {
  const problems: InputProblem[] = [];
  const report = (problem: Text, remedy: Text): void => void problems.push({ at: undefined, problem, remedy });
  const all = <T>(
    written: readonly string[],
    read: (one: string) => T | undefined,
    wrong: (one: string) => void,
  ): T[] =>
    written.flatMap((one) => {
      const found = read(one);
      if (found === undefined) wrong(one);
      return found === undefined ? [] : [found];
    });
  const given = (name: string): readonly string[] => values.get(name) ?? [];
  const number = (name: string, usual: number, most: number, least: number): number => {
    const written = given(name).at(-1) ?? String(usual);
    const value = /^\d{1,7}(?:\.\d{1,3})?$/u.test(written) ? Number(written) : Number.NaN;
    if (value >= least && value <= most) return value;
    report(text`--${name} ${written} is out of bounds.`, text`Write a number from ${least} to ${most}.`);
    return usual;
  };
  const isName = (name: string | undefined): string | undefined => name || undefined;
  const domains = all(
    operands,
    (one) => isName(canonicalName(one)),
    (one) => report(text`${one} is no domain.`, text`Write one such as ${'contoso.com'}.`),
  );
  const selectors = all(
    given('selector'),
    (one) => isName(canonicalName(one)),
    (one) => report(text`--selector ${one} is no selector.`, text`Write the part before ${'._domainkey'}.`),
  );
  const addresses = all(given('address'), parseClientAddress, (one) =>
    report(text`--address ${one} is no IP address.`, text`Write one such as ${'192.0.2.25'} or ${'2001:db8::25'}.`),
  );
  const serverForm = text`Write an IP address, with a port where it is not 53: ${'192.0.2.53'}, ${'192.0.2.53:5353'} or ${'[2001:db8::53]:5353'}.`;
  const servers = all(given('server'), readServer, (one) => report(text`--server ${one} is no server.`, serverForm));
  if (given('server').length === 0) {
    report(text`No server is named, and none is asked unless it is.`, text`Add --server. ${serverForm}`);
  }
  if (settings.outputs.some(({ format }) => format !== 'terminal')) {
    report(text`A capture is a master file, and --format has no part in it.`, text`Name the file with --output.`);
  }
  return {
    plan: { domains: [...new Set(domains)], selectors: [...new Set([...selectorsUsual, ...selectors])], addresses },
    limits: {
      servers,
      timeout: number('timeout', 3, 60, 0.1) * 1000,
      retries: Math.floor(number('retries', 2, 10, 0)),
      queriesMax: Math.floor(number('queries', 2000, 100_000, 1)),
    },
    problems,
  };
}

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

function tellUnanswered(questions: readonly CapturedQuestion[]): string {
  const lines = questions.slice(0, toldMax).map((question) => {
    const why = question.outcome.kind === 'unanswered' ? question.outcome.because.join('; ') : '';
    return text`no answer: ${question.name} ${question.type}: ${why}`;
  });
  if (questions.length > toldMax) lines.push(text`no answer: ${questions.length - toldMax} more, which the file names`);
  return lines.map((line) => `mxproof: ${plain(line, terminalText)}\n`).join('');
}

/** None of the servers has answered anything: there is nothing to write. */
function silence(questions: readonly CapturedQuestion[]): InputProblem {
  const reasons = questions.flatMap(({ outcome }) =>
    outcome.kind === 'unanswered' ? outcome.because.slice(0, 4) : [],
  );
  const remedy = text`Name another with --server, or give it longer with --timeout.`;
  return { at: undefined, problem: text`No server has answered: ${reasons[0] ?? 'nothing was asked'}.`, remedy };
}

const refuse = (problems: readonly [InputProblem]): Answer => ({ ok: false, unusable: [{ problems }] });
