import { formatAddress } from '../../model/addresses/address.ts';
import { firstAddress } from '../../model/addresses/address-set.ts';
import { type Text, text } from '../../model/text.ts';
import type { NextHop, NextHopRow } from '../../model/topology.ts';
import type { Note, Run } from '../run.ts';
import { nodesOfAddress } from '../world.ts';
import { frontDoor, type Resolution, resolveDomain } from './resolve-next-hop.ts';
import { resolveName } from './resolve-smart-hosts.ts';
import { covered } from './select-partner-connector.ts';

export type TableAnswer =
  | {
      readonly ok: true;
      readonly resolution: Resolution;
      readonly towards: string;
      readonly byMx: boolean;
      readonly note: Note;
    }
  | { readonly ok: false; readonly note: Note };

/** The next hop of a table in the order it is written: the first row that holds the domain. */
export function deliverFromTable(run: Run, node: string, table: readonly NextHopRow[], domain: string): TableAnswer {
  const losers: { candidate: string; because: Text }[] = [];
  for (const row of table) {
    if (!row.domains.some((pattern) => covered(pattern, domain))) {
      if (run.explain)
        losers.push({
          candidate: `${row.domains.map((pattern) => pattern.text).join(', ')} → ${row.to.text}`,
          because: text`it does not hold ${domain}`,
        });
      continue;
    }
    const note = run.note('deliver-from-table', [], () => ({
      verdict: text`${row.to.text}`,
      because: text`the first row of ${node} that holds ${domain}`,
      rejected: losers,
      evidence: [
        run.setting(row.at, text`delivers ${row.domains.map((pattern) => pattern.text).join(', ')} to ${row.to.text}`),
      ],
    }));
    const byMx = row.to.kind === 'mx';
    return {
      ok: true,
      resolution: nextHop(run, row.to, domain),
      towards: byMx ? domain : row.to.text,
      byMx,
      note,
    };
  }
  return {
    ok: false,
    note: run.note('deliver-from-table', [], () => ({
      verdict: text`no row`,
      because: text`no row of the table of ${node} holds ${domain}`,
      rejected: losers,
    })),
  };
}

/** Where a declared next hop leads. */
export function nextHop(run: Run, to: NextHop, domain: string): Resolution {
  switch (to.kind) {
    case 'tenant':
      return single(frontDoor);
    case 'onPremises':
      return single(
        run.world.premises?.premises.servers.find((server) => server.role === 'mailbox')?.node ??
          run.world.premises?.premises.servers[0]?.node,
      );
    case 'mx':
      return resolveDomain(run.world, domain);
    case 'node':
      return single(to.node);
    case 'host':
      return resolveName(run.world, to.host);
    case 'address': {
      const first = firstAddress(to.set);
      const address = first === undefined ? to.text : formatAddress(first);
      const nodes = nodesOfAddress(run.world, address);
      if (nodes.length > 0)
        return { kind: 'hosts', groups: [nodes.map((node) => ({ node, host: undefined }))], evidence: [] };
      return { kind: 'not-supplied', name: address };
    }
  }
}

function single(node: string | undefined): Resolution {
  if (node === undefined) return { kind: 'not-supplied', name: 'the on-premises organisation' };
  return { kind: 'hosts', groups: [[{ node, host: undefined }]], evidence: [] };
}
