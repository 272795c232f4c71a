import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress } from '../../src/model/addresses/address.ts';
import { containsText } from '../../src/model/addresses/address-set.ts';
import { atoms } from '../../src/model/addresses/atoms.ts';
import { asString } from '../../src/model/text.ts';
import type { SampleMessage } from '../../src/model/topology.ts';
import { domainOf } from '../../src/protocols/smtp/mail-address.ts';
import { classesOf } from '../../src/prove/classes/classes.ts';
import { authorizedAddresses, mentionedAddresses } from '../../src/prove/classes/mentioned-addresses.ts';
import { MergedClasses } from '../../src/prove/classes/merged-classes.ts';
import type { MessageClass } from '../../src/prove/classes/message-class.ts';
import { outsideDoors } from '../../src/prove/classes/origins.ts';
import { recipientClasses } from '../../src/prove/classes/recipients.ts';
import { senderClasses } from '../../src/prove/classes/senders.ts';
import { takenDomains } from '../../src/prove/classes/taken-domains.ts';
import { toldApart } from '../../src/prove/classes/told-apart.ts';
import { makeMessage } from '../../src/simulate/probes/make-message.ts';
import type { Outcome } from '../../src/simulate/trace.ts';
import { traceMessage } from '../../src/simulate/trace-message.ts';
import { nodesOfAddress, type World } from '../../src/simulate/world.ts';
import { topologies } from './generated-topology.ts';
import { withKept } from './kept-examples.ts';
import { outcomesOf, worldOf } from './world-of.ts';

/*
 * The classes are sound: whatever a stranger sends to whomever in whatever small topology, the class that his message
 * belongs to by its address, door, TLS, senders and recipient holds the way that it goes.
 */
const alternativesMax = 64;

/** What a reader acts on. */
const wayOf = (one: Outcome): string =>
  JSON.stringify([
    one.status,
    one.route,
    one.connectors,
    one.reply?.code ?? null,
    one.reply?.enhanced ?? null,
    one.spf,
    // An answer nobody can give instead of none, or of a pass without a record, is no other fate.
    one.dmarc === 'undetermined' || one.dmarc === 'bestguesspass' ? 'none' : one.dmarc,
    one.directionality,
    one.authAs,
    one.finalAuthAs,
    one.tls,
    one.folder,
  ]);

function waysOf(world: World, message: SampleMessage): ReadonlySet<string> {
  return new Set(outcomesOf(world, message, alternativesMax).map(wayOf));
}

interface Sent {
  readonly address: number;
  readonly tls: 'opportunistic' | 'none';
  readonly door: number;
  readonly from: string;
  /** undefined: the same as `from`. */
  readonly mailFrom: string | undefined;
  readonly to: string;
}

const senders = ['contoso.com', 'contoso.net', 'sales.contoso.com', 'fabrikam.com', 'example.org', 'elsewhere.example'];
const people = ['anna', 'bob', 'eve', 'gus', 'fab', 'nick', 'all', 'inner', 'shy', 'nobody'];
const local = fc.constantFrom('anna', 'bob', 'x', 'somebody');
const address = fc.tuple(local, fc.constantFrom(...senders)).map((parts) => parts.join('@'));

/** Addresses at and beside those that generated topologies name, and any other. */
const clients = ['192.0.2.10', '198.51.100.25', '203.0.113.10', '203.0.113.40', '203.0.113.0', '203.0.113.255'];
const client = fc.oneof(
  fc.tuple(fc.constantFrom(...clients), fc.integer({ min: -1, max: 1 })).map(([text, by]) => numberOf(text) + by),
  fc.integer({ min: 0x0b000000, max: 0xdf000000 }),
);

function numberOf(text: string): number {
  const parsed = parseAddress(text);
  return parsed?.family === 4 ? parsed.value : 0;
}

const sent: fc.Arbitrary<Sent> = fc.record({
  address: client,
  tls: fc.constantFrom('opportunistic', 'none'),
  door: fc.nat(20),
  from: address,
  mailFrom: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, address, fc.constant('')),
  to: fc.oneof(
    fc.constantFrom(...people).map((one) => `${one}@contoso.com`),
    fc.constantFrom('x@contoso.net', 'x@fabrikam.com', 'x@example.org', 'x@elsewhere.example'),
  ),
});

const keyOf = (parts: readonly unknown[]): string => JSON.stringify(parts);

/** The class that stands for what a stranger sends, by address, door, TLS, senders and recipient. */
function keyed(world: World): ReadonlyMap<string, MessageClass> {
  const told = toldApart([world]);
  const merged = new MergedClasses([world], told);
  const standing = new Map<string, MessageClass>();
  for (const one of classesOf(world).each()) {
    const { origin, sender, recipient, witness, content } = one;
    // The messages of the law go to one recipient, and their clients present no certificate.
    if (content !== undefined || witness.source?.certificate !== undefined) continue;
    if (origin.kind === 'stranger') standing.set(merged.keyOf(origin, sender, recipient), one);
  }
  const found = new Map<string, MessageClass>();
  const everybody = senderClasses([world], told);
  const everyRecipient = recipientClasses([world], told);
  for (const door of outsideDoors([world], everybody, told))
    for (const { origin, senders: some } of door)
      for (const sender of some)
        for (const recipient of everyRecipient) {
          if (origin.source?.address === undefined || sender.signed) continue;
          const of = standing.get(merged.keyOf(origin, sender, recipient));
          if (of === undefined) continue;
          const { address, tls } = origin.source;
          found.set(
            keyOf([origin.deliverTo?.text, address, tls, sender.from, sender.mailFrom, recipient.address]),
            // Found by what it is like, it keeps the message of the one that stands for it.
            { ...of, origin, sender, recipient },
          );
        }
  return found;
}

describe('a message of a stranger', () => {
  test('goes as the class goes to which it belongs', async () => {
    let followed = 0;
    await fc.assert(
      fc.asyncProperty(topologies, fc.array(sent, { minLength: 40, maxLength: 40 }), async (topology, messages) => {
        const world = await worldOf(topology);
        const classes = keyed(world);
        const doors = [
          ...new Map([...classes.values()].map(({ origin }) => [origin.deliverTo?.text, origin.deliverTo])).values(),
        ];
        const authorized = (domains: readonly string[]) =>
          domains.flatMap((domain) => authorizedAddresses(world, domain).sets);
        const common = [...mentionedAddresses(world), ...authorized(takenDomains([world]))];
        const origins = [...new Set([...classes.values()].flatMap(({ origin }) => origin.source?.address ?? []))];
        const froms = new Set([...classes.values()].map(({ sender }) => `${sender.from} ${sender.mailFrom}`));
        const tos = new Set([...classes.values()].map(({ recipient }) => recipient.address));
        for (const one of messages) {
          const text = formatAddress({ family: 4, value: one.address });
          if (nodesOfAddress(world, text).length > 0) continue;
          const deliverTo = doors[one.door % doors.length];
          const mailFrom = one.mailFrom ?? one.from;
          // Two senders in two domains that settings name are not covered, which every result says.
          if (areTwoNamed(one.from, mailFrom)) continue;
          const sender = senderOf(one.from, mailFrom, froms);
          // The records of the domains that the message names cut the address space for it.
          const parts = atoms([...common, ...authorized(sender.map(domainOf).filter((domain) => domain !== ''))]);
          const part = parts.find(({ set }) => containsText(set, text));
          if (part === undefined) continue;
          const at = origins.find((origin) => containsText(part.set, origin));
          if (at === undefined) continue;
          const key = keyOf([deliverTo?.text, at, one.tls, ...sender, recipientOf(one.to, tos)]);
          const of = classes.get(key);
          if (of === undefined) {
            // For a domain outside, an outsider asks the DNS and never meets the topology.
            if (deliverTo !== undefined) expect(key).toBe('the key of a class');
            continue;
          }
          followed += 1;
          const message = makeMessage({
            name: 'm',
            from: one.from,
            mailFrom,
            to: [one.to],
            source: { node: 'internet', address: text, tls: one.tls },
            deliverTo,
          });
          const known = waysOf(world, of.witness);
          const { outcomes } = traceMessage(world, message, { explain: false, alternativesMax });
          expect(
            outcomes.map(wayOf).filter((way) => !known.has(way)),
            `${asString(of.witness.name)}\n${[...known].join('\n')}\nfor ${one.from} (${mailFrom}) at ${text}`,
          ).toEqual([]);
        }
      }),
      withKept('class-soundness', { numRuns: 8, seed: 20261122, endOnFailure: true }),
    );
    expect(followed).toBeGreaterThan(200);
  }, 120_000);
});

function senderOf(from: string, mailFrom: string, known: ReadonlySet<string>): readonly [string, string] {
  const outside = 'stranger@outside.example';
  const envelope = mailFrom === '' ? '' : mailFrom === from ? from : domainOf(mailFrom);
  const report = 'mailer-daemon@outside.example';
  const names = [from, ...somebodyIn(domainOf(from)), outside, report];
  const others = mailFrom === '' ? [''] : [mailFrom, ...somebodyIn(envelope), outside];
  for (const one of names)
    for (const other of mailFrom === from ? [one] : others) if (known.has(`${one} ${other}`)) return [one, other];
  return [from, mailFrom];
}

/** Of a domain or, where nothing tells it from them, of any below one of its parents. */
function somebodyIn(domain: string): readonly string[] {
  const parents = domain.split('.').map((_, index, labels) => `host.${labels.slice(index).join('.')}`);
  return [domain, ...parents].flatMap((one) => [`somebody@${one}`, `chief@${one}`]);
}

function recipientOf(to: string, known: ReadonlySet<string>): string {
  const domain = domainOf(to);
  const names = [to, `no-such-recipient@${domain}`, `somebody@${domain}`, `recipient@${domain}`];
  return names.find((one) => known.has(one)) ?? 'recipient@outside.example';
}

const areTwoNamed = (from: string, mailFrom: string): boolean =>
  mailFrom !== '' && from !== mailFrom && ![domainOf(from), domainOf(mailFrom)].includes('elsewhere.example');
