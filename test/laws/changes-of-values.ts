import type { Fix } from '../../src/model/change.ts';
import { text } from '../../src/model/text.ts';
import type { SampleMessage } from '../../src/model/topology.ts';
import type { Comparison } from '../../src/prove/compare/compare.ts';
import type { Drill } from '../../src/prove/drills/drill.ts';
import type { WhatIf } from '../../src/prove/what-if/what-if.ts';

type Value = (index: number) => string;

/** Drills and what-ifs with a value of the user's in every place where one can stand. */
export function drillOf(value: Value, comparison: Comparison): Drill {
  return {
    failures: [{ kind: 'node', node: value(500) }],
    title: text`${value(501)} does not answer`,
    flows: [
      { from: 'internet', to: 'cloud', classes: 4, deferred: 1, lost: 2 },
      { from: value(502) as 'internet', to: 'onPremises', classes: 4, deferred: 0, lost: 0 },
    ],
    deferred: 1,
    lost: 2,
    comparison,
    silent: 3,
  };
}

export function whatIfOf(value: Value, comparison: Comparison, sample: SampleMessage): WhatIf {
  const broken = { node: value(511), classes: 3, messages: [sample], reply: value(512), domains: [value(513)] };
  return {
    settings: [value(510)],
    effect: { comparison, broken: [broken] },
    senders: [
      {
        ...broken,
        remedies: [{ title: text`With ${value(514)}`, command: value(306), saved: 2, harms: comparison.fates }],
      },
      { ...broken, remedies: null },
    ],
    together: 1,
  };
}

export const fixOf = (value: Value): Fix => ({
  title: text`Set ${value(540)}`,
  safety: 'review',
  changes: [{ target: 'person', instruction: text`Renew ${value(541)}.` }],
});
