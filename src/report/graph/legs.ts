import type { SampleMessage } from '../../model/topology.ts';
import type { Hop, Outcome, Trace } from '../../simulate/trace.ts';

/** A message with what the simulator says of it. */
export interface FlowTrace {
  readonly message: SampleMessage;
  readonly trace: Trace;
  /** Whether its sender may expect it to arrive. */
  readonly legitimate: boolean;
}

/** One hop of one copy, as a picture needs it. */
export interface Leg {
  readonly hop: Hop;
  /** Place of the hop in the trace, from 0. */
  readonly index: number;
  /** Domains whose MX led here; empty: no MX did. */
  readonly mxOf: readonly string[];
  /** Connectors that sent and took it, as outcomes list them. */
  readonly out: string | undefined;
  readonly in: string | undefined;
  /** The code with which the receiving side refuses; undefined: it goes on. */
  readonly refused: string | undefined;
  readonly loops: boolean;
  readonly legitimate: boolean;
}

/** Every hop of every copy. What happens inside a node is none. */
export function legsOf({ message, trace, legitimate }: FlowTrace): readonly Leg[] {
  return trace.outcomes.flatMap((outcome) => {
    const connectors = [...outcome.connectors];
    const own = outcome.hops.flatMap((index) => {
      const hop = trace.hops[index];
      return hop === undefined ? [] : [{ hop, index }];
    });
    return own.flatMap(({ hop, index }, position): readonly Leg[] => {
      // What happens inside a node is no leg, and no connector leads there.
      if (hop.from === hop.to) return [];
      const out = taken(connectors, hop.from, ['outbound:', 'send:']);
      const into = taken(connectors, hop.to, ['inbound:', 'receive:']);
      const isLast = position === own.length - 1;
      return [
        {
          hop,
          index,
          mxOf: position === 0 ? mxDomains(message, hop) : [],
          out,
          in: into,
          refused: isLast ? refusal(outcome, hop) : undefined,
          loops: outcome.status === 'looped' && isRound(outcome, hop),
          legitimate,
        },
      ];
    });
  });
}

/** The next connector of a copy, where it belongs to this end of the hop: outcomes list them in the order of the way. */
function taken(connectors: string[], node: string, kinds: readonly string[]): string | undefined {
  const [next] = connectors;
  const kind = kinds.find((one) => next?.startsWith(one));
  const ofServer = kind === 'send:' || kind === 'receive:';
  if (kind === undefined || node.startsWith('server:') !== ofServer) return undefined;
  if (!ofServer && node !== 'tenant' && !node.startsWith('partner:')) return undefined;
  return connectors.shift();
}

function mxDomains(message: SampleMessage, hop: Hop): readonly string[] {
  if (hop.from !== 'internet' || message.deliverTo !== undefined) return [];
  const domains = hop.recipients.map((one) => one.slice(one.lastIndexOf('@') + 1).toLowerCase());
  return [...new Set(domains)];
}

/** The system at the other end of the last hop said no, for now or for good. */
function refusal({ status, reply }: Outcome, hop: Hop): string | undefined {
  if (reply === null || !['rejected', 'bounced', 'dropped', 'deferred'].includes(status)) return undefined;
  return reply.from === hop.to ? [reply.code, reply.enhanced].filter((one) => one !== '').join(' ') : undefined;
}

/** Whether a hop lies between two visits of the node that the copy comes back to. */
function isRound({ route }: Outcome, hop: Hop): boolean {
  const back = route.find((node, index) => route.indexOf(node) < index);
  if (back === undefined) return false;
  const circle = route.slice(route.indexOf(back));
  return circle.includes(hop.from) && circle.includes(hop.to);
}
