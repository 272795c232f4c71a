import { plain, text } from '../../model/text.ts';
import { inertText } from '../escape.ts';
import { inEnglish, type Translate } from '../language/translate.ts';
import { drawnColumns, labelLines } from './label-lines.ts';
import type { Picture, PictureEdge, PictureNode } from './picture.ts';

/** A place in the picture, in pixels from its top left. */
export type Point = readonly [x: number, y: number];

/** Where everything of a picture stands. Nodes by their id, edges and groups by their index. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: ReadonlyMap<string, Point>;
  readonly edges: readonly EdgePath[];
  readonly groups: readonly Box[];
}

export interface EdgePath {
  /** Start and then three points for every cubic curve. */
  readonly curve: readonly Point[];
  readonly head: readonly Point[];
  /** Middle of its label; undefined where it has none. */
  readonly label: Point | undefined;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const pixelsPerColumn = { title: 7.4, small: 6.1 } as const;
/** From one line of a text to the next, in pixels. */
export const lineHeights = { title: 18, small: 14 } as const;

/** In which of its two sizes the name of a node is written. */
export const fontOf = ({ kind }: PictureNode): keyof typeof lineHeights =>
  kind === 'connector' || kind === 'mx' ? 'small' : 'title';

/** What is written in a node. */
export const nodeLines = ({ title, detail }: PictureNode, say: Translate) => ({
  title: labelLines(inertText(title)),
  detail: labelLines(inertText(plain(say(detail)))),
});

/** The size of a node, from its own text. */
export function sizeOf(node: PictureNode, say: Translate): { readonly width: number; readonly height: number } {
  const { title, detail } = nodeLines(node, say);
  const font = fontOf(node);
  const widest = Math.max(
    ...title.map((line) => drawnColumns(line) * pixelsPerColumn[font]),
    ...detail.map((line) => drawnColumns(line) * pixelsPerColumn.small),
  );
  const further = Math.max(0, title.length + detail.length - 2) * lineHeights[font];
  return {
    width: Math.round(Math.max(node.kind === 'tenant' ? 140 : 74, widest + 22)),
    height: (font === 'small' ? 34 : 44) + further,
  };
}

/** What ties a connector to its tenant: no system hands anything to another there. */
export const isWire = ({ tls, refused }: PictureEdge): boolean => tls === null && refused.length === 0;

/** What stands beside an edge. */
export function edgeLabel(edge: PictureEdge, say: Translate = inEnglish): string {
  if (isWire(edge)) return '';
  const { refused, labels, steps, pastMx } = edge;
  const codes = refused.length > 2 ? [...refused.slice(0, 2), '…'] : refused;
  const numbers = steps.length === 0 ? [] : [steps.join(', ')];
  const past = pastMx ? [plain(say(text`past the MX`))] : [];
  return [...numbers, ...past, ...codes, ...(labels.length > 2 ? [...labels.slice(0, 2), '…'] : labels)].join(' · ');
}

/** The graph that is laid out: sizes and ends, no text of anybody, so that nothing in it can be taken for a command. */
export function graphOf(picture: Picture, say: Translate) {
  const names = new Map(picture.nodes.map(({ id }, index) => [id, `n${index}`]));
  const box = (width: number, height: number) => ({
    html: `<table border="0" fixedsize="true" width="${width}" height="${height}"><tr><td></td></tr></table>`,
  });
  return {
    directed: true,
    graphAttributes: { rankdir: 'LR', nodesep: 0.28, ranksep: 0.75, compound: true, splines: true },
    nodes: picture.nodes.map((node, index) => {
      const { width, height } = sizeOf(node, say);
      const size = { width: width / 72, height: height / 72 };
      return { name: `n${index}`, attributes: { shape: 'box', fixedsize: true, label: '', ...size } };
    }),
    edges: picture.edges.map((edge, index) => {
      const lines = labelLines(inertText(edgeLabel(edge, say)));
      const size = Math.round(Math.max(...lines.map(drawnColumns)) * pixelsPerColumn.small + 10);
      return {
        tail: names.get(edge.from) ?? '',
        head: names.get(edge.to) ?? '',
        attributes: {
          id: `e${index}`,
          arrowsize: 0.8,
          ...(isWire(edge) ? { weight: 4, arrowhead: 'none' } : {}),
          ...(lines.length === 0 ? {} : { label: box(size, 2 + lines.length * lineHeights.small) }),
        },
      };
    }),
    subgraphs: picture.groups.map(({ nodes }, index) => ({
      name: `cluster_${index}`,
      graphAttributes: { margin: 16, labeljust: 'l', label: box(90, 18) },
      nodes: nodes.map((id) => ({ name: names.get(id) ?? '' })),
    })),
  };
}

interface Drawn {
  readonly op: string;
  readonly points?: readonly Point[];
}

/** What Graphviz answers in its JSON, as far as it is read here; lengths in points from the bottom left. */
interface LaidOut {
  readonly bb: string;
  readonly objects?: readonly { readonly name: string; readonly pos?: string; readonly bb?: string }[];
  readonly edges?: readonly {
    readonly id?: string;
    readonly lp?: string;
    readonly _draw_?: readonly Drawn[];
    readonly _hdraw_?: readonly Drawn[];
  }[];
}

/** The answer of Graphviz as places in the picture. */
export function readLayout(picture: Picture, answer: object): Layout {
  const { bb, objects = [], edges = [] } = answer as LaidOut;
  const [, , width = 0, height = 0] = numbers(bb);
  const place = ([x = 0, y = 0]: readonly number[]): Point => [rounded(x), rounded(height - y)];
  const byName = new Map(objects.map((one) => [one.name, one]));
  const byId = new Map(edges.map((one) => [one.id, one]));
  return {
    width: rounded(width),
    height: rounded(height),
    nodes: new Map(picture.nodes.map(({ id }, index) => [id, place(numbers(byName.get(`n${index}`)?.pos ?? ''))])),
    edges: picture.edges.map((_, index) => {
      const edge = byId.get(`e${index}`);
      const points = (drawn: readonly Drawn[] | undefined, op: string) =>
        drawn?.find((one) => one.op === op)?.points?.map(place) ?? [];
      return {
        curve: points(edge?._draw_, 'b'),
        head: points(edge?._hdraw_, 'P'),
        label: edge?.lp === undefined ? undefined : place(numbers(edge.lp)),
      };
    }),
    groups: picture.groups.map((_, index) => {
      const [left = 0, bottom = 0, right = 0, top = 0] = numbers(byName.get(`cluster_${index}`)?.bb ?? '');
      return {
        left: rounded(left),
        right: rounded(right),
        top: rounded(height - top),
        bottom: rounded(height - bottom),
      };
    }),
  };
}

const numbers = (written: string): readonly number[] =>
  written === '' ? [] : written.split(',').map((one) => Number.parseFloat(one));
const rounded = (value: number): number => Math.round(value * 10) / 10;
