import { invariant } from '../base/invariant.ts';
import { text } from '../model/text.ts';
import type { SampleMessage } from '../model/topology.ts';
import { reply } from '../reference/replies/replies.ts';
import { copyWith } from './new-copy.ts';
import { serverRelay, serviceRelay } from './nodes/declared-relay.ts';
import { receiveAtTenant } from './nodes/exchange-online.ts';
import { receiveAtServer } from './nodes/exchange-server.ts';
import { originate } from './nodes/origin.ts';
import { receiveAtRelay } from './nodes/relay.ts';
import type { Observers } from './observers.ts';
import type { Oracle } from './oracle.ts';
import { type Arrival, type Copy, Run, type Visit } from './run.ts';
import { told } from './steps/return-to-sender.ts';
import type { Hop, Outcome } from './trace.ts';
import { isExchangeServer, type World } from './world.ts';

export interface Simulation {
  readonly outcomes: readonly Outcome[];
  readonly hops: readonly Hop[];
}

/** Sessions that are followed in one run; a message to thousands of systems has more, and its other copies stay open. */
const arrivalsMax = 2000;

/**
 * Sends one message through the world and follows every copy to its end. Total: it ends for any topology. `start` hands it
 * to its first node.
 */
export function simulate(
  world: World,
  message: SampleMessage,
  oracle: Oracle,
  explain: boolean,
  start: (run: Run) => void = originate,
  observers?: Observers,
): Simulation {
  const run = new Run(world, message, oracle, explain, observers);
  start(run);
  for (let at = 0; at < run.queue.length; at++) {
    const arrival = run.queue[at];
    if (arrival === undefined) continue;
    if (at < arrivalsMax) receive(run, arrival);
    else
      for (const copy of arrival.copies)
        run.end(copy, arrival.transit, {
          status: 'undetermined',
          missing: text`the rest of its way: no more than ${arrivalsMax} sessions of one message are followed`,
        });
  }
  const ended = [...run.ended].sort((left, right) => compareOrder(left.order, right.order));
  return { outcomes: ended.map((one) => one.outcome), hops: run.finishedHops() };
}

function compareOrder(left: readonly number[], right: readonly number[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? -1) - (right[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** One node takes one session: copies that were here before in the same state go round; the others are handled. */
function receive(run: Run, arrival: Arrival): void {
  const fresh: Copy[] = [];
  const bound = hopLimit(run);
  for (const copy of arrival.copies) {
    const first = copy.visits.findIndex((one) => isSameState(one, arrival, copy));
    if (first >= 0 || copy.route.length > bound) endLoop(run, arrival, copy, first);
    else {
      const visit = {
        arrival,
        address: copy.address,
        route: copy.route.length,
        connectors: copy.connectors.length,
        hops: copy.hops.length,
        rules: copy.rules.length,
      };
      fresh.push(copyWith(copy, { visits: [...copy.visits, visit] }));
    }
  }
  if (fresh.length === 0) return;
  const here = { ...arrival, copies: fresh };
  const server = run.world.servers.get(arrival.to);
  if (server !== undefined) {
    if (isExchangeServer(run.world, arrival.to) && run.world.premises)
      receiveAtServer(run, here, server, run.world.premises);
    else receiveAtRelay(run, here, serverRelay(run, server));
    return;
  }
  const service = run.world.services.get(arrival.to);
  if (service !== undefined) return receiveAtRelay(run, here, serviceRelay(service));
  invariant(arrival.attribution !== undefined, `${arrival.to} is a tenant and the session is attributed`);
  receiveAtTenant(run, here);
}

/** The number of hops is only asked about where a route gets anywhere near it. */
function hopLimit(run: Run): number {
  const settled = Number(run.world.assumptions.get('loop.hopLimit'));
  return Number.isInteger(settled) && settled > 0 ? settled : 20;
}

/** Whether all that decides what a node does with a copy is as it was then; the trail behind it decides nothing. */
function isSameState({ arrival: then, address }: Visit, now: Arrival, copy: Copy): boolean {
  const [before, transit] = [then.transit, now.transit];
  return (
    then.to === now.to &&
    then.from === now.from &&
    then.sourceIp === now.sourceIp &&
    then.encrypted === now.encrypted &&
    address === copy.address &&
    before.mailFrom === transit.mailFrom &&
    before.crossPremises === transit.crossPremises &&
    before.content.subject === transit.content.subject &&
    sameHeaders(before.headers, transit.headers)
  );
}

function sameHeaders(left: Arrival['transit']['headers'], right: Arrival['transit']['headers']): boolean {
  if (left === right) return true;
  if (left.size !== right.size) return false;
  for (const [name, content] of left) if (right.get(name) !== content) return false;
  return true;
}

/**
 * DEC-6: a loop is a state that repeats, and ends at the first node that the route visits again inside the circle, with
 * that node's code; of a circle over another system, the tenant's if it takes part, else Exchange Server's.
 */
function endLoop(run: Run, arrival: Arrival, copy: Copy, first: number): void {
  const circle = new Set(copy.route.slice(first < 0 ? 0 : Math.max(1, first + 1)));
  const seen = new Set<string>();
  let end = copy.route.length - 1;
  for (const [index, node] of copy.route.entries()) {
    if (seen.has(node) && circle.has(node)) {
      end = index;
      break;
    }
    seen.add(node);
  }
  const route = copy.route.slice(0, end + 1);
  // What was chosen on the way on from there belongs to the part that is cut off.
  const there = copy.visits.find((one) => one.route === route.length);
  const connectors = copy.connectors.slice(0, there?.connectors);
  const hops = copy.hops.slice(0, there?.hops);
  const rules = copy.rules.slice(0, there?.rules);
  const endsAt = route.at(-1) ?? arrival.to;
  const tenants = new Set(run.world.tenants.map((one) => one.tenant.node));
  const cloud = isExchangeServer(run.world, endsAt)
    ? false
    : tenants.has(endsAt) || [...circle].some((node) => tenants.has(node));
  run.decide(hops.at(-1) ?? arrival.hop, 'detect-loop', ['DEC-6', 'ACC-15'], () => ({
    verdict: text`a loop`,
    because:
      first < 0
        ? text`the message has come ${copy.route.length} legs far, and a loop is taken to be broken after ${hopLimit(run)}`
        : text`the message comes to ${arrival.to} in a state in which it was there before: ${[...circle].join(', ')} hand it round`,
  }));
  const said = reply(cloud ? 'hopCountCloud' : 'hopCountOnPremises');
  run.end(copyWith(copy, { route, connectors, hops, rules }), arrival.transit, {
    status: 'looped',
    endsAt,
    ...(first < 0 ? { hangsOn: 'loop.hopLimit' as const } : {}),
    reply: {
      code: said.code,
      enhanced: said.enhanced,
      text: said.text,
      from: endsAt,
      final: null,
      ...told(run, copyWith(copy, { hops }), arrival.transit, endsAt),
    },
  });
}
