import type { Certificate } from '../../../model/certificate.ts';
import type { Hop, Outcome } from '../../../simulate/trace.ts';
import type { CompiledTenant } from '../../../simulate/world.ts';
import type { CheckContext, ProbedTrace } from '../../check.ts';

/** One way a message was seen to go: the trace itself, or one of its alternatives. */
export interface SeenWay {
  readonly probed: ProbedTrace;
  readonly outcomes: readonly Outcome[];
  readonly hops: readonly Hop[];
}

/** Every way that was simulated. */
export function* seenWays(context: CheckContext): Iterable<SeenWay> {
  for (const probed of context.traces) {
    yield { probed, outcomes: probed.trace.outcomes, hops: probed.trace.hops };
    for (const { outcomes, hops } of probed.trace.alternatives) yield { probed, outcomes, hops };
    // Ways that end the same: what was met on them counts, and nothing failed because of it.
    if (probed.trace.otherLegs !== undefined) yield { probed, outcomes: [], hops: probed.trace.otherLegs };
  }
}

/** A declared node handed mail to a tenant over TLS and presented a certificate. */
export interface ClientSession {
  readonly probed: ProbedTrace;
  readonly node: string;
  readonly certificate: Certificate;
  readonly tenant: CompiledTenant;
  readonly mailFrom: string;
  /** The copies that travelled in it. */
  readonly outcomes: readonly Outcome[];
}

/** The sessions in which a server, service or partner presents a declared certificate to a tenant. */
export function clientSessions(context: CheckContext): readonly ClientSession[] {
  const known = sessionsOf.get(context.traces);
  if (known !== undefined) return known;
  const { world, topology } = context;
  const tenants = new Map(world.tenants.map((one) => [one.tenant.node, one]));
  const sessions: ClientSession[] = [];
  for (const { probed, outcomes, hops } of seenWays(context)) {
    hops.forEach((hop, index) => {
      const tenant = tenants.get(hop.to);
      const certificate = hop.certificate === null ? undefined : topology.certificates.get(hop.certificate);
      if (tenant === undefined || certificate === undefined || !isDeclared(context, hop.from)) return;
      const carried = outcomes.filter((outcome) => outcome.hops.includes(index));
      sessions.push({ probed, node: hop.from, certificate, tenant, mailFrom: hop.mailFrom, outcomes: carried });
    });
  }
  sessionsOf.set(context.traces, sessions);
  return sessions;
}

// Several checks look at the same sessions; they are collected once per run.
const sessionsOf = new WeakMap<CheckContext['traces'], readonly ClientSession[]>();

const isDeclared = ({ world }: CheckContext, node: string): boolean =>
  world.servers.has(node) || world.services.has(node) || world.partners.has(node);
