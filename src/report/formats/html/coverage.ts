import { by } from '../../../base/order.ts';
import { assumptionById } from '../../../model/assumptions.ts';
import { type Text, text } from '../../../model/text.ts';
import type { Topology } from '../../../model/topology.ts';
import type { TopologyReport } from '../../report.ts';
import { confidenceText } from '../../words.ts';
import { type Content, element, styled } from './element.ts';
import { facts, type Sheet, table } from './sheet.ts';

/** What the verdicts rest on: what was declared, what was assumed, how sure it is, and what could not be told. */
export const coverage = (sheet: Sheet, report: TopologyReport): Content => [
  element('h3', {}, text`Declared`),
  declared(report.topology),
  element('h3', {}, text`How sure it is`),
  sureness(report),
  element('h3', {}, text`Assumed`),
  assumed(report),
  element('h3', {}, text`Not determined`),
  undetermined(sheet, report),
];

function declared({ tenant, onPremises, ...topology }: Topology): Content {
  const entries: readonly (readonly [Text, number | undefined])[] = [
    [text`accepted domains`, tenant?.acceptedDomains.filter(({ isListed }) => isListed).length],
    [text`inbound connectors`, tenant?.inboundConnectors.length],
    [text`outbound connectors`, tenant?.outboundConnectors.length],
    [text`mail flow rules`, tenant?.transportRules.length],
    [text`remote domains`, tenant?.remoteDomains.length],
    [text`own servers`, onPremises?.servers.length],
    [text`send connectors`, onPremises?.sendConnectors?.length],
    [text`receive connectors`, onPremises?.receiveConnectors?.length],
    [text`services`, topology.services.length],
    [text`partners`, topology.partners.length],
    [text`recipients`, topology.recipients.length],
    [text`certificates`, topology.certificates.size],
    [text`sample messages`, topology.messages.length],
    [text`intents`, topology.intents.length],
  ];
  return facts(entries.map(([what, number]) => [what, element('strong', {}, number ?? text`not declared`)]));
}

function sureness({ findings, traces }: TopologyReport): Content {
  const all = [...findings, ...traces.flatMap(({ outcomes }) => outcomes)];
  return facts(
    (['documented', 'observed', 'inferred'] as const).map((grade) => [
      confidenceText[grade],
      element('strong', {}, all.filter(({ confidence }) => confidence === grade).length),
    ]),
  );
}

/** The open points of the documents that decided something, with the answer that was taken. */
function assumed({ findings, traces, topology }: TopologyReport): Content {
  const used = [...findings, ...traces.flatMap(({ outcomes }) => outcomes)].flatMap(({ assumptions }) => assumptions);
  const times = new Map<string, number>();
  for (const id of used) times.set(id, (times.get(id) ?? 0) + 1);
  if (times.size === 0) return element('p', {}, text`No open point of the documents decided anything.`);
  const rows = [...times].sort(by(([id]) => id)).map(([id, number]) => {
    const point = assumptionById(id);
    const written = topology.assumptions.get(id)?.value;
    const others = (point?.values ?? []).filter((value) => value !== (written ?? point?.values[0]));
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, element('code', {}, id)),
      element('td', {}, element('code', {}, written ?? point?.values[0] ?? '')),
      element(
        'td',
        {},
        others.map((value, at) => [at === 0 ? '' : ', ', element('code', {}, value)]),
      ),
      element('td', {}, point?.source === undefined ? undefined : element('code', {}, point.source)),
      element('td', {}, number),
    );
  });
  const head = [text`Open point`, text`Taken`, text`Other answers`, text`Described by`, text`Verdicts`];
  return table('assumed', head, rows);
}

function undetermined(sheet: Sheet, { undetermined: all }: TopologyReport): Content {
  if (all.length === 0) return element('p', {}, text`Every question that mail asked was answered by what is declared.`);
  return styled(
    'ul',
    'undetermined',
    all.map(({ what, missing, at }) =>
      element('li', {}, what, ' — ', missing, at === undefined ? undefined : [' ', sheet.place(at)]),
    ),
  );
}
