import type { NodesOfHosts } from '../check/replay/node-of-host.ts';
import type { DeliveryEvidence, RelayStep } from '../model/delivery-evidence.ts';

/**
 * The sample message that stands for what the evidence tells of, as `messages` of a topology declares it: who handed it
 * in where, its envelope, and what is a property of the message and no prediction. What the evidence does not say is left
 * to the defaults of sample messages.
 *
 * @param name under which it is traced
 * @param eml path of the message file whose content it has; undefined: no content is known
 */
export function sampleOf(
  evidence: DeliveryEvidence,
  nodes: NodesOfHosts,
  isOwn: (domain: string) => boolean,
  name: string,
  eml: string | undefined,
): object {
  const { from, mailFrom, recipients, subject, dkim, verdict } = evidence;
  const sender = from ?? (mailFrom === '<>' ? undefined : mailFrom);
  const own = isOwn((sender ?? '').slice((sender ?? '').lastIndexOf('@') + 1).toLowerCase());
  return {
    name,
    from: sender ?? '<>',
    ...(mailFrom === undefined ? {} : { mailFrom }),
    to: recipients,
    ...(eml === undefined ? (subject === undefined ? {} : { subject }) : { eml }),
    ...(dkim.length === 0 ? {} : { dkim }),
    ...(verdict === undefined ? {} : { verdict }),
    ...entryOf(evidence, nodes, own),
  };
}

interface Entry {
  readonly source?: object;
  readonly deliverTo?: string;
}

/** Who handed the message in to whom: the first host of the organisation's that took it, else the client that the tenant saw. */
function entryOf(evidence: DeliveryEvidence, nodes: NodesOfHosts, own: boolean): Entry {
  const entry = evidence.steps.find((step) => step.by !== undefined && nodes.byName(step.by) !== 'internet');
  if (entry !== undefined) return entry.fromMailbox && own ? {} : fromStep(entry, evidence, nodes, own);
  return fromClient(evidence.client, nodes, own);
}

function fromStep(entry: RelayStep, evidence: DeliveryEvidence, nodes: NodesOfHosts, own: boolean): Entry {
  if (entry.client === undefined) return fromClient(evidence.client, nodes, own);
  const node = nodes.byAddress(entry.client);
  if (node === 'tenant' && own) return {};
  const source = { address: entry.client, ...(entry.helo === undefined ? {} : { helo: entry.helo }) };
  if (node !== 'internet' && node !== 'tenant') return { source };
  const by = entry.by ?? '';
  if (nodes.byName(by) === 'tenant') return { source, deliverTo: 'tenant' };
  return nodes.isDeclared(by) ? { source, deliverTo: by } : { source };
}

function fromClient(client: DeliveryEvidence['client'], nodes: NodesOfHosts, own: boolean): Entry {
  if (client === undefined) return {};
  const node = nodes.byAddress(client.address);
  if (node === 'tenant' && own) return {};
  const source = { address: client.address, ...(client.helo === undefined ? {} : { helo: client.helo }) };
  return node === 'internet' || node === 'tenant' ? { source, deliverTo: 'tenant' } : { source };
}

/** Fields that servers add on the way. Rules must not meet those of the past when the message is sent anew. */
const added =
  /^(?:received|return-path|authentication-results|received-spf|arc-|x-ms-|x-forefront-|x-microsoft-|x-eop|x-originatororg|x-sid-|x-incoming|x-exchange-|original-authentication)/iu;

/** A delivered message as its sender handed it in: without what was added on its way. */
export function asSent(bytes: Uint8Array): Uint8Array {
  const content = Buffer.from(bytes).toString('latin1');
  const end = /^\r?\n|\n\r?\n/u.exec(content)?.index ?? content.length;
  const fields = content.slice(0, end).split(/\n(?![ \t])/u);
  const kept = fields.filter((field) => !added.test(field));
  return new Uint8Array(Buffer.from(kept.join('\n') + content.slice(end), 'latin1'));
}
