import type { ObjectChange, RecipientObjects } from '../model/change.ts';
import { asFlag, writtenText } from '../model/exchange-value.ts';
import type { Pointer } from '../model/source.ts';
import type { RecipientOverride } from '../model/topology.ts';
import { sameAddress } from '../protocols/smtp/mail-address.ts';
import type { World } from '../simulate/world.ts';

/** The change of an object of the document, with what the recipient is where it is one. */
export function withRecipientObjects(world: World, at: Pointer, change: ObjectChange): ObjectChange {
  const { topology } = world;
  const pasted = [topology.tenant?.recipients, topology.onPremises?.recipients].flatMap((one) => one ?? []);
  const found = [...topology.recipients, ...pasted].find((one) => one.at === at);
  return found === undefined ? change : { ...change, recipient: recipientObjects(world, found.address) };
}

function recipientObjects(world: World, address: string): RecipientObjects {
  const { tenant, onPremises } = world.topology;
  const same = (one: RecipientOverride) => sameAddress(one.address, address);
  const pasted = { tenant: tenant?.recipients.find(same), onPremises: onPremises?.recipients.find(same) };
  const typeOn = (side: 'tenant' | 'onPremises', standsFor: string | undefined): string | null | undefined => {
    const override = pasted[side];
    return override === undefined
      ? (standsFor ?? null)
      : override.entry && declaredType(override.entry.properties, side);
  };
  const key = address.toLowerCase();
  return {
    address,
    tenant: typeOn('tenant', world.own?.directory.entries.get(key)?.recipientType),
    onPremises: typeOn('onPremises', world.premises?.directory.entries.get(key)?.recipientType),
    isSynchronised: asFlag(pasted.tenant?.entry?.properties.IsDirSynced) === true,
  };
}

/** On-premises RecipientType calls a remote mailbox a MailUser, too; RecipientTypeDetails tells them apart. */
function declaredType(
  properties: Readonly<Record<string, unknown>>,
  side: 'tenant' | 'onPremises',
): string | undefined {
  const details = writtenText(properties.RecipientTypeDetails);
  const type = writtenText(properties.RecipientType);
  return details ?? (side === 'onPremises' && type?.toLowerCase() === 'mailuser' ? undefined : type);
}
