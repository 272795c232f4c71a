import { plain, text } from '../../../model/text.ts';
import { jsonText, sarifText } from '../../escape.ts';
import { faultOf } from '../../fault-words.ts';
import type { IssueReport, IssueTopology } from '../../issues.ts';
import { ruleDescriptors, ruleOverrides } from './rule-descriptors.ts';
import { physicalLocation, result, rootBase } from './sarif-results.ts';

/**
 * SARIF 2.1.0 for code scanning: one run, in it one invocation a topology, because each may set severities of
 * its own. Nothing suppressed is left out, so that a platform does not take it for mended.
 */
export function checkSarif(report: IssueReport): string {
  const [first] = report.topologies;
  const rules = first?.rules ?? [];
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'mxproof',
            fullName: `mxproof ${report.version}`,
            version: report.version,
            semanticVersion: report.version,
            rules: ruleDescriptors(rules),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          [rootBase]: { description: { text: plain(text`The directory in which mxproof was called.`) } },
        },
        invocations: [
          ...report.topologies.map((topology) => invocation(topology, report.exitCode)),
          ...(report.faults ?? []).map(({ file, what }) => ({
            executionSuccessful: false,
            ...(report.exitCode === undefined ? {} : { exitCode: report.exitCode }),
            toolExecutionNotifications: [{ level: 'error', message: { text: sarifText(plain(faultOf(file, what))) } }],
            properties: { topology: file },
          })),
        ],
        results: report.topologies.flatMap((topology, index) =>
          topology.findings.map((finding) =>
            result(topology, finding, index, indexOf.get(finding.rule), report.baseline !== undefined),
          ),
        ),
      },
    ],
  };
  return `${jsonText(JSON.stringify(log, null, 2))}\n`;
}

/** What could not be told is no result: nothing is known to be wrong. It is told as a notification. */
function invocation(topology: IssueTopology, exitCode: number | undefined) {
  const overrides = ruleOverrides(topology.rules);
  return {
    executionSuccessful: true,
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(overrides.length === 0 ? {} : { ruleConfigurationOverrides: overrides }),
    toolExecutionNotifications: topology.undetermined.map(({ what, missing, at }) => ({
      level: 'warning',
      message: { text: sarifText(plain(text`${what} ${missing}`)) },
      ...(at === undefined ? {} : { locations: [{ physicalLocation: physicalLocation(topology, at) }] }),
    })),
    properties: { topology: topology.file, name: topology.name },
  };
}
