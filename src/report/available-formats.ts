/** Formats that a report can be printed in. */
export const availableFormats = ['terminal', 'json'] as const;
export type Format = (typeof availableFormats)[number];
