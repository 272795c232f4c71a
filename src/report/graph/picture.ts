import type { Text } from '../../model/text.ts';
import type { TlsLevel } from '../../simulate/trace.ts';

/** The flow of mail as nodes and edges, before anybody decides where they stand. */
export interface Picture {
  readonly title: string;
  readonly nodes: readonly PictureNode[];
  readonly edges: readonly PictureEdge[];
  readonly groups: readonly PictureGroup[];
  /** What became of the copies of the painted message, one line each; empty where none is painted. */
  readonly endings: readonly Text[];
}

export type PictureKind =
  | 'senders'
  | 'recipients'
  | 'mx'
  | 'service'
  | 'server'
  | 'partner'
  | 'tenant'
  | 'connector'
  | 'host';

export interface PictureNode {
  readonly id: string;
  readonly kind: PictureKind;
  /** Its name. */
  readonly title: string;
  /** What it is. */
  readonly detail: Text;
  /** False for what is declared and carries nothing. */
  readonly used: boolean;
}

export interface PictureGroup {
  readonly title: Text;
  readonly nodes: readonly string[];
}

export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  /** The weakest protection seen on it; null: within one system, or not known. */
  readonly tls: TlsLevel | null;
  /** With which codes the one refuses the other; empty: mail passes. */
  readonly refused: readonly string[];
  /** Strangers hand in here without looking at an MX, while there is one. */
  readonly pastMx: boolean;
  /** Mail goes round over it. */
  readonly loops: boolean;
  /** Connectors of servers that lead over it, and what else is worth saying beside it. */
  readonly labels: readonly string[];
  /** The numbers of the hops of the painted message; empty: it does not come along. */
  readonly steps: readonly number[];
}
