/** Bad fixtures that no fix of their rule cures, although one is proposed, each with the reason. */
export const unfixed: ReadonlyMap<string, string> = new Map([
  [
    'filtering/enhanced-filtering-off/bad-skips-one-hop-of-two.yaml',
    'Two services in a row: which addresses are hops of the filter is for a person to say.',
  ],
]);
