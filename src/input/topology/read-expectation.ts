import { parseEntry } from '../../model/addresses/parse-entry.ts';
import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { Expectation } from '../../model/topology.ts';
import { pointerTo } from '../documents/source-index.ts';
import { mailAddress } from './domain-words.ts';
import type { NamesInScope } from './names-in-scope.ts';
import { checkNodeNames } from './node-names.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';

/** Keys of `expect` whose values name nodes. */
const nodeKeys: ReadonlySet<string> = new Set(['route', 'through', 'notThrough', 'endsAt']);

/** One expectation for all recipients, under the key `*`, or one for each address in lower case. */
export function readExpectations(
  reading: Reading,
  scope: NamesInScope,
  raw: Readonly<Record<string, unknown>>,
  at: Pointer,
  subject: string,
): ReadonlyMap<string, Expectation> {
  const names = Object.keys(raw);
  const recipients = names.filter((name) => name.includes('@'));
  if (recipients.length === 0) return new Map([['*', readExpectation(reading, scope, raw, at, subject)]]);
  if (recipients.length < names.length) {
    reportProblem(
      reading,
      at,
      text`expect mixes recipients with expectations for all of them.`,
      text`Give each recipient its own object.`,
    );
  }
  const result = new Map<string, Expectation>();
  for (const name of recipients) {
    const place = pointerTo(at, name);
    const address = mailAddress(name);
    if (address === undefined) {
      reportProblem(
        reading,
        place,
        text`${name} is no mail address.`,
        text`Write an address such as ${'anna@contoso.com'}.`,
      );
      continue;
    }
    const inner = raw[name];
    if (typeof inner === 'object' && inner !== null) {
      result.set(
        address.toLowerCase(),
        readExpectation(reading, scope, inner as Readonly<Record<string, unknown>>, place, subject),
      );
    }
  }
  return result;
}

function readExpectation(
  reading: Reading,
  scope: NamesInScope,
  raw: Readonly<Record<string, unknown>>,
  at: Pointer,
  subject: string,
): Expectation {
  const values = new Map<
    string,
    { at: Pointer; list: boolean; values: readonly (string | boolean | number | null)[] }
  >();
  for (const [key, value] of Object.entries(raw)) {
    const place = pointerTo(at, key);
    const list = Array.isArray(value);
    // The schema admits nothing but these.
    const items = (list ? value : [value]) as readonly (string | boolean | number | null)[];
    values.set(key, { at: place, list, values: items });
    if (key === 'egressIp') checkAddresses(reading, items, place, list);
    if (nodeKeys.has(key)) checkNodeNames(reading, scope, items, place, list, subject);
  }
  return { at, values };
}

function checkAddresses(reading: Reading, items: readonly unknown[], at: Pointer, list: boolean): void {
  items.forEach((item, index) => {
    if (typeof item !== 'string' || parseEntry(item).ok) return;
    reportProblem(
      reading,
      list ? pointerTo(at, index) : at,
      text`${item} is no address and no prefix.`,
      text`Write an address such as ${'198.51.100.7'}, or a prefix such as ${'198.51.100.0/24'}.`,
    );
  });
}
