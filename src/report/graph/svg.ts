import { list, plain, type Text, text } from '../../model/text.ts';
import { inertText, xmlText } from '../escape.ts';
import { displayWidth } from '../formats/terminal/width.ts';
import { inEnglish, type Translate } from '../language/translate.ts';
import { drawnColumns, labelLines, shortened } from './label-lines.ts';
import {
  type EdgePath,
  edgeLabel,
  fontOf,
  isWire,
  type Layout,
  lineHeights,
  nodeLines,
  type Point,
  sizeOf,
} from './layout.ts';
import type { Picture, PictureEdge, PictureNode } from './picture.ts';
import { legend, tlsStrokes } from './svg-legend.ts';
import { svgStyle } from './svg-style.ts';

const margin = 24;
const headHeight = 34;
const lineHeight = 18;

/**
 * A picture as one SVG element that needs nothing else. It is drawn in the colours of a light or a dark page, as the reader
 * has it, and told in words to whoever does not see it.
 *
 * @param say the language of the words that it was laid out with
 * @param prefix begins every id, so that several pictures fit one page
 */
export function flowSvg(picture: Picture, layout: Layout, say: Translate = inEnglish, prefix = 'flow'): string {
  const known = legend(picture, say);
  const title = plain(say(titleOf(picture)));
  const head = shortened(inertText(title), 90);
  const endings = picture.endings.map((one) => shortened(inertText(plain(say(one))), 120));
  const bottom = headHeight + layout.height + margin;
  const width = Math.ceil(
    Math.max(
      layout.width,
      known.width,
      drawnColumns(head) * 8.6,
      ...endings.map((line) => displayWidth(line) * 6.4),
      260,
    ) +
      2 * margin,
  );
  const height = Math.ceil(bottom + endings.length * lineHeight + known.height + margin);
  const painted = picture.edges.some(({ steps }) => steps.length > 0) ? ' painted' : '';
  const shift = Math.round((width - 2 * margin - layout.width) / 2);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="flow${painted}" role="img" aria-labelledby="${prefix}-title ${prefix}-desc" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title id="${prefix}-title">${xmlText(title)}</title>`,
    `<desc id="${prefix}-desc">${xmlText(plain(say(description(picture))))}</desc>`,
    `<style>${svgStyle}</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<text class="head" x="${margin}" y="${margin}">${xmlText(head)}</text>`,
    `<g transform="translate(${margin + shift} ${headHeight + 6})">`,
    ...picture.groups.map(({ title: group }, index) => groupSvg(plain(say(group)), layout, index)),
    ...picture.edges.map((edge, index) => edgeSvg(picture, edge, layout.edges[index], say)),
    ...picture.nodes.map((node) => nodeSvg(node, layout.nodes.get(node.id) ?? [0, 0], say)),
    '</g>',
    ...endings.map(
      (line, index) =>
        `<text class="left" x="${margin}" y="${bottom + index * lineHeight + 8}">${xmlText(line)}</text>`,
    ),
    `<g transform="translate(${margin} ${bottom + endings.length * lineHeight + 10})">${known.svg}</g>`,
    '</svg>',
    '',
  ].join('\n');
}

const titleOf = ({ title }: Picture): Text => (title === '' ? text`Mail flow` : text`Mail flow: ${title}`);

/** Every edge in words, for those who hear the picture. */
function description({ nodes, edges }: Picture): Text {
  const names = new Map(nodes.map((node) => [node.id, nameOf(node)]));
  const said = edges.map(({ from, to, tls, refused, steps }) => {
    const way = text`${names.get(from) ?? text`${from}`} to ${names.get(to) ?? text`${to}`}`;
    const how =
      refused.length > 0
        ? text`${way}: refused with ${list(refused)}`
        : tls === null
          ? way
          : text`${way}: ${tlsStrokes[tls].said}`;
    return steps.length === 0 ? how : text`${how}, hop ${list(steps.map(String))} of the message`;
  });
  return said.reduce<Text>((all, one, index) => (index === 0 ? one : text`${all}; ${one}`), text`Nothing is sent`);
}

const nameOf = ({ title, detail }: PictureNode): Text => text`${title} (${detail})`;

function groupSvg(title: string, { groups }: Layout, index: number): string {
  const { left, top, right, bottom } = groups[index] ?? { left: 0, top: 0, right: 0, bottom: 0 };
  const label = `<text class="left" x="${left + 16}" y="${top + 16}">${xmlText(title)}</text>`;
  return `<g class="group"><rect x="${left}" y="${top}" width="${size(left, right)}" height="${size(top, bottom)}" rx="12"/>${label}</g>`;
}

const size = (from: number, to: number): number => Math.round((to - from) * 10) / 10;

function edgeSvg({ nodes }: Picture, edge: PictureEdge, path: EdgePath | undefined, say: Translate): string {
  if (path === undefined || path.curve.length === 0) return '';
  const [start = [0, 0], ...rest] = path.curve;
  const line = `<path d="M${at(start)}C${rest.map(at).join(' ')}"/>`;
  const head = isWire(edge) ? '' : `<polygon points="${path.head.map(at).join(' ')}"/>`;
  const lines = labelLines(inertText(edgeLabel(edge, say)));
  const written = path.label === undefined ? '' : linesSvg(lines, path.label, lineHeights.small);
  const title = plain(say(description({ nodes, edges: [edge], groups: [], endings: [], title: '' })));
  return `<g class="${edgeClass(edge)}"><title>${xmlText(title)}</title>${line}${head}${written}</g>`;
}

const at = ([x, y]: Point): string => `${x},${y}`;

/** How an edge is drawn follows from what happens on it; the legend says which is which. */
function edgeClass({ tls, refused, loops, steps, pastMx }: PictureEdge): string {
  const kind = refused.length > 0 ? 'refused' : loops ? 'loops' : tls === null ? 'inside' : tlsStrokes[tls].kind;
  return `edge ${kind}${pastMx ? ' past' : ''}${steps.length > 0 ? ' step' : ''}`;
}

function nodeSvg(node: PictureNode, [x, y]: Point, say: Translate): string {
  const { width, height } = sizeOf(node, say);
  const left = Math.round((x - width / 2) * 10) / 10;
  const top = Math.round((y - height / 2) * 10) / 10;
  const outline =
    node.kind === 'senders' || node.kind === 'recipients'
      ? `<ellipse cx="${x}" cy="${y}" rx="${width / 2}" ry="${height / 2}"/>`
      : `<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="${radius[node.kind] ?? 6}"/>`;
  const font = fontOf(node);
  const { title, detail } = nodeLines(node, say);
  const line = lineHeights[font];
  // Both texts together stand round the middle of the node.
  const names = linesSvg(title, [x, y - (detail.length * line) / 2], line, font === 'small' ? 'small' : '');
  const details = linesSvg(detail, [x, y + (title.length * line) / 2], line, 'faint');
  const whole = `<title>${xmlText(plain(say(nameOf(node))))}</title>`;
  return `<g class="node ${node.kind}${node.used ? '' : ' idle'}">${whole}${outline}${names}${details}</g>`;
}

const radius: Readonly<Partial<Record<PictureNode['kind'], number>>> = { connector: 17, mx: 3, service: 14, tenant: 8 };

/** A text round a place in its middle; each of its lines below the one before. */
function linesSvg(lines: readonly string[], [x, y]: Point, height: number, className = ''): string {
  const spans = lines.map((line, index) => {
    const below = Math.round((y + (index - (lines.length - 1) / 2) * height) * 10) / 10;
    return `<tspan x="${x}" y="${below}">${xmlText(line)}</tspan>`;
  });
  const kind = className === '' ? '' : ` class="${className}"`;
  return `<text${kind}>${spans.join('')}</text>`;
}
