import { statusText } from '../../../model/delivery-status.ts';
import { list, type Text, text } from '../../../model/text.ts';
import { providersByHost } from '../../../reference/providers.ts';
import { type Destination, frontDoor, resolveDomain } from '../../../simulate/steps/resolve-next-hop.ts';
import { acceptedDomain } from '../../../simulate/world.ts';
import type { CheckContext, ProbedTrace } from '../../check.ts';
import { defineCheck, type Violation } from '../../check.ts';
import { mailExchangerChange } from '../../mail-exchanger-change.ts';
import { byPerson, proposed } from '../../proposed-fix.ts';
import { outcomesOf } from '../spf/handovers.ts';
import { baseProvider } from './base-provider.ts';
import { addressLiteral, mxEvidence, mxHosts, mxSubject, receivingDomains, tracesByMx } from './mx-hosts.ts';

/** A system at which mail enters: several hosts of one count as one. */
interface Entry {
  readonly key: string;
  /** For the reader. */
  readonly name: Text;
  readonly declared: boolean;
  readonly hosts: readonly string[];
  /** Nodes of the traces behind it. */
  readonly nodes: readonly string[];
}

interface MxInconsistent extends Violation {
  readonly domain: string;
  readonly entries: readonly [Entry, Entry, ...Entry[]];
}

export const mxInconsistent = defineCheck<MxInconsistent>({
  id: 'dns/mx-inconsistent',
  severity: 'error',
  covers: ['CMIS-52'],
  docs: {
    summary: 'The MX hosts of one domain lead to different systems.',
    why: 'Every MX host is a way in, whatever its preference, and spammers like the last one: which path, filter and trust a message meets depends on luck.',
    remedy: 'Let all MX hosts of a domain lead to the same system, and remove the others.',
    references: [
      {
        title: 'Manage mail flow using a third-party cloud service with Exchange Online',
        url: 'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/manage-mail-flow-using-third-party-cloud',
      },
      { title: 'RFC 5321 section 5.1', url: 'https://www.rfc-editor.org/rfc/rfc5321#section-5.1' },
    ],
  },
  *run(context) {
    for (const { name } of receivingDomains(context)) {
      const [first, second, ...others] = entriesOf(context, name);
      if (first === undefined || second === undefined) continue;
      const entries = [first, second, ...others] as const;
      const byMx = tracesByMx(context, name);
      if (byMx.length === 0 || !entries.some(({ declared }) => declared)) continue;
      const odd = entries.slice(1);
      const hosts = mxHosts(context, name);
      const oddHosts = new Set(odd.flatMap((entry) => entry.hosts));
      yield {
        subject: mxSubject(name),
        at: hosts.find(({ host }) => oddHosts.has(host))?.at,
        evidence: [
          ...hosts.map((host) => mxEvidence(name, host)),
          ...entries.flatMap((entry) => wayOf(context, name, entry)),
        ],
        semantics: ['CMIS-52'],
        explains: byMx.filter((probe) => goesAstray(probe, new Set(odd.flatMap((entry) => entry.nodes)))),
        domain: name,
        entries,
      };
    }
  },
  explain({ domain, entries }) {
    const [best, ...odd] = entries;
    const ways = entries.map((entry) => text`${list(entry.hosts)} leads to ${entry.name}`);
    const others = odd.flatMap((entry) => entry.hosts);
    return {
      problem: text`The MX hosts of ${domain} lead to different systems: ${list(ways)}.`,
      consequence: text`Which way a message for ${domain} takes, and which filter and which trust it meets, depends on the host that the sender happens to choose.`,
      remedy: text`Keep the MX hosts of one system. Where that is ${best.name}, remove the MX ${list(others)} of ${domain}${odd.some(({ declared }) => !declared) ? text`; where one of them belongs to a system of yours, name it there, under receivesAt of a service or names of a server` : text``}.`,
    };
  },

  fix: ({ domain, entries }, context) => [
    ...entries
      .filter(({ declared }) => declared)
      .flatMap((kept) => {
        const gone = entries.filter((entry) => entry !== kept).flatMap(({ hosts }) => hosts);
        return proposed(
          text`Take the MX ${list(gone)} of ${domain} out, so that all its mail comes to ${kept.name}`,
          'review',
          mailExchangerChange(context, domain, (before) => before.filter(({ host }) => !gone.includes(host))),
        );
      }),
    byPerson(
      text`Decide which system takes the mail of ${domain}`,
      text`Decide which of ${list(entries.map(({ name }) => name))} takes the mail of ${domain}, and take the MX hosts of the others out.`,
    ),
  ],
});

/** The systems behind the MX hosts in order of preference, by the simulator's own answer to where a host leads. */
function entriesOf(context: CheckContext, domain: string): readonly Entry[] {
  const resolution = resolveDomain(context.world, domain);
  if (resolution.kind !== 'hosts') return [];
  const entries = new Map<string, Entry>();
  for (const destination of resolution.groups.flat()) {
    const { host } = destination;
    // An address in place of a host is no way in at all: dns/mx-unresolvable.
    if (host === undefined || addressLiteral(host) !== undefined) continue;
    const found = entryOf(context, domain, destination, host);
    const known = entries.get(found.key) ?? { ...found, hosts: [], nodes: [] };
    entries.set(found.key, {
      ...known,
      hosts: [...new Set([...known.hosts, host])],
      nodes: [...new Set([...known.nodes, ...found.nodes])],
    });
  }
  return [...entries.values()];
}

function entryOf(context: CheckContext, domain: string, { node }: Destination, host: string): Omit<Entry, 'hosts'> {
  const { own, servers, services } = context.world;
  if (node === frontDoor) {
    const declared = own !== undefined && acceptedDomain(own, domain) !== undefined;
    return { key: 'tenant', name: declared ? text`the tenant` : text`Exchange Online`, declared, nodes: ['tenant'] };
  }
  if (servers.has(node))
    return { key: 'onPremises', name: text`the organisation's own servers`, declared: true, nodes: [node] };
  const service = services.get(node) ?? serviceOfProvider(context, host);
  if (service !== undefined) {
    const provider = baseProvider(service);
    const key = provider === undefined ? service.node : `provider:${provider}`;
    return { key, name: text`the service ${service.name}`, declared: true, nodes: [service.node] };
  }
  if (node.startsWith('mx:'))
    return { key: node, name: text`nothing that is declared`, declared: false, nodes: [node] };
  return { key: node, name: text`${node.replace(':', ' ')}`, declared: true, nodes: [node] };
}

/** A host of a provider whose service is declared is one more of its hosts. */
const serviceOfProvider = (context: CheckContext, host: string) =>
  [...context.world.services.values()].find((service) => {
    const id = baseProvider(service);
    return id !== undefined && providersByHost(host).some(({ provider }) => provider.id === id);
  });

/** A trace that enters by this way: over the MX, or by an outsider who picks the host. */
function wayOf(context: CheckContext, domain: string, entry: Entry): MxInconsistent['evidence'] {
  const nodes = new Set(entry.nodes);
  for (const probe of context.traces) {
    if (probe.trace.message.source !== 'internet') continue;
    const outcome = outcomesOf(probe).find(
      (one) => one.finalRecipient.toLowerCase().endsWith(`@${domain}`) && nodes.has(one.route[1] ?? ''),
    );
    if (outcome === undefined) continue;
    const end = text`${probe.trace.name}: ${outcome.route.join(' → ')}, ${statusText[outcome.status]}`;
    return [{ at: undefined, text: outcome.authAs === null ? end : text`${end}, ${outcome.authAs}` }];
  }
  return [];
}

/** The failure, if any, is on a way that only the odd hosts open. */
function goesAstray(probe: ProbedTrace, odd: ReadonlySet<string>): boolean {
  const entersOddly = ({ route }: { readonly route: readonly string[] }) => odd.has(route[1] ?? '');
  const { outcomes } = probe.trace;
  if (outcomes.some(entersOddly)) return true;
  return outcomes.every(({ status }) => status === 'delivered') && outcomesOf(probe).some(entersOddly);
}
