/** Formats that a report can be printed in. */
export const availableFormats = [
  'terminal',
  'json',
  'sarif',
  'junit',
  'markdown',
  'csv',
  'github',
  'gitlab',
  'html',
  'svg',
  'mermaid',
  'dot',
] as const;
export type Format = (typeof availableFormats)[number];

/** What most reports can be printed in. */
export const basicFormats = ['terminal', 'json'] as const satisfies readonly Format[];

/** The formats of each report; the first is what is printed where nobody names one. */
export const formatsOfReports = {
  check: ['terminal', 'json', 'sarif', 'junit', 'html', 'markdown', 'csv', 'github', 'gitlab'],
  trace: ['terminal', 'json', 'sarif', 'junit', 'html', 'markdown', 'csv', 'github', 'gitlab'],
  prove: ['terminal', 'json', 'sarif', 'junit', 'html', 'markdown', 'csv', 'github', 'gitlab'],
  diff: ['terminal', 'json', 'sarif', 'junit', 'html', 'markdown', 'csv', 'github', 'gitlab'],
  fix: ['terminal', 'json', 'html', 'markdown'],
  graph: ['svg', 'mermaid', 'dot'],
  replay: basicFormats,
  spf: basicFormats,
} as const satisfies Readonly<Record<string, readonly Format[]>>;

/** What an option adds to a report, and which formats show it; in the others the report is as without the option. */
export const formatsThatShow = {
  drills: ['terminal', 'json', 'html', 'markdown'],
  transition: ['terminal', 'json', 'html', 'markdown'],
} as const satisfies Readonly<Record<string, readonly Format[]>>;
