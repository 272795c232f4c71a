import { nearest } from '../base/suggest.ts';
import type { InputProblem } from '../input/problem.ts';
import { parseAddress } from '../model/addresses/address.ts';
import { contains, unionAll } from '../model/addresses/address-set.ts';
import { list, type Text, text } from '../model/text.ts';
import type { MessageSource, SampleMessage, Topology } from '../model/topology.ts';
import { domainOf, localPartOf, sameAddress } from '../protocols/smtp/mail-address.ts';
import { toALabels } from '../protocols/spf/query-name.ts';
import { nodesOf } from './nodes-of.ts';

/** Begins the pointers of facts that no file states. */
export const commandLine = '/command-line';

/** Options of `trace` that describe a message. */
export const messageOptions = ['from', 'to', 'mail-from', 'source', 'deliver-to', 'subject', 'header'] as const;

export type MessageOfOptions =
  | { readonly ok: true; readonly message: SampleMessage }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

/** The message that the options of `trace` describe, with the defaults of a declared one; or all that is wrong with it. */
export function messageOfOptions(values: ReadonlyMap<string, readonly string[]>, topology: Topology): MessageOfOptions {
  const problems: InputProblem[] = [];
  const report = (problem: Text, remedy: Text): void => {
    problems.push({ at: undefined, problem, remedy });
  };
  const value = (name: string): string | undefined => values.get(name)?.at(-1);
  const from = value('from');
  const to = (values.get('to') ?? []).flatMap((entry) => entry.split(',')).map((entry) => entry.trim());
  if (from === undefined) report(text`No sender is given for the message.`, text`Add --from <address>.`);
  if (to.length === 0) report(text`No recipient is given for the message.`, text`Add --to <address>.`);
  for (const [option, written] of [
    ['from', from],
    ['mail-from', value('mail-from')],
    ...to.map((one) => ['to', one]),
  ]) {
    const isNull = option === 'mail-from' && /^<?>?$/u.test(written ?? '');
    if (written !== undefined && !isNull && !isAddress(written)) {
      report(text`--${option ?? ''} ${written} is no mail address.`, text`Write one such as ${'anna@contoso.com'}.`);
    }
  }
  const source = readSource(value('source'), topology, report);
  const headers = readHeaders(values.get('header') ?? [], report);
  const sender = normalAddress(from ?? '');
  if (from !== undefined && value('source') === undefined && isOwnWithoutMailbox(sender, topology)) {
    report(
      text`${sender} is in an accepted domain and has no declared mailbox, so nothing says where the message comes from.`,
      text`Add --source: ${list(nodesOf(topology), 'or')}, or an IP address.`,
    );
  }
  if (problems.length > 0) return { ok: false, problems };
  const recipients = [...new Map(to.map((one) => [normalAddress(one).toLowerCase(), normalAddress(one)])).values()];
  const mailFrom = value('mail-from');
  return {
    ok: true,
    message: {
      at: commandLine,
      name: `${sender} to ${recipients.join(', ')}`,
      from: sender,
      mailFrom: mailFrom === undefined ? sender : /^<?>?$/u.test(mailFrom) ? '' : normalAddress(mailFrom),
      recipients: recipients.map((one) => ({ text: one, at: commandLine, box: 'to' })),
      source,
      deliverTo: readDeliverTo(value('deliver-to')),
      subject: value('subject') ?? '',
      headers,
      body: '',
      attachments: [],
      size: undefined,
      type: 'normal',
      dkim: [],
      dkimDeclared: false,
      authenticated: false,
      verdict: 'clean',
      expect: undefined,
    },
  };
}

type Report = (problem: Text, remedy: Text) => void;

const isAddress = (written: string): boolean => /^[^\s<>]+@[^\s<>@]+$/u.test(written.replace(/^<(.*)>$/u, '$1'));

function normalAddress(written: string): string {
  const bare = written.trim().replace(/^<(.*)>$/u, '$1');
  return `${localPartOf(bare)}@${toALabels(domainOf(bare).replace(/\.$/u, ''))}`;
}

function isOwnWithoutMailbox(sender: string, topology: Topology): boolean {
  const domain = domainOf(sender);
  const isOwn = (topology.tenant?.acceptedDomains ?? []).some((it) => it.name === domain);
  return (
    isOwn && !topology.recipients.some((it) => [it.address, ...it.aliases].some((one) => sameAddress(one, sender)))
  );
}

function readSource(written: string | undefined, topology: Topology, report: Report): MessageSource | undefined {
  if (written === undefined) return undefined;
  const base = { at: commandLine, helo: undefined, certificate: undefined, tls: 'opportunistic' } as const;
  const address = parseAddress(written);
  if (address !== undefined) {
    const owners = [...(topology.onPremises?.servers ?? []), ...topology.services, ...topology.partners];
    const owner = owners.find((it) => contains(unionAll(it.addresses.map(({ set }) => set)), address));
    return { ...base, node: owner?.node ?? 'internet', address: written };
  }
  const nodes = ['internet', ...nodesOf(topology)];
  const lower = written.toLowerCase();
  const node = nodes.find((it) => it.toLowerCase() === lower);
  if (node !== undefined) return { ...base, node, address: undefined };
  const guesses = nearest(written, nodes);
  const remedy = list(guesses.length > 0 ? guesses : nodes, 'or');
  report(
    text`--source ${written} is neither a declared node nor an IP address.`,
    text`Write ${remedy}, or an IP address.`,
  );
  return undefined;
}

function readDeliverTo(written: string | undefined): SampleMessage['deliverTo'] {
  if (written === undefined) return undefined;
  const base = { text: written, at: commandLine };
  if (written === 'mx' || written === 'tenant') return { ...base, kind: written };
  return { ...base, kind: 'host', host: toALabels(written.toLowerCase().replace(/\.$/u, '')) };
}

function readHeaders(written: readonly string[], report: Report): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const entry of written) {
    const equals = entry.indexOf('=');
    const name = entry.slice(0, Math.max(0, equals)).trim();
    // RFC 5322 2.2: a field name is printable US-ASCII without the colon.
    if (!/^[!-9;-~]+$/u.test(name)) {
      report(text`--header ${entry} is no header field.`, text`Write --header ${'X-Test=1'}.`);
    } else headers.set(name, entry.slice(equals + 1).trim());
  }
  return headers;
}
