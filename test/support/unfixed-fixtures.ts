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
  [
    'remote-domain/subdomain-not-covered/bad-built-in-default.yaml',
    'Set so, it stops a declared forward, which is then found as one that does not arrive: which of the two is meant a person says.',
  ],
  [
    'remote-domain/subdomain-not-covered/bad-forward-to-a-subdomain.yaml',
    'Set so, it stops a declared forward, which is then found as one that does not arrive: which of the two is meant a person says.',
  ],
  [
    'rule/forwarder-not-spared/bad-inbox-rule.yaml',
    'Set so, it stops a declared forward, which is then found as one that does not arrive: which of the two is meant a person says.',
  ],
]);
