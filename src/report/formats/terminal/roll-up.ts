import { text } from '../../../model/text.ts';
import { terminalText } from '../../escape.ts';
import { faultOf } from '../../fault-words.ts';
import type { CheckReport, TopologyReport } from '../../report.ts';
import { summarize } from '../../summarize.ts';
import { type Page, paragraph, prose, type Role } from './page.ts';
import { displayWidth, takeEnd } from './width.ts';

/** Several topologies at the end of their report: those without a verdict, one line each, the gravest first, and what they share. */
export function rollUp(page: Page, { topologies, collisions = [], faults = [] }: CheckReport): readonly string[] {
  const rows = topologies.map((topology) => ({ topology, totals: summarize(topology.findings) }));
  rows.sort((left, right) => right.totals.error - left.totals.error || right.totals.warning - left.totals.warning);
  const widest = Math.max(
    ...rows.map(({ totals }) => String(Math.max(totals.error, totals.warning, totals.info)).length),
  );
  const column = (number: number): string => String(number).padStart(widest);
  const lines = rows.map(({ topology, totals }) => {
    const role: Role = totals.error > 0 ? 'error' : totals.warning > 0 ? 'warning' : 'good';
    const counts = prose(
      page,
      text`errors ${column(totals.error)}, warnings ${column(totals.warning)}, info ${column(totals.info)}`,
    );
    return `  ${page.paint(role, counts)}  ${named(topology, page.width - displayWidth(counts) - 4)}`;
  });
  const shared = collisions.map(({ kind, value, holders }) =>
    words[kind](value, String(new Set(holders.map(({ tenant }) => tenant)).size)),
  );
  return [
    ...paragraph(page, text`${topologies.length + faults.length} topologies:`, { role: 'strong' }),
    ...faults.flatMap(({ file, what }) => paragraph(page, faultOf(file, what), { indent: 2, role: 'error' })),
    ...lines,
    ...shared.flatMap((line) => paragraph(page, line, { indent: 2, role: 'error' })),
  ];
}

const words = {
  domain: (value: string, tenants: string) => text`The domain ${value} is accepted in ${tenants} tenants.`,
  certificate: (value: string, tenants: string) =>
    text`Connectors of ${tenants} tenants wait for the certificate name ${value}.`,
  address: (value: string, tenants: string) =>
    text`Connectors of ${tenants} tenants recognise own servers by ${value}.`,
};

/** The file, cut at its beginning where the line has no room for all of it. */
function named({ file }: TopologyReport, room: number): string {
  const whole = terminalText(file);
  return displayWidth(whole) <= room || room < 10 ? whole : `…${takeEnd(whole, room - 1)}`;
}
