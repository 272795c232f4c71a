/** The colour of how risky a step is. */
export const safetyMoods = { safe: 'good', review: 'doubtful', disruptive: 'bad' } as const;
