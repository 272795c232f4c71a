import { nearest } from '../base/suggest.ts';
import type { InputProblem } from '../input/problem.ts';
import { list, text } from '../model/text.ts';
import type { Unusable } from './command.ts';
import type { LoadedTopology } from './load-topology.ts';
import { nodesOf } from './nodes-of.ts';
import { unknownRules } from './rule-names.ts';
import type { Settings } from './settings.ts';

/** Values of options that only the topologies can tell to be wrong. */
export async function optionProblems(
  loaded: readonly LoadedTopology[],
  settings: Settings,
): Promise<readonly Unusable[]> {
  const problems = settings.down.flatMap((node) => nodeProblems('at-down', node, loaded));
  problems.push(...(await assumptionProblems(settings.assume)), ...(await ruleProblems(settings.rules)));
  return problems.length === 0 ? [] : [{ problems }];
}

/** The prose about assumptions is loaded only where one is named. */
async function assumptionProblems(assume: Settings['assume']): Promise<readonly InputProblem[]> {
  if (assume.size === 0) return [];
  const { assumptionTexts } = await import('../reference/semantics/assumptions.ts');
  return [...assume].flatMap(([id, given]): readonly InputProblem[] => {
    const known = assumptionTexts.find((it) => it.id === id);
    if (known === undefined) {
      const ids = assumptionTexts.map((it) => it.id);
      const guesses = nearest(id, ids);
      const remedy =
        guesses.length > 0 ? text`Did you mean ${list(guesses, 'or')}?` : text`Open points are ${list(ids)}.`;
      return [{ at: undefined, problem: text`--assume names ${id}, which is no open point.`, remedy }];
    }
    const values = known.answers.map((it) => it.value);
    // The one open point whose answer is a number of the user's choice.
    if (values.includes(given) || (id === 'loop.hopLimit' && /^[1-9]\d{0,2}$/u.test(given))) return [];
    return [
      {
        at: undefined,
        problem: text`--assume gives ${id} the value ${given}.`,
        remedy: text`Write ${list(values, 'or')}.`,
      },
    ];
  });
}

async function ruleProblems(rules: Settings['rules']): Promise<readonly InputProblem[]> {
  if (rules.size === 0) return [];
  const unknown = await unknownRules([...rules.keys()]);
  return [...unknown].map(([id, remedy]) => ({
    at: undefined,
    problem: text`--rule names ${id}, which is no rule.`,
    remedy,
  }));
}

/** A node that no topology declares, named by an option. */
export function nodeProblems(option: string, node: string, loaded: readonly LoadedTopology[]): readonly InputProblem[] {
  // mx:<host> is a node of traces that no document declares, so any host may be meant.
  if (/^mx:./u.test(node)) return [];
  const nodes = [...new Set(loaded.flatMap(({ topology }) => nodesOf(topology)))];
  if (nodes.includes(node)) return [];
  const guesses = nearest(node, nodes);
  const remedy = text`Write ${list(guesses.length > 0 ? guesses : nodes, 'or')}, or mx:<host>.`;
  return [{ at: undefined, problem: text`--${option} ${node} is no declared node.`, remedy }];
}
