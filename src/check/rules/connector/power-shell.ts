/** A value as a PowerShell string that nothing is expanded in. */
export const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** The command that takes one value out of a list property of an object. */
export const removeCommand = (cmdlet: string, identity: string, property: string, value: string): string =>
  `${cmdlet} -Identity ${quoted(identity)} -${property} @{Remove=${quoted(value)}}`;
