import type { Pointer } from '../../model/source.ts';
import { text } from '../../model/text.ts';
import type { Intent } from '../../model/topology.ts';
import { pointerTo } from '../documents/source-index.ts';
import { hostName, mailAddress } from './domain-words.ts';
import type { NamesInScope } from './names-in-scope.ts';
import { findNode, nodeNames, reportUndefined } from './names-in-scope.ts';
import { checkNodeNames } from './node-names.ts';
import type { RawIntent } from './raw-topology.ts';
import type { Reading } from './reading.ts';
import { reportProblem } from './reading.ts';
import { uniqueNames } from './unique-names.ts';

const parties = ['internet', 'accepted', 'cloud', 'onPremises'] as const;

export function readIntents(
  reading: Reading,
  scope: NamesInScope,
  raw: readonly RawIntent[],
  at: Pointer,
): readonly Intent[] {
  const intents = raw.map((item, index) => ({
    at: pointerTo(at, index),
    name: item.name,
    when: withoutEmpty(item.when),
    must: withoutEmpty(item.must),
  }));
  uniqueNames(reading, text`intent`, intents);
  for (const intent of intents) {
    const subject = `intent:${intent.name.toLowerCase()}`;
    for (const side of ['from', 'to'] as const)
      checkParty(reading, scope, intent.when[side], pointerTo(pointerTo(intent.at, 'when'), side), subject);
    for (const key of ['through', 'notThrough', 'endsAt'] as const) {
      const value = intent.must[key];
      if (value === undefined) continue;
      checkNodeNames(
        reading,
        scope,
        Array.isArray(value) ? value : [value],
        pointerTo(pointerTo(intent.at, 'must'), key),
        Array.isArray(value),
        subject,
      );
    }
  }
  return intents;
}

/** An empty key states nothing, except where null is a value that traces print. */
const withoutEmpty = (raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== null));

/** `internet`, `accepted`, `cloud`, `onPremises`, a node, an address, a domain, or a pattern of either. */
function checkParty(reading: Reading, scope: NamesInScope, value: unknown, at: Pointer, subject: string): void {
  const items = Array.isArray(value) ? value : value === undefined ? [] : [value];
  items.forEach((item, index) => {
    if (typeof item !== 'string' || parties.some((party) => party === item)) return;
    const place = Array.isArray(value) ? pointerTo(at, index) : at;
    if (/^(?:server|service|partner):/u.test(item)) {
      if (findNode(scope, item).length === 0)
        reportUndefined(
          reading,
          { text: item, at: place },
          subject,
          text`node`,
          nodeNames(scope),
          text`The class of messages is empty.`,
        );
      return;
    }
    if (isPattern(item)) return;
    const known = [...parties, ...nodeNames(scope)];
    if (/^[A-Za-z]+$/u.test(item))
      reportUndefined(
        reading,
        { text: item, at: place },
        subject,
        text`sender or recipient`,
        known,
        text`The class of messages is empty.`,
      );
    else
      reportProblem(
        reading,
        place,
        text`${item} is neither an address nor a domain pattern.`,
        text`Write ${'contoso.com'}, ${'*.contoso.com'}, ${'anna@contoso.com'} or ${'*@contoso.com'}.`,
      );
  });
}

function isPattern(item: string): boolean {
  if (item === '*') return true;
  const at = item.lastIndexOf('@');
  const domain = item.slice(at + 1).replace(/^\*\./u, '');
  const host = hostName(domain);
  if (host === undefined || (at < 0 && !host.includes('.'))) return false;
  // A star in a local part stands for any text; x is a character that any local part may hold.
  return at < 0 || mailAddress(`${item.slice(0, at).replaceAll('*', 'x')}@${host}`) !== undefined;
}
