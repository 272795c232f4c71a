import type { Proof, Proofs } from '../../src/prove/prove.ts';
import { proveTopology } from '../../src/prove-topologies.ts';
import { readable } from './topology-reading.ts';

/** Proves a topology that is given as text. */
export async function proofsOf(content: string, assume: Readonly<Record<string, string>> = {}): Promise<Proofs> {
  const read = await readable(content);
  return proveTopology(
    { ...read, file: 'topology.yaml' },
    { asOf: Date.UTC(2026, 10, 21), assume: new Map(Object.entries(assume)) },
  );
}

export function proofOf(proofs: Proofs, id: string): Proof {
  const found = [...proofs.invariants, ...proofs.intents].find((one) => one.id === id);
  if (found === undefined) throw new Error(`no statement is ${id}`);
  return found;
}
