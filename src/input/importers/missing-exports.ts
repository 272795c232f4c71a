import { text } from '../../model/text.ts';
import type { ImportAccount } from './account.ts';
import type { Side } from './nouns.ts';
import type { TakenObject } from './take-object.ts';
import { type DraftEntry, remarkEntry } from './topology-draft.ts';

export type Missing = ImportAccount['missing'][number];

/** What decides about mail on each side, and the cmdlets that export it. */
const expected: Readonly<Record<Side, readonly (readonly [key: string, nouns: readonly string[]])[]>> = {
  tenant: [
    ['acceptedDomains', ['AcceptedDomain']],
    ['organizationConfig', ['OrganizationConfig', 'TransportConfig']],
    ['inboundConnectors', ['InboundConnector']],
    ['outboundConnectors', ['OutboundConnector']],
    ['transportRules', ['TransportRule']],
    ['remoteDomains', ['RemoteDomain']],
    ['hostedConnectionFilterPolicies', ['HostedConnectionFilterPolicy']],
    ['hostedOutboundSpamFilterPolicies', ['HostedOutboundSpamFilterPolicy']],
    ['hostedContentFilterPolicies', ['HostedContentFilterPolicy']],
    ['recipients', ['Recipient']],
  ],
  onPremises: [
    ['acceptedDomains', ['AcceptedDomain']],
    ['sendConnectors', ['SendConnector']],
    ['receiveConnectors', ['ReceiveConnector']],
    ['recipients', ['Recipient']],
  ],
};

/** What no export of a side holds: as a comment where it would stand, and for the account. */
export function missingEntries(
  side: Side,
  objects: readonly TakenObject[],
): readonly { readonly key: string; readonly entry: DraftEntry; readonly missing: Missing }[] {
  const where = side === 'tenant' ? '' : ' in the Exchange Management Shell';
  return expected[side].flatMap(([key, nouns]) => {
    const kinds = new Set(objects.map(({ noun }) => noun.name));
    const absent = nouns.filter((name) => !kinds.has(name));
    const isThere = objects.some(({ noun }) => 'list' in noun.into && noun.into.list === key);
    if (absent.length === 0 || isThere) return [];
    const commands = absent.map((name) => `Get-${name}${name === 'Recipient' ? ' -ResultSize Unlimited' : ''}`);
    return commands.map((command) => {
      const remedy = text`Export ${`${command} | ConvertTo-Json -Depth 6`}${where}.`;
      const what = text`${`${side}.${key}`}: no export holds what ${command.split(' ')[0] ?? command} prints.`;
      return { key, entry: remarkEntry(text`${what} ${remedy}`), missing: { what, remedy } };
    });
  });
}
