import { describe, expect, test } from 'vitest';
import { countResults, readResults } from '../tooling/test-results.mjs';

const file = (status: string, ...tests: readonly string[]) => ({
  name: 'a.test.ts',
  status,
  message: '',
  assertionResults: tests.map((one, index) => ({ status: one, fullName: `test ${index}` })),
});

describe('the verdict of a test run', () => {
  test('counts passed, failed and skipped tests', () => {
    const report = {
      success: false,
      testResults: [file('failed', 'passed', 'failed'), file('passed', 'passed', 'skipped')],
    };
    expect(countResults(report, false)).toEqual({ passed: 2, skipped: ['test 1'], failures: ['a.test.ts: test 1'] });
  });

  test('a run without tests fails', () => {
    expect(countResults({ success: true, testResults: [] }, true).failures).toEqual(['no test ran']);
    expect(countResults({ success: true, testResults: [file('passed', 'skipped')] }, true).failures).toHaveLength(1);
  });

  test('a file that could not be loaded fails, although no test of it did', () => {
    const report = { success: false, testResults: [file('passed', 'passed'), file('failed')] };
    expect(countResults(report, false)).toMatchObject({ passed: 1, failures: ['a.test.ts: did not run'] });
  });

  test('a fault outside any test fails the run', () => {
    expect(countResults({ success: true, testResults: [file('passed', 'passed')] }, false).failures).toHaveLength(1);
  });

  test('a report that was never written fails', () => {
    expect(readResults('no/such/report.json', true)).toMatchObject({ passed: 0, failures: [expect.any(String)] });
  });
});
