/** Bad fixtures that no fix of their rule cures, although one is proposed, each with the reason. */
export const unfixed: ReadonlyMap<string, string> = new Map([
  [
    'connector/disabled-but-needed/bad-inbound.yaml',
    'Enabled, the connector recognises the servers, and it shows that nothing keeps their mail internal (CloudServicesMailEnabled).',
  ],
  [
    'connector/disabled-but-needed/bad-outbound-with-forced-tls.yaml',
    'Enabled, the connector demands TLS for the partner, and nothing demands it of the partner: to create that connector is another decision.',
  ],
  [
    'connector/disabled-but-needed/bad-receive-connector.yaml',
    "Enabled, the connector lets hybrid mail arrive, in clear and as a stranger's, which the connectors of the tenant are to cure.",
  ],
  [
    'filtering/enhanced-filtering-off/bad-skips-one-hop-of-two.yaml',
    'Two services in a row: which addresses are hops of the filter is for a person to say.',
  ],
]);
