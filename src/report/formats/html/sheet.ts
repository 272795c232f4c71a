import type { SourceIndex, Span } from '../../../model/source.ts';
import type { Text } from '../../../model/text.ts';
import { placeText } from '../../place-of.ts';
import { type Content, type Element, element, shown, styled } from './element.ts';

/** What every part of the page needs to know of its topology. */
export interface Sheet {
  /** Begins every id of an element, so that several topologies fit one page. */
  readonly prefix: string;
  readonly sources: SourceIndex;
  /** Ids of the headings that name a section: of the topology, where there are several, and its own. */
  labelledBy(id: string): string;
  /** A place as the user would open it. */
  place(span: Span): Element;
}

/** @param file the topology as the user named it: places are printed relative to where the user stands. */
export function createSheet(prefix: string, file: string, sources: SourceIndex): Sheet {
  return {
    prefix,
    sources,
    labelledBy: (id) => (prefix === '' ? id : `${prefix}name ${id}`),
    place: (span) => styled('code', 'place', shown(placeText(file, span))),
  };
}

/** Terms with what is known of them; an entry without content is left out, and nothing is drawn for none at all. */
export function facts(entries: readonly (readonly [Text, Content])[]): Content {
  const known = entries.filter(([, content]) => content !== undefined && content !== '');
  if (known.length === 0) return undefined;
  return styled(
    'dl',
    'facts',
    known.map(([term, content]) => element('div', {}, element('dt', {}, term), element('dd', {}, content))),
  );
}

/** Items one behind the other, with a comma between. */
export const commaList = (items: readonly Content[]): Content =>
  items.flatMap((item, index) => (index === 0 ? [item] : [', ', item]));

/**
 * A table; on a narrow page each cell stands on a line of its own, behind the words of its column. What is still too wide
 * scrolls by itself.
 */
export const table = (className: string, head: readonly Text[], rows: readonly Element[]): Element =>
  element(
    'div',
    { class: 'scroll', tabindex: 0 },
    element(
      'table',
      { class: className },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          head.map((words) => element('th', { scope: 'col' }, words)),
        ),
      ),
      element(
        'tbody',
        {},
        rows.map((row) => withLabels(row, head)),
      ),
    ),
  );

/** A row whose cells know the words of their column, but for those that have words of their own, or none. */
function withLabels(row: Element, head: readonly Text[]): Element {
  const cells = row.content.flat() as readonly Element[];
  const content = cells.map((cell, index) =>
    cell.tag === 'td' && !('data-label' in cell.attributes)
      ? { ...cell, attributes: { ...cell.attributes, 'data-label': head[index] } }
      : cell,
  );
  return { ...row, content };
}
