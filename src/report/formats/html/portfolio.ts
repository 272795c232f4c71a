import { text } from '../../../model/text.ts';
import type { CheckReport } from '../../report.ts';
import { summarize } from '../../summarize.ts';
import { type Content, element, shown, styled } from './element.ts';
import { type Sheet, table } from './sheet.ts';

/** Several topologies at one glance: how each stands, and what two tenants hold that only one can have. */
export function portfolio({ topologies, collisions = [] }: CheckReport, sheets: readonly Sheet[]): Content {
  const head = [text`Topology`, text`Errors`, text`Warnings`, text`To know`, text`Not determined`];
  const rows = topologies.map(({ name, file, findings, undetermined }, index) => {
    const { error, warning, info } = summarize(findings);
    const cells = [count(error, 'error'), count(warning, 'warning'), info, undetermined.length];
    return element(
      'tr',
      {},
      element(
        'th',
        { scope: 'row' },
        element('a', { href: `#${sheets[index]?.prefix ?? ''}top` }, shown(name)),
        name === file ? undefined : [' ', styled('code', 'subject', shown(file))],
      ),
      cells.map((cell) => element('td', {}, cell)),
    );
  });
  const shared = collisions.map(({ kind, value, holders }) =>
    element(
      'li',
      {},
      sharedWords[kind](value),
      ' ',
      styled(
        'span',
        'note',
        holders.map(({ file }) => [element('code', {}, shown(file)), ' ']),
      ),
    ),
  );
  return [
    rows.length === 0 ? undefined : table('portfolio', head, rows),
    shared.length === 0 ? undefined : styled('ul', 'risks error', shared),
  ];
}

const count = (number: number, severity: string): Content =>
  number === 0 ? 0 : styled('span', `badge ${severity}`, number);

const sharedWords = {
  domain: (value: string) => text`The domain ${value} is accepted in more than one tenant.`,
  certificate: (value: string) => text`Connectors of more than one tenant wait for the certificate name ${value}.`,
  address: (value: string) => text`Connectors of more than one tenant recognise own servers by ${value}.`,
};
