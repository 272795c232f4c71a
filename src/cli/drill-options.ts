import { nearest } from '../base/suggest.ts';
import type { InputProblem } from '../input/problem.ts';
import { list, text } from '../model/text.ts';
import type { Topology } from '../model/topology.ts';
import type { Failure } from '../prove/drills/failure.ts';
import type { LoadedTopology } from './load-topology.ts';
import { nodeProblems } from './option-problems.ts';

type Values = ReadonlyMap<string, readonly string[]>;

/** What the options of `prove` let fail, all at once; or every name among them that nothing has. */
export function failuresOf(
  values: Values,
  loaded: LoadedTopology,
):
  | { readonly ok: true; readonly failures: readonly Failure[] }
  | { readonly ok: false; readonly problems: readonly InputProblem[] } {
  const { topology } = loaded;
  const given = (name: string) => values.get(name) ?? [];
  const nodes = given('down');
  const keys = given('expired');
  const domains = given('without-domain').map((domain) => domain.toLowerCase().replace(/\.$/u, ''));
  const problems = [
    ...nodes.flatMap((node) => nodeProblems('down', node, [loaded])),
    ...keys.flatMap((key) =>
      unknown(key, [...topology.certificates.keys()], {
        problem: text`--expired ${key} is no declared certificate.`,
        none: text`The topology declares no certificates.`,
      }),
    ),
    ...domains.flatMap((domain) =>
      unknown(domain, acceptedDomains(topology), {
        problem: text`--without-domain ${domain} is no accepted domain of the tenant.`,
        none: text`The topology declares no tenant.`,
      }),
    ),
  ];
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    failures: [
      ...nodes.map((node): Failure => ({ kind: 'node', node })),
      ...keys.map((key): Failure => ({ kind: 'certificate', key })),
      ...domains.map((domain): Failure => ({ kind: 'domain', domain })),
    ],
  };
}

const acceptedDomains = ({ tenant }: Topology): readonly string[] =>
  (tenant?.acceptedDomains ?? []).map((one) => one.name);

function unknown(
  name: string,
  known: readonly string[],
  said: { readonly problem: InputProblem['problem']; readonly none: InputProblem['problem'] },
): readonly InputProblem[] {
  if (known.includes(name)) return [];
  const guesses = nearest(name, known);
  const remedy =
    known.length === 0
      ? said.none
      : guesses.length > 0
        ? text`Did you mean ${list(guesses, 'or')}?`
        : text`Declared are ${list(known)}.`;
  return [{ at: undefined, problem: said.problem, remedy }];
}
