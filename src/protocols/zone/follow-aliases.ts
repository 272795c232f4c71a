import type { DnsAnswer, DnsView } from '../../model/dns.ts';
import { canonicalName } from '../dns-names/domain-name.ts';

/** Answers for a canonical name and a type in upper case, aliases not followed. */
export type DirectLookup = (name: string, type: string) => DnsAnswer;

/** Aliases followed before the answer is a failure; resolvers stop at about as many. */
export const aliasesMax = 8;

// SPF macros make names without end out of senders; what is remembered of them is bounded.
const answersRememberedMax = 65_536;

/** A DnsView over direct answers: follows CNAME, refuses circles, and remembers its answers by the spelling asked. */
export function followAliases(direct: DirectLookup): DnsView {
  // By type first: there are few types and many names, and a map for each name would cost more than the answer.
  const remembered = new Map<string, Map<string, DnsAnswer>>();
  let count = 0;
  return {
    lookup(name, type) {
      const known = remembered.get(type)?.get(name);
      if (known !== undefined) return known;
      const answer = resolve(direct, name, type.toUpperCase());
      if (count >= answersRememberedMax) {
        remembered.clear();
        count = 0;
      }
      count++;
      const ofType = remembered.get(type);
      if (ofType === undefined) remembered.set(type, new Map([[name, answer]]));
      else ofType.set(name, answer);
      return answer;
    },
  };
}

function resolve(direct: DirectLookup, asked: string, type: string): DnsAnswer {
  const name = canonicalName(asked);
  if (name === undefined) {
    return {
      status: 'no-such-name',
      because: `${asked.slice(0, 80)} cannot be a domain name (RFC 1035 section 2.3.4)`,
    };
  }
  const aliases: string[] = [];
  for (let owner = name; ; ) {
    const answer = direct(owner, type);
    if (answer.status === 'records') return aliases.length === 0 ? answer : { ...answer, owner, aliases };
    const target = mayBeAlias(answer) && type !== 'CNAME' ? targetOf(direct(owner, 'CNAME')) : undefined;
    if (target === undefined) return aliases.length === 0 ? answer : because(answer, `alias ${chain(aliases, owner)}`);
    aliases.push(owner);
    if (aliases.includes(target)) {
      return { status: 'failure', because: `the aliases ${chain(aliases, target)} go round in a circle` };
    }
    if (aliases.length > aliasesMax) {
      return {
        status: 'failure',
        because: `more than ${aliasesMax} aliases follow one another: ${chain(aliases, target)}`,
      };
    }
    owner = target;
  }
}

const mayBeAlias = (answer: DnsAnswer): boolean => answer.status === 'no-such-type' || answer.status === 'not-supplied';

function targetOf(answer: DnsAnswer): string | undefined {
  const first = answer.status === 'records' ? answer.records[0] : undefined;
  return typeof first === 'string' ? canonicalName(first) : undefined;
}

const chain = (aliases: readonly string[], target: string): string => [...aliases, target].join(' -> ');

function because(answer: Exclude<DnsAnswer, { status: 'records' }>, how: string): DnsAnswer {
  return { status: answer.status, because: answer.because === undefined ? how : `${how}; ${answer.because}` };
}
