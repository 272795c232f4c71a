import type { Instant } from '../base/time.ts';
import { askForMail, type MailParties } from '../input/dns/mail-questions.ts';
import type { DnsAnswer } from '../model/dns.ts';
import { type Text, text } from '../model/text.ts';
import { followAliases } from '../protocols/zone/follow-aliases.ts';
import { recordValue } from '../protocols/zone/record-value.ts';
import { askServer, type NameServer } from './ask-server.ts';
import { type LearnedSet, readAnswer } from './read-answer.ts';

export interface CaptureOptions {
  /** In the order in which they are asked; the next one when one fails. */
  readonly servers: readonly NameServer[];
  /** Milliseconds for one question over one transport. */
  readonly timeout: number;
  /** How often all servers are asked once more. */
  readonly retries: number;
  /** Questions in all, repeated ones included. */
  readonly queriesMax: number;
  readonly now: () => Instant;
  readonly progress?: (done: number, total: number, question: string) => void;
}

/** One question, and how it ended. */
export interface CapturedQuestion {
  readonly name: string;
  readonly type: string;
  readonly at: Instant;
  readonly outcome:
    | {
        readonly kind: 'answered';
        readonly server: NameServer;
        readonly transport: 'udp' | 'tcp';
        readonly sets: readonly LearnedSet[];
        readonly absent: { readonly owner: string; readonly type: string | undefined } | undefined;
      }
    /** Why of each server that was asked. */
    | { readonly kind: 'unanswered'; readonly because: readonly Text[] };
}

/** Questions under way at a time. */
const together = 8;
/** An include within an include, and so on; the queries are bounded, too. */
const roundsMax = 60;
/** Questions after which a server that has answered none is left alone. */
const silenceMax = 4;

/**
 * Asks the servers until an analysis of the domains has nothing left to ask. Each round runs the analysis on what is
 * known, and then asks what it missed; so this knows nothing of SPF or MX, and asks exactly what they need.
 *
 * @returns the questions in the order in which they came up.
 */
export async function capture(plan: MailParties, options: CaptureOptions): Promise<readonly CapturedQuestion[]> {
  const asked: CapturedQuestion[] = [];
  const known = new Map<string, DnsAnswer>();
  const state: State = { options, left: options.queriesMax, silent: new Map() };
  for (let round = 0; round < roundsMax; round++) {
    const open = stillOpen(plan, known);
    if (open.length === 0) break;
    const total = asked.length + open.length;
    let done = asked.length;
    const answered = await inParallel(open, async ({ name, type }) => {
      options.progress?.(done, total, `${name === '' ? '.' : name} ${type}`);
      const question = await askOne(state, name, type);
      done++;
      return question;
    });
    for (const question of answered) {
      asked.push(question);
      learn(known, question);
    }
    options.progress?.(asked.length, total, '');
  }
  return asked;
}

interface State {
  readonly options: CaptureOptions;
  /** Questions that may still be sent. */
  left: number;
  /** Failures of each server; no entry once it has answered. */
  readonly silent: Map<NameServer, number | 'answers'>;
}

interface Open {
  readonly name: string;
  readonly type: string;
}

const keyOf = (name: string, type: string): string => `${name} ${type}`;

function stillOpen(plan: MailParties, known: ReadonlyMap<string, DnsAnswer>): readonly Open[] {
  const open = new Map<string, Open>();
  const view = followAliases((name, type) => {
    const key = keyOf(name, type);
    const answer = known.get(key) ?? known.get(name);
    if (answer !== undefined) return answer;
    if (type === 'CNAME') return { status: 'not-supplied' };
    // A name with an alias is asked for no type: the answer to any is that of the alias.
    if (known.has(keyOf(name, 'CNAME'))) return { status: 'no-such-type' };
    open.set(key, { name, type });
    return { status: 'not-supplied' };
  });
  askForMail(plan, view);
  return [...open.values()];
}

function learn(known: Map<string, DnsAnswer>, { name, type, outcome }: CapturedQuestion): void {
  if (outcome.kind === 'unanswered') {
    known.set(keyOf(name, type), { status: 'failure' });
    return;
  }
  for (const set of outcome.sets) {
    const records = set.records.map(({ data }) => recordValue(data));
    known.set(keyOf(set.owner, set.type), { status: 'records', records });
  }
  const { absent } = outcome;
  if (absent === undefined) return;
  // A name that does not exist is known whatever the type.
  if (absent.type === undefined) known.set(absent.owner, { status: 'no-such-name' });
  else known.set(keyOf(absent.owner, absent.type), { status: 'no-such-type' });
}

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results = new Map<number, R>();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) results.set(index, await work(item));
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
  return items.flatMap((_, index) => {
    const result = results.get(index);
    return result === undefined ? [] : [result];
  });
}

async function askOne(state: State, name: string, type: string): Promise<CapturedQuestion> {
  const { servers, retries, timeout, now, queriesMax } = state.options;
  const because = new Map<string, Text>();
  for (let attempt = 0; attempt <= retries; attempt++) {
    for (const server of servers) {
      const label = serverText(server);
      const failures = state.silent.get(server) ?? 0;
      if (failures !== 'answers' && failures >= silenceMax) {
        because.set(label, because.get(label) ?? text`has not answered any question before`);
        continue;
      }
      if (state.left <= 0) {
        const limit = text`was not asked: the limit of ${queriesMax} queries is reached`;
        because.set(label, because.get(label) ?? limit);
        continue;
      }
      state.left--;
      const heard = await askServer(server, name, type, timeout);
      if (heard.kind === 'nothing') {
        if (failures !== 'answers') state.silent.set(server, Number(state.silent.get(server) ?? 0) + 1);
        because.set(label, heard.because);
        continue;
      }
      state.silent.set(server, 'answers');
      const read = readAnswer(heard.packet, name, type);
      if (!read.ok) {
        because.set(label, read.because);
        continue;
      }
      const { sets, absent } = read;
      const outcome = { kind: 'answered', server, transport: heard.transport, sets, absent } as const;
      return { name, type, at: now(), outcome };
    }
  }
  const reasons = [...because].map(([label, reason]) => text`${label} ${reason}`);
  return { name, type, at: now(), outcome: { kind: 'unanswered', because: reasons } };
}

/** An address with its port where that is not the usual one, as `--server` takes it. */
export function serverText({ address, port }: NameServer): string {
  if (port === 53) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
