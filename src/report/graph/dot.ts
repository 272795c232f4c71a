import { plain } from '../../model/text.ts';
import { dotString } from '../escape.ts';
import { edgeLabel } from './layout.ts';
import type { Picture, PictureEdge, PictureNode } from './picture.ts';

const shapes: Readonly<Partial<Record<PictureNode['kind'], string>>> = { senders: 'ellipse', recipients: 'ellipse' };

/** A picture in the language of Graphviz, for programs that lay it out themselves. */
export function flowDot({ title, nodes, edges, groups }: Picture): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const name = (id: string): string => names.get(id) ?? 'n';
  return [
    'digraph flow {',
    `  graph [rankdir=LR, label=${dotString(title)}, fontname="Helvetica"];`,
    '  node [shape=box, style=rounded, fontname="Helvetica"];',
    '  edge [fontname="Helvetica", fontsize=10];',
    ...nodes.map(
      (node) =>
        `  ${name(node.id)} [label=${dotString(node.title, plain(node.detail))}, shape=${shapes[node.kind] ?? 'box'}${node.used ? '' : ', style="rounded,dashed"'}];`,
    ),
    ...groups.flatMap((group, index) => [
      `  subgraph cluster_${index} {`,
      `    label=${dotString(plain(group.title))};`,
      `    ${group.nodes.map(name).join('; ')};`,
      '  }',
    ]),
    ...edges.map((edge) => `  ${name(edge.from)} -> ${name(edge.to)} [${edgeAttributes(edge)}];`),
    '}',
    '',
  ].join('\n');
}

function edgeAttributes(edge: PictureEdge): string {
  const look =
    edge.refused.length > 0
      ? ['color="#c0182b"', 'style=dashed']
      : edge.loops
        ? ['color="#c0182b"', 'penwidth=2']
        : edge.tls === 'none'
          ? ['style=dotted']
          : edge.tls === null
            ? ['arrowhead=none']
            : edge.tls === 'opportunistic'
              ? []
              : ['color="#18794e"', `penwidth=${edge.tls === 'verified' ? 3 : 2}`];
  const painted = edge.steps.length > 0 ? ['fontcolor="#0b57d0"', 'weight=5'] : [];
  return [`label=${dotString(edgeLabel(edge))}`, ...look, ...painted].join(', ');
}
