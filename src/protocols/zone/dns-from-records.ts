import type { DnsAnswer, DnsView, RecordValue } from '../../model/dns.ts';
import { canonicalName, parentOf } from '../dns-names/domain-name.ts';
import { followAliases } from './follow-aliases.ts';

/** Values by type; `'TIMEOUT'` instead of the values is a server that does not answer. */
export type RecordsOfName = Readonly<Record<string, readonly RecordValue[] | 'TIMEOUT'>>;

/**
 * A DnsView from a map of names, for tests and embedding:
 * `{ 'example.com': { TXT: ['v=spf1 -all'], MX: [[10, 'mx.example.com']], A: ['192.0.2.1'] } }`.
 *
 * The map is the whole world: a name that is not in it does not exist (`no-such-name`), as in the public SPF suites;
 * a name that only has names below it exists without records (RFC 8020). A type that a listed name does not have is
 * `no-such-type`. `'TIMEOUT'` for a type, or for a whole name, is a `failure`. CNAME is followed.
 */
export function dnsFromRecords(records: Readonly<Record<string, RecordsOfName | 'TIMEOUT'>>): DnsView {
  const names = new Map<string, Map<string, DnsAnswer> | 'TIMEOUT'>();
  for (const [written, types] of Object.entries(records)) {
    const name = canonicalName(written) ?? written.toLowerCase();
    names.set(name, types === 'TIMEOUT' ? types : answersOf(types));
  }
  const existing = new Set<string>(names.keys());
  for (const name of names.keys()) {
    let parent = parentOf(name);
    while (parent !== undefined && !existing.has(parent)) {
      existing.add(parent);
      parent = parentOf(parent);
    }
  }
  return followAliases((name, type) => {
    const types = names.get(name);
    if (types === 'TIMEOUT') return timeout;
    return types?.get(type) ?? (existing.has(name) ? noSuchType : noSuchName);
  });
}

const timeout: DnsAnswer = { status: 'failure', because: 'the server does not answer (declared as TIMEOUT)' };
const noSuchType: DnsAnswer = { status: 'no-such-type' };
const noSuchName: DnsAnswer = { status: 'no-such-name' };

const namesInValue: ReadonlySet<string> = new Set(['CNAME', 'MX', 'NS', 'PTR']);

function answersOf(types: RecordsOfName): Map<string, DnsAnswer> {
  const answers = new Map<string, DnsAnswer>();
  for (const [written, values] of Object.entries(types)) {
    const type = written.toUpperCase();
    if (values === 'TIMEOUT') answers.set(type, timeout);
    else if (values.length > 0) {
      answers.set(type, { status: 'records', records: namesInValue.has(type) ? values.map(canonicalValue) : values });
    }
  }
  return answers;
}

function canonicalValue(value: RecordValue): RecordValue {
  const host = typeof value === 'string' ? value : value[1];
  const name = canonicalName(host) ?? host.toLowerCase();
  return typeof value === 'string' ? name : [value[0], name];
}
