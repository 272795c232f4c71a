import { plain, type Text } from '../../../model/text.ts';
import { type Content, element } from './element.ts';

/** Sentences one below the other, each once; undefined for none. */
export const bulletList = (all: readonly Text[]): Content =>
  all.length === 0
    ? undefined
    : element(
        'ul',
        {},
        [...new Map(all.map((one) => [plain(one), one])).values()].map((one) => element('li', {}, one)),
      );
