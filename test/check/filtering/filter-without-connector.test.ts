import { expect, test } from 'vitest';
import { plain } from '../../../src/model/text.ts';
import { analyzeFixture } from '../../support/analyze-fixture.ts';

const folder = 'fixtures/rules/filtering/enhanced-filtering-off';

const fixesOf = async (file: string) => {
  const { findings } = await analyzeFixture(`${folder}/${file}`);
  return findings.find(({ rule }) => rule === 'filtering/enhanced-filtering-off')?.fixes ?? [];
};

test('a filter whose certificate name is declared gets a connector that asks for it', async () => {
  const [first] = await fixesOf('bad-no-connector.yaml');
  expect(first?.changes[0]).toMatchObject({
    target: 'object',
    within: '/tenant/inboundConnectors',
    before: null,
    after: { ConnectorType: 'Partner', TlsSenderCertificateName: 'contoso.filter.example', EFSkipLastIP: true },
  });
});

test('where addresses are those of other customers and no name is known, a person is told what to ask for', async () => {
  const fixes = await fixesOf('bad-shared-addresses-and-no-name.yaml');
  expect(fixes).toHaveLength(1);
  const [change] = fixes[0]?.changes ?? [];
  expect(change?.target === 'person' && plain(change.instruction)).toBe(
    'Other customers send from the addresses of filter as well. Ask filter which name the certificate has that it presents to you, and declare it under certificateNames; then a Partner connector can ask for it, with EFSkipLastIP.',
  );
});
