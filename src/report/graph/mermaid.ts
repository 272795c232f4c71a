import { plain } from '../../model/text.ts';
import { mermaidString } from '../escape.ts';
import { edgeLabel } from './layout.ts';
import type { Picture, PictureEdge, PictureNode } from './picture.ts';

/** A picture as a flowchart of Mermaid, which GitHub, GitLab and many wikis draw. */
export function flowMermaid({ nodes, edges, groups }: Picture): string {
  const names = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const name = (id: string): string => names.get(id) ?? 'n';
  const node = (one: PictureNode): string => `${name(one.id)}${shape(one)}`;
  const inGroups = new Set(groups.flatMap((group) => group.nodes));
  const numbered = (wanted: (edge: PictureEdge) => boolean): string =>
    edges.flatMap((edge, index) => (wanted(edge) ? [String(index)] : [])).join(',');
  const style = (indexes: string, look: string): readonly string[] =>
    indexes === '' ? [] : [`  linkStyle ${indexes} ${look}`];
  return [
    'flowchart LR',
    ...nodes.filter(({ id }) => !inGroups.has(id)).map((one) => `  ${node(one)}`),
    ...groups.flatMap((group, index) => [
      `  subgraph g${index}["${mermaidString(plain(group.title))}"]`,
      ...nodes.filter(({ id }) => group.nodes.includes(id)).map((one) => `    ${node(one)}`),
      '  end',
    ]),
    ...edges.map((edge) => `  ${name(edge.from)} ${arrow(edge)}${labelled(edge)} ${name(edge.to)}`),
    ...style(
      numbered(({ refused, loops }) => refused.length > 0 || loops),
      'stroke:#c0182b,color:#c0182b',
    ),
    ...style(
      numbered(
        ({ tls, refused, loops }) => refused.length === 0 && !loops && (tls === 'encrypted' || tls === 'verified'),
      ),
      'stroke:#18794e',
    ),
    '',
  ].join('\n');
}

function shape({ kind, title, detail }: PictureNode): string {
  const label = `"${mermaidString(title)}<br/>${mermaidString(plain(detail))}"`;
  if (kind === 'senders' || kind === 'recipients' || kind === 'connector') return `([${label}])`;
  return kind === 'service' ? `(${label})` : `[${label}]`;
}

function arrow({ tls, refused, steps }: PictureEdge): string {
  if (refused.length > 0) return '-.-x';
  if (steps.length > 0) return '==>';
  if (tls === null) return '---';
  return tls === 'none' ? '-.->' : '-->';
}

function labelled(edge: PictureEdge): string {
  const label = edgeLabel(edge);
  return label === '' ? '' : `|"${mermaidString(label)}"|`;
}
