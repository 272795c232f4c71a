import { describe, expect, test } from 'vitest';
import { follow, only, type Piece } from './follow.ts';
import { type HybridSwitches, hybrid } from './hybrid-parts.ts';

/*
 * Section 6.2 of the connector semantics, row by row and column by column. Letters as there: E the tenant, P the
 * Exchange server, F the filter, I the Internet, C and O the cloud and the on-premises mailbox.
 */
const nodes: Readonly<Record<string, string>> = {
  I: 'internet',
  E: 'tenant',
  P: 'server:EX01',
  F: 'service:filter',
  G: 'server:EDGE01',
};
const routeOf = (letters: string): readonly string[] => letters.split('').map((letter) => nodes[letter] ?? letter);

type Column = 'I→C' | 'I→O' | 'C→O' | 'O→C' | 'C→I' | 'O→I';
const source = { address: '192.0.2.10' };
const messages: Readonly<Record<Column, Piece>> = {
  'I→C': { from: 'alice@example.org', to: ['anna@contoso.com'], source },
  'I→O': { from: 'alice@example.org', to: ['bob@contoso.com'], source },
  'C→O': { from: 'anna@contoso.com', to: ['bob@contoso.com'] },
  'O→C': { from: 'bob@contoso.com', to: ['anna@contoso.com'] },
  'C→I': { from: 'anna@contoso.com', to: ['alice@example.org'] },
  'O→I': { from: 'bob@contoso.com', to: ['alice@example.org'] },
};

const inbound = 'inbound:Inbound from premises';
const partner = 'inbound:From filter';
const out = 'outbound:Outbound to premises';
const outByFilter = 'outbound:To Internet by filter';
const coexistence = 'send:To Office 365';
const star = 'send:To Internet';
const frontend = 'receive:EX01/Default Frontend EX01';

interface Cell {
  readonly column: Column;
  /** The route in letters. */
  readonly route: string;
  readonly connectors: readonly string[];
  /** Of the last arrival at the tenant; undefined: it was not visited. */
  readonly at: readonly ['Incoming' | 'Originating', 'Internal' | 'Anonymous'] | undefined;
  readonly final: 'Internal' | 'Anonymous';
  readonly tls: string;
}

const cell = (
  column: Column,
  route: string,
  connectors: readonly string[],
  at: Cell['at'],
  final: Cell['final'],
  tls: string,
): Cell => ({ column, route, connectors, at, final, tls });

/*
 * Legs between the tenant and the premises are the same in every row: E→P by "Outbound to" with DomainValidation, headers
 * promoted; P→E by the coexistence domain, Originating by certificate, promoted to Internal. A submission counts as an
 * arrival (Originating, Internal).
 */
const cloudToPremises = cell('C→O', 'EP', [out, frontend], ['Originating', 'Internal'], 'Internal', 'verified');
const premisesToCloud = cell('O→C', 'PE', [coexistence, inbound], ['Originating', 'Internal'], 'Internal', 'verified');
const cloudOut = cell('C→I', 'EI', [], ['Originating', 'Internal'], 'Internal', 'opportunistic');
const cloudOutByPremises = cell(
  'C→I',
  'EPI',
  [out, frontend, star],
  ['Originating', 'Internal'],
  'Internal',
  'opportunistic',
);
const premisesOut = cell('O→I', 'PI', [star], undefined, 'Internal', 'opportunistic');
const premisesOutByCloud = cell(
  'O→I',
  'PEI',
  [star, inbound],
  ['Originating', 'Internal'],
  'Internal',
  'opportunistic',
);
const premisesOutByFilter = cell('O→I', 'PFI', [star], undefined, 'Internal', 'opportunistic');

interface Row {
  readonly title: string;
  readonly switches: HybridSwitches;
  readonly cells: readonly Cell[];
}

const rows: readonly Row[] = [
  {
    title: 'MX=E, CMT off',
    switches: { mx: 'E', cmt: false },
    cells: [
      cell('I→C', 'IE', [], ['Incoming', 'Anonymous'], 'Anonymous', 'opportunistic'),
      cell('I→O', 'IEP', [out, frontend], ['Incoming', 'Anonymous'], 'Anonymous', 'opportunistic'),
      cloudToPremises,
      premisesToCloud,
      cloudOut,
      premisesOut,
    ],
  },
  {
    title: 'MX=E, CMT off, `*` send connector to Exchange Online (variant of O→I)',
    switches: { mx: 'E', cmt: false, premisesOut: 'E' },
    cells: [premisesToCloud, premisesOutByCloud],
  },
  {
    title: 'MX=E, CMT on',
    switches: { mx: 'E', cmt: true },
    cells: [
      // HYB-4: Internet mail for the cloud mailbox goes to the premises and comes back; nothing there makes it internal.
      cell(
        'I→C',
        'IEPE',
        [out, frontend, coexistence, inbound],
        ['Originating', 'Anonymous'],
        'Anonymous',
        'opportunistic',
      ),
      cell('I→O', 'IEP', [out, frontend], ['Incoming', 'Anonymous'], 'Anonymous', 'opportunistic'),
      cloudToPremises,
      premisesToCloud,
      cloudOutByPremises,
      premisesOut,
    ],
  },
  {
    title: 'MX=E, CMT on, P returns Internet mail to E (OX-LOC in HYB-6)',
    switches: { mx: 'E', cmt: true, premisesOut: 'E' },
    cells: [
      cell('C→I', 'EPEI', [out, frontend, star, inbound], ['Originating', 'Internal'], 'Internal', 'opportunistic'),
    ],
  },
  {
    title: 'MX=P, CMT off',
    switches: { mx: 'P', cmt: false },
    cells: [
      cell('I→C', 'IPE', [frontend, coexistence, inbound], ['Originating', 'Anonymous'], 'Anonymous', 'opportunistic'),
      cell('I→O', 'IP', [frontend], undefined, 'Anonymous', 'opportunistic'),
      cloudToPremises,
      premisesToCloud,
      cloudOut,
      premisesOut,
    ],
  },
  {
    title: 'MX=P, CMT on',
    switches: { mx: 'P', cmt: true },
    cells: [
      // HYB-5: not sent back to the premises it came from.
      cell('I→C', 'IPE', [frontend, coexistence, inbound], ['Originating', 'Anonymous'], 'Anonymous', 'opportunistic'),
      cell('I→O', 'IP', [frontend], undefined, 'Anonymous', 'opportunistic'),
      cloudToPremises,
      premisesToCloud,
      cloudOutByPremises,
      premisesOut,
    ],
  },
  {
    title: 'MX=F→E, CMT off',
    switches: { mx: 'F>E', cmt: false },
    cells: [
      cell('I→C', 'IFE', [partner], ['Incoming', 'Anonymous'], 'Anonymous', 'opportunistic'),
      cell('I→O', 'IFEP', [partner, out, frontend], ['Incoming', 'Anonymous'], 'Anonymous', 'opportunistic'),
      cloudToPremises,
      premisesToCloud,
      cloudOut,
      premisesOut,
    ],
  },
  {
    title: 'MX=F→E, CMT off, `*` Partner smart host and P→F→I (variants)',
    switches: { mx: 'F>E', cmt: false, cloudOutByFilter: true, premisesOut: 'F' },
    cells: [
      cloudToPremises,
      cell('C→I', 'EFI', [outByFilter], ['Originating', 'Internal'], 'Internal', 'opportunistic'),
      premisesOutByFilter,
    ],
  },
  {
    title: 'MX=F→E, CMT off, P→E→I (variant)',
    switches: { mx: 'F>E', cmt: false, premisesOut: 'E' },
    cells: [premisesOutByCloud],
  },
  {
    title: 'MX=F→E, CMT on',
    switches: { mx: 'F>E', cmt: true },
    cells: [
      cell(
        'I→C',
        'IFEPE',
        [partner, out, frontend, coexistence, inbound],
        ['Originating', 'Anonymous'],
        'Anonymous',
        'opportunistic',
      ),
      cell('I→O', 'IFEP', [partner, out, frontend], ['Incoming', 'Anonymous'], 'Anonymous', 'opportunistic'),
      cloudToPremises,
      premisesToCloud,
      cloudOutByPremises,
      premisesOut,
    ],
  },
  {
    title: 'MX=F→P, CMT off',
    switches: { mx: 'F>P', cmt: false },
    cells: [
      cell('I→C', 'IFPE', [frontend, coexistence, inbound], ['Originating', 'Anonymous'], 'Anonymous', 'opportunistic'),
      cell('I→O', 'IFP', [frontend], undefined, 'Anonymous', 'opportunistic'),
      cloudToPremises,
      premisesToCloud,
      cloudOut,
      premisesOut,
    ],
  },
  {
    title: 'MX=F→P, CMT on',
    switches: { mx: 'F>P', cmt: true },
    cells: [
      cell('I→C', 'IFPE', [frontend, coexistence, inbound], ['Originating', 'Anonymous'], 'Anonymous', 'opportunistic'),
      cell('I→O', 'IFP', [frontend], undefined, 'Anonymous', 'opportunistic'),
      cloudToPremises,
      premisesToCloud,
      cloudOutByPremises,
      premisesOut,
    ],
  },
  {
    title: 'MX=F→P, CMT on, Internet mail by the filter (variant)',
    switches: { mx: 'F>P', cmt: true, premisesOut: 'F' },
    cells: [
      cell('C→I', 'EPFI', [out, frontend, star], ['Originating', 'Internal'], 'Internal', 'opportunistic'),
      premisesOutByFilter,
    ],
  },
];

/* "With Edge Transport replace P by Edge→Mailbox server (inbound) / Mailbox server→Edge (outbound) on the hybrid legs only." */
const edgeReceives = 'receive:EDGE01/Default internal receive connector EDGE01';
const edgeRows: readonly Row[] = [
  {
    title: 'Edge, MX=E, CMT off',
    switches: { mx: 'E', cmt: false, edge: true },
    cells: [
      cell('I→O', 'IEGP', [out, edgeReceives, frontend], ['Incoming', 'Anonymous'], 'Anonymous', 'opportunistic'),
      cell('C→O', 'EGP', [out, edgeReceives, frontend], ['Originating', 'Internal'], 'Internal', 'encrypted'),
      cell('O→C', 'PGE', [edgeReceives, coexistence, inbound], ['Originating', 'Internal'], 'Internal', 'encrypted'),
      cloudOut,
      premisesOut,
    ],
  },
  {
    title: 'Edge, MX=E, CMT on',
    switches: { mx: 'E', cmt: true, edge: true },
    cells: [
      cell(
        'I→C',
        'IEGPGE',
        [out, edgeReceives, frontend, edgeReceives, coexistence, inbound],
        ['Originating', 'Anonymous'],
        'Anonymous',
        'opportunistic',
      ),
    ],
  },
];

describe.each([...rows, ...edgeRows])('hop table 6.2, $title', ({ switches, cells }) => {
  test.each(cells)('$column goes $route', async ({ column, route, connectors, at, final, tls }) => {
    const trace = await follow(hybrid(switches), messages[column]);
    const outcome = only(trace);
    const outside = column.endsWith('I');
    expect({
      status: outcome.status,
      route: outcome.route,
      connectors: outcome.connectors,
      directionality: outcome.directionality,
      authAs: outcome.authAs,
      finalAuthAs: outcome.finalAuthAs,
      tls: outcome.tls,
    }).toEqual({
      status: outside ? 'sent' : 'delivered',
      route: routeOf(route),
      connectors,
      directionality: at?.[0] ?? null,
      authAs: at?.[1] ?? null,
      finalAuthAs: final,
      tls,
    });
  });
});

describe('what the hop tables say of each leg', () => {
  test('F→E is Incoming by the Partner connector, and Enhanced Filtering skips F: SPF is that of the sender (INB-16)', async () => {
    const outcome = only(await follow(hybrid({ mx: 'F>E', cmt: false }), messages['I→C']));
    expect([outcome.spf, outcome.directionality]).toEqual(['pass', 'Incoming']);
  });

  test('I→P→E is Originating, and nothing makes it internal (HDR-1, HDR-4): SPF is not evaluated', async () => {
    const outcome = only(await follow(hybrid({ mx: 'P', cmt: false }), messages['I→C']));
    expect([outcome.directionality, outcome.authAs, outcome.scl, outcome.spf]).toEqual([
      'Originating',
      'Anonymous',
      null,
      null,
    ]);
  });

  test('with centralised transport SPF is that of the first, Incoming arrival (HYB-4)', async () => {
    const outcome = only(await follow(hybrid({ mx: 'E', cmt: true }), messages['I→C']));
    expect([outcome.spf, outcome.directionality, outcome.hops.length]).toEqual(['pass', 'Originating', 3]);
  });
});
