import type { Aspect, DeliveryEvidence, Said } from '../../model/delivery-evidence.ts';
import type { Span } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { InputProblem } from '../problem.ts';
import { type CsvRow, readCsv } from './csv.ts';
import { sound } from './header-evidence.ts';

export type EvidenceRead =
  | { readonly ok: true; readonly evidence: readonly DeliveryEvidence[] }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

interface Row {
  readonly at: Span;
  /** Value of the first of these columns that is there and not empty. */
  cell(...names: readonly string[]): string | undefined;
}

/** At most so many messages, because each is traced. */
const messagesMax = 2_000;

/**
 * Reads a message trace as it is downloaded: the table of `Get-MessageTrace(V2)`, the enhanced summary report, or the
 * extended report with one row an event. Columns are found by their names, in any order and case.
 */
export function readMessageTrace(file: string, content: string): EvidenceRead {
  const [header, ...lines] = readCsv(content);
  const names = (header?.cells ?? []).map((name) =>
    name
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_]+/gu, ''),
  );
  const rows = lines.map((line) => rowOf(file, names, line));
  const has = (name: string): boolean => names.includes(name);
  if (has('eventid') && has('recipientaddress')) return bounded(file, extended(rows));
  if (has('recipientstatus') && has('senderaddress')) return bounded(file, rows.flatMap(summary));
  if (has('recipientaddress') && has('senderaddress') && has('status')) return bounded(file, rows.map(traced));
  const problem = text`The file is no message trace: its first line names none of the columns of one.`;
  const remedy = text`Give the CSV of ${'Get-MessageTraceV2'}, an enhanced summary report, an extended report, or a message as ${'.eml'}.`;
  return { ok: false, problems: [{ at: { file, line: 1, column: 1 }, problem, remedy }] };
}

function bounded(file: string, evidence: readonly DeliveryEvidence[]): EvidenceRead {
  const at = { file, line: 1, column: 1 };
  if (evidence.length === 0)
    return { ok: false, problems: [{ at, problem: text`The message trace holds no message.`, remedy: undefined }] };
  if (evidence.length <= messagesMax) return { ok: true, evidence };
  const problem = text`The message trace holds ${evidence.length} copies of messages; at most ${messagesMax} are compared.`;
  return { ok: false, problems: [{ at, problem, remedy: text`Cut it into several files.` }] };
}

function rowOf(file: string, names: readonly string[], { line, cells }: CsvRow): Row {
  return {
    at: { file, line, column: 1 },
    cell(...wanted) {
      for (const name of wanted) {
        const value = cells[names.indexOf(name)]?.trim();
        if (value !== undefined && value !== '' && value !== '<>') return value;
        if (value === '<>') return value;
      }
      return undefined;
    },
  };
}

/** What the tenant hands on may be delivered by another system of the organisation. */
const statusWords: Readonly<Record<string, readonly string[]>> = {
  delivered: ['delivered', 'sent'],
  deliver: ['delivered'],
  send: ['sent', 'delivered'],
  sendexternal: ['sent', 'delivered'],
  fail: ['rejected', 'bounced', 'dropped', 'deferred', 'looped'],
  failed: ['rejected', 'bounced', 'dropped', 'deferred', 'looped'],
  drop: ['dropped'],
  quarantine: ['quarantined'],
  quarantined: ['quarantined'],
  filteredasspam: ['quarantined', 'delivered'],
  pending: ['deferred', 'held'],
  defer: ['deferred'],
};

function statusOf(words: readonly string[], at: Span): Said | undefined {
  const known = words.findLast((word) => statusWords[word.toLowerCase().replaceAll(/\s/gu, '')] !== undefined);
  if (known === undefined) return undefined;
  return {
    value: known,
    means: statusWords[known.toLowerCase().replaceAll(/\s/gu, '')] ?? [],
    at,
    text: words.join(', '),
  };
}

/** Get-MessageTrace: one row a recipient. */
function traced(row: Row): DeliveryEvidence {
  const status = statusOf([row.cell('status') ?? ''], row.at);
  return copy(row, row.cell('recipientaddress') ?? '', status === undefined ? [] : [['status', status]]);
}

/** Enhanced summary: one row a message, `a@b##Receive, Send;c@d##Receive, Fail` for its recipients. */
function summary(row: Row): readonly DeliveryEvidence[] {
  return (row.cell('recipientstatus') ?? '').split(';').flatMap((part) => {
    const [recipient = '', events = ''] = part.split('##');
    if (!recipient.includes('@')) return [];
    const status = statusOf(
      events.split(',').map((word) => word.trim()),
      row.at,
    );
    const outgoing = directionOf(row) === 'Originating';
    const connector = connectorOf(row, outgoing ? 'outbound connector' : 'inbound connector');
    return [
      copy(row, recipient.trim(), [...connector, ...(status === undefined ? [] : [['status', status] as const])]),
    ];
  });
}

/** Extended: one row an event; those of one message and recipient belong together. */
function extended(rows: readonly Row[]): readonly DeliveryEvidence[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const id = row.cell('networkmessageid', 'messageid') ?? '';
    for (const recipient of (row.cell('recipientaddress') ?? '').split(';')) {
      if (!recipient.includes('@')) continue;
      const key = `${id}\n${recipient.trim().toLowerCase()}`;
      const events = groups.get(key);
      if (events === undefined) groups.set(key, [row]);
      else events.push(row);
    }
  }
  return [...groups].flatMap(([key, events]) => {
    const eventOf = (row: Row): string => `${row.cell('eventid') ?? ''}`.toUpperCase();
    const received = events.find((row) => eventOf(row) === 'RECEIVE' && row.cell('source')?.toUpperCase() === 'SMTP');
    const first = received ?? events[0];
    if (first === undefined) return [];
    const sent = events.find((row) => /^SEND/u.test(eventOf(row)) && row.cell('connectorid') !== undefined);
    const last = events.findLast((row) => statusWords[eventOf(row).toLowerCase()] !== undefined);
    const status = last && statusOf([eventOf(last)], last.at);
    const facts: [Aspect, Said][] = [
      ...(received === undefined ? [] : connectorOf(received, 'inbound connector')),
      ...(sent === undefined ? [] : connectorOf(sent, 'outbound connector')),
      ...(status === undefined ? [] : [['status', status] as [Aspect, Said]]),
    ];
    return [copy(first, key.slice(key.indexOf('\n') + 1), facts)];
  });
}

/**
 * The connector of an event. Names that begin with Default, and the implicit ones, say that none of the tenant's own was
 * chosen; a name may stand behind its server (`server\name`).
 */
function connectorOf(row: Row, aspect: Aspect): [Aspect, Said][] {
  const value = row.cell('connectorid');
  if (value === undefined) return [];
  const name = value.slice(value.lastIndexOf('\\') + 1);
  const isImplicit = /^Default\b|^To_Default|^Inbound Proxy|^Outbound Proxy|^Intra-Organization/iu.test(name);
  return [[aspect, { value, means: [isImplicit ? 'none' : name], at: row.at, text: `connector_id ${value}` }]];
}

const directionOf = (row: Row): string | undefined => {
  const written = row.cell('directionality')?.toLowerCase();
  if (written === '1' || written === 'incoming') return 'Incoming';
  return written === '2' || written === 'originating' ? 'Originating' : undefined;
};

function copy(row: Row, recipient: string, facts: readonly (readonly [Aspect, Said])[]): DeliveryEvidence {
  const direction = directionOf(row);
  const written = row.cell('directionality');
  const address = sound(row.cell('originalclientip', 'fromip', 'clientip'));
  const sender = row.cell('returnpath', 'senderaddress');
  const from = row.cell('senderaddress');
  const said: [Aspect, Said][] = [];
  if (direction !== undefined)
    said.push([
      'directionality',
      { value: written ?? direction, means: [direction], at: row.at, text: `directionality ${written}` },
    ]);
  return {
    kind: 'message-trace',
    name: row.cell('messageid', 'networkmessageid', 'messagetraceid') ?? `line ${row.at.line}`,
    from: from === '<>' ? undefined : from,
    mailFrom: sender,
    recipients: [recipient],
    subject: row.cell('messagesubject', 'subject'),
    client: address === undefined ? undefined : { address, helo: row.cell('clienthostname') },
    steps: [],
    facts: new Map([...said, ...facts]),
    dkim: [],
    verdict: undefined,
  };
}
