import { text } from '../../src/model/text.ts';
import type { SpfReport } from '../../src/report/spf-report.ts';
import { sources } from './report-samples.ts';

/** A record with one include, read for any client. */
export function spfReport(over: Partial<SpfReport> = {}): SpfReport {
  return {
    version: '0.1.0',
    asOf: Date.parse('2026-11-21T00:00:00Z'),
    file: 'topology.yaml',
    sources: sources(),
    domain: 'contoso.com',
    evaluation: null,
    lookups: 1,
    voidLookups: 0,
    undetermined: false,
    tree: {
      domain: 'contoso.com',
      record: 'v=spf1 ip4:192.0.2.0/24 include:spf.filter.example -all',
      at: { file: 'dns/contoso.com.zone', line: 4, column: 1 },
      note: null,
      terms: [
        { text: 'ip4:192.0.2.0/24', note: null, lookups: 0, child: null },
        {
          text: 'include:spf.filter.example',
          note: null,
          lookups: 1,
          child: { domain: 'spf.filter.example', record: null, at: null, note: text`not supplied`, terms: [] },
        },
        { text: '-all', note: null, lookups: 0, child: null },
      ],
    },
    authorised: [
      { addresses: '192.0.2.0/24', through: ['contoso.com'], term: 'ip4:192.0.2.0/24', owner: 'server:EX01' },
    ],
    problems: [
      {
        rule: 'spf/weak-all',
        message: text`The record of ${'contoso.com'} ends without a verdict.`,
        location: { file: 'dns/contoso.com.zone', line: 4, column: 1 },
      },
    ],
    secondOpinion: null,
    ...over,
  };
}
