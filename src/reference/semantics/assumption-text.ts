/** A point that the documents leave open, with the answers that a topology may choose (`assumptions:`). */
export interface AssumptionText {
  readonly id: string;
  /** What is open. */
  readonly question: string;
  /** Default first, each with what it makes a simulation do. */
  readonly answers: readonly { readonly value: string; readonly effect: string }[];
  /** Ids that state the open point. */
  readonly from: readonly string[];
}

export const open = (
  id: string,
  question: string,
  answers: Readonly<Record<string, string>>,
  ...from: readonly string[]
): AssumptionText => ({
  id,
  question,
  answers: Object.entries(answers).map(([value, effect]) => ({ value, effect })),
  from,
});

/** For answers that are numbers: as keys of an object they would change their order, and with it the default. */
export const listed = (
  id: string,
  question: string,
  answers: readonly (readonly [string, string])[],
  ...from: readonly string[]
): AssumptionText => ({ id, question, answers: answers.map(([value, effect]) => ({ value, effect })), from });
