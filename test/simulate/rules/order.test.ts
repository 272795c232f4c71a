import { describe, expect, test } from 'vitest';
import { follow, type Piece } from '../follow.ts';
import { fates, inbound, open, outbound, ruleWorld, traced } from './rule-world.ts';

const mark: Piece = { SetHeaderName: 'X-Mark', SetHeaderValue: '1' };
const two: Piece = { ...inbound, to: ['anna@contoso.com', 'bob@contoso.com'] };

describe('which rules run', () => {
  test('RULE-21: all that match, by priority and not as listed', async () => {
    const rules = [
      { Priority: 2, Name: 'last', ...mark },
      { Priority: 0, Name: 'first', ...mark },
      { Priority: 1, Name: 'none', SubjectContainsWords: ['bye'], ...mark },
    ];
    expect(fates(await traced(rules, inbound))).toEqual(['anna delivered first last']);
  });

  test('RULE-24: a rule that stops ends the others, where it matched', async () => {
    const stop = { ...mark, StopRuleProcessing: true };
    expect(fates(await traced([stop, mark], inbound))).toEqual(['anna delivered R1']);
    expect(fates(await traced([{ ...stop, SubjectContainsWords: ['bye'] }, mark], inbound))).toEqual([
      'anna delivered R2',
    ]);
  });

  test('RULE-4, RULE-24: in test mode a rule is listed, does nothing and stops nothing', async () => {
    const audit = { Mode: 'Audit', DeleteMessage: true, StopRuleProcessing: true };
    expect(fates(await traced([audit, { ...audit, Mode: 'AuditAndNotify' }, mark], inbound))).toEqual([
      'anna delivered R1 R2 R3',
    ]);
  });

  test('RULE-3, RULE-5: a disabled rule and one outside of its dates are skipped', async () => {
    const dated = (ActivationDate: string | null, ExpiryDate: string | null) => ({
      DeleteMessage: true,
      ActivationDate,
      ExpiryDate,
    });
    const fate = async (rule: Piece) => (await traced([rule, mark], inbound)).outcomes[0]?.status;
    expect(await fate({ State: 'Disabled', DeleteMessage: true })).toBe('delivered');
    // The samples are traced as of 21 November 2026.
    expect(await fate(dated('2026-11-22', null))).toBe('delivered');
    expect(await fate(dated(null, '2026-11-20'))).toBe('delivered');
    expect(await fate(dated('2026-11-20', '2026-11-22'))).toBe('dropped');
  });

  test('RULE-5: a date in the notation of some locale leaves open whether the rule runs', async () => {
    const trace = await traced([{ DeleteMessage: true, ExpiryDate: '22.11.2026 08:00' }], inbound);
    expect([fates(trace), open(trace)]).toEqual([['anna delivered'], ['matches: anna dropped R1']]);
  });

  test('RULE-28a: reports that Exchange makes are not seen by rules, those of others are', async () => {
    const report = { type: 'ndr', subject: 'Undeliverable' };
    expect(fates(await traced([{ DeleteMessage: true }], { ...outbound, ...report, to: ['bob@contoso.com'] }))).toEqual(
      ['bob delivered'],
    );
    expect(fates(await traced([{ DeleteMessage: true }], { ...inbound, ...report }))).toEqual(['anna dropped R1']);
  });

  test('RULE-6: a rule whose evaluation fails is skipped, or keeps the message waiting', async () => {
    const failing = { ...inbound, ruleErrors: ['R1'] };
    expect(fates(await traced([{ DeleteMessage: true }, mark], failing))).toEqual(['anna delivered R2']);
    expect(fates(await traced([{ DeleteMessage: true, RuleErrorAction: 'Defer' }, mark], failing))).toEqual([
      'anna deferred',
    ]);
  });

  test('without explanations the outcomes are the same, and every rule is explained with them', async () => {
    const trace = await traced(
      [{ SubjectContainsWords: ['bye'], ...mark }, mark, { State: 'Disabled', ...mark }],
      inbound,
    );
    const said = trace.hops.flatMap((hop) => hop.decisions.filter((one) => one.step === 'evaluate-rule'));
    expect(said.map((one) => one.semantics.join())).toEqual(['PRED-21', 'RULE-17', 'RULE-3']);
  });
});

describe('forks', () => {
  test('RULE-45: one of two recipients is rejected, the other delivered', async () => {
    expect(fates(await traced([{ SentTo: ['bob@contoso.com'], RejectMessageReasonText: 'No.' }], two))).toEqual([
      'anna delivered',
      'bob bounced R1',
    ]);
  });

  test('RULE-45: an exception protects its recipient only', async () => {
    expect(fates(await traced([{ ExceptIfSentTo: ['bob@contoso.com'], DeleteMessage: true }], two))).toEqual([
      'anna dropped R1',
      'bob delivered',
    ]);
  });

  test('RULE-46: any recipient takes, or protects, all of them', async () => {
    expect(fates(await traced([{ AnyOfRecipientAddressContainsWords: ['bob'], DeleteMessage: true }], two))).toEqual([
      'anna dropped R1',
      'bob dropped R1',
    ]);
    expect(
      fates(await traced([{ ExceptIfAnyOfRecipientAddressContainsWords: ['bob'], DeleteMessage: true }], two)),
    ).toEqual(['anna delivered', 'bob delivered']);
  });

  test('RULE-47, RULE-48: a fork hides the other recipients and keeps its changes to itself', async () => {
    const rules = [
      { SentTo: ['bob@contoso.com'], ...mark },
      { AnyOfRecipientAddressContainsWords: ['bob'], ...mark },
      { HeaderContainsMessageHeader: 'X-Mark', HeaderContainsWords: ['1'], DeleteMessage: true },
    ];
    expect(fates(await traced(rules, two))).toEqual(['anna delivered', 'bob dropped R1 R2 R3']);
  });

  test('RULE-24: a stop holds for its fork', async () => {
    const rules = [{ SentTo: ['bob@contoso.com'], StopRuleProcessing: true }, { DeleteMessage: true }];
    expect(fates(await traced(rules, two))).toEqual(['anna dropped R2', 'bob delivered R1']);
  });

  test('ORDER-17: a group is expanded before, and each member judged by itself', async () => {
    const team = { ...inbound, to: ['team@contoso.com'] };
    const trace = await traced([{ SentTo: ['anna@contoso.com'], DeleteMessage: true }], team);
    expect(fates(trace)).toEqual(['team dropped R1']);
    expect(trace.outcomes[0]?.finalRecipient).toBe('anna@contoso.com');
  });
});

test('a tenant without rules asks nothing about them', async () => {
  const trace = await follow(ruleWorld([]), outbound);
  expect([fates(trace), open(trace)]).toEqual([['alice sent'], []]);
});
