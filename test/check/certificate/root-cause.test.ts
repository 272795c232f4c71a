import { describe, expect, test } from 'vitest';
import { analyzeFixture } from '../../support/analyze-fixture.ts';

const folder = 'fixtures/rules/certificate';
const rulesOf = async (file: string, assume: Readonly<Record<string, string>> = {}): Promise<readonly string[]> =>
  (await analyzeFixture(`${folder}/${file}`, { assume })).findings
    .map((finding) => finding.rule)
    .filter((rule) => ['certificate', 'connector', 'routing'].includes(rule.slice(0, rule.indexOf('/'))))
    // The small worlds of the fixtures take forged senders, which is no matter of certificates.
    .filter((rule) => rule !== 'routing/spoof-accepted');

describe('one root cause is one finding', () => {
  test.each([
    ['expired/bad-client.yaml', 'certificate/expired'],
    ['expired/bad-server.yaml', 'certificate/expired'],
    ['expired/bad-certificate-validation.yaml', 'certificate/expired'],
    ['expired/bad-partner-connector.yaml', 'certificate/expired'],
    ['not-yet-valid/bad-client.yaml', 'certificate/not-yet-valid'],
    ['not-yet-valid/bad-server.yaml', 'certificate/not-yet-valid'],
    ['not-publicly-trusted/bad-self-signed-client.yaml', 'certificate/not-publicly-trusted'],
    ['not-publicly-trusted/bad-server.yaml', 'certificate/not-publicly-trusted'],
    ['incomplete-chain/bad-client.yaml', 'certificate/incomplete-chain'],
    ['incomplete-chain/bad-server.yaml', 'certificate/incomplete-chain'],
    ['weak/bad-short-key.yaml', 'certificate/weak'],
  ])('%s: what fails because of the certificate is not reported again', async (file, rule) => {
    expect(await rulesOf(file)).toEqual([rule]);
  });

  test('what fails because servers differ is not reported again', async () => {
    expect(await rulesOf('servers-differ/bad-clients.yaml')).toEqual(['certificate/servers-differ']);
    expect(await rulesOf('servers-differ/bad-smart-host.yaml')).toEqual(['certificate/servers-differ']);
  });
});

describe('a self-signed certificate on a restricting Partner connector', () => {
  const file = 'not-publicly-trusted/bad-partner-connector.yaml';

  test('is inferred, and names the open point', async () => {
    const { findings } = await analyzeFixture(`${folder}/${file}`);
    const [found] = findings.filter((finding) => finding.rule === 'certificate/not-publicly-trusted');
    expect(found?.assumptions).toEqual(['partner.untrustedCertificate']);
    expect(found?.confidence).toBe('inferred');
  });

  test('is none where the open point is settled in its favour', async () => {
    expect(await rulesOf(file, { 'partner.untrustedCertificate': 'accepted' })).toEqual([]);
  });
});
