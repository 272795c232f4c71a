import type { Transit } from './run.ts';
import type { CompiledTenant } from './world.ts';

/** A message that Exchange Online has accepted and judged. */
export interface TenantMessage {
  readonly tenant: CompiledTenant;
  readonly transit: Transit;
  readonly authAs: 'Internal' | 'Anonymous';
  readonly directionality: 'Incoming' | 'Originating';
  readonly fromOnPremises: boolean;
  readonly folder: 'inbox' | 'junk';
  /** The hop on which it came. */
  readonly hop: number;
}
