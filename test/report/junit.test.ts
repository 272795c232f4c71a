import { expect, test } from 'vitest';
import { text } from '../../src/model/text.ts';
import { inertText } from '../../src/report/escape.ts';
import { checkJunit, traceJunit } from '../../src/report/formats/junit.ts';
import {
  checkedRule,
  checkReport,
  finding,
  hostile,
  sources,
  topologyReport,
  trace,
  traceReport,
} from '../support/report-samples.ts';
import { againstSchema, type Element, parseXml } from './junit-elements.ts';

const met = trace({ name: 'Met', expectation: { met: true, failures: [] } });
const unmet = trace({
  name: 'Not met',
  expectation: {
    met: false,
    failures: [{ recipient: 'anna@contoso.com', key: 'status', expected: 'held', actual: 'sent', at: '/messages/0' }],
  },
});
const statement = { title: text`Nothing loops.`, classes: 3, dependsOn: [], open: [], counterexample: undefined };
const rules = ['connector/shared-ip', 'spf/missing', 'spf/syntax', 'dns/mx-missing'].map((id) => checkedRule({ id }));

const suitesOf = (xml: string): readonly Element[] => {
  const root = parseXml(xml);
  expect(againstSchema(root)).toEqual([]);
  return root.children;
};
const verdicts = (suite: Element | undefined): readonly string[] =>
  (suite?.children ?? []).map((one) => {
    const [child] = one.children;
    const verdict = child === undefined || child.name === 'system-out' ? 'passed' : child.name;
    return `${one.attributes.classname ?? ''} ${one.attributes.name ?? ''}: ${verdict}`;
  });

test('every expectation, intent and rule is a test; what is off or open is skipped', () => {
  const report = topologyReport({
    rules: [...rules, checkedRule({ id: 'rule/loop', severity: 'off' })],
    findings: [finding(), finding({ rule: 'spf/missing', severity: 'warning' })],
    traces: [trace(), met, unmet],
    intents: [
      { ...statement, id: 'a', holds: true },
      { ...statement, id: 'b', holds: false },
      { ...statement, id: 'c', holds: null },
    ],
  });
  const [suite] = suitesOf(checkJunit(checkReport(report)));
  expect(verdicts(suite)).toEqual([
    'topology_yaml.expectations Met: passed',
    'topology_yaml.expectations Not met: failure',
    'topology_yaml.intents a: passed',
    'topology_yaml.intents b: failure',
    'topology_yaml.intents c: skipped',
    'topology_yaml.rules.connector shared-ip: failure',
    'topology_yaml.rules.spf missing: passed',
    'topology_yaml.rules.spf syntax: passed',
    'topology_yaml.rules.dns mx-missing: passed',
    'topology_yaml.rules.rule loop: skipped',
  ]);
  expect(suite?.attributes).toMatchObject({ tests: '10', failures: '3', errors: '0', skipped: '2' });
});

test('invariants that were proved are tests before the intents', () => {
  const report = topologyReport({
    rules: [],
    findings: [],
    traces: [],
    intents: [{ ...statement, id: 'own', holds: true }],
    invariants: [
      { ...statement, id: 'no-loop', holds: false },
      { ...statement, id: 'no-open-relay', holds: true },
    ],
  });
  const [suite] = suitesOf(checkJunit(checkReport(report)));
  expect(verdicts(suite)).toEqual([
    'topology_yaml.invariants no-loop: failure',
    'topology_yaml.invariants no-open-relay: passed',
    'topology_yaml.intents own: passed',
  ]);
});

test('a finding below the threshold is told of a test that passes; the threshold is that of the call', () => {
  const report = topologyReport({
    rules: [checkedRule({ id: 'spf/missing', byDefault: 'warning', severity: 'warning' })],
    findings: [finding({ rule: 'spf/missing', severity: 'warning' })],
    traces: [],
  });
  const childOf = (failOn?: 'warning' | 'never') => {
    const [suite] = suitesOf(checkJunit({ ...checkReport(report), ...(failOn && { failOn }) }));
    return suite?.children[0]?.children[0];
  };
  expect(childOf()).toMatchObject({ name: 'system-out' });
  expect(childOf()?.text).toContain('topology.yaml:4:48: warning: Inbound connector');
  expect(childOf('warning')).toMatchObject({ name: 'failure', attributes: { type: 'warning' } });
  expect(childOf('never')).toMatchObject({ name: 'system-out' });
});

test('a suppressed finding fails nothing, and its reason is told', () => {
  const report = topologyReport({ findings: [finding({ suppressed: 'agreed with Contoso' })], traces: [] });
  const [suite] = suitesOf(checkJunit(checkReport(report)));
  expect(suite?.children[0]?.children[0]).toMatchObject({ name: 'system-out' });
  expect(suite?.children[0]?.children[0]?.text).toContain('Suppressed: agreed with Contoso');
});

test('an unmet expectation names the place, what was expected and what is', () => {
  const at = sources(undefined, { '/messages/0': { file: 'topology.yaml', line: 9, column: 15 } });
  const [suite] = suitesOf(traceJunit(traceReport([unmet], at)));
  const failure = suite?.children[0]?.children[0];
  expect(failure?.attributes.message).toBe('status for anna@contoso.com: expected held, is sent');
  expect(failure?.text).toBe('topology.yaml:9:15: status for anna@contoso.com: expected held, is sent');
});

test('a suite a topology, each with its own file', () => {
  const xml = checkJunit(checkReport(topologyReport(), topologyReport({ file: 'b/other.yaml' })));
  expect(suitesOf(xml).map(({ attributes }) => attributes.name)).toEqual(['topology.yaml', 'b/other.yaml']);
});

test('characters that XML 1.0 does not allow are spelt out, in text and in attributes', () => {
  const wild = `${hostile}\u0000\u0001\ufffe]]>`;
  const report = topologyReport({
    findings: [finding({ problem: text`Of ${wild}.` })],
    traces: [trace({ ...met, name: wild })],
  });
  const [suite] = suitesOf(checkJunit(checkReport(report)));
  const seen = inertText(wild).replace('\ufffe', '\\u{fffe}');
  expect(seen).toContain('\\u{1b}[31mred');
  expect(seen).toContain('\\u{0}\\u{1}');
  expect(suite?.children[0]?.attributes.name).toBe(seen);
  expect(suite?.children[1]?.children[0]?.attributes.message).toBe(`Of ${seen}.`);
  expect(suite?.children[1]?.children[0]?.text.split('\n')[0]).toBe(`topology.yaml:4:48: error: Of ${seen}.`);
});

test('the table finds what is against the schema', () => {
  const wrong =
    '<testsuites><testsuite name="x" tests="1" failures="0"><testcase>y</testcase><p/></testsuite></testsuites>';
  expect(againstSchema(parseXml(wrong))).toEqual([
    'testsuite: lacks errors',
    'testsuite: holds p',
    'testcase: lacks name',
    'testcase: holds text',
    'p: no such element',
  ]);
});
