import check from './french/check.json' with { type: 'json' };
import checkCertificate from './french/check-certificate.json' with { type: 'json' };
import checkConnector from './french/check-connector.json' with { type: 'json' };
import checkDmarc from './french/check-dmarc.json' with { type: 'json' };
import checkDns from './french/check-dns.json' with { type: 'json' };
import checkFiltering from './french/check-filtering.json' with { type: 'json' };
import checkForwarding from './french/check-forwarding.json' with { type: 'json' };
import checkIntent from './french/check-intent.json' with { type: 'json' };
import checkJournaling from './french/check-journaling.json' with { type: 'json' };
import checkMessage from './french/check-message.json' with { type: 'json' };
import checkPortfolio from './french/check-portfolio.json' with { type: 'json' };
import checkRemoteDomain from './french/check-remote-domain.json' with { type: 'json' };
import checkRewriting from './french/check-rewriting.json' with { type: 'json' };
import checkRouting from './french/check-routing.json' with { type: 'json' };
import checkRule from './french/check-rule.json' with { type: 'json' };
import checkSettings from './french/check-settings.json' with { type: 'json' };
import checkSpf from './french/check-spf.json' with { type: 'json' };
import checkTopology from './french/check-topology.json' with { type: 'json' };
import cli from './french/cli.json' with { type: 'json' };
import fix from './french/fix.json' with { type: 'json' };
import inputCertificates from './french/input-certificates.json' with { type: 'json' };
import inputDns from './french/input-dns.json' with { type: 'json' };
import inputDocuments from './french/input-documents.json' with { type: 'json' };
import inputEvidence from './french/input-evidence.json' with { type: 'json' };
import inputImporters from './french/input-importers.json' with { type: 'json' };
import inputMessages from './french/input-messages.json' with { type: 'json' };
import inputTopology from './french/input-topology.json' with { type: 'json' };
import live from './french/live.json' with { type: 'json' };
import model from './french/model.json' with { type: 'json' };
import protocolsDmarc from './french/protocols-dmarc.json' with { type: 'json' };
import protocolsRuleText from './french/protocols-rule-text.json' with { type: 'json' };
import protocolsSpf from './french/protocols-spf.json' with { type: 'json' };
import protocolsZone from './french/protocols-zone.json' with { type: 'json' };
import prove from './french/prove.json' with { type: 'json' };
import reference from './french/reference.json' with { type: 'json' };
import referenceReplies from './french/reference-replies.json' with { type: 'json' };
import referenceSemantics from './french/reference-semantics.json' with { type: 'json' };
import report from './french/report.json' with { type: 'json' };
import reportHtml from './french/report-html.json' with { type: 'json' };
import reportMarkdown from './french/report-markdown.json' with { type: 'json' };
import reportSarif from './french/report-sarif.json' with { type: 'json' };
import reportTerminal from './french/report-terminal.json' with { type: 'json' };
import scenarios from './french/scenarios.json' with { type: 'json' };
import semanticsAcceptance from './french/semantics-acceptance.json' with { type: 'json' };
import semanticsAttribution from './french/semantics-attribution.json' with { type: 'json' };
import semanticsDecisions from './french/semantics-decisions.json' with { type: 'json' };
import semanticsFiltering from './french/semantics-filtering.json' with { type: 'json' };
import semanticsForwarding from './french/semantics-forwarding.json' with { type: 'json' };
import semanticsHybrid from './french/semantics-hybrid.json' with { type: 'json' };
import semanticsMisconfigurations from './french/semantics-misconfigurations.json' with { type: 'json' };
import semanticsOutbound from './french/semantics-outbound.json' with { type: 'json' };
import semanticsPredicates from './french/semantics-predicates.json' with { type: 'json' };
import semanticsRouting from './french/semantics-routing.json' with { type: 'json' };
import semanticsRules from './french/semantics-rules.json' with { type: 'json' };
import simulate from './french/simulate.json' with { type: 'json' };
import simulateForwards from './french/simulate-forwards.json' with { type: 'json' };
import simulateNodes from './french/simulate-nodes.json' with { type: 'json' };
import simulateProbes from './french/simulate-probes.json' with { type: 'json' };
import simulateRules from './french/simulate-rules.json' with { type: 'json' };
import simulateSteps from './french/simulate-steps.json' with { type: 'json' };
import type { Catalogue } from './translate.ts';

/** Every sentence of the program in French. Written by test/tooling/list-sentences.mjs, as its parts are. */
export const french: Catalogue = {
  ...check,
  ...checkCertificate,
  ...checkConnector,
  ...checkDmarc,
  ...checkDns,
  ...checkFiltering,
  ...checkForwarding,
  ...checkIntent,
  ...checkJournaling,
  ...checkMessage,
  ...checkPortfolio,
  ...checkRemoteDomain,
  ...checkRewriting,
  ...checkRouting,
  ...checkRule,
  ...checkSettings,
  ...checkSpf,
  ...checkTopology,
  ...cli,
  ...fix,
  ...inputCertificates,
  ...inputDns,
  ...inputDocuments,
  ...inputEvidence,
  ...inputImporters,
  ...inputMessages,
  ...inputTopology,
  ...live,
  ...model,
  ...protocolsDmarc,
  ...protocolsRuleText,
  ...protocolsSpf,
  ...protocolsZone,
  ...prove,
  ...reference,
  ...referenceReplies,
  ...referenceSemantics,
  ...report,
  ...reportHtml,
  ...reportMarkdown,
  ...reportSarif,
  ...reportTerminal,
  ...scenarios,
  ...semanticsAcceptance,
  ...semanticsAttribution,
  ...semanticsDecisions,
  ...semanticsFiltering,
  ...semanticsForwarding,
  ...semanticsHybrid,
  ...semanticsMisconfigurations,
  ...semanticsOutbound,
  ...semanticsPredicates,
  ...semanticsRouting,
  ...semanticsRules,
  ...simulate,
  ...simulateForwards,
  ...simulateNodes,
  ...simulateProbes,
  ...simulateRules,
  ...simulateSteps,
};
