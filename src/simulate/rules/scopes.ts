import { domainOf } from '../../protocols/smtp/mail-address.ts';
import { remoteDomainOf } from '../steps/apply-remote-domain.ts';
import type { Resolved } from './fork.ts';
import type { RuleOwner } from './rule-owner.ts';
import { addressOf, remembered, type Scene, type SenderLocation, type Test } from './scene.ts';

/** Names of what is remembered about the sender. */
const scopeOf = {
  InOrganization: { Header: 'header in', Envelope: 'envelope in', HeaderOrEnvelope: 'either in' },
  NotInOrganization: { Header: 'header out', Envelope: 'envelope out', HeaderOrEnvelope: 'either out' },
} as const;

/** FromScope (RULE-38 to RULE-40). With HeaderOrEnvelope one inside address is enough for inside (RULE-36). */
export function fromScope(
  scene: Scene,
  scope: 'InOrganization' | 'NotInOrganization',
  location: SenderLocation,
): boolean {
  const answer = (by: SenderLocation) =>
    remembered(scene, scopeOf[scope][by], () => senderIsIn(scene, scope, scene.senders[by]));
  const byLocation = answer(location);
  if (location === 'Header') return byLocation;
  const byHeader = answer('Header');
  if (byHeader === byLocation) return byHeader;
  return scene.run.assume('rules.fromScopeFollowsAddressLocation', ['yes', 'no']) === 'yes' ? byLocation : byHeader;
}

/** It is known already that FromScope does not hold. */
export const senderIsElsewhere = ({ known }: Scene, scope: 'InOrganization' | 'NotInOrganization'): boolean =>
  known.get(scopeOf[scope].Header) === false;

/** It is known already that SentToScope holds for none of the recipients. */
export const recipientsAreElsewhere = (
  { known, recipients }: Scene,
  scope: 'InOrganization' | 'NotInOrganization',
): boolean => recipients.length > 0 && recipients.every((one) => known.get(one) === (scope !== 'InOrganization'));

function senderIsIn(
  scene: Scene,
  scope: 'InOrganization' | 'NotInOrganization',
  addresses: readonly string[],
): boolean {
  const { owner, authAs } = scene.message;
  const inside = authAs === 'Internal' && addresses.some((address) => isInside(scene, owner, address));
  if (scope === 'InOrganization') return inside;
  if (inside) return false;
  // RULE-39: a sender in an own domain whose connection is not authenticated is neither by the letter.
  const literal = authAs !== 'Internal' && addresses.some((address) => isOwn(owner, domainOf(address)));
  if (!literal) return true;
  return scene.run.assume('rules.unauthenticatedOwnDomain', ['outside', 'neither']) === 'outside';
}

function isInside(scene: Scene, owner: RuleOwner, address: string): boolean {
  const object = scene.people.objectOf(address);
  if (typeof object !== 'string' && object.kind !== 'contact') return true;
  return isOwn(owner, domainOf(address));
}

const isOwn = (owner: RuleOwner, domain: string): boolean => {
  const accepted = owner.accepted(domain);
  return accepted !== undefined && accepted.type !== 'ExternalRelay';
};

/** SentToScope (RULE-41, RULE-42, PUNC-13). */
export function sentToScope(scene: Scene, scope: 'InOrganization' | 'NotInOrganization', recipient: Resolved): boolean {
  return remembered(scene, recipient, () => recipientIsInside(scene, recipient)) === (scope === 'InOrganization');
}

/**
 * ExternalPartner and ExternalNonPartner (PRED-13), which only own servers know: nobody inside is either; which of those
 * outside are partners is a list of the transport configuration that no topology holds.
 */
export const partnerScope: Test = (scene, recipient) => (recipientIsInside(scene, recipient) ? false : undefined);

function recipientIsInside(scene: Scene, recipient: Resolved): boolean {
  const { owner, authAs } = scene.message;
  const { entry } = recipient;
  const address = addressOf(recipient);
  const domain = domainOf(address);
  if (isInternalRemote(scene, domain)) return true;
  const target = entry?.kind === 'remote' ? entry.target : undefined;
  const outward = target !== undefined && owner.accepted(domainOf(target)) === undefined;
  if (outward && !isInternalRemote(scene, domainOf(target)) && isForeign(scene, target)) {
    // The object counts over an authenticated connection only; its own address may be inside without one.
    if (authAs !== 'Internal' && !isOwn(owner, domain)) return false;
    return scene.run.assume('rules.externalMailUserIsInside', ['yes', 'no']) === 'yes';
  }
  if (entry !== undefined && entry.kind !== 'contact') return true;
  return isOwn(owner, domain);
}

/** The other half of the own organisation is not outside, though this one may not list its routing domain. */
function isForeign({ run, message }: Scene, address: string): boolean {
  const { premises, own } = run.world;
  const other = message.owner.side === 'cloud' ? premises : own;
  return other?.directory.entries.get(address.toLowerCase()) === undefined;
}

/** RULE-42: transport takes recipients of a remote domain with IsInternal for internal. */
const isInternalRemote = ({ run, message }: Scene, domain: string): boolean =>
  message.owner.remoteDomains.some((one) => one.isInternal) &&
  message.owner.accepted(domain) === undefined &&
  remoteDomainOf(run, message.owner, domain)?.isInternal === true;
