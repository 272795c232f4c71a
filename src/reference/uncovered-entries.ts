/** Why no check reports an entry of the misconfiguration catalogues: a topology cannot decide it, or nobody wrote the check. */
export interface Uncovered {
  readonly decidable: boolean;
  /** A sentence for readers. */
  readonly reason: string;
}

const beyond = (reason: string): Uncovered => ({ decidable: false, reason });
const unwritten: Uncovered = { decidable: true, reason: 'It could be one, and is not written yet.' };

/** The entries that no check reports, by id; every other one is named by the `covers` of a check. */
export const uncoveredEntries: ReadonlyMap<string, Uncovered> = new Map([
  ['CMIS-20', beyond('How long ago an address was added is a matter of time, and a topology is one instant.')],
  [
    'CMIS-40',
    beyond(
      'Which connectors the service blocked (`Get-BlockedConnector`) is a state of the service and no part of a topology.',
    ),
  ],
  [
    'CMIS-49',
    beyond(
      'How long a connection stays open, and when a gateway drops it, is a matter of time; a topology has no clock.',
    ),
  ],
  [
    'CMIS-50',
    beyond(
      'The MTA-STS policy is a file on a web server; DNS says only that there is one, and a topology declares DNS.',
    ),
  ],
  [
    'PMIS-11',
    beyond(
      'A domain condition takes in the subdomains, and many rules want just that; whether one was meant for the domain alone is what its author had in mind, and no topology says it.',
    ),
  ],
  ...['PMIS-9', 'PMIS-14', 'PMIS-15', 'PMIS-19', 'PMIS-20', 'PMIS-21', 'PMIS-27'].map((id) => [id, unwritten] as const),
]);
