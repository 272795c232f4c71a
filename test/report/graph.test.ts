import { instance } from '@viz-js/viz';
import { describe, expect, test } from 'vitest';
import { flowTraces } from '../../src/analyze.ts';
import { plain } from '../../src/model/text.ts';
import { flowPicture } from '../../src/report/graph/flow-picture.ts';
import { drawnColumns, labelLines } from '../../src/report/graph/label-lines.ts';
import { layOut } from '../../src/report/graph/lay-out.ts';
import type { Picture } from '../../src/report/graph/picture.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { fixtureInstant, readFixture } from '../support/analyze-fixture.ts';
import { type Element, parseXml } from './junit-elements.ts';

async function pictureOf(world: string, message?: string): Promise<Picture> {
  const input = await readFixture(`fixtures/worlds/${world}/topology.yaml`);
  const traces = flowTraces(input, { asOf: fixtureInstant });
  const painted = message === undefined ? undefined : traces.find(({ trace }) => trace.name === message);
  return flowPicture(input.topology, traces, painted);
}
const edgesOf = ({ edges }: Picture): string[] => edges.map(({ from, to }) => `${from} > ${to}`);

describe('a picture', () => {
  test('of a filter in front shows its MX, the doors past it, and the connectors of the hybrid', async () => {
    const picture = await pictureOf('third-party-filter');
    expect(edgesOf(picture).sort()).toEqual(
      [
        'internet > mx>service:filter',
        'mx>service:filter > service:filter',
        'service:filter > tenant',
        'internet > tenant',
        'internet > server:EX01',
        'tenant > outbound:Outbound to on-premises',
        'outbound:Outbound to on-premises > server:EX01',
        'server:EX01 > inbound:Inbound from on-premises',
        'inbound:Inbound from on-premises > tenant',
        'tenant > recipients',
      ].sort(),
    );
    const past = picture.edges.filter(({ pastMx }) => pastMx).map(({ to }) => to);
    expect(past.sort()).toEqual(['server:EX01', 'tenant']);
    expect(picture.groups.map(({ title }) => plain(title))).toEqual(['Tenant']);
  });

  test('of the same with the door locked shows who is refused there, and by what', async () => {
    const picture = await pictureOf('third-party-filter-secured');
    const refused = picture.edges.filter((edge) => edge.refused.length > 0);
    expect(refused.map(({ from, to }) => `${from} > ${to}`)).toContain('internet > inbound:Only from the filter');
    expect(refused.flatMap((edge) => edge.refused)).toContain('550 5.7.51');
    expect(edgesOf(picture)).not.toContain('internet > tenant');
  });

  test('says what protects a leg: the demands of the hybrid are verified, mail from strangers is opportunistic', async () => {
    const { edges } = await pictureOf('add-on-service');
    const tls = (from: string, to: string) => edges.find((one) => one.from === from && one.to === to)?.tls;
    expect(tls('outbound:To AddOn', 'service:addon')).toBe('verified');
    expect(tls('internet', 'mx>tenant')).toBe('opportunistic');
    expect(tls('tenant', 'outbound:To AddOn')).toBeNull();
  });

  test('with a message painted numbers its hops along the way, and says how it ends', async () => {
    const picture = await pictureOf('third-party-filter', 'Internet to an on-premises mailbox');
    const steps = picture.edges.filter((edge) => edge.steps.length > 0);
    expect(steps.map(({ from, to, steps: numbers }) => `${numbers.join()}: ${from} > ${to}`).sort()).toEqual([
      '1: internet > mx>service:filter',
      '1: mx>service:filter > service:filter',
      '2: service:filter > tenant',
      '3: outbound:Outbound to on-premises > server:EX01',
      '3: tenant > outbound:Outbound to on-premises',
    ]);
    // The filter's address is judged and not the sender's, so DMARC of example.org fails (EFC-12).
    expect(picture.endings.map((one) => plain(one))).toEqual(['bob@contoso.com: delivered (junk)']);
  });

  test('draws nothing from settings alone: a connector that nobody uses has no edge', async () => {
    const input = await readFixture('fixtures/worlds/third-party-filter/topology.yaml');
    const { nodes, edges } = flowPicture(input.topology, []);
    expect(edges).toEqual([]);
    expect(nodes.every(({ used }) => !used)).toBe(true);
    expect(nodes.map(({ id }) => id)).toContain('inbound:Inbound from on-premises');
  });
});

describe('a text beside a line or in a box', () => {
  test.each([
    ['Inbound from on-premises', ['Inbound from on-premises']],
    [
      'Inbound from on-premises of the hybrid organisation',
      ['Inbound from on-premises of ', 'the hybrid organisation'],
    ],
    [
      'Outbound_to_f5b1d7c2-9a44-4d8e-b1a7-0c9e3b2a1d00_HybridWizard',
      ['Outbound_to_f5b1d7c2-9a44-', '4d8e-b1a7-0c9e3b2a1d00_', 'HybridWizard'],
    ],
    ['past the MX · 550 5.4.1 · 550 5.7.51', ['past the MX · 550 5.4.1 · ', '550 5.7.51']],
    ['', []],
  ])('is written whole over lines that end where people would end them: %j', (content, lines) => {
    expect(labelLines(content)).toEqual(lines);
    expect(labelLines(content).join('')).toBe(content);
  });

  test('is cut where three lines do not hold it', () => {
    const lines = labelLines('x'.repeat(200));
    expect(lines).toEqual(['x'.repeat(30), 'x'.repeat(30), `${'x'.repeat(29)}…`]);
  });

  test('in capitals takes more room', () => {
    expect(drawnColumns('EX01')).toBeGreaterThan(drawnColumns('ex01'));
  });
});

describe('as SVG', () => {
  const find = (element: Element, name: string): readonly Element[] =>
    element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...find(child, name)]);

  test('every node and edge is drawn, named for whoever does not see it, in the same bytes each time', async () => {
    const picture = await pictureOf('hybrid-mx-on-premises');
    const svg = renderReport({ picture, layout: await layOut(picture) }, 'svg');
    const root = parseXml(svg);
    expect(root).toMatchObject({ name: 'svg', attributes: { role: 'img', 'aria-labelledby': 'flow-title flow-desc' } });
    expect(find(root, 'title')[0]?.text).toBe('Mail flow: Hybrid, MX on-premises');
    expect(find(root, 'desc')[0]?.text).toContain('Internet (senders) to contoso.com (MX): TLS where both can');
    const classes = find(root, 'g').map(({ attributes }) => attributes.class ?? '');
    expect(classes.filter((one) => one.startsWith('node '))).toHaveLength(picture.nodes.length);
    const drawn = find(root, 'path').filter(({ attributes }) => attributes.d?.includes('C'));
    expect(drawn).toHaveLength(picture.edges.length);
    expect(renderReport({ picture, layout: await layOut(picture) }, 'svg')).toBe(svg);
  });

  test('nothing overlaps: nodes stand apart and inside the drawing', async () => {
    const picture = await pictureOf('third-party-filter-secured');
    const layout = await layOut(picture);
    const places = [...layout.nodes.values()];
    expect(new Set(places.map(String)).size).toBe(picture.nodes.length);
    for (const [x, y] of places) {
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(layout.width);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(layout.height);
    }
  });
});

test('as DOT Graphviz reads it, with every node and edge', async () => {
  const picture = await pictureOf('add-on-service');
  const viz = await instance();
  const read = viz.renderJSON(renderReport({ picture, layout: undefined }, 'dot')) as {
    readonly objects: readonly { readonly name: string; readonly label?: string }[];
    readonly edges: readonly object[];
  };
  expect(read.edges).toHaveLength(picture.edges.length);
  const labels = read.objects.filter(({ name }) => /^n\d+$/u.test(name)).map(({ label }) => label);
  expect(labels).toContain('Exchange Online\\ncontoso.onmicrosoft.com');
  expect(labels).toHaveLength(picture.nodes.length);
});

test('as Mermaid every node is declared once and every edge joins two of them', async () => {
  const picture = await pictureOf('add-on-service');
  const lines = renderReport({ picture, layout: undefined }, 'mermaid')
    .split('\n')
    .map((line) => line.trim());
  expect(lines[0]).toBe('flowchart LR');
  const declared = lines.flatMap((line) => /^(n\d+)[[(]/u.exec(line)?.[1] ?? []);
  expect(new Set(declared).size).toBe(picture.nodes.length);
  const joined = lines.flatMap((line) => {
    const [, from = '', to = ''] = /^(n\d+) (?:-->|==>|---|-\.->|-\.-x)(?:\|"[^"]*"\|)? (n\d+)$/u.exec(line) ?? [];
    return from === '' ? [] : [[from, to]];
  });
  expect(joined).toHaveLength(picture.edges.length);
  expect(joined.flat().filter((id) => !declared.includes(id))).toEqual([]);
});
