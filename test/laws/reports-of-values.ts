import type { Finding } from '../../src/check/finding.ts';
import type { TopologyFiles } from '../../src/fix/apply/topology-files.ts';
import type { Doing } from '../../src/fix/scripts.ts';
import type { SourceIndex } from '../../src/model/source.ts';
import { text } from '../../src/model/text.ts';
import type { SampleMessage } from '../../src/model/topology.ts';
import type { Comparison } from '../../src/prove/compare/compare.ts';
import type { Harm } from '../../src/prove/transition/harms.ts';
import type { StepOrder } from '../../src/prove/transition/safe-order.ts';
import type { Transition } from '../../src/prove/transition/transition.ts';
import type { formatsOfReports } from '../../src/report/available-formats.ts';
import type { Layout } from '../../src/report/graph/layout.ts';
import type { Picture } from '../../src/report/graph/picture.ts';
import type { Wording } from '../../src/report/language/translate.ts';
import type { AnyReport } from '../../src/report/render-report.ts';
import {
  checkReport,
  decision,
  finding,
  hop,
  outcome,
  topologyReport,
  trace,
  traceReport,
} from '../support/report-samples.ts';
import { spfReport } from '../support/spf-report-sample.ts';
import { drillOf, fixOf, whatIfOf } from './changes-of-values.ts';

/** Open points have names of ours. */
const assumption = 'attribution.recipientFallback';

const fileNumbers = new Set([90, 92, 94, 98, 99, 140]);

/** Lines of documents: a line end would make it two of them. */
const lineNumbers = new Set([175, 176, 300, 301, 302, 306, 310, 311, 312]);

/** The n-th value as it is put into a report: a name of a file holds no slash, which would be a folder. */
export function put(value: (index: number) => string, index: number): string {
  if (lineNumbers.has(index)) return value(index).replace(/[\r\n]/gu, '');
  return fileNumbers.has(index) ? value(index).replaceAll('/', '_') : value(index);
}

/** A language of our own, in which every sentence of ours stands between brackets: what is bare was never translated. */
export const inBrackets: Wording = {
  language: 'fr',
  say: (content) => ({
    words: content.words.map(
      (part, index) => `${index === 0 ? '⟦' : ''}${part}${index === content.words.length - 1 ? '⟧' : ''}`,
    ),
    values: content.values.map((value) => (typeof value === 'string' ? value : inBrackets.say(value))),
  }),
};

/** One report of each kind, with a value of the user's in every place where one can stand; `value` gives the n-th. */
export function reportsOf(
  given: (index: number) => string,
): Readonly<Record<keyof typeof formatsOfReports, AnyReport>> {
  const value = (index: number): string => put(given, index);
  const asOf = Date.UTC(2026, 10, 21);
  const version = '0.1.0';
  const sources: SourceIndex = { locate: () => undefined, line: (_, line) => value(200 + line) };
  const evidence = [{ at: undefined, text: value(1) }];
  const decided = decision({
    verdict: text`Connector ${value(2)} takes the session.`,
    because: text`its list holds ${value(3)}`,
    rejected: [{ candidate: value(4), because: text`it lacks ${value(5)}` }],
    evidence,
  });
  const message = {
    from: value(10),
    mailFrom: value(11),
    to: [value(12), value(13)],
    source: value(14),
  };
  const copy = outcome({
    recipient: value(20),
    finalRecipient: value(21),
    status: 'bounced',
    endsAt: value(22),
    route: [value(23), value(24)],
    connectors: [value(25)],
    rules: [value(26)],
    folder: null,
    hops: [0],
    lastMailFrom: value(27),
    assumptions: [assumption],
    reply: {
      code: '550',
      enhanced: '5.7.1',
      text: value(29),
      from: value(30),
      final: null,
      returnedTo: [value(31)],
      returnedBy: null,
    },
  });
  const leg = hop({
    from: value(23),
    to: value(24),
    sourceIp: value(32),
    helo: value(33),
    mailFrom: value(34),
    recipients: [value(35)],
    certificate: value(36),
    decisions: [decided],
  });
  const traced = trace({
    name: value(40),
    message,
    outcomes: [copy],
    hops: [leg],
    alternatives: [
      {
        question: text`Does ${value(41)} decide?`,
        answer: value(42),
        assumption,
        outcomes: [outcome({ recipient: value(44), route: [value(45)], hops: [0] })],
        hops: [leg],
      },
    ],
    expectation: {
      met: false,
      failures: [{ recipient: value(46), key: 'status', expected: value(47), actual: value(48), at: '/x' }],
    },
  });
  const found = (first: number): Finding =>
    finding({
      subject: value(first),
      problem: text`Of ${value(first + 1)} and ${text`nested ${value(first + 2)}`}.`,
      consequence: text`Then ${value(first + 3)}.`,
      remedy: text`Set ${value(first + 4)}`,
      location: undefined,
      evidence,
      assumptions: [assumption],
    });
  const sample: SampleMessage = {
    at: '/messages/0',
    name: text`a stranger to ${value(60)}`,
    from: value(61),
    mailFrom: value(62),
    recipients: [{ at: '/x', text: value(63), box: 'to' }],
    source: { at: '/x', node: value(64), address: undefined, helo: undefined, certificate: undefined, tls: 'none' },
    deliverTo: { at: '/x', text: value(65), kind: 'host', host: value(65) },
    subject: value(66),
    headers: new Map(),
    body: value(67),
    attachments: [],
    size: undefined,
    type: 'normal',
    dkim: [],
    dkimDeclared: false,
    authenticated: false,
    verdict: 'clean',
    expect: undefined,
  } as unknown as SampleMessage;
  const statement = {
    classes: 3,
    dependsOn: [{ assumption, answer: value(71), example: text`a stranger to ${value(72)}` }],
  };
  const proofs = [
    {
      ...statement,
      id: value(73),
      title: text`All of ${value(74)}.`,
      holds: true,
      open: [],
      counterexample: undefined,
    },
    {
      ...statement,
      id: value(75),
      title: text`None of ${value(76)}.`,
      holds: false,
      open: [],
      counterexample: {
        why: text`It reaches ${value(77)}`,
        message: sample,
        assumptions: [],
        confidence: 'documented' as const,
        trace: traced,
      },
    },
    {
      ...statement,
      id: value(78),
      title: text`Some of ${value(79)}.`,
      holds: null,
      open: [{ question: text`What is ${value(80)}?`, answer: value(81), example: text`a stranger to ${value(82)}` }],
      counterexample: undefined,
    },
  ];
  const comparison: Comparison = {
    fates: [
      {
        gravity: 'lost',
        changes: [
          { what: 'route', before: value(130), after: value(131) },
          { what: 'connectors', before: value(132), after: value(133) },
        ],
        classes: 2,
        example: sample,
        answer: value(134),
      },
    ],
    objects: [{ subject: value(135), change: 'changed', settings: [value(136)] }],
    classes: 3,
    runs: 4,
    bound: null,
    cut: 0,
    notCovered: [text`what ${value(137)} sends`],
  };
  const picture: Picture = {
    title: value(400),
    nodes: [
      { id: value(401), kind: 'senders', title: value(402), detail: text`of ${value(403)}`, used: true },
      { id: value(404), kind: 'tenant', title: value(405), detail: text`${value(406)}`, used: true },
      { id: value(407), kind: 'connector', title: value(408), detail: text`inbound`, used: false },
    ],
    edges: [
      {
        from: value(401),
        to: value(404),
        tls: 'verified',
        refused: [],
        pastMx: true,
        loops: false,
        labels: [value(409)],
        steps: [1],
      },
      {
        from: value(401),
        to: value(407),
        tls: 'none',
        refused: [value(410)],
        pastMx: false,
        loops: false,
        labels: [],
        steps: [],
      },
    ],
    groups: [{ title: text`Of ${value(411)}`, nodes: [value(404), value(407)] }],
    endings: [text`${value(412)}: delivered`],
  };
  const transition = transitionOf(value, sample);
  const fix = fixOf(value);
  const drill = drillOf(value, comparison);
  const check = checkReport(
    topologyReport({
      file: value(90),
      name: value(91),
      invariants: proofs,
      drills: [drill],
      doings: new Map([[fix, doing(value, 300)]]),
      findings: [
        { ...found(100), fixes: [fix] },
        {
          ...found(110),
          severity: 'warning',
          location: { file: value(92), line: 4, column: 1, endLine: 4, endColumn: 10_000 },
          suppressed: value(93),
        },
        {
          ...found(120),
          severity: 'info',
          location: { file: value(94), line: 4, column: 1, endLine: 4, endColumn: 10_000 },
        },
      ],
      traces: [traced],
      intents: proofs,
      undetermined: [{ what: text`SPF of ${value(95)}.`, missing: text`It lacks ${value(96)}.`, at: undefined }],
      sources,
    }),
  );
  return {
    check: { ...check, faults: [{ file: value(440), what: value(441) }] },
    trace: {
      ...traceReport([traced, { ...traced, name: text`a stranger to ${value(49)}` }], sources),
      file: value(90),
    },
    prove: {
      version,
      asOf,
      file: value(90),
      sources,
      drill,
      whatIf: whatIfOf(value, comparison, sample),
      proofs: {
        invariants: [],
        intents: proofs,
        classes: 3,
        runs: 4,
        bound: null,
        notCovered: [text`what ${value(97)} sends`],
      },
    },
    diff: {
      version,
      asOf,
      before: value(98),
      after: value(99),
      sources,
      comparison,
      transition,
    },
    fix: {
      version,
      asOf,
      file: value(90),
      sources,
      name: value(165),
      scripts: {
        fix: '',
        rollback: '',
        dnsDiff: '',
        steps: [
          {
            there: doing(value, 300),
            back: doing(value, 310),
            verify: [value(306)],
            wait: text`${value(307)} seconds.`,
          },
        ],
      },
      plan: {
        steps: [
          {
            title: text`Set ${value(170)}`,
            changes: [
              { target: 'dns', owner: value(171), type: 'TXT', before: [value(172)], after: [value(173)] },
              { target: 'person', instruction: text`Renew ${value(174)}.` },
            ],
            cures: found(180),
            closes: [found(180)],
            opens: [found(190)],
            meanwhile: [found(430)],
            claimed: 'safe',
            proved: 'review',
            safety: 'review',
            comparison,
            edits: [],
            before: files(value(175)),
            after: files(value(176)),
          },
        ],
        dropped: [{ finding: found(180), title: text`Not ${value(177)}`, because: text`it opens ${value(178)}` }],
        tasks: [{ finding: found(180), title: text`Do ${value(179)}`, instructions: [text`First ${value(166)}.`] }],
        left: [found(190)],
        opened: [],
        comparison,
        onTheWay: { transition, steps: 'stuck', because: text`it opens ${value(407)}` },
        bound: null,
        start: files(value(175)),
        end: files(value(176)),
      },
    },
    graph: { picture, layout: layoutOf(picture) },
    replay: {
      version,
      asOf,
      file: value(90),
      evidenceFile: value(140),
      deviationsFile: undefined,
      copies: [
        {
          name: value(143),
          recipient: value(144),
          trace: traced,
          outcome: copy,
          comparisons: [
            {
              aspect: 'route',
              result: 'different',
              predicted: value(145),
              said: value(146),
              evidence,
              hop: leg,
            },
          ],
          notSaid: ['dkim'],
          notPredicted: ['connecting address'],
          otherwise: [assumption],
          known: new Map(),
        },
      ],
      notCompared: [{ name: value(141), because: text`It lacks ${value(142)}.` }],
      unusedDeviations: [],
      sources,
    },
    spf: spfReport({
      domain: value(150),
      sources,
      tree: {
        domain: value(151),
        record: value(152),
        at: null,
        note: text`${value(153)}`,
        terms: [{ text: value(154), note: text`${value(155)}`, lookups: 1, child: null }],
      },
      authorised: [{ addresses: value(156), through: [value(157)], term: value(158), owner: value(159) }],
      problems: [{ rule: 'spf/syntax', message: text`Of ${value(160)}.`, location: undefined }],
    }),
  };
}

/** A document of one line. */
const files = (line: string): TopologyFiles => ({
  main: 'topology.yaml',
  texts: new Map([['topology.yaml', line]]),
  access: { read: () => ({ ok: false, because: 'missing' }) } as unknown as TopologyFiles['access'],
});

/** What one does for a step; a line end in a line of a script would make it two of them. */
const doing = (value: (index: number) => string, first: number): Doing => ({
  tenant: [value(first)],
  onPremises: [value(first + 1)],
  dns: `+ ${value(first + 2)}\n`,
  hoster: [text`Set ${value(first + 3)}.`],
  byHand: [text`Ask ${value(first + 4)}.`],
});

/** Some place for everything. */
const layoutOf = (picture: Picture): Layout => ({
  width: 300,
  height: 200,
  nodes: new Map(picture.nodes.map(({ id }, index) => [id, [50 * index, 20]])),
  edges: picture.edges.map(() => ({
    curve: [
      [0, 0],
      [1, 1],
      [2, 2],
      [3, 3],
    ],
    head: [
      [3, 3],
      [4, 4],
      [3, 4],
    ],
    label: [1, 1],
  })),
  groups: picture.groups.map(() => ({ left: 0, top: 0, right: 10, bottom: 10 })),
});

/** Values from 400 on. */
function transitionOf(value: (index: number) => string, example: SampleMessage): Transition {
  const harm: Harm = {
    ...{ kind: 'lost', invariant: null, what: 'status', before: value(400), meanwhile: value(401), after: value(402) },
    ...{ route: [value(403)], reply: value(404), classes: 2, answer: value(405), assumption },
    example,
  };
  const order: StepOrder = {
    steps: [{ moves: [{ part: 'policy', from: 'old', to: 'added' }], harms: [harm], wait: 300 }],
    ...{ clean: false, worst: 'lost' },
  };
  const title = text`the records of ${value(411)}`;
  return {
    parts: [
      {
        ...{ id: 'policy', title, ours: true, members: [{ id: value(412), title }], chain: ['old', 'added', 'new'] },
        ...{ longChain: ['old', 'new'], subjects: [value(413)], ttl: 300 },
      },
    ],
    records: [
      {
        ...{
          owner: value(414),
          type: 'TXT',
          kind: 'policy',
          name: value(415),
          before: [value(416)],
          after: [value(417)],
        },
        ...{ together: value(418), publish: { added: [value(420)], kept: [value(421)] }, ttl: 300 },
      },
    ],
    unsafe: [{ when: [{ member: value(412), value: 'new' }], harm, states: 1 }],
    order,
    plainOrder: { ...order, worst: 'opened' },
    ...{ states: 2, classes: 3, runs: 4, bound: 3, notCovered: [text`what ${value(419)} says`] },
  };
}
