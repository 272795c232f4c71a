import type { Copy } from './run.ts';

/** A copy at the node where it begins, with no way behind it. */
export const newCopy = (order: readonly number[], address: string, node: string): Copy =>
  shaped({
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

/** The copy with other values for some of its fields. */
export const copyWith = <Field extends keyof Copy>(copy: Copy, changes: Pick<Copy, Field>): Copy =>
  Object.assign(shaped(copy), changes);

/**
 * Writes all fields of a copy at one place. What a spread makes has a hidden class of that spread alone, and a message
 * goes through so many that the engine would give up on telling copies apart and look up their fields one by one.
 */
const shaped = (copy: Copy): Copy => ({
  order: copy.order,
  recipient: copy.recipient,
  address: copy.address,
  final: copy.final,
  route: copy.route,
  connectors: copy.connectors,
  hops: copy.hops,
  tls: copy.tls,
  spf: copy.spf,
  dkim: copy.dkim,
  dmarc: copy.dmarc,
  judged: copy.judged,
  directionality: copy.directionality,
  authAs: copy.authAs,
  finalAuthAs: copy.finalAuthAs,
  scl: copy.scl,
  egress: copy.egress,
  visits: copy.visits,
  groups: copy.groups,
  forwards: copy.forwards,
  arrivalSpf: copy.arrivalSpf,
  judgedAddress: copy.judgedAddress,
  rules: copy.rules,
  journalReport: copy.journalReport,
});
