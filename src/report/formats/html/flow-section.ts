import { text } from '../../../model/text.ts';
import type { GraphReport } from '../../graph/graph-report.ts';
import { flowSvg } from '../../graph/svg.ts';
import { type Content, element, styled } from './element.ts';
import type { Sheet } from './sheet.ts';

/** The flow as a picture, with the traffic that traces show on it; undefined where it was not drawn. */
export function flowPicture(sheet: Sheet, flow: GraphReport | undefined): Content {
  if (flow?.layout === undefined) return undefined;
  const { picture, layout } = flow;
  return [
    element(
      'div',
      {
        class: 'picture scroll',
        tabindex: 0,
        role: 'group',
        'aria-labelledby': sheet.labelledBy(`${sheet.prefix}flow-title`),
      },
      { markup: (say) => flowSvg(picture, layout, say, `${sheet.prefix}drawing`) },
    ),
    styled(
      'p',
      'note',
      text`Drawn from the traces of the messages below and of messages that mxproof sends by itself.`,
    ),
  ];
}
