import { copyWith } from './new-copy.ts';
import type { Copy } from './run.ts';
import type { TlsLevel } from './trace.ts';

const levels: readonly TlsLevel[] = ['none', 'opportunistic', 'encrypted', 'verified'];

export const weakest = (left: TlsLevel | null, right: TlsLevel): TlsLevel =>
  left !== null && levels.indexOf(left) < levels.indexOf(right) ? left : right;

/** The copy one node further, and the connectors that took it there. */
export const step = (
  copy: Copy,
  node: string,
  hop: number,
  level: TlsLevel,
  connectors: readonly string[] = [],
): Copy =>
  copyWith(copy, {
    route: [...copy.route, node],
    connectors: connectors.length === 0 ? copy.connectors : [...copy.connectors, ...connectors],
    hops: [...copy.hops, hop],
    tls: weakest(copy.tls, level),
  });
