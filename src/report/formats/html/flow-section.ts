import { text } from '../../../model/text.ts';
import type { GraphReport } from '../../graph/graph-report.ts';
import { flowSvg } from '../../graph/svg.ts';
import { type Content, element, styled } from './element.ts';
import type { Sheet } from './sheet.ts';

/** The flow as a picture, with the traffic that traces show on it; nothing where it was not drawn. */
export function flowSection(sheet: Sheet, flow: GraphReport | undefined): Content {
  if (flow?.layout === undefined) return undefined;
  const id = `${sheet.prefix}flow`;
  return element(
    'section',
    { class: 'flow', id, 'aria-labelledby': sheet.labelledBy(`${id}-title`) },
    element('h2', { id: `${id}-title` }, text`The flow`),
    element(
      'div',
      { class: 'picture scroll', tabindex: 0, role: 'group', 'aria-labelledby': sheet.labelledBy(`${id}-title`) },
      { markup: flowSvg(flow.picture, flow.layout, `${sheet.prefix}drawing`) },
    ),
    styled(
      'p',
      'note',
      text`Drawn from the traces of the messages below and of messages that mxproof sends by itself.`,
    ),
  );
}
