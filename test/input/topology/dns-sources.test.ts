import { expect, test } from 'vitest';
import { filesOf, noticeLines, readable } from '../../support/topology-reading.ts';

const files = filesOf({
  'dns/r53.json':
    '{"ResourceRecordSets": [\n{"Name": "contoso.com.", "Type": "MX", "TTL": 60,\n "ResourceRecords": [{"Value": "10 mail.contoso.com"}]},\n{"Name": "mail.contoso.com.", "Type": "A",\n "AliasTarget": {"DNSName": "lb.example.net."}},\n{"Name": "www.contoso.com.", "Type": "A",\n "AliasTarget": {"DNSName": "lb.example.net."}}]}',
  'dns/fabrikam.com.yaml': "'':\n  type: TXT\n  value: v=spf1 -all\n",
  'dns/plain.zone': '$ORIGIN example.org.\n@ 60 IN A 192.0.2.1\n',
});

const topology = (records: string): string =>
  `mxproof: 1\ndns:\n  zones: [dns/r53.json, dns/fabrikam.com.yaml, dns/plain.zone]\n  records: |\n    ${records}\n`;

test('zones of every format answer together, records have their lines, aliases are reported', async () => {
  const { topology: read, notices } = await readable(topology('www.example.org. A 192.0.2.2'), files);
  const { view } = read.dns;
  const mx = view.lookup('contoso.com', 'MX');
  expect(mx).toMatchObject({ status: 'records', records: [[10, 'mail.contoso.com']] });
  expect(mx.status === 'records' && mx.origins?.[0]).toMatchObject({ at: { file: 'dns/r53.json', line: 3 } });
  expect(view.lookup('fabrikam.com', 'TXT')).toMatchObject({ records: ['v=spf1 -all'] });
  expect(view.lookup('example.org', 'A')).toMatchObject({ records: ['192.0.2.1'] });
  expect(view.lookup('mail.contoso.com', 'A').status).toBe('not-supplied');
  // mail.contoso.com is the MX host; www is an alias, too, and no mail depends on it.
  expect(noticeLines(notices)).toEqual([
    'topology/undetermined dns:mail.contoso.com/A 5:2 What mail.contoso.com answers is not in this file: Route 53 answers with what the alias leads to, lb.example.net. Add the records that it answers with under dns.records, or capture them (mxproof capture).',
  ]);
});

test('an inline record says what an alias answers', async () => {
  const { topology: read, notices } = await readable(topology('mail.contoso.com. A 192.0.2.25'), files);
  expect(notices).toEqual([]);
  expect(read.dns.view.lookup('mail.contoso.com', 'A')).toMatchObject({ records: ['192.0.2.25'] });
});
