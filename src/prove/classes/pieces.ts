import { recordTypes } from '../../model/dns.ts';
import type { TransportRule } from '../../model/transport-rule.ts';
import { isAboutPeople } from '../../simulate/probes/whom-rules-mean.ts';
import type { World } from '../../simulate/world.ts';
import { kindOfPerson, type Person } from './people-signatures.ts';
import type { RelevantRules } from './relevant-rules.ts';

/** A piece of a topology that stays together whatever names in it are exchanged: an object of a list, an answer of the DNS. */
export interface Piece {
  /** What it is; with its place in the list, where the order of the list may mean something. */
  readonly kind: string;
  /** Tells it from all others. */
  readonly place: string;
  readonly leaves: readonly Leaf[];
}

/** A value in a piece. */
export interface Leaf {
  readonly path: string;
  readonly text: string;
  /** One of several values whose order means nothing. */
  readonly ofSet: boolean;
}

/** Lists of which the order means nothing: of their objects the best fit is taken, and ties are open questions. */
const unordered: ReadonlySet<string> = new Set([
  'acceptedDomains',
  'inboundConnectors',
  'outboundConnectors',
  'remoteDomains',
  'dkimSigningConfigs',
]);

/** Values that are read one after the other. */
const inSequence: ReadonlySet<string> = new Set(['smartHosts', 'servers', 'actions']);

/** Objects that are looked at elsewhere, or that no simulation reads. */
const passedOver: ReadonlySet<string> = new Set(['recipients', 'transportRules']);

/** Everything that a topology says beside who its recipients are, in pieces. */
export function* piecesOf(world: World, rules: RelevantRules): Generator<Piece> {
  const { topology } = world;
  const referring = JSON.stringify([topology.intents, rules(world).map((rule) => rule.actions)], plainly).toLowerCase();
  const relevant = new Set<unknown>(rules(world));
  for (const [name, organisation] of [
    ['tenant', topology.tenant],
    ['onPremises', topology.onPremises],
  ] as const) {
    if (organisation === undefined) continue;
    const rest: Leaf[] = [];
    for (const [key, value] of Object.entries(organisation)) {
      if (key === 'at' || passedOver.has(key)) continue;
      if (isListOfObjects(value)) yield* ofList(`${name}/${key}`, key, value, referring);
      else flatten(value, key, rest, true);
    }
    yield { kind: name, place: name, leaves: rest };
    yield* ofList(
      `${name}/transportRules`,
      'transportRules',
      organisation.transportRules.filter((rule) => relevant.has(rule)).map(unanswered),
      referring,
    );
  }
  for (const key of ['services', 'partners', 'intents'] as const)
    yield* ofList(key, key, topology[key] as readonly object[], referring, key === 'intents');
  yield* ofList('certificates', 'certificates', [...topology.certificates.values()], referring, false);
  yield* ofDns(world);
}

/** What rules are not asked about somebody (`rule-answers.ts`). */
const unanswered = ({ conditions, exceptions, actions }: TransportRule): object => ({
  conditions: conditions.filter((one) => !isAboutPeople(one)),
  exceptions: exceptions.filter((one) => !isAboutPeople(one)),
  actions,
});

function* ofList(
  kind: string,
  key: string,
  objects: readonly object[],
  referring: string,
  sets = !inSequence.has(key),
): Generator<Piece> {
  for (const [index, object] of objects.entries()) {
    const leaves: Leaf[] = [];
    const named = 'name' in object && key.endsWith('boundConnectors') ? String(object.name).toLowerCase() : undefined;
    // A connector that nothing refers to may have any name.
    const { name: _, ...nameless } = object as { readonly name?: unknown };
    flatten(named !== undefined && !referring.includes(named) ? nameless : object, '', leaves, sets);
    if (key === 'acceptedDomains') leaves.push(...standing(objects, index));
    const place = `${kind} ${index}`;
    yield { kind: unordered.has(key) ? kind : place, place, leaves };
  }
}

/** Of accepted domains the first one stands for the organisation, where none is the default. */
function standing(domains: readonly object[], index: number): readonly Leaf[] {
  const custom = domains.findIndex((one) => 'isInitial' in one && one.isInitial === false);
  return index === 0 || index === custom ? [{ path: 'standing', text: 'first', ofSet: false }] : [];
}

function* ofDns({ topology: { dns } }: World): Generator<Piece> {
  for (const owner of dns.names ?? [])
    for (const type of recordTypes) {
      const answer = dns.view.lookup(owner, type);
      if (answer.status !== 'records') continue;
      const leaves = [
        owner,
        type,
        ...answer.records.map((record) => JSON.stringify(record)),
        ...(answer.aliases ?? []),
      ];
      yield {
        kind: 'dns',
        place: `dns ${owner} ${type}`,
        leaves: leaves.map((text, index) => ({ path: String(index), text, ofSet: false })),
      };
    }
}

/** Declared people, each kind of them once; and of groups which kinds of people are in them. */
export function* peoplePieces(people: ReadonlyMap<string, Person>): Generator<Piece> {
  for (const kind of new Set([...people.values()].map(kindOfPerson)))
    yield { kind: 'people', place: `people ${kind}`, leaves: [{ path: '', text: kind, ofSet: false }] };
  for (const [address, { cloud, premises }] of people) {
    const members = new Set(
      [...(cloud?.members ?? []), ...(premises?.members ?? [])].map(({ text }) => {
        const member = people.get(text.toLowerCase());
        return member === undefined ? text : kindOfPerson(member);
      }),
    );
    if (members.size === 0) continue;
    const leaves = [...members].map((text) => ({ path: 'members', text, ofSet: true }));
    yield { kind: 'group', place: `group ${address}`, leaves: [{ path: '', text: address, ofSet: false }, ...leaves] };
  }
}

const isListOfObjects = (value: unknown): value is readonly object[] =>
  Array.isArray(value) && value.some((one) => typeof one === 'object' && one !== null && !('text' in one));

/** Where something was written means nothing, and sets of addresses are what their texts say. */
const silent: ReadonlySet<string> = new Set(['at', 'set', 'semantics']);

function flatten(value: unknown, path: string, leaves: Leaf[], sets: boolean): void {
  if (value === undefined) return;
  if (typeof value !== 'object' || value === null) {
    leaves.push({ path, text: String(value), ofSet: false });
    return;
  }
  if (value instanceof Map) return flatten(Object.fromEntries(value), path, leaves, sets);
  if (Array.isArray(value)) {
    const last = path.slice(path.lastIndexOf('.') + 1);
    const isSet = sets && !inSequence.has(last) && value.every((one) => typeof one === 'string' || isWritten(one));
    for (const [index, one] of value.entries()) {
      if (isSet) leaves.push({ path: `${path}.*`, text: JSON.stringify(one, plainly), ofSet: true });
      else flatten(one, `${path}.${index}`, leaves, sets);
    }
    return;
  }
  for (const [key, one] of Object.entries(value)) if (!silent.has(key)) flatten(one, `${path}.${key}`, leaves, sets);
}

const isWritten = (one: unknown): boolean => typeof one === 'object' && one !== null && 'text' in one;

const plainly = (key: string, value: unknown): unknown =>
  silent.has(key) ? undefined : typeof value === 'bigint' ? String(value) : value;
