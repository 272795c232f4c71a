import { describe, expect, test } from 'vitest';
import { checkExitCode, diffExitCode, traceExitCode } from '../../src/cli/exit-code.ts';
import { parseArguments } from '../../src/cli/parse-arguments.ts';
import { readSettings, type Settings } from '../../src/cli/settings.ts';
import { text } from '../../src/model/text.ts';
import { makeMessage } from '../../src/simulate/probes/make-message.ts';
import { finding, outcome, topologyReport, trace } from '../support/report-samples.ts';

function settings(...options: readonly string[]): Settings {
  const parsed = parseArguments(['check', 'a.yaml', ...options]);
  const read = parsed.kind === 'command' ? readSettings(parsed) : undefined;
  if (read?.ok !== true) throw new Error('the options of this test are good');
  return read.settings;
}

const unmet = trace({ name: 'Hello There', expectation: { met: false, failures: [] } });
const open = trace({ outcomes: [outcome({ status: 'undetermined' })] });
const report = topologyReport({ findings: [], traces: [] });

describe('exit code of check', () => {
  test.each([
    ['error', 'error', 1],
    ['warning', 'error', 0],
    ['warning', 'warning', 1],
    ['info', 'warning', 0],
    ['info', 'info', 1],
    ['error', 'never', 0],
  ] as const)('a finding of severity %s with --fail-on %s gives %i', (severity, failOn, code) => {
    const found = topologyReport({ findings: [finding({ severity })], traces: [] });
    expect(checkExitCode([report, found], settings('--fail-on', failOn))).toBe(code);
  });

  test('a suppressed finding does not count', () => {
    const found = topologyReport({ findings: [finding({ suppressed: 'known' })], traces: [] });
    expect(checkExitCode([found], settings('--fail-on', 'info'))).toBe(0);
  });

  test('an unmet expectation gives 1, unless nothing shall', () => {
    const failed = topologyReport({ findings: [], traces: [unmet] });
    expect(checkExitCode([failed], settings())).toBe(1);
    expect(checkExitCode([failed], settings('--fail-on', 'never'))).toBe(0);
  });

  test('an expectation whose finding is suppressed with a reason is accepted', () => {
    const forgiven = finding({ rule: 'message/expectation', subject: 'message:hello there', suppressed: 'known' });
    expect(checkExitCode([topologyReport({ findings: [forgiven], traces: [unmet] })], settings())).toBe(0);
  });

  test('what is undetermined counts only where it is asked for, then also with --fail-on never', () => {
    const point = { what: text`a`, missing: text`b`, at: undefined };
    for (const it of [topologyReport({ findings: [], traces: [open] }), { ...report, undetermined: [point] }]) {
      expect(checkExitCode([it], settings())).toBe(0);
      expect(checkExitCode([it], settings('--fail-on-undetermined'))).toBe(1);
      expect(checkExitCode([it], settings('--fail-on-undetermined', '--fail-on', 'never'))).toBe(1);
    }
  });
});

test('an intent or an invariant that is open is undetermined, too', () => {
  const proof = {
    id: 'no-loop',
    title: text`No message goes round.`,
    holds: null,
    classes: 1,
    counterexample: undefined,
    dependsOn: [],
    open: [],
  };
  for (const it of [{ intents: [proof] }, { invariants: [proof] }]) {
    const told = { ...topologyReport({ findings: [], traces: [] }), ...it };
    expect(checkExitCode([told], settings())).toBe(0);
    expect(checkExitCode([told], settings('--fail-on-undetermined'))).toBe(1);
  }
});

describe('exit code of diff', () => {
  const change = (after: string) => ({
    gravity: 'lost' as const,
    changes: [{ what: 'status' as const, before: 'delivered', after }],
    classes: 1,
    example: makeMessage({ name: 'hello', from: 'alice@example.org', to: ['anna@contoso.com'] }),
    answer: null,
  });
  const same = { fates: [], bound: null, cut: 0 };

  test('no change is what was expected, unless not all was compared', () => {
    expect(diffExitCode(same, settings(), true)).toBe(0);
    expect(diffExitCode({ ...same, bound: 1_000_000 }, settings(), true)).toBe(1);
    expect(diffExitCode({ ...same, cut: 3 }, settings(), true)).toBe(1);
    expect(diffExitCode({ ...same, fates: [change('bounced')] }, settings(), true)).toBe(1);
    expect(diffExitCode({ ...same, fates: [change('bounced')] }, settings('--fail-on', 'never'), true)).toBe(0);
  });

  test('a change that nobody forbade is told and no failure', () => {
    expect(diffExitCode({ ...same, fates: [change('bounced')], cut: 3 }, settings(), false)).toBe(0);
  });

  test('what is undetermined after the change, or was not compared, counts where it is asked for', () => {
    const asked = settings('--fail-on-undetermined');
    expect(diffExitCode(same, asked, false)).toBe(0);
    expect(diffExitCode({ ...same, fates: [change('bounced')] }, asked, false)).toBe(0);
    expect(diffExitCode({ ...same, fates: [change('undetermined')] }, asked, false)).toBe(1);
    expect(diffExitCode({ ...same, cut: 1 }, asked, false)).toBe(1);
  });
});

describe('exit code of trace', () => {
  test('a bounced message is no failure, an unmet expectation is', () => {
    const bounced = trace({ outcomes: [outcome({ status: 'bounced' })], expectation: { met: true, failures: [] } });
    expect(traceExitCode([bounced], settings())).toBe(0);
    expect(traceExitCode([bounced, unmet], settings())).toBe(1);
    expect(traceExitCode([unmet], settings('--fail-on', 'never'))).toBe(0);
  });

  test('an undetermined outcome counts only where it is asked for', () => {
    expect(traceExitCode([open], settings())).toBe(0);
    expect(traceExitCode([open], settings('--fail-on-undetermined'))).toBe(1);
  });
});
