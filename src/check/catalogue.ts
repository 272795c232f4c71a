import { by } from '../base/order.ts';
import type { Check } from './check.ts';
import { certificateChecks } from './rules/certificate/certificate-checks.ts';
import { connectorChecks } from './rules/connector/connector-checks.ts';
import { dmarcChecks } from './rules/dmarc/dmarc-checks.ts';
import { dnsChecks } from './rules/dns/dns-checks.ts';
import { filteringChecks } from './rules/filtering/filtering-checks.ts';
import { forwardingChecks } from './rules/forwarding/forwarding-checks.ts';
import { intentChecks } from './rules/intent/intent-checks.ts';
import { journalingChecks } from './rules/journaling/journaling-checks.ts';
import { messageChecks } from './rules/message/message-checks.ts';
import { portfolioChecks } from './rules/portfolio/portfolio-checks.ts';
import { remoteDomainChecks } from './rules/remote-domain/remote-domain-checks.ts';
import { rewritingChecks } from './rules/rewriting/rewriting-checks.ts';
import { routingChecks } from './rules/routing/routing-checks.ts';
import { ruleChecks } from './rules/rule/rule-checks.ts';
import { settingsChecks } from './rules/settings/settings-checks.ts';
import { spfChecks } from './rules/spf/spf-checks.ts';
import { topologyChecks } from './rules/topology/topology-checks.ts';

/** Every check, sorted by id. Each area lists its own, so that adding one touches one folder. */
export const catalogue: readonly Check[] = [
  ...certificateChecks,
  ...connectorChecks,
  ...dmarcChecks,
  ...dnsChecks,
  ...filteringChecks,
  ...forwardingChecks,
  ...intentChecks,
  ...journalingChecks,
  ...messageChecks,
  ...portfolioChecks,
  ...remoteDomainChecks,
  ...rewritingChecks,
  ...routingChecks,
  ...ruleChecks,
  ...settingsChecks,
  ...spfChecks,
  ...topologyChecks,
].sort(by((check) => check.id));
