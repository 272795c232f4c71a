/** What a parameter is given. A text is printed as one literal, whatever it holds. */
export type PowerShellValue = string | number | boolean | null | readonly string[] | ListEdits | typeof present;

/** Items that are put into a list and taken out of it, while all others stay. */
export interface ListEdits {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** A switch, which stands for itself: what followed it would be another argument. */
export const present: unique symbol = Symbol('present');

/** A call of a cmdlet. Nobody but the printer writes PowerShell. */
export interface PowerShellCommand {
  /** What hands its object to the cmdlet, which then needs no identity. */
  readonly from?: Pick<PowerShellCommand, 'cmdlet' | 'parameters'>;
  readonly cmdlet: string;
  /** In the order in which they are printed. */
  readonly parameters: readonly (readonly [name: string, value: PowerShellValue])[];
  /** Whether it can say what it would do instead of doing it. */
  readonly whatIf: boolean;
}
