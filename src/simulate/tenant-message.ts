import type { Arrival, Transit } from './run.ts';
import type { JudgedSender } from './steps/judge-sender.ts';
import type { CompiledTenant } from './world.ts';

/** A message that Exchange Online has accepted and judged. */
export interface TenantMessage {
  readonly tenant: CompiledTenant;
  readonly transit: Transit;
  readonly authAs: 'Internal' | 'Anonymous';
  readonly directionality: 'Incoming' | 'Originating';
  readonly fromOnPremises: boolean;
  readonly folder: 'inbox' | 'junk';
  /** The session in which it came; absent for what was submitted here. */
  readonly session?: Arrival;
  /** The connecting address is on the IP allow list (CF-5). */
  readonly ipAllowed?: boolean;
  /** Absent where the sender is not judged: internal mail, and what own servers relay. */
  readonly judged?: JudgedSender;
  /** The SCL that a rule set (ACT-17); absent: none did. */
  readonly scl?: number;
  /** The hop on which it came. */
  readonly hop: number;
}
