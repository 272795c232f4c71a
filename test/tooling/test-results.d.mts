/** What counts of a JSON report of vitest. */
export interface TestReport {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

export interface TestVerdict {
  readonly passed: number;
  readonly skipped: readonly string[];
  readonly failures: readonly string[];
}

export function readResults(file: string, exitedWell: boolean): TestVerdict;
export function countResults(report: TestReport, exitedWell: boolean): TestVerdict;
