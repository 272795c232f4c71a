import { type AddressSet, intersect, isEmpty, subtract, unionAll } from '../../../model/addresses/address-set.ts';
import type { Pointer } from '../../../model/source.ts';
import { sentence, type Text, text } from '../../../model/text.ts';
import type { AddressEntry, InboundConnector } from '../../../model/topology.ts';
import { providersByAddress } from '../../../reference/providers.ts';
import { setOf, storedAddresses } from '../../../simulate/world.ts';
import type { CheckContext } from '../../check.ts';

/** Somebody else who sends from addresses by which a connector identifies the own organisation. */
export interface SharedUse {
  /** `service:x`, `partner:x`, `provider:x`. */
  readonly owner: string;
  readonly kind: 'service' | 'provider' | 'partner' | 'tenant';
  readonly name: string;
  /** What says that others use the addresses. */
  readonly basis: Text;
  readonly at: Pointer | undefined;
  readonly entries: readonly AddressEntry[];
  /** The shared addresses. */
  readonly set: AddressSet;
}

interface Other extends Omit<SharedUse, 'entries'> {}

/** Who else uses the addresses of a connector: shared services, other tenants, partners, providers known for it. */
export function sharedUses(context: CheckContext, connector: InboundConnector): readonly SharedUse[] {
  // What the service does not take is reported as such, and stands for nobody's address.
  const accepted = storedAddresses(connector);
  let rest = unionAll(accepted.map((entry) => entry.set));
  const uses: SharedUse[] = [];
  for (const other of [...declaredOthers(context), ...knownProviders(context, rest)]) {
    const set = intersect(rest, other.set);
    if (isEmpty(set)) continue;
    const entries = accepted.filter((entry) => !isEmpty(intersect(entry.set, set)));
    uses.push({ ...other, set, entries });
    rest = subtract(rest, set);
  }
  return uses;
}

function declaredOthers(context: CheckContext): readonly Other[] {
  const { topology } = context;
  const services = topology.services
    .filter((service) => service.shared === true)
    .map(
      (service): Other => ({
        owner: service.node,
        kind: 'service',
        name: service.name,
        basis: service.sharedBasis,
        at: service.at,
        set: setOf(service.addresses),
      }),
    );
  const tenants = topology.partners.flatMap((partner) =>
    (partner.tenant?.inboundConnectors ?? [])
      .filter((connector) => connector.enabled && connector.connectorType === 'OnPremises')
      .map(
        (connector): Other => ({
          owner: `${partner.node} ${connector.name}`,
          kind: 'tenant',
          name: `${partner.name}/${connector.name}`,
          basis: text`OnPremises inbound connector ${partner.name}/${connector.name}`,
          at: connector.at,
          set: setOf(storedAddresses(connector)),
        }),
      ),
  );
  const partners = topology.partners.map(
    (partner): Other => ({
      owner: partner.node,
      kind: 'partner',
      name: partner.name,
      basis: text`partner ${partner.name}`,
      at: partner.at,
      set: setOf(partner.addresses),
    }),
  );
  return [...services, ...tenants, ...partners];
}

/** What the bundled data knows to be shared, without what the document declares as one's own or as not shared. */
function knownProviders(context: CheckContext, asked: AddressSet): readonly Other[] {
  const { topology } = context;
  const declared = unionAll([
    ...(topology.onPremises?.servers ?? []).map((server) => setOf(server.addresses)),
    ...topology.services.filter((service) => service.shared !== true).map((service) => setOf(service.addresses)),
  ]);
  return providersByAddress(subtract(asked, declared))
    .filter(({ provider, range }) => provider.sharedBetweenCustomers === true && range.kind !== 'as-announced')
    .map(
      ({ provider, range, part }): Other => ({
        owner: `provider:${provider.id}`,
        kind: 'provider',
        name: provider.name,
        basis: text`list of ${provider.name}, ${range.date}: ${provider.sharedBasis === undefined ? text`its addresses are shared between customers` : sentence(provider.sharedBasis)}`,
        at: undefined,
        set: part,
      }),
    );
}
