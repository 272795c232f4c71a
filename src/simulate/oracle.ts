import type { Text } from '../model/text.ts';

/**
 * Something the topology leaves open. The same key in one run always gets the same answer, so that one undeclared
 * mailbox does not live in two places.
 */
export interface OpenQuestion {
  readonly key: string;
  /** Words for a reader; built only when somebody reads them. */
  readonly ask: () => Text;
  /** Id of the documents' open point, where the question is one. */
  readonly assumption: string | undefined;
}

/** Asks for one of several answers; tracing takes the first, proving visits each. */
export interface Oracle {
  choose<A extends string>(question: OpenQuestion, answers: readonly [A, ...A[]]): A;
  /** The answer that `choose` would give; the question does not count as met. */
  foresee<A extends string>(question: OpenQuestion, answers: readonly [A, ...A[]]): A;
}

/** A question as it was met in a run. */
export interface AskedQuestion {
  readonly question: OpenQuestion;
  readonly answers: readonly string[];
  readonly taken: string;
}

/** An oracle that gives the default (first) answer, or the forced one, and remembers what was asked, in order. */
export interface RecordingOracle extends Oracle {
  readonly asked: ReadonlyMap<string, AskedQuestion>;
}

const nothingForced: ReadonlyMap<string, string> = new Map();

export function recordingOracle(forced: ReadonlyMap<string, string> = nothingForced): RecordingOracle {
  const asked = new Map<string, AskedQuestion>();
  const foresee: Oracle['foresee'] = ({ key }, answers) => {
    const known = asked.get(key);
    const wanted = forced.get(key);
    return (
      answers.find((answer) => answer === known?.taken) ?? answers.find((answer) => answer === wanted) ?? answers[0]
    );
  };
  return {
    asked,
    foresee,
    choose(question, answers) {
      const taken = foresee(question, answers);
      if (asked.get(question.key)?.taken !== taken) asked.set(question.key, { question, answers, taken });
      return taken;
    },
  };
}
