import type { RemoteDomain, RuleLimits } from '../../model/mail-policies.ts';
import type { Pointer } from '../../model/source.ts';
import type { AcceptedDomain, OnPremises, OutboundConnector, RecipientOverride, Server } from '../../model/topology.ts';
import { isEdgeRule, originOf, type TransportRule } from '../../model/transport-rule.ts';
import type { Directory } from '../directory.ts';
import type { Arrival, Transit } from '../run.ts';
import type { JudgedSender } from '../steps/judge-sender.ts';
import {
  acceptedDomain,
  type CompiledPremises,
  type CompiledTenant,
  memoAbout,
  premisesAcceptedDomain,
  type World,
} from '../world.ts';

/** An organisation with mail flow rules, a tenant or that of the own servers, and what its rules go by. */
export interface RuleOwner {
  /** Tells the organisations of a topology apart. */
  readonly key: string;
  /** Some predicates, actions and limits differ (NTR notes). */
  readonly side: 'cloud' | 'onPremises';
  /** In front of the names of its rules, as outcomes print them. */
  readonly prefix: string;
  readonly rules: readonly TransportRule[];
  readonly directory: Directory;
  /** Pasted objects of the directory, for the names and attributes that they carry. */
  readonly recipients: readonly RecipientOverride[];
  readonly remoteDomains: readonly RemoteDomain[];
  /** Where it is set that protected messages stay closed to rules (RULE-28f); absent: rules read them. */
  readonly keepsProtected?: Pointer;
  /** What is declared of the limits of rules; absent on own servers. */
  readonly limits?: RuleLimits;
  /** Those that a rule can route to (ACT-5); own servers have none. */
  readonly outboundConnectors: readonly OutboundConnector[];
  readonly accepted: (domain: string) => AcceptedDomain | undefined;
}

/** A message that a system with mail flow rules has accepted. */
export interface RuledMessage {
  readonly owner: RuleOwner;
  /** Where it is. */
  readonly node: string;
  readonly transit: Transit;
  readonly authAs: 'Internal' | 'Anonymous';
  readonly directionality: 'Incoming' | 'Originating';
  readonly folder: 'inbox' | 'junk';
  /** The SCL that a rule of this pass set (ACT-17); undefined: none did. */
  readonly scl: number | undefined;
  /** What the service found out about the sender; undefined on own servers and for what was submitted. */
  readonly judged: JudgedSender | undefined;
  /** The hop on which it came. */
  readonly hop: number;
  /** Header fields with which it came, once a rule of this pass has counted itself among them (RULE-53). */
  readonly headersBefore: Transit['headers'] | undefined;
  /** The session in which it comes, where rules run before it is accepted: at an Edge server. */
  readonly session: Pick<Arrival, 'to' | 'from' | 'accepted'> | undefined;
}

/** A message as it comes to the rules of its owner at a node; `new-copy.ts` has the reason why each field is written out. */
export const ruledAt = (
  owner: RuleOwner,
  node: string,
  came: Omit<RuledMessage, 'owner' | 'node' | 'headersBefore'>,
  headersBefore: RuledMessage['headersBefore'] = undefined,
): RuledMessage => ({
  owner,
  node,
  transit: came.transit,
  authAs: came.authAs,
  directionality: came.directionality,
  folder: came.folder,
  scl: came.scl,
  judged: came.judged,
  hop: came.hop,
  headersBefore,
  session: came.session,
});

/** The message with other values for some of its fields. */
export const ruledWith = <Field extends keyof RuledMessage>(
  message: RuledMessage,
  changes: Pick<RuledMessage, Field>,
): RuledMessage => Object.assign(ruledAt(message.owner, message.node, message, message.headersBefore), changes);

/** The rules of Exchange Online for one organisation. */
export const rulesOfTenant = (world: World, compiled: CompiledTenant): RuleOwner =>
  memoAbout(world, compiled, 'rules', () => {
    const { tenant, directory } = compiled;
    const irm = tenant.irmConfiguration;
    return {
      key: tenant.node,
      side: 'cloud',
      prefix: tenant.prefix,
      rules: tenant.transportRules,
      directory,
      recipients: tenant.recipients,
      remoteDomains: tenant.remoteDomains,
      ...(irm?.transportDecryption === 'Disabled' ? { keepsProtected: `${irm.at}/TransportDecryptionSetting` } : {}),
      limits: tenant.organization.ruleLimits,
      outboundConnectors: tenant.outboundConnectors,
      accepted: (domain) => acceptedDomain(compiled, domain),
    };
  });

/** The rules of the own mailbox servers, which share them through Active Directory, or those of the Edge servers. */
export const rulesOfPremises = (world: World, compiled: CompiledPremises, role: 'mailbox' | 'edge'): RuleOwner =>
  memoAbout(world, compiled, role, () => {
    const { premises, directory } = compiled;
    return {
      key: `onPremises ${role}`,
      side: 'onPremises',
      prefix: 'onPremises/',
      rules: premises.transportRules.filter((rule) => isOfEdge(premises, rule) === (role === 'edge')),
      directory,
      recipients: premises.recipients,
      remoteDomains: premises.remoteDomains,
      outboundConnectors: [],
      accepted: (domain) => premisesAcceptedDomain(compiled, domain),
    };
  });

/** An Edge server keeps its rules to itself: one is known by what only it can do, or by the server that it was exported from. */
function isOfEdge({ servers }: OnPremises, rule: TransportRule): boolean {
  const origin = originOf(rule);
  return isEdgeRule(rule) || servers.some((one) => one.role === 'edge' && isNamed(one, origin));
}

/** Whether the export names a declared server, which settles whose rule it is. */
export const hasKnownOrigin = ({ servers }: OnPremises, rule: TransportRule): boolean =>
  isEdgeRule(rule) || servers.some((one) => isNamed(one, originOf(rule)));

const isNamed = ({ name, fqdn }: Server, origin: string | undefined): boolean =>
  origin !== undefined && (name.toLowerCase() === origin || fqdn?.toLowerCase() === origin);

/** Every organisation of the topology that has mail flow rules: the own tenant, those of partners, the own servers. */
export const ruleOwners = (world: World): readonly RuleOwner[] => {
  const { premises, tenants } = world;
  const servers = premises === undefined ? [] : (['mailbox', 'edge'] as const);
  return [
    ...tenants.map((tenant) => rulesOfTenant(world, tenant)),
    ...servers.flatMap((role) => (premises === undefined ? [] : [rulesOfPremises(world, premises, role)])),
  ];
};
