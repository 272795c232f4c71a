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

interface Absent {
  readonly key: string;
  readonly entry: DraftEntry;
  readonly missing: Missing;
}

/** What no export of a side holds: as a comment where it would stand, and for the account. */
export function missingEntries(side: Side, objects: readonly TakenObject[]): readonly Absent[] {
  const printed = new Set(objects.map(({ noun }) => noun.name));
  return expected[side].flatMap(([key, nouns]) => {
    const absent = nouns.filter((name) => !printed.has(name));
    const isThere = objects.some(({ noun }) => 'list' in noun.into && noun.into.list === key);
    if (key === 'recipients' && isThere) return absent.length === 0 ? [] : [partialRecipients(side)];
    return isThere ? [] : absent.map((name) => absence(side, key, commandOf(side, name)));
  });
}

function commandOf(side: Side, noun: string): string {
  const command = `Get-${noun}${noun === 'Recipient' ? ' -ResultSize Unlimited' : ''} | ConvertTo-Json -Depth 6`;
  return side === 'tenant' ? command : `${command} (Exchange Management Shell)`;
}

function absence(side: Side, key: string, command: string): Absent {
  const what = text`${`${side}.${key}`} is in no export.`;
  const remedy = text`Add what this prints: ${command}`;
  // The command on a line of its own can be copied whole.
  const entry = remarkEntry(text`${key}: in no export. Add what this prints:`, text`${command}`);
  return { key, entry, missing: { what, remedy } };
}

/** The list of a domain is complete as soon as it has one entry, so that a part of it says too much. */
function partialRecipients(side: Side): Absent {
  const what = text`${`${side}.recipients`} counts as complete: an address that is not in it does not exist.`;
  const remedy = text`Unless all are exported, add what this prints: ${commandOf(side, 'Recipient')}`;
  return { key: 'recipients', entry: remarkEntry(text`${what} ${remedy}`), missing: { what, remedy } };
}
