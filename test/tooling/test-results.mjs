/*
 * What a run of vitest came to, read from its JSON report. A run that saw no test is a failed one, and so is a file
 * that could not be loaded, which the totals of vitest do not count.
 */
import { readFileSync } from 'node:fs';

/**
 * @param exitedWell whether vitest itself ended without an error; it knows of faults outside any test.
 * @returns the number of tests that passed, the names of those skipped, and what failed, in words.
 */
export function readResults(file, exitedWell) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { passed: 0, skipped: [], failures: [`no report of a test run at ${file}`] };
  }
  return countResults(report, exitedWell);
}

export function countResults(report, exitedWell) {
  const failures = [];
  const skipped = [];
  let passed = 0;
  for (const file of report.testResults) {
    const tests = file.assertionResults;
    const failed = tests.filter((test) => test.status === 'failed');
    failures.push(...failed.map((test) => `${file.name}: ${test.fullName}`));
    if (file.status === 'failed' && failed.length === 0)
      failures.push(`${file.name}: ${file.message || 'did not run'}`);
    passed += tests.filter((test) => test.status === 'passed').length;
    skipped.push(...tests.filter((test) => !['passed', 'failed'].includes(test.status)).map((test) => test.fullName));
  }
  if (passed === 0 && failures.length === 0) failures.push('no test ran');
  if (!(report.success && exitedWell) && failures.length === 0) failures.push('the run failed outside its tests');
  return { passed, skipped, failures };
}
