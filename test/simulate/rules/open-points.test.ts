import { describe, expect, test } from 'vitest';
import type { Piece } from '../follow.ts';
import { fates, inbound, open, outbound, traced } from './rule-world.ts';

const erase = { DeleteMessage: true };
const two: Piece = { ...inbound, to: ['anna@contoso.com', 'bob@contoso.com'] };

/** The default fates, and the ways that a point leaves open. */
const ways = async (rules: readonly Piece[], message: Piece): Promise<unknown> => {
  const trace = await traced(rules, message);
  return [fates(trace), open(trace)];
};

describe('points that the documents leave open', () => {
  test('ACT-6a: a rejection with a text and a status', async () => {
    const rule = { RejectMessageReasonText: 'No.', RejectMessageEnhancedStatusCode: '5.7.901' };
    const said = async (answer?: string) => {
      const assume: Readonly<Record<string, string>> =
        answer === undefined ? {} : { 'rules.rejectStatusAndReason': answer };
      const [outcome] = (await traced([rule], inbound, { assume })).outcomes;
      return [outcome?.reply?.enhanced, outcome?.reply?.text, outcome?.assumptions];
    };
    const point = ['rules.rejectStatusAndReason'];
    const reset = 'Delivery not authorized, message refused';
    expect(await said()).toEqual(['5.7.901', 'No.', point]);
    expect(await said('status-reset')).toEqual(['5.7.1', 'No.', point]);
    expect(await said('reason-reset')).toEqual(['5.7.901', reset, point]);
    const [alone] = (await traced([{ RejectMessageReasonText: 'No.' }], inbound)).outcomes;
    expect([alone?.reply?.enhanced, alone?.assumptions]).toEqual(['5.7.1', []]);
  });

  test('PRED-47: the direction between two groups', async () => {
    const between = (first: string, second: string) => [
      { BetweenMemberOf1: [first], BetweenMemberOf2: [second], ...erase },
    ];
    const message = { ...outbound, to: ['anna@contoso.com'] };
    const [all, team] = ['all@contoso.com', 'team@contoso.com'];
    // Whether anybody is in a group that nobody declares stays open, whatever the direction.
    expect(open(await traced(between(all, team), message))).not.toContain('rules.betweenMembersDirection');
    expect(await ways(between(team, team), message)).toEqual([['anna dropped R1'], []]);
  });

  test('PUNC-21: exactly the size that the condition names', async () => {
    const rule = { MessageSizeOver: '10 MB', ...erase };
    expect(await ways([rule], { ...inbound, size: '10 MB' })).toEqual([
      ['anna dropped R1'],
      ['rules.sizeOver: anna delivered'],
    ]);
    expect(await ways([rule], { ...inbound, size: '11 MB' })).toEqual([['anna dropped R1'], []]);
    const attachments = [{ name: 'a.txt', size: '1 KB' }];
    expect(await ways([{ AttachmentSizeOver: '1 KB', ...erase }], { ...inbound, attachments })).toEqual([
      ['anna dropped R1'],
      ['rules.sizeOver: anna delivered'],
    ]);
  });

  test('RULE-24: what a stop for one recipient stops', async () => {
    const rules = [{ SentTo: ['bob@contoso.com'], StopRuleProcessing: true }, erase];
    expect(await ways(rules, two)).toEqual([
      ['anna dropped R2', 'bob delivered R1'],
      ['rules.stopInFork: anna delivered, bob delivered R1'],
    ]);
    expect(await ways([{ StopRuleProcessing: true }, erase], two)).toEqual([
      ['anna delivered R1', 'bob delivered R1'],
      [],
    ]);
  });

  test('RULE-24: a stop in a rule that is only tested', async () => {
    expect(await ways([{ Mode: 'Audit', StopRuleProcessing: true }, erase], inbound)).toEqual([
      ['anna dropped R1 R2'],
      ['rules.stopInTestMode: anna delivered R1'],
    ]);
  });

  test('RULE-28b: requests for approval', async () => {
    expect(await ways([erase], { ...inbound, type: 'approvalRequest' })).toEqual([
      ['anna delivered'],
      ['rules.approvalRequests: anna dropped R1'],
    ]);
  });
});

describe('RULE-26: what waits for its moderators', () => {
  const asks = { ModerateMessageByUser: ['boss@contoso.com'] };

  test('goes on with the rules below when they approve it, and back when they do not', async () => {
    expect(await ways([asks, { SubjectContainsWords: ['hello'], ...erase }], inbound)).toEqual([
      ['anna held R1'],
      ['approved: anna dropped R1 R2', 'rejected or expired: anna bounced R1'],
    ]);
  });

  test('two rules that ask are asked one after the other', async () => {
    // Approved by the first it is held again, which is no other fate.
    expect(await ways([asks, asks], inbound)).toEqual([['anna held R1'], ['rejected or expired: anna bounced R1']]);
  });

  test('RULE-54: what came moderated is dropped', async () => {
    const message = { ...inbound, headers: { 'X-MS-Exchange-Moderation-Loop': '1' } };
    expect(await ways([asks], message)).toEqual([['anna dropped R1'], []]);
  });
});
