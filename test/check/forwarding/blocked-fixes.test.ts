import { expect, test } from 'vitest';
import { analyzeFixture } from '../../support/analyze-fixture.ts';

const folder = 'fixtures/rules/forwarding/blocked';

const fixesOf = async (file: string) => {
  const { findings } = await analyzeFixture(`${folder}/${file}`);
  const fixes = findings.filter(({ rule }) => rule === 'forwarding/blocked').flatMap((one) => one.fixes);
  return fixes.map(({ changes }) => changes.map(({ target }) => target));
};

test.each(['bad-policy-off.yaml', 'bad-remote-domain.yaml', 'bad-no-policy-declared.yaml'])(
  '%s: nobody has said that the forward is to leave, so a person has two choices and no command opens the way',
  async (file) => {
    expect(await fixesOf(file)).toEqual([['person', 'person']]);
  },
);

test('a forward that a sample message expects to arrive is allowed by a policy of its own', async () => {
  expect(await fixesOf('bad-declared-to-work.yaml')).toEqual([
    ['object', 'object'],
    ['person', 'person'],
  ]);
});
