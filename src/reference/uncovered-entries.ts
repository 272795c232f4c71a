/**
 * Why no check reports an entry of the misconfiguration catalogues, in a sentence for readers, by id: a topology cannot decide
 * it. Every other entry is named by the `covers` of a check.
 */
export const uncoveredEntries: ReadonlyMap<string, string> = new Map([
  ['CMIS-20', 'How long ago an address was added is a matter of time, and a topology is one instant.'],
  [
    'CMIS-40',
    'Which connectors the service blocked (`Get-BlockedConnector`) is a state of the service and no part of a topology.',
  ],
  [
    'CMIS-49',
    'How long a connection stays open, and when a gateway drops it, is a matter of time; a topology has no clock.',
  ],
  [
    'CMIS-50',
    'The MTA-STS policy is a file on a web server; DNS says only that there is one, and a topology declares DNS.',
  ],
  [
    'PMIS-11',
    'A domain condition takes in the subdomains, and many rules want just that; whether one was meant for the domain alone is what its author had in mind, and no topology says it.',
  ],
]);
