/** What stays in every language: places, quoted lines, ids, tags of Markdown, and who speaks on standard error. */
const stays: readonly RegExp[] = [
  /^```\w*$/gmu,
  /^ +├ [a-z-]+/gmu,
  /\b[a-z-]+\/[a-z-]+\b/gu,
  /\battribution\.recipientFallback\b/gu,
  /\b[\w-]+\.yaml:\d+:\d+/gu,
  /<\/?(?:details|summary)>/gu,
  /^mxproof:/gmu,
];

/**
 * Lines with letters of which no sentence is said by the language of brackets (`inBrackets`).
 * @param more what stays in this text besides
 */
export function bareLines(report: string, more: readonly RegExp[] = []): readonly string[] {
  let rest = [...more, ...stays].reduce((left, one) => left.replace(one, ' '), report);
  for (let left = ''; left !== rest; ) {
    left = rest;
    rest = rest.replace(/⟦[^⟦⟧]*⟧/gu, ' ');
  }
  return rest.split('\n').filter((line) => /\p{L}/u.test(line));
}
