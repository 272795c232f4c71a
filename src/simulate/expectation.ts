import { containsText } from '../model/addresses/address-set.ts';
import { parseEntry } from '../model/addresses/parse-entry.ts';
import { text } from '../model/text.ts';
import type { Expectation } from '../model/topology.ts';
import { sameAddress } from '../protocols/smtp/mail-address.ts';
import type { ExpectationFailure, Outcome, Trace } from './trace.ts';

/** A value that `expect` and an intent's `must` can ask for. */
export type Value = string | boolean | number | null;

/** Compares outcomes with `expect`: one for all recipients (key `*`) or one a recipient. */
export function judgeExpectation(
  expect: ReadonlyMap<string, Expectation>,
  outcomes: readonly Outcome[],
): NonNullable<Trace['expectation']> {
  const failures: ExpectationFailure[] = [];
  for (const [recipient, expectation] of expect) {
    const concerned =
      recipient === '*'
        ? // What is expected of all copies is not expected of the reports about them.
          outcomes.filter((outcome) => outcome.journalReport !== true)
        : outcomes.filter(
            (outcome) => sameAddress(outcome.recipient, recipient) || sameAddress(outcome.finalRecipient, recipient),
          );
    if (concerned.length === 0) {
      failures.push({
        recipient,
        key: 'recipient',
        expected: recipient,
        actual: text`no copy of the message`,
        at: expectation.at,
      });
      continue;
    }
    for (const outcome of concerned) {
      for (const [key, { at, list, values }] of expectation.values) {
        if (!meets(outcome, key, values, list))
          failures.push({
            recipient: outcome.recipient,
            key,
            expected: values.map(show).join(list && ordered.has(key) ? ' → ' : ' | '),
            actual: actualOf(outcome, key),
            at,
          });
      }
    }
  }
  return { met: failures.length === 0, failures };
}

const ordered = new Set(['route', 'connector', 'rules']);
const show = (value: Value): string => (value === null ? 'null' : String(value));

function actualOf(outcome: Outcome, key: string): string {
  const value = read(outcome, key);
  return Array.isArray(value) ? (value.length === 0 ? 'none' : value.join(' → ')) : show(value as Value);
}

/** The part of an outcome that a key of `expect` speaks of. */
function read(outcome: Outcome, key: string): Value | readonly string[] {
  switch (key) {
    case 'through':
    case 'notThrough':
    case 'route':
      return outcome.route;
    case 'connector':
    case 'notConnector':
      return outcome.connectors;
    case 'rules':
      return outcome.rules;
    case 'code':
      return outcome.reply === null ? null : (outcome.reply.final?.enhanced ?? outcome.reply.enhanced);
    case 'status':
    case 'endsAt':
    case 'finalRecipient':
    case 'spf':
    case 'dkim':
    case 'dmarc':
    case 'directionality':
    case 'authAs':
    case 'scl':
    case 'tls':
    case 'egressIp':
    case 'egressSpf':
    case 'folder':
      return outcome[key];
    default:
      return null;
  }
}

/**
 * Whether an outcome is what a key of `expect` asks for.
 * @param list the document has a list: for `connector` the whole list in order is meant, elsewhere any of the values.
 */
export function meets(outcome: Outcome, key: string, values: readonly Value[], list: boolean): boolean {
  switch (key) {
    case 'route':
      return equalLists(outcome.route, values, (actual, expected) => actual === expected);
    case 'rules':
      return equalLists(outcome.rules, values, (actual, expected) => actual === expected);
    case 'through':
      return values.every((node) => passes(outcome.route, node));
    case 'notThrough':
      return values.every((node) => !passes(outcome.route, node));
    case 'connector':
      return list
        ? equalLists(outcome.connectors, values, sameConnector)
        : values.every((name) => outcome.connectors.some((one) => sameConnector(one, name)));
    case 'notConnector':
      return values.every((name) => !outcome.connectors.some((one) => sameConnector(one, name)));
    case 'code':
      return values.some((value) => codes(outcome).includes(show(value)));
    case 'tls':
      return values.some((value) =>
        value === true
          ? outcome.tls === 'encrypted' || outcome.tls === 'verified'
          : value === false
            ? outcome.tls === 'none' || outcome.tls === 'opportunistic'
            : outcome.tls === value,
      );
    case 'egressIp':
      return values.some((value) =>
        value === null ? outcome.egressIp === null : outcome.egressIp !== null && inside(outcome.egressIp, show(value)),
      );
    case 'finalRecipient':
      return values.some((value) => sameAddress(outcome.finalRecipient, show(value)));
    case 'endsAt':
      return values.some((value) => passes([outcome.endsAt], value));
    default:
      return values.some((value) => value === read(outcome, key));
  }
}

/** `onPremises` stands for any own server. */
const passes = (route: readonly string[], node: Value): boolean =>
  route.some((one) => one === node || (node === 'onPremises' && one.startsWith('server:')));

function equalLists(
  actual: readonly string[],
  expected: readonly Value[],
  same: (actual: string, expected: Value) => boolean,
): boolean {
  return actual.length === expected.length && actual.every((one, index) => same(one, expected[index] ?? null));
}

/** With or without the prefix `inbound:`, `outbound:`, `send:`, `receive:`. */
function sameConnector(actual: string, expected: Value): boolean {
  const name = show(expected).toLowerCase();
  const full = actual.toLowerCase();
  return full === name || full.slice(full.indexOf(':') + 1) === name;
}

/** The enhanced status, alone or with the basic one, of the last answer and of the final one. */
function codes(outcome: Outcome): readonly string[] {
  const { reply } = outcome;
  if (reply === null) return ['null'];
  return [reply, ...(reply.final === null ? [] : [reply.final])].flatMap(({ code, enhanced }) => [
    enhanced,
    code,
    `${code} ${enhanced}`,
  ]);
}

function inside(address: string, written: string): boolean {
  const entry = parseEntry(written);
  return entry.ok && containsText(entry.set, address);
}
