import { joined, list, plain, type Text, text } from '../../model/text.ts';
import { bundledNames } from '../../reference/bundled-names.ts';
import { terminalText } from '../../report/escape.ts';
import type { Answer, Command } from '../command.ts';
import { openTopology } from '../open-topology.ts';
import { said } from '../said.ts';
import { untilInterrupted } from '../until-interrupted.ts';

/** Where nothing is said: the port of multicast DNS, which needs no privileges and which no server of DNS holds. */
const portUsual = 5353;

/** `mxproof serve-dns <topology>` */
export const serveDns: Command = async ({ operands: [operand = '-'], values, settings }, machine) => {
  const written = values.get('port')?.at(-1) ?? String(portUsual);
  const port = /^\d{1,5}$/u.test(written) ? Number(written) : 65_536;
  if (port > 65_535) {
    return refuse(text`--port ${written} is no port.`, text`Write a number from 0 to 65535; 0 is any that is free.`);
  }
  const loaded = await openTopology(operand, settings, machine);
  if (!loaded.ok) return { ok: false, unusable: [loaded.unusable] };
  const { topology, zones, file } = loaded.value;
  // Sockets, and what opens them, are loaded by this command alone.
  const { declaredAnswers } = await import('../../live/declared-answers.ts');
  const { serveDns: serve } = await import('../../live/serve-dns.ts');
  const { say } = settings.wording;
  const log = (line: Text): void => machine.err.write(`${plain(say(line), terminalText)}\n`);
  const served = await serve(declaredAnswers(zones, topology.dns.unknownNames, bundledNames), {
    port,
    ...(settings.verbose ? { log } : {}),
  });
  if (!served.ok) return refuse(...portProblem(port, served.because));
  const { service } = served;
  if (!settings.quiet)
    machine.out.write(said(greeting(file, service, topology.dns.completeZones), machine.out, settings));
  await untilInterrupted();
  await service.close();
  return { ok: true, code: 0 };
};

/** Zones that are named; the rest is counted. */
const zonesShown = 8;

/** What is served, and how to ask for it. */
function greeting(
  file: string,
  { addresses, port }: { readonly addresses: readonly string[]; readonly port: number },
  zones: readonly string[],
): readonly Text[] {
  const [address = ''] = addresses;
  const named = zones.slice(0, zonesShown).map((zone) => (zone === '' ? '.' : zone));
  const more = zones.length > zonesShown ? text` and ${zones.length - zonesShown} more` : text``;
  return [
    text`DNS over UDP and TCP on port ${port} of ${list(addresses)}, as ${file} declares it.`,
    zones.length === 0
      ? text`No zone is given with its SOA, so only what is declared is known.`
      : text`Complete zones, whose other names do not exist: ${joined(named)}${more}.`,
    text`Other declared names and the bundled ones are answered as far as they are known. What is unknown is REFUSED. Records without a TTL have 300 seconds.`,
    text`Try: ${`dig @${address} -p ${port} ${zones[0] ?? 'contoso.com'} MX`}`,
    text`End with Ctrl-C.`,
  ];
}

function portProblem(port: number, because: string): readonly [Text, Text] {
  const remedy = text`Name another with --port, or --port 0 for any that is free.`;
  if (because === 'EADDRINUSE') return [text`Port ${port} is taken.`, remedy];
  if (because === 'EACCES') return [text`Port ${port} may only be opened by the administrator.`, remedy];
  return [text`Port ${port} cannot be opened (${because}).`, remedy];
}

const refuse = (problem: Text, remedy: Text): Answer => ({
  ok: false,
  unusable: [{ problems: [{ at: undefined, problem, remedy }] }],
});
