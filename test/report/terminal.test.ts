import { describe, expect, test } from 'vitest';
import { text } from '../../src/model/text.ts';
import { displayWidth } from '../../src/report/formats/terminal/width.ts';
import { checkTerminal, spfTerminal, traceTerminal } from '../../src/report/formats/terminal.ts';
import type { Style } from '../../src/report/report.ts';
import type { Trace } from '../../src/simulate/trace.ts';
import {
  checkReport,
  decision,
  finding,
  firstHop,
  hop,
  hostile,
  outcome,
  plainStyle,
  refusedAlternative,
  sources,
  topologyReport,
  trace,
  traceReport,
} from '../support/report-samples.ts';
import { spfReport } from '../support/spf-report-sample.ts';

const documented = () => 'documented' as const;
const style = (over: Partial<Style> = {}): Style => ({ ...plainStyle, ...over });
const check = (over: Parameters<typeof topologyReport>[0], look: Partial<Style> = {}): string =>
  checkTerminal(checkReport(topologyReport(over)), style(look), documented);
const traced = (it: Trace, look: Partial<Style> = {}): string =>
  traceTerminal(traceReport([it]), style(look), documented);

const unmet = trace({
  alternatives: [refusedAlternative],
  alternativesCut: true,
  expectation: {
    met: false,
    failures: [
      { recipient: 'anna@contoso.com', key: 'status', expected: 'quarantined', actual: 'delivered', at: '/m' },
    ],
  },
});

describe('a finding', () => {
  test('shows severity, rule, subject, place, the own line with carets, problem, consequence and remedy', () => {
    const lines = check({ traces: [] }).split('\n');
    expect(lines.slice(0, 11)).toEqual([
      'error  connector/shared-ip  inbound:from filter',
      '  topology.yaml:4:48',
      '  3 |   inboundConnectors:',
      '  4 |     - { Name: From filter, SenderIPAddresses: [192.0.2.25] }',
      '    |                                                ^^^^^^^^^^',
      '  Inbound connector "From filter" identifies the organisation by 192.0.2.25, an address of',
      '  service:filter that others share.',
      '  Any customer of service:filter can relay through the tenant as if it were one of the',
      "  organisation's own servers.",
      '  Remedy  Identify the filter by its certificate: set TlsSenderCertificateName to',
      '          out.filter.example.',
    ]);
  });

  test('says its confidence only when it is not documented', () => {
    expect(check({})).not.toContain('Confidence');
    expect(check({ findings: [finding({ confidence: 'inferred' })] })).toContain('Confidence  inferred');
  });

  test('shows evidence and semantics with --verbose alone', () => {
    expect(check({})).not.toContain('Evidence  topology.yaml:4:48: SenderIPAddresses: 192.0.2.25');
    const verbose = check({ traces: [] }, { verbose: true });
    expect(verbose).toContain('Evidence  topology.yaml:4:48: SenderIPAddresses: 192.0.2.25');
    expect(verbose).toContain('Rests on  ATTR-7');
  });

  test('names a place from where the user stands, not from the directory of the topology', () => {
    expect(check({ file: 'worlds/hybrid/topology.yaml' })).toContain('  worlds/hybrid/topology.yaml:4:48\n');
  });

  test('without a place has no quotation', () => {
    expect(check({ findings: [finding({ location: undefined })], traces: [] })).not.toContain('^');
  });

  test('in a file whose text is not at hand is printed with its place alone', () => {
    const out = check({ findings: [finding({ location: { file: 'dns/x.zone', line: 2, column: 1 } })], traces: [] });
    expect(out).toContain('  dns/x.zone:2:1\n  Inbound connector');
  });

  test('that is suppressed is counted, and listed with its reason only by --verbose', () => {
    const findings = [finding({ suppressed: 'moves in June' })];
    expect(check({ findings, traces: [] })).toBe('Nothing found; 1 suppressed (listed with --verbose).\n');
    expect(check({ findings, traces: [] }, { verbose: true })).toContain('Suppressed  moves in June');
  });

  test('has its carets under the place also behind wide characters and tabs', () => {
    const line = '\t名前: "日本", x: bad';
    const column = line.indexOf('bad') + 1;
    const location = { file: 'topology.yaml', line: 1, column, endLine: 1, endColumn: column + 3 };
    const out = check({ findings: [finding({ location })], sources: sources([line]), traces: [] });
    const [shown = '', carets = ''] = out.split('\n').slice(2, 4);
    expect(displayWidth(carets.slice(0, carets.indexOf('^')))).toBe(displayWidth(shown.slice(0, shown.indexOf('bad'))));
    expect(carets.replaceAll(' ', '')).toBe('|^^^');
  });

  test('in a very long line is quoted in part, the marked stretch in view', () => {
    const line = `${'a'.repeat(5000)}MARK${'b'.repeat(5000)}`;
    const location = { file: 'topology.yaml', line: 1, column: 5001, endLine: 1, endColumn: 5005 };
    const out = check({ findings: [finding({ location })], sources: sources([line]), traces: [] });
    const [shown = '', carets = ''] = out.split('\n').slice(2, 4);
    expect(displayWidth(shown)).toBeLessThanOrEqual(100);
    expect(shown.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('MARK');
  });
});

describe('check', () => {
  test('ends with how the messages fared, what could not be said, and the totals', () => {
    const out = check({
      findings: [finding(), finding({ severity: 'warning' })],
      traces: [trace(), trace({ outcomes: [outcome({ status: 'bounced', folder: null })] })],
      undetermined: [{ what: text`SPF of ${'fabrikam.com'}`, missing: text`its zone was not given`, at: undefined }],
    });
    expect(out.split('\n').slice(-5)).toEqual([
      '2 messages traced: 1 delivered, 1 bounced.',
      '1 point undetermined:',
      '  ?  SPF of fabrikam.com — its zone was not given',
      '1 error, 1 warning, 0 info.',
      '',
    ]);
  });

  test('prints a whole trace only where an expectation is not met, or with --verbose', () => {
    expect(check({})).not.toContain('hop 1');
    expect(check({ traces: [unmet] })).toContain('hop 1');
    expect(check({}, { verbose: true })).toContain('hop 1');
  });

  test('of a clean topology says so, and says nothing when quiet', () => {
    expect(check({ findings: [], traces: [] })).toBe('Nothing found.\n');
    expect(check({ findings: [] }, { quiet: true })).toBe('');
  });

  test('of several topologies puts each under its name', () => {
    const report = checkReport(topologyReport({ file: 'a.yaml' }), topologyReport({ file: 'b.yaml', name: '' }));
    const out = checkTerminal(report, plainStyle, documented);
    expect(out).toContain('══  a.yaml (Contoso hybrid)\n');
    expect(out).toContain('══  b.yaml\n');
  });
});

describe('trace', () => {
  test('draws the way of a copy with the protection of each leg and what became of it', () => {
    expect(traced(trace())).toContain(
      '    internet ──opportunistic──▶ service:filter ──encrypted──▶ tenant   delivered (inbox)\n',
    );
  });

  test('breaks the picture between legs when the terminal is narrow', () => {
    expect(traced(trace(), { width: 60 })).toContain(
      '    internet ──opportunistic──▶ service:filter\n      ──encrypted──▶ tenant   delivered (inbox)\n',
    );
  });

  test('says in clear of a leg without TLS, and draws a bare arrow where the leg never came about', () => {
    const it = trace({ hops: [{ ...firstHop, tls: 'none' }], outcomes: [outcome({ hops: [0] })] });
    expect(traced(it)).toContain('internet ──in clear──▶ service:filter ────▶ tenant');
  });

  test('a leg inside one node does not shift the protection of those that follow', () => {
    const inside = hop({ from: 'service:filter', to: 'service:filter', tls: 'none' });
    const it = trace({ hops: [firstHop, inside, hop()], outcomes: [outcome({ hops: [0, 1, 2] })] });
    expect(traced(it)).toContain('internet ──opportunistic──▶ service:filter ──encrypted──▶ tenant');
  });

  test('shows each decision with its reason, its sources, the losers and the evidence', () => {
    expect(traced(trace()).split('\n').slice(-10)).toEqual([
      '  ┌ hop 2  service:filter ──encrypted──▶ tenant',
      '  │ from 192.0.2.25 · helo out.filter.example · no client certificate',
      '  │ MAIL FROM <alice@example.org> RCPT TO <anna@contoso.com>',
      '  ├ select-inbound-connector  Connector "From filter" takes the session.',
      '  │   because its SenderIPAddresses hold 192.0.2.25 and no connector names a certificate.',
      '  │   [ATTR-7 documented]',
      '  │   not:  Partner "Fabrikam" — because its addresses do not hold 192.0.2.25.',
      '  │   Evidence  topology.yaml:4:48: SenderIPAddresses: 192.0.2.25',
      '  └',
      '',
    ]);
  });

  test('a leg inside a node has no arrow and no peers', () => {
    const inside = hop({ from: 'server:EX01', to: 'server:EX01', sourceIp: null, helo: null });
    const out = traced(trace({ hops: [inside], outcomes: [outcome({ hops: [0], route: ['server:EX01'] })] }));
    expect(out).toContain('  ┌ hop 1  inside server:EX01\n  │ MAIL FROM <alice@example.org>');
  });

  test('says which legs are whose, where there are several copies', () => {
    const forked = trace({ outcomes: [outcome(), outcome({ finalRecipient: 'bob@contoso.com', hops: [0] })] });
    expect(traced(forked)).toContain('    Hops  1, 2\n');
    expect(traced(forked)).toContain('    Hops  1\n');
    expect(traced(trace())).not.toContain('Hops');
  });

  test('a hop with very many recipients names the first ten, and all with --verbose', () => {
    const many = Array.from({ length: 25 }, (_, at) => `r${at}@contoso.com`);
    const it = trace({ hops: [firstHop, hop({ recipients: many })] });
    expect(traced(it)).toContain('RCPT TO <r9@contoso.com>');
    expect(traced(it)).not.toContain('r10@contoso.com');
    expect(traced(it)).toContain('and 15 more');
    expect(traced(it, { verbose: true })).toContain('RCPT TO <r24@contoso.com>');
  });

  test('the same failure of several copies is said once', () => {
    const failure = { recipient: 'all@contoso.com', key: 'scl', expected: '5', actual: 'null', at: '/m' };
    const out = traced(trace({ expectation: { met: false, failures: [failure, failure] } }));
    expect(out.match(/Not met/gu)).toHaveLength(1);
  });

  test('shows the reply, who gave it and who gets it back', () => {
    const out = traced(trace({ outcomes: refusedAlternative.outcomes }));
    expect(out).toContain('   bounced (550 5.7.64)\n');
    expect(out).toContain('Reply  550 5.7.64 TenantAttribution; Relay Access Denied — by tenant');
    expect(out).toContain('Returned to  alice@example.org');
  });

  test('shows alternatives with their question, the answer and the assumption that settles it', () => {
    const out = traced(unmet);
    expect(out).toContain('Otherwise  Does a domain that only contoso.com has decide the attribution?');
    expect(out).toContain('[attribution.recipientFallback]');
    expect(out).toContain('If  off');
    expect(out).toContain('these alternatives are not all');
  });

  test('does not repeat the assumption and the answer where the question names them', () => {
    const question = text`${'loop.hopLimit'} is ${'30'} instead of ${'20'}`;
    const out = traced(
      trace({ alternatives: [{ ...refusedAlternative, question, answer: '30', assumption: 'loop.hopLimit' }] }),
    );
    expect(out).toContain('  Otherwise  loop.hopLimit is 30 instead of 20\n    anna@contoso.com\n');
  });

  test('says what was expected and what is', () => {
    expect(traced(unmet)).toContain('Not met  status for anna@contoso.com: expected quarantined, is delivered');
  });

  test('names what is missing of an undetermined copy', () => {
    const it = trace({ outcomes: [outcome({ status: 'undetermined', missing: text`The zone of ${'x.example'}.` })] });
    expect(traced(it)).toContain('Missing  The zone of x.example.');
  });

  test('of a topology without messages says how to name one', () => {
    expect(traceTerminal(traceReport([]), plainStyle, documented)).toContain('--from and --to');
  });
});

describe('spf', () => {
  test('shows the record as a tree with its look-ups, whom it authorises and what is wrong', () => {
    expect(spfTerminal(spfReport(), plainStyle).split('\n')).toEqual([
      'SPF of contoso.com',
      '1 of 10 look-ups, 0 of 2 void look-ups',
      '',
      'contoso.com  (dns/contoso.com.zone:4:1)',
      '├─ ip4:192.0.2.0/24',
      '├─ include:spf.filter.example (1 look-up)',
      '│  └─ spf.filter.example  not supplied',
      '└─ -all',
      '',
      'Authorises 1 entry:',
      '  192.0.2.0/24 — server:EX01',
      '',
      'spf/weak-all  The record of contoso.com ends without a verdict. (dns/contoso.com.zone:4:1)',
      '',
    ]);
  });

  test('of a client says the result first, and undetermined where a name was not supplied', () => {
    const evaluation = {
      ip: '192.0.2.1',
      sender: 'a@contoso.com',
      helo: 'mail.contoso.com',
      result: 'softfail',
      mechanism: '~all',
      explanation: null,
    } as const;
    expect(spfTerminal(spfReport({ evaluation }), plainStyle)).toContain('\nsoftfail by ~all\n');
    expect(spfTerminal(spfReport({ evaluation, undetermined: true }), plainStyle)).toContain('\nundetermined (');
  });

  test('says when the limit of RFC 7208 4.6.4 is passed, and not when it is just reached', () => {
    expect(spfTerminal(spfReport({ lookups: 10 }), plainStyle)).not.toContain('over the limit');
    expect(spfTerminal(spfReport({ lookups: 11 }), plainStyle)).toContain('11 of 10 look-ups');
    expect(spfTerminal(spfReport({ lookups: 11 }), plainStyle)).toContain('over the limit');
  });
});

describe('the report about a copy', () => {
  const said = { code: '550', enhanced: '5.1.10', text: 'not found', from: 'tenant', final: null };
  const about = (report: Parameters<typeof outcome>[0]): string => {
    const ndr = { by: 'tenant', from: 'postmaster@contoso.com', outcomes: [outcome(report)], hops: [] };
    const reply = { ...said, returnedTo: ['x@example.org'], returnedBy: 'tenant', ndr };
    return traced(trace({ outcomes: [outcome({ status: 'bounced', folder: null, reply })] }), { width: 200 });
  };
  const to = { recipient: 'x@example.org', finalRecipient: 'x@example.org', route: ['tenant', 'internet'] };

  test('is a line with where it ends', () => {
    expect(about({ ...to, status: 'sent' })).toContain('NDR  to x@example.org: sent, tenant ▶ internet\n');
  });
  test('and the reason where it cannot be delivered', () => {
    const reply = { ...said, returnedTo: [], returnedBy: 'tenant' };
    expect(about({ ...to, status: 'dropped', route: ['tenant'], reply })).toContain(
      'NDR  to x@example.org: cannot be delivered (dropped): 550 5.1.10 not found — by tenant, tenant\n',
    );
  });
  test('or what the topology does not say', () => {
    expect(about({ ...to, status: 'undetermined', route: ['tenant'], missing: text`the zone of ${'b'}` })).toContain(
      'NDR  to x@example.org: not known whether it arrives: the zone of b, tenant\n',
    );
  });
});

describe('every terminal report', () => {
  const full = topologyReport({
    findings: [finding(), finding({ confidence: 'observed', assumptions: ['loop.hopLimit'], suppressed: 'known' })],
    traces: [unmet],
    undetermined: [{ what: text`SPF of ${'fabrikam.com'}.`, missing: text`Its zone was not given.`, at: undefined }],
  });
  const evilTrace = trace({
    name: hostile,
    message: { from: hostile, mailFrom: hostile, to: [hostile], source: 'internet' },
    outcomes: [
      outcome({
        recipient: hostile,
        finalRecipient: 'x',
        route: ['internet', `server:${hostile}`],
        connectors: [`send:${hostile}`],
        rules: [hostile],
        assumptions: [hostile],
        egressIp: hostile,
        reply: {
          code: hostile,
          enhanced: hostile,
          text: hostile,
          from: hostile,
          final: null,
          returnedTo: [hostile],
          returnedBy: hostile,
          ndr: {
            by: hostile,
            from: hostile,
            outcomes: [
              outcome({
                recipient: hostile,
                route: [hostile],
                reply: {
                  code: '5',
                  enhanced: hostile,
                  text: hostile,
                  from: hostile,
                  final: null,
                  returnedTo: [],
                  returnedBy: null,
                },
                missing: text`${hostile}`,
              }),
            ],
            hops: [],
          },
        },
        missing: text`${hostile}`,
      }),
    ],
    hops: [
      hop({
        from: hostile,
        sourceIp: hostile,
        helo: hostile,
        certificate: hostile,
        decisions: [
          decision({
            verdict: text`${hostile}`,
            because: text`${hostile}`,
            rejected: [{ candidate: hostile, because: text`${hostile}` }],
            evidence: [{ at: { file: hostile, line: 1, column: 1 }, text: hostile }],
          }),
        ],
      }),
    ],
    alternatives: [{ ...refusedAlternative, question: text`${hostile}`, answer: hostile, assumption: hostile }],
    expectation: {
      met: false,
      failures: [{ recipient: hostile, key: hostile, expected: hostile, actual: hostile, at: '' }],
    },
  });
  const evil = topologyReport({
    name: hostile,
    findings: [
      finding({ subject: hostile, problem: text`${hostile}` }),
      finding({
        subject: hostile,
        problem: text`${hostile}`,
        consequence: text`${hostile}`,
        remedy: text`${hostile}`,
        assumptions: [hostile],
        fingerprint: hostile,
        suppressed: hostile,
        evidence: [{ at: undefined, text: hostile }],
      }),
    ],
    traces: [evilTrace],
    undetermined: [{ what: text`${hostile}`, missing: text`${hostile}`, at: undefined }],
    sources: sources([hostile, hostile, hostile, `${hostile}${'x'.repeat(60)}`]),
  });
  const evilSpf = spfReport({
    domain: hostile,
    tree: {
      domain: hostile,
      record: hostile,
      at: null,
      note: text`${hostile}`,
      terms: [{ text: hostile, note: text`${hostile}`, lookups: 1, child: null }],
    },
    authorised: [{ addresses: hostile, through: ['a', hostile], term: hostile, owner: hostile }],
    secondOpinion: { agrees: false, says: [text`${hostile}`] },
  });

  const looks: readonly Partial<Style>[] = [{}, { verbose: true }, { quiet: true }];
  const reports = (look: Partial<Style>): readonly string[] => [
    checkTerminal(checkReport(full, full), style(look), documented),
    checkTerminal(checkReport(evil, evil), style(look), documented),
    traceTerminal(traceReport([unmet, evilTrace]), style(look), documented),
    spfTerminal(spfReport(), style(look)),
    spfTerminal(evilSpf, style(look)),
  ];

  test.each(looks)('ends with exactly one line end, with %o', (look) => {
    for (const out of reports(look)) expect(out).toMatch(/[^\n]\n$/u);
  });

  test.each(looks)('lets no value act on the terminal, with %o', (look) => {
    for (const out of reports(look)) expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  });

  test.each([60, 80, 100, 120])('keeps within %i columns, but for words that cannot be broken', (width) => {
    for (const look of looks) {
      for (const out of [
        checkTerminal(checkReport(full), style({ ...look, width }), documented),
        traceTerminal(traceReport([unmet]), style({ ...look, width }), documented),
        spfTerminal(spfReport(), style({ ...look, width })),
      ]) {
        const over = out.split('\n').filter((line) => displayWidth(line) > width);
        expect(over).toEqual([]);
      }
    }
  });

  test('says the same with colours as without', () => {
    const bare = reports({ verbose: true });
    const coloured = reports({ verbose: true, color: true });
    expect(coloured.map((out) => out.replaceAll(/\u001b\[[0-9;]*m/gu, ''))).toEqual(bare);
    expect(coloured[0]).toContain('\u001b[1;31merror\u001b[0m');
  });
});

describe('width of text', () => {
  test.each([
    ['plain', 5],
    ['日本', 4],
    ['e\u0301', 1],
    ['📬', 2],
    ['──▶', 3],
    ['', 0],
  ])('%s takes %i columns', (sample, columns) => {
    expect(displayWidth(sample)).toBe(columns);
  });
});
