import { text } from '../../../model/text.ts';
import type { GraphReport } from '../../graph/graph-report.ts';
import { flowSvg } from '../../graph/svg.ts';
import { type Content, element, styled } from './element.ts';
import type { Sheet } from './sheet.ts';

/** On paper a picture that is wider than a page and not high is drawn across the page; in pixels of 96 to the inch. */
export function flowClass({ layout }: Pick<GraphReport, 'layout'>): string {
  const isWide = layout !== undefined && layout.width > 860 && layout.width > 1.5 * layout.height;
  return isWide ? 'drawing wide' : 'drawing';
}

/** The flow as a picture, with the traffic that traces show on it; undefined where it was not drawn. */
export function flowPicture(sheet: Sheet, flow: GraphReport | undefined): Content {
  if (flow?.layout === undefined) return undefined;
  const { picture, layout } = flow;
  return [
    element(
      'div',
      {
        class: 'picture scroll',
        style: `--width: ${Math.ceil(layout.width)}px`,
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
