import type { Text } from '../model/text.ts';
import type { Copy, Note, Transit } from './run.ts';
import type { ClientTls } from './steps/negotiate-tls.ts';
import type { Resolution } from './steps/resolve-next-hop.ts';

/** A node hands copies of a message to the next one. */
export interface Departure {
  readonly from: string;
  readonly copies: readonly Copy[];
  readonly transit: Transit;
  /** The domain or smart host that is looked for, for the words. */
  readonly towards: string;
  readonly resolution: Resolution;
  readonly client: ClientTls;
  readonly helo: string;
  /** The address it connects from, which may depend on where to. */
  readonly sourceIp: (to: string) => string | null;
  readonly via: 'mx' | 'smart-host' | 'table' | 'internal';
  /** Some system has accepted the message; false for the host that a sample names as its source. */
  readonly accepted: boolean;
  /** Decisions that led here. */
  readonly notes: readonly Note[];
  readonly semantics: readonly string[];
  /** Why it goes there, where neither MX nor smart host says so. */
  readonly because: Text | undefined;
  /** Called for copies that leave the topology, to settle sender rewriting and pool. */
  readonly leave?: (
    copies: readonly Copy[],
    to: string,
  ) => {
    readonly copies: readonly Copy[];
    readonly transit: Transit;
    readonly sourceIp: string | null;
    readonly notes: readonly Note[];
  };
}
