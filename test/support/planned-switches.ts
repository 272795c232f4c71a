import type { Finding } from '../../src/check/finding.ts';
import { type TopologyFiles, textOf } from '../../src/fix/apply/topology-files.ts';
import { makePlan, type Prover } from '../../src/fix/make-plan.ts';
import { readDocument } from '../../src/input/documents/read-document.ts';
import { changeOfObject } from '../../src/input/topology/object-in-document.ts';
import type { Fix } from '../../src/model/change.ts';
import { plain, text } from '../../src/model/text.ts';
import type { Comparison } from '../../src/prove/compare/compare.ts';
import type { Transition } from '../../src/prove/transition/transition.ts';

/*
 * Plans in a world of switches: A, B and C of the tenant, P and Q of the own servers; findings are a function of them.
 */
export type Switches = Readonly<Record<string, boolean>>;
export interface Fault {
  readonly when: (on: Switches) => boolean;
  readonly severity?: Finding['severity'];
  /** Each way sets these switches, one after the other. */
  readonly ways?: readonly Switches[];
  readonly safety?: Fix['safety'];
  /** What it is about, whatever its name. */
  readonly about?: readonly string[];
  readonly rule?: string;
}

export const source =
  'tenant:\n  organizationConfig:\n    A: false # a\n    B: false\n    C: false\n' +
  'onPremises:\n  organizationConfig:\n    P: false\n    Q: false\n';
const placeOf = (name: string) =>
  name === 'P' || name === 'Q' ? '/onPremises/organizationConfig' : '/tenant/organizationConfig';

const nothing: Comparison = {
  fates: [],
  objects: [],
  classes: 7,
  runs: 7,
  bound: null,
  cut: 0,
  notCovered: [],
};

const noStates: Transition = {
  ...{ parts: [], records: [], unsafe: [], order: undefined, plainOrder: undefined, states: 0, classes: 7 },
  ...{ runs: 0, bound: null, notCovered: [] },
};

function fixesOf(data: unknown, { ways = [], safety = 'safe' }: Fault): readonly Fix[] {
  return ways.flatMap((way) => {
    const changes = Object.entries(way).flatMap(
      ([name, on]) => changeOfObject(data, placeOf(name), { [name]: on }) ?? [],
    );
    const [first, ...more] = changes;
    return first === undefined
      ? []
      : [{ title: text`set ${Object.keys(way).join()}`, safety, changes: [first, ...more] }];
  });
}

/**
 * @param transition what the proof of the transition says; by default there are no mixed states
 * @param between what is compared between two changes; by default nothing is proved there
 */
export async function planned(
  faults: Readonly<Record<string, Fault>>,
  compared: Partial<Comparison> = {},
  analysesMax?: number,
  transition: Partial<Transition> = {},
  between: Partial<Comparison> = { bound: 1 },
) {
  const states: string[] = [];
  const prover: Prover<Switches> = {
    async analyze(files) {
      const read = await readDocument('topology.yaml', textOf(files, files.main) ?? '');
      if (!read.ok) return { ok: false, because: text`it cannot be read` };
      const { data } = read.value;
      const { tenant, onPremises } = data as Readonly<
        Record<'tenant' | 'onPremises', { organizationConfig: Switches }>
      >;
      const on: Switches = { ...tenant.organizationConfig, ...onPremises.organizationConfig };
      states.push(
        Object.keys(on)
          .filter((name) => on[name])
          .join('') || '-',
      );
      const findings = Object.entries(faults)
        .filter(([, fault]) => fault.when(on))
        .map(([name, fault]): Finding => {
          const said = text`${name}`;
          return {
            ...{
              rule: fault.rule ?? `test/${name}`,
              severity: fault.severity ?? 'error',
              confidence: 'documented',
              subject: 'policy:x',
            },
            ...{ problem: said, consequence: said, remedy: said, location: undefined, evidence: [], semantics: [] },
            ...{ assumptions: [], fingerprint: name, suppressed: undefined, fixes: fixesOf(data, fault) },
            ...(fault.about === undefined ? {} : { about: fault.about }),
          };
        });
      return { ok: true, input: on, findings };
    },
    compare: () => ({ ...nothing, ...compared }),
    compareBetween: () => ({ ...nothing, ...between }),
    transition: () => ({ ...noStates, ...transition }),
  };
  const files: TopologyFiles = {
    main: 'topology.yaml',
    texts: new Map([['topology.yaml', source]]),
    access: { read: () => ({ ok: false, because: 'missing' }), secret: () => undefined },
  };
  const plan = await makePlan(files, prover, { selected: () => true, ...(analysesMax && { analysesMax }) });
  if ('unreadable' in plan) throw new Error(plain(plan.unreadable));
  return { plan, states };
}
