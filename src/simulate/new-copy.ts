import type { Copy } from './run.ts';

/** A copy at the node where it begins, with no way behind it. */
export const newCopy = (order: readonly number[], address: string, node: string): Copy => ({
  order,
  recipient: address,
  address,
  final: address,
  route: [node],
  connectors: [],
  hops: [],
  tls: null,
  spf: null,
  dkim: null,
  dmarc: null,
  judged: false,
  directionality: null,
  authAs: null,
  finalAuthAs: null,
  scl: null,
  egress: null,
  visits: [],
  groups: [],
  forwards: [],
  arrivalSpf: null,
  judgedAddress: null,
  rules: [],
  journalReport: false,
});
