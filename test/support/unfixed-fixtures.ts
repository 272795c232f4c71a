/** Bad fixtures that no fix of their rule cures, although one is proposed, each with the reason. */
export const unfixed: ReadonlyMap<string, string> = new Map([
  [
    'connector/disabled-but-needed/bad-inbound.yaml',
    'Enabled, the connector recognises a server that is no Exchange server: what keeps its mail internal cannot be switched on at the tenant.',
  ],
  [
    'connector/disabled-but-needed/bad-outbound-with-forced-tls.yaml',
    'TLS is to be demanded both ways, by two connectors; whichever comes first, the other way is then found to be in clear.',
  ],
]);
