import type { Check } from '../../check.ts';
import { centralTransportSkipped } from './central-transport-skipped.ts';
import { centralTransportUntrusted } from './central-transport-untrusted.ts';
import { deadEnd } from './dead-end.ts';
import { domainInTwoTenants } from './domain-in-two-tenants.ts';
import { filterBypass } from './filter-bypass.ts';
import { hybridInconsistent } from './hybrid-inconsistent.ts';
import { hybridNeedsCare } from './hybrid-needs-care.ts';
import { initialDomainAsSender } from './initial-domain-as-sender.ts';
import { internalRelayLeftOn } from './internal-relay-left-on.ts';
import { invariantRefuted } from './invariant-refuted.ts';
import { loop } from './loop.ts';
import { openRelay } from './open-relay.ts';
import { relayPool } from './relay-pool.ts';
import { rewrittenSenderUnreachable } from './rewritten-sender-unreachable.ts';
import { scannerBehindTenant } from './scanner-behind-tenant.ts';
import { spoofAccepted } from './spoof-accepted.ts';
import { subdomainNotAccepted } from './subdomain-not-accepted.ts';
import { trustLost } from './trust-lost.ts';
import { unencrypted } from './unencrypted.ts';

/** What traces alone show. */
export const routingChecks: readonly Check[] = [
  loop,
  deadEnd,
  hybridInconsistent,
  filterBypass,
  openRelay,
  unencrypted,
  trustLost,
  spoofAccepted,
  centralTransportSkipped,
  internalRelayLeftOn,
  initialDomainAsSender,
  domainInTwoTenants,
  invariantRefuted,
  hybridNeedsCare,
  scannerBehindTenant,
  centralTransportUntrusted,
  subdomainNotAccepted,
  relayPool,
  rewrittenSenderUnreachable,
];
