import { createHmac } from 'node:crypto';
import type { AnalysisInput } from '../../src/analyze.ts';
import { checkExitCode } from '../../src/cli/exit-code.ts';
import type { LoadedTopology } from '../../src/cli/load-topology.ts';
import { differences } from '../../src/cli/same-analysis.ts';
import { readSettings, type Settings } from '../../src/cli/settings.ts';
import { type Anonymized, anonymizeTopology } from '../../src/input/anonymize/anonymize-topology.ts';
import { readTopology } from '../../src/input/topology/read-topology.ts';
import { plain } from '../../src/model/text.ts';
import { analyzeWithProofs as analyze } from '../../src/prove-topologies.ts';
import { fixtureInstant } from './analyze-fixture.ts';

/** Pseudonyms from a key that stands still. */
export const anonymized = (input: LoadedTopology, key = 'a key'): Anonymized =>
  anonymizeTopology(input, (what) => createHmac('sha256', key).update(what).digest());

/** What differs between a topology and the same under pseudonyms; unreadable output is a difference, too. */
export async function apart(input: LoadedTopology, result: Anonymized): Promise<readonly string[]> {
  const read = await readTopology('topology.yaml', result.files.get('topology.yaml') ?? '', {
    read(path) {
      const content = result.files.get(path);
      return content === undefined
        ? { ok: false, because: 'missing' }
        : { ok: true, bytes: new TextEncoder().encode(content) };
    },
    secret: () => undefined,
  });
  if (!read.ok) return read.problems.map(({ problem }) => `unreadable: ${plain(problem)}`);
  const asOf = input.topology.asOf ?? fixtureInstant;
  const renamed: AnalysisInput = { ...read.value, file: 'topology.yaml', notices: read.notices };
  const reports = [analyze(input, { asOf }), analyze(renamed, { asOf })] as const;
  const codes = reports.map((report) => checkExitCode([report], settings));
  return [
    ...differences(...reports, result.names).map((one) => plain(one)),
    ...(codes[0] === codes[1] ? [] : ['exit code']),
  ];
}

const settings = ((): Settings => {
  const read = readSettings({ flags: new Set(), values: new Map() });
  if (!read.ok) throw new Error('no options cannot be wrong');
  return read.settings;
})();
