/** Ids of the invariants, in their order: for reports that name them without having judged them. */
export const invariantIds = [
  'no-loop',
  'no-open-relay',
  'recipients-reachable',
  'unknown-recipients-refused',
  'filter-not-bypassed',
  'internal-stays-internal',
  'tls-demands-met',
  'senders-authenticated',
  'no-false-attribution',
  'forwards-obey-controls',
] as const;
