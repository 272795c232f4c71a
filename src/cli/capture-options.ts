import { type MailParties, selectorsUsual } from '../input/dns/mail-questions.ts';
import type { InputProblem } from '../input/problem.ts';
import type { NameServer } from '../live/ask-server.ts';
import type { CaptureOptions } from '../live/capture.ts';
import { type Text, text } from '../model/text.ts';
import { canonicalName } from '../protocols/dns-names/domain-name.ts';
import { parseClientAddress } from '../protocols/spf/address-words.ts';
import type { Invocation } from './command.ts';

/** What `capture` is asked to do, and every option that cannot be used. */
export interface CaptureOptionsRead {
  readonly plan: MailParties;
  readonly limits: Omit<CaptureOptions, 'now' | 'progress'>;
  readonly problems: readonly InputProblem[];
}

interface Reader {
  readonly values: Invocation['values'];
  readonly problems: InputProblem[];
}

/** @param readServer of `live/`, which is loaded when the command runs */
export function readCaptureOptions(
  { operands, values, settings }: Invocation,
  readServer: (written: string) => NameServer | undefined,
): CaptureOptionsRead {
  const reader: Reader = { values, problems: [] };
  const domains = each(reader, operands, readName, (one) => [
    text`${one} is no domain.`,
    text`Write one such as ${'contoso.com'}.`,
  ]);
  const selectors = each(reader, given(reader, 'selector'), readName, (one) => [
    text`--selector ${one} is no selector.`,
    text`Write the part before ${'._domainkey'}.`,
  ]);
  const addresses = each(reader, given(reader, 'address'), parseClientAddress, (one) => [
    text`--address ${one} is no IP address.`,
    text`Write one such as ${'192.0.2.25'} or ${'2001:db8::25'}.`,
  ]);
  const servers = readServers(reader, readServer);
  if (settings.outputs.some(({ format }) => format !== 'terminal')) {
    const problem = text`A capture is a master file, and --format has no part in it.`;
    report(reader, problem, text`Name the file with --output.`);
  }
  const limits = {
    servers,
    timeout: number(reader, 'timeout', 3, [0.1, 60]) * 1000,
    retries: Math.floor(number(reader, 'retries', 2, [0, 10])),
    queriesMax: Math.floor(number(reader, 'queries', 2000, [1, 100_000])),
  };
  const plan = {
    domains: [...new Set(domains)],
    selectors: [...new Set([...selectorsUsual, ...selectors])],
    addresses,
  };
  return { plan, limits, problems: reader.problems };
}

function readServers(reader: Reader, readServer: (written: string) => NameServer | undefined): readonly NameServer[] {
  const form = text`Write an IP address, with a port where it is not 53: ${'192.0.2.53'}, ${'192.0.2.53:5353'} or ${'[2001:db8::53]:5353'}.`;
  const written = given(reader, 'server');
  if (written.length === 0) {
    report(reader, text`No server is named, and none is asked unless it is.`, text`Add --server. ${form}`);
  }
  return each(reader, written, readServer, (one) => [text`--server ${one} is no server.`, form]);
}

const given = ({ values }: Reader, name: string): readonly string[] => values.get(name) ?? [];

function report({ problems }: Reader, problem: Text, remedy: Text): void {
  problems.push({ at: undefined, problem, remedy });
}

/** What can be read of several values; each that cannot is reported. */
function each<T>(
  reader: Reader,
  written: readonly string[],
  read: (one: string) => T | undefined,
  wrong: (one: string) => readonly [problem: Text, remedy: Text],
): readonly T[] {
  return written.flatMap((one) => {
    const found = read(one);
    if (found !== undefined) return [found];
    report(reader, ...wrong(one));
    return [];
  });
}

/** A name below the root. */
const readName = (written: string): string | undefined => canonicalName(written) || undefined;

function number(reader: Reader, name: string, usual: number, [least, most]: readonly [number, number]): number {
  const written = given(reader, name).at(-1) ?? String(usual);
  const value = /^\d{1,7}(?:\.\d{1,3})?$/u.test(written) ? Number(written) : Number.NaN;
  if (value >= least && value <= most) return value;
  report(reader, text`--${name} ${written} is out of bounds.`, text`Write a number from ${least} to ${most}.`);
  return usual;
}
