import { type Text, text } from '../../../model/text.ts';
import type { Comparison } from '../../../prove/compare/compare.ts';
import { type Content, element, shown } from './element.ts';
import { table } from './sheet.ts';

type Changed = Comparison['objects'][number];

const changeWords: Readonly<Record<Changed['change'], Text>> = {
  added: text`added`,
  removed: text`removed`,
  changed: text`changed`,
};

/** Objects and records that are other ones after a change; undefined for none. */
export const objectTable = (objects: readonly Changed[]): Content =>
  objects.length === 0
    ? undefined
    : table(
        'objects',
        [text`Change`, text`Object`, text`Settings`],
        objects.map(({ subject, change, settings }) =>
          element(
            'tr',
            {},
            element('td', {}, changeWords[change]),
            element('th', { scope: 'row' }, element('code', {}, shown(subject))),
            element(
              'td',
              {},
              settings.map((setting, at) => [at === 0 ? '' : ', ', element('code', {}, shown(setting))]),
            ),
          ),
        ),
      );
