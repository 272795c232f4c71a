import type { Copy } from './run.ts';
import type { TlsLevel } from './trace.ts';

const levels: readonly TlsLevel[] = ['none', 'opportunistic', 'encrypted', 'verified'];

export const weakest = (left: TlsLevel | null, right: TlsLevel): TlsLevel =>
  left !== null && levels.indexOf(left) < levels.indexOf(right) ? left : right;

/** The copy one node further. */
export const step = (copy: Copy, node: string, hop: number, level: TlsLevel): Copy => ({
  ...copy,
  route: [...copy.route, node],
  hops: [...copy.hops, hop],
  tls: weakest(copy.tls, level),
});
