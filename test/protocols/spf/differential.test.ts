import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import type { RecordValue } from '../../../src/model/dns.ts';
import { checkHost } from '../../../src/protocols/spf/check-host.ts';
import { zoneView } from './zone-view.ts';

interface Peer {
  spf(options: {
    readonly ip: string;
    readonly sender: string;
    readonly helo: string;
    readonly strict: boolean;
    readonly mta: string;
    readonly resolver: (name: string, type: string) => Promise<unknown>;
  }): Promise<{ readonly status: { readonly result: string } }>;
}
const peer: Peer = createRequire(import.meta.url)('mailauth/lib/spf');

/** mulberry32: the same worlds for the same seed on every machine. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type World = Record<string, Record<string, RecordValue[] | 'TIMEOUT'>>;

function worldOf(random: (below: number) => number): World {
  const pick = <Item>(items: readonly Item[]): Item => items[random(items.length)] as Item;
  const names = [
    'd0.example.org',
    'd1.example.org',
    'd2.example.org',
    'd3.example.org',
    'd4.example.org',
    'Gone.example.org',
  ];
  const length = (): string => pick(['', '', '', '/24', '/0', '//64', '/28//48', '/33', '/024']);
  const domain = (): string =>
    pick([...names, '%{d}', 'd%{l}.example.org', '%{i}.x.example.org', 'd0.%{o}', '%{d2}', 'x', '%{q}']);
  const term = (): string => {
    switch (random(14)) {
      case 0:
        return `ip4:192.0.2.${pick(['1', '2', '0/24', '128/25', '300', '1/33'])}`;
      case 1:
        return `ip4:198.51.100.${random(4)}`;
      case 2:
        return `ip6:2001:db8::${pick(['1', '/32', '/129', '1:2', ':'])}`;
      case 3:
      case 4:
      case 5:
        return `include:${domain()}`;
      case 6:
        return `a:${domain()}${length()}`;
      case 7:
        return `a${length()}`;
      case 8:
        return `mx:${domain()}${length()}`;
      case 9:
        return `mx${length()}`;
      case 10:
        return `exists:${domain()}`;
      case 11:
        return pick(['ptr', 'ptr:example.org', 'ptr:d1.example.org']);
      case 12:
        return pick([`redirect=${pick(names)}`, 'x=%{d}', 'exp=d1.example.org']);
      default:
        return pick(['all', 'all', 'foo', 'all:x', 'A', 'IP4:192.0.2.1']);
    }
  };
  const record = (): string => {
    // Most terms are sound, so that most records are.
    const terms = Array.from({ length: 1 + random(5) }, () => {
      const made = term();
      const broken = /%\{q|\/33|\/024|300|foo|all:x|:x$|:x\/|129|:::$/u.test(made);
      return broken && random(8) > 0
        ? 'ip4:203.0.113.7'
        : `${made.includes('=') ? '' : pick(['', '', '-', '~', '?'])}${made}`;
    });
    return `v=spf1 ${terms.join(' ')} ${pick(['-all', '~all', '', '+all'])}`;
  };
  const world: World = {};
  for (const name of names.slice(0, 5)) {
    const types: World[string] = {};
    if (random(8) > 0) types.TXT = random(12) === 0 ? [record(), record()] : [pick(['other', 'x']), record()];
    if (random(3) > 0) types.A = Array.from({ length: 1 + random(2) }, () => `192.0.2.${1 + random(4)}`);
    if (random(3) === 0) types.AAAA = [`2001:db8::${1 + random(3)}`];
    if (random(2) === 0)
      types.MX = Array.from({ length: 1 + random(12) }, (_, index) => [10 + index, pick(names)] as const);
    if (random(15) === 0) types[pick(['TXT', 'A', 'MX'])] = 'TIMEOUT';
    world[name] = types;
  }
  world['1.2.0.192.in-addr.arpa'] = { PTR: Array.from({ length: 1 + random(3) }, () => pick(names)) };
  world['192.0.2.1.x.example.org'] = { A: ['127.0.0.2'] };
  return world;
}

function resolverOf(world: World): (name: string, type: string) => Promise<unknown> {
  const view = zoneView(world);
  return async (name, type) => {
    const answer = view.lookup(name, type);
    if (answer.status === 'failure') throw Object.assign(new Error('queryTimeout'), { code: 'ETIMEOUT' });
    if (answer.status !== 'records') throw Object.assign(new Error('queryNotFound'), { code: 'ENOTFOUND' });
    if (type === 'TXT') return answer.records.map((record) => [record]);
    if (type !== 'MX') return [...answer.records];
    return answer.records.map((record) => ({ priority: record[0], exchange: record[1] }));
  };
}

test('1,500 random worlds have the same result as with mailauth in strict mode', async () => {
  const random = randomOf(7208);
  const results = new Map<string, number>();
  for (let count = 0; count < 1500; count++) {
    const world = worldOf(random);
    const ip = ['192.0.2.1', '192.0.2.2', '198.51.100.2', '2001:db8::1', '203.0.113.9'][random(5)] ?? '';
    const query = { ip, sender: `${random(5)}@d0.example.org`, helo: 'mail.example.org' };
    const found = checkHost(query, zoneView(world));
    const theirs = await peer.spf({ ...query, strict: true, mta: 'mx.example.org', resolver: resolverOf(world) });
    results.set(found.result, (results.get(found.result) ?? 0) + 1);
    expect([query, world, found.result]).toEqual([query, world, theirs.status.result]);
  }
  // The worlds are worth something when every result occurs.
  expect([...results.keys()].sort()).toEqual(['fail', 'neutral', 'none', 'pass', 'permerror', 'softfail', 'temperror']);
});
