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
  /** The session in which it came; undefined for what was submitted here. */
  readonly session: Arrival | undefined;
  /** The connecting address is on the IP allow list (CF-5). */
  readonly ipAllowed: boolean;
  /** Undefined where the sender is not judged: internal mail, and what own servers relay. */
  readonly judged: JudgedSender | undefined;
  /** The SCL that a rule set (ACT-17); undefined: none did. */
  readonly scl: number | undefined;
  /** The hop on which it came. */
  readonly hop: number;
}

/** A message that begins in Exchange Online: from a mailbox or client, an inbox rule, or the service itself (HDR-2). */
export const submitted = (
  tenant: CompiledTenant,
  transit: Transit,
  authAs: TenantMessage['authAs'],
  hop: number,
): TenantMessage => ({
  tenant,
  transit,
  authAs,
  directionality: 'Originating',
  fromOnPremises: false,
  folder: 'inbox',
  session: undefined,
  ipAllowed: false,
  judged: undefined,
  scl: undefined,
  hop,
});
