import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { text } from '../../src/model/text.ts';
import { checkJson, traceJson } from '../../src/report/formats/json.ts';
import { spfJson } from '../../src/report/formats/spf-json.ts';
import {
  checkReport,
  decision,
  finding,
  firstHop,
  hop,
  hostile,
  outcome,
  refusedAlternative,
  sources,
  topologyReport,
  trace,
  traceReport,
} from '../support/report-samples.ts';
import { spfReport } from '../support/spf-report-sample.ts';

const schema: object = JSON.parse(readFileSync(new URL('../../schemas/report.schema.json', import.meta.url), 'utf8'));
const ajv = new Ajv({ strict: true, strictRequired: true, allowUnionTypes: true, allErrors: true });
const validate = ajv.compile(schema);
const problems = (json: string): unknown => (validate(JSON.parse(json)) ? [] : validate.errors);

const withEverything = trace({
  outcomes: [
    outcome(),
    outcome({
      status: 'deferred',
      endsAt: 'service:filter',
      route: ['internet', 'service:filter'],
      reply: {
        code: '450',
        enhanced: '4.4.317',
        text: 'Cannot connect to remote server',
        from: 'service:filter',
        final: { code: '550', enhanced: '5.4.317', text: 'Message expired' },
        returnedTo: [],
        returnedBy: null,
      },
      spf: null,
      dkim: null,
      dmarc: null,
      folder: null,
      directionality: null,
      authAs: null,
      finalAuthAs: null,
      tls: null,
      hops: [0],
    }),
    outcome({ status: 'undetermined', folder: null, missing: text`The zone of ${'fabrikam.com'} was not given.` }),
  ],
  alternatives: [refusedAlternative],
  alternativesCut: true,
  expectation: {
    met: false,
    failures: [
      { recipient: 'anna@contoso.com', key: 'status', expected: 'quarantined', actual: 'delivered', at: '/messages/0' },
    ],
  },
});

describe('JSON of check', () => {
  test('a report with everything in it satisfies the published schema', () => {
    const report = checkReport(
      topologyReport({
        findings: [finding(), finding({ severity: 'info', location: undefined, suppressed: 'known' })],
        traces: [trace(), withEverything],
        undetermined: [{ what: text`SPF of fabrikam.com.`, missing: text`Its zone was not given.`, at: undefined }],
      }),
      topologyReport({ file: 'b/other.yaml', name: '', findings: [], traces: [] }),
    );
    expect(problems(checkJson(report))).toEqual([]);
  });

  test('topologies that a fault of the program left without a verdict are told beside the others', () => {
    const faults = [{ file: 'b/other.yaml', what: 'the thread ended before it had answered' }];
    const text = checkJson({ ...checkReport(topologyReport()), faults });
    expect(problems(text)).toEqual([]);
    expect(JSON.parse(text).faults).toEqual(faults);
  });

  test('keys stand in the order of the contract, so that two reports can be compared as text', () => {
    const parsed = JSON.parse(checkJson(checkReport(topologyReport())));
    expect(Object.keys(parsed)).toEqual(['mxproof', 'version', 'asOf', 'topologies', 'collisions']);
    expect(Object.keys(parsed.topologies[0])).toEqual([
      'file',
      'name',
      'findings',
      'traces',
      'invariants',
      'intents',
      'undetermined',
      'summary',
    ]);
    expect(Object.keys(parsed.topologies[0].findings[0])).toEqual([
      ...['rule', 'severity', 'confidence', 'subject', 'message', 'consequence', 'remedy', 'location', 'evidence'],
      ...['semantics', 'assumptions', 'fixes', 'fingerprint', 'suppressed'],
    ]);
  });

  test('message is the problem with its values as written', () => {
    const parsed = JSON.parse(checkJson(checkReport(topologyReport())));
    expect(parsed.topologies[0].findings[0].message).toBe(
      'Inbound connector "From filter" identifies the organisation by 192.0.2.25, an address of service:filter that others share.',
    );
  });

  test('a suppressed finding stays in the list and counts as suppressed alone', () => {
    const report = checkReport(
      topologyReport({ findings: [finding({ suppressed: 'accepted until June' }), finding()] }),
    );
    const [topology] = JSON.parse(checkJson(report)).topologies;
    expect(topology.findings.map((it: { suppressed: boolean }) => it.suppressed)).toEqual([true, false]);
    expect(topology.summary).toEqual({ error: 1, warning: 0, info: 0, suppressed: 1 });
  });

  test('asOf is the instant to the second in UTC', () => {
    expect(JSON.parse(checkJson(checkReport())).asOf).toBe('2026-11-21T00:00:00Z');
  });

  test('the schema refuses a severity outside the list and a key that nobody announced', () => {
    const parsed = JSON.parse(checkJson(checkReport(topologyReport())));
    parsed.topologies[0].findings[0].severity = 'fatal';
    expect(validate(parsed)).toBe(false);
    const other = JSON.parse(checkJson(checkReport(topologyReport())));
    other.topologies[0].findings[0].extra = 1;
    expect(validate(other)).toBe(false);
  });
});

describe('JSON of trace', () => {
  test('every kind of outcome, reply and alternative satisfies the published schema', () => {
    expect(problems(traceJson(traceReport([trace(), withEverything])))).toEqual([]);
  });

  test('keys of trace and outcome stand in the order of the contract', () => {
    const [first] = JSON.parse(traceJson(traceReport([trace()]))).traces;
    expect(Object.keys(first)).toEqual([
      'name',
      'message',
      'outcomes',
      'hops',
      'alternatives',
      'alternativesCut',
      'expectation',
    ]);
    expect(Object.keys(first.outcomes[0])).toEqual([
      ...['recipient', 'finalRecipient', 'status', 'endsAt', 'route', 'connectors', 'reply', 'spf', 'dkim', 'dmarc'],
      ...['egressIp', 'egressPool', 'egressSpf', 'lastMailFrom', 'folder', 'hops', 'directionality', 'authAs'],
      ...['finalAuthAs', 'scl', 'tls', 'rules', 'confidence', 'assumptions', 'missing'],
    ]);
  });

  test('an alternative is an outcome with its question, and its hops follow those of the trace without repetition', () => {
    const [only] = JSON.parse(traceJson(traceReport([trace({ alternatives: [refusedAlternative] })]))).traces;
    expect(only.alternatives).toHaveLength(1);
    expect(only.alternatives[0]).toMatchObject({
      question: 'Does a domain that only contoso.com has decide the attribution?',
      answer: 'off',
      assumption: 'attribution.recipientFallback',
      status: 'bounced',
      hops: [0, 2],
    });
    expect(only.hops).toHaveLength(3);
    expect(only.hops[2].decisions[0].verdict).toBe('No connector takes the session.');
  });

  test('a copy that the open point leaves alone is not listed among the alternatives', () => {
    const bob = outcome({ recipient: 'bob@contoso.com', finalRecipient: 'bob@contoso.com' });
    const both = trace({
      outcomes: [outcome(), bob],
      alternatives: [{ ...refusedAlternative, outcomes: [...refusedAlternative.outcomes, bob] }],
    });
    const [only] = JSON.parse(traceJson(traceReport([both]))).traces;
    expect(only.alternatives.map((it: { recipient: string }) => it.recipient)).toEqual(['anna@contoso.com']);
  });

  test('an unmet expectation carries the place of the expectation', () => {
    const at = { file: 'topology.yaml', line: 9, column: 7 };
    const [only] = JSON.parse(
      traceJson(traceReport([withEverything], sources(undefined, { '/messages/0': at }))),
    ).traces;
    expect(only.expectation).toEqual({
      met: false,
      failures: [
        { recipient: 'anna@contoso.com', key: 'status', expected: 'quarantined', actual: 'delivered', location: at },
      ],
    });
  });
});

describe('JSON of spf', () => {
  test('an analysis and an evaluation satisfy the published schema', () => {
    const evaluation = {
      ip: '192.0.2.1',
      sender: 'a@contoso.com',
      helo: 'contoso.com',
      result: 'pass',
      mechanism: 'ip4:192.0.2.0/24',
      explanation: null,
    } as const;
    expect(problems(spfJson(spfReport()))).toEqual([]);
    expect(
      problems(spfJson(spfReport({ evaluation, authorised: [], secondOpinion: { agrees: true, says: [] } }))),
    ).toEqual([]);
  });
});

describe('every JSON report', () => {
  const evil = trace({
    name: hostile,
    outcomes: [outcome({ recipient: hostile, route: ['internet', `service:${hostile}`] })],
    hops: [firstHop, hop({ helo: hostile, decisions: [decision({ verdict: text`${hostile}` })] })],
  });
  const reports: readonly (readonly [string, string])[] = [
    [
      'check',
      checkJson(checkReport(topologyReport({ findings: [finding({ problem: text`${hostile}` })], traces: [evil] }))),
    ],
    ['trace', traceJson(traceReport([evil]))],
    ['spf', spfJson(spfReport({ domain: hostile }))],
  ];

  test.each(reports)('%s ends with exactly one line end', (_, json) => {
    expect(json).toMatch(/[^\n]\n$/u);
  });

  test.each(reports)('%s shows no character that could act on a terminal', (_, json) => {
    expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  test('hostile values survive unchanged for a program that reads them', () => {
    expect(JSON.parse(traceJson(traceReport([evil]))).traces[0].name).toBe(hostile);
  });
});
